"""A submission is graded against the release that it was made from."""

import copy
from dataclasses import replace

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from ravine.course.release import release
from ravine.course.releases import Kept, digest, keep, kept
from ravine.grading.changing import follow
from ravine.grading.submission.assignment import references_of
from ravine.grading.submission.releases import with_earlier
from ravine.grading.submission.repair import repair
from ravine.grading.submission.verdict import RIGHT, Verdict
from tests.grading.courses import ROOT
from tests.handed_in import NAME, assignment, filled_in, mark

SOURCE = (ROOT / "solutions" / "notebooks" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
VISIBLE = "assert answer is not None"


def changed(text, cell, old, new, points=None):
    """A notebook in which one cell has another text, and nbgrader's checksum of it."""
    nb = nbformat.reads(text, as_version=4)
    (found,) = (c for c in nb.cells if mark(c).get("grade_id") == cell)
    assert old in found.source
    found.source = found.source.replace(old, new)
    found.metadata.nbgrader.points = points or found.metadata.nbgrader.get("points", 0)
    found.metadata.nbgrader.checksum = compute_checksum(found)
    return nbformat.writes(nb)


def after(cell="test_ball_step", old=VISIBLE, new="assert answer", points=None, references=None):
    """The assignment after a change of one cell since its first release, which is kept."""
    now, first = assignment(), assignment().release
    given = changed(first, cell, old, new, points)
    cells = [replace(c, source=c.source.replace(old, new), points=points or c.points) if c.grade_id == cell else c
             for c in now.cells]  # fmt: skip
    if references is None:
        references = references_of(now.cell[cell].source, now.root)
    newest = replace(now, cells=tuple(cells), release=given)
    return with_earlier(newest, [Kept(first, SOURCE, references), Kept(given, SOURCE, references)])


def read(notebook, newest):
    return repair(nbformat.writes(notebook).encode(), newest)


def test_a_release_is_kept_once_for_what_students_see(tmp_path):
    first = assignment().release
    for source in (SOURCE, SOURCE + "\n"):
        keep(tmp_path / "of", Kept(first, source, {"momentum.ball_step": "r"}))
    (only,) = kept(tmp_path / "of")
    assert only == Kept(first, SOURCE + "\n", {"momentum.ball_step": "r"})
    assert digest(changed(first, "test_ball_step", VISIBLE, "assert answer")) != digest(first)
    (tmp_path / "of" / "0.json.gz").write_bytes(b"damaged")
    assert kept(tmp_path / "of") == [only]


def test_what_was_made_from_an_earlier_release_is_graded_by_its_tests_for_the_points_of_now():
    newest = after(points=6)
    repaired = read(filled_in("anna"), newest)
    assert VISIBLE in repaired.release.cell["test_ball_step"].source
    assert (
        repaired.release.cell["test_ball_step"].points == 6 and repaired.release.tests["test_ball_step"].max_points == 4
    )
    assert repaired.release.cell["test_momentum_step"] == newest.cell["test_momentum_step"]
    assert repaired.notes == ["Made from an earlier release, and graded against that one. Changed since: ball_step."]
    assert not repaired.doubts and newest.called(repaired.release.digest) is repaired.release
    half = Verdict("test_ball_step", RIGHT, 2.0, 4.0).worth(6.0)
    assert (half.points, half.max_points) == (3.0, 6.0)


def test_what_was_made_from_the_newest_release_is_graded_by_that():
    newest, notebook = after(), filled_in("anna")
    for cell in notebook.cells:
        mark(cell)["checksum"] = newest.checksums[mark(cell)["grade_id"]]
        cell.source = newest.given[mark(cell)["grade_id"]] if mark(cell).get("locked") else cell.source
    repaired = read(notebook, newest)
    assert repaired.release is newest and not repaired.notes


@pytest.mark.parametrize("change", [{"old": "# 4 points", "new": "# 6 points", "points": 6}, {"cell": "ball_step",
    "old": "One semi-implicit", "new": "A semi-implicit"}], ids=["points", "words"])  # fmt: skip
def test_other_points_and_other_words_make_no_other_test(change):
    newest = after(**change)
    repaired = read(filled_in("anna"), newest)
    assert repaired.release is not newest and not repaired.release.changed
    assert repaired.release.tests["test_ball_step"] == newest.tests["test_ball_step"]
    assert not [note for note in repaired.notes if "release" in note]


def test_a_hidden_test_that_was_mended_is_the_test_of_the_same_release():
    now = assignment()
    mended = tuple(replace(c, source=c.source.replace("points=4", "points=4.0")) for c in now.cells)
    newest = with_earlier(replace(now, cells=mended), [Kept(now.release, SOURCE, {})])
    assert newest.earlier == () and read(filled_in("anna"), newest).release is newest


def test_where_the_reference_has_changed_since_a_person_decides():
    repaired = read(filled_in("anna"), after(references={"momentum.ball_step": "of then"}))
    (name,) = repaired.release.unjudged
    assert name == "test_ball_step" and "has changed since the release" in repaired.release.unjudged[name]
    assert repaired.release.revision != after().called(repaired.release.digest).revision


def test_a_release_that_is_not_kept_needs_an_eye():
    newest = replace(after(), earlier=())
    repaired = read(filled_in("anna"), newest)
    (doubt,) = repaired.doubts
    assert (
        doubt.startswith("These cells are of no release that is kept: test_ball_step.") and repaired.release is newest
    )
    assert doubt in repaired.notes


def test_marks_without_a_checksum_say_nothing_of_a_release():
    newest, notebook = after(), filled_in("anna")
    for cell in notebook.cells:
        del mark(cell)["checksum"]
    repaired = read(notebook, newest)
    assert repaired.release is newest and not repaired.doubts


def next_release(root):
    """ball_step gets another name and six points; an exercise that a test marks and one to write are new."""
    path = root / "solutions" / "notebooks" / NAME / f"{NAME}.ipynb"
    nb = nbformat.read(path, as_version=4)
    cells = {mark(c)["grade_id"]: c for c in nb.cells if mark(c)}
    for name in ("ball_step", "test_ball_step"):
        cells[name].source = cells[name].source.replace("ball_step(", "roll(").replace("marks(ball_step", "marks(roll")
    cells["test_ball_step"].source = (
        cells["test_ball_step"].source.replace("4 points", "6 points").replace("=4)", "=6)")
    )
    cells["test_ball_step"].metadata.nbgrader.points = 6
    for name, new in (("long_slope", "in_own_words"), ("test_momentum_step", "test_momentum_again")):
        cell = copy.deepcopy(cells[name])
        cell.metadata.nbgrader.grade_id = cell.id = new
        nb.cells.append(cell)
    nbformat.write(nb, path)
    release(NAME, root, say=lambda _text: None, change=follow)


@pytest.mark.slow
@pytest.mark.xdist_group("releases")
def test_two_releases_in_one_class(course):
    course.hand_in_sample("early", NAME, "anna")
    course.hand_in_sample("half", NAME, "igor")  # two of four parts of ball_step
    course.run("ravine", "grade", NAME, check=None)
    before = course.marks(NAME)
    next_release(course.root)
    course.hand_in("other", NAME, course.submitted("early", NAME).joinpath(f"{NAME}.ipynb").read_bytes())
    answer = filled_in("anna")
    (own,) = (c.source for c in answer.cells if mark(c)["grade_id"] == "ball_step")
    course.hand_in("late", NAME, course.answers(NAME, ball_step=own.replace("ball_step(", "roll(")))

    said = course.run("ravine", "grade", NAME, "--regrade", check=3).stdout
    marks = course.marks(NAME)
    assert before["early"]["test_ball_step"][0] == 4 and before["half"]["test_ball_step"][0] == 2
    assert [marks[s]["test_ball_step"][0] for s in ("early", "other", "late", "half")] == [6, 6, 6, 3]
    for student in ("early", "other"):
        assert marks[student]["test_momentum_again"] == marks[student]["in_own_words"] == (None, None, None, True)
        page = course.feedback(student, NAME)
        assert "Made from an earlier release, and graded against that one. Changed since: ball_step" in page
        assert "did not ask for this" in page
    assert "earlier release" not in course.feedback("late", NAME) and marks["late"]["test_momentum_again"][0] == 0
    assert said.count("of an earlier release") == 3
    assert "4 unchanged" in course.run("ravine", "grade", NAME, check=3).stdout
    assert "roll(" not in course.run("ravine", "explain", "half", NAME, "--replay").stdout

    course.run("nbgrader", "autograde", NAME, "--force")
    assert course.marks(NAME) == marks
