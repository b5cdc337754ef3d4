"""What a person should look at although everything has a mark: a second notebook, answers that have no cell."""

import nbformat
import pytest

from ravine.grading.report import Row
from ravine.grading.submission.grade import Rules, read
from ravine.grading.submission.handed_in import digest_of, read_submission
from ravine.grading.submission.repair import repair
from ravine.grading.submission.standing import Mark, Standing
from ravine.grading.worker.limits import Limits
from tests.handed_in import NAME, RIGHT, WRONG, assignment, filled_in

LIMITS = Limits()


def saved(folder, **notebooks):
    folder.mkdir(exist_ok=True)
    for name, content in notebooks.items():
        (folder / f"{name.replace('_', '-')}.ipynb").write_bytes(content)
    return read_submission("wilma", folder, NAME, [], LIMITS)


def content(sample):
    return nbformat.writes(filled_in(sample)).encode()


def test_a_second_notebook_is_noticed(tmp_path):
    submission = saved(tmp_path / "s", momentum=content(WRONG), momentum_1=content(RIGHT))
    assert submission.content == content(WRONG)
    assert "momentum.ipynb was graded. Beside it lies another notebook: momentum-1.ipynb." in submission.notes
    assert "momentum-1.ipynb" in submission.doubts[0]


@pytest.mark.parametrize("change", ["more", "less", "other"])
def test_a_second_notebook_is_part_of_what_was_handed_in(tmp_path, change):
    before = digest_of(saved(tmp_path / "s", momentum=content(WRONG), momentum_1=content(RIGHT)))
    assert before == digest_of(saved(tmp_path / "s"))
    if change == "more":
        saved(tmp_path / "s", momentum_2=content(RIGHT))
    elif change == "less":
        (tmp_path / "s" / "momentum-1.ipynb").unlink()
    else:
        saved(tmp_path / "s", momentum_1=content(RIGHT) + b"\n")
    assert before != digest_of(saved(tmp_path / "s"))


def test_an_equal_copy_and_checkpoints_raise_no_doubt(tmp_path):
    (tmp_path / "s" / ".ipynb_checkpoints").mkdir(parents=True)
    (tmp_path / "s" / ".ipynb_checkpoints" / "momentum-checkpoint.ipynb").write_bytes(content(WRONG))
    submission = saved(tmp_path / "s", momentum=content(RIGHT), momentum_1=content(RIGHT))
    assert not submission.doubts and not submission.notes


def test_a_link_beside_is_not_followed(tmp_path):
    saved(tmp_path / "s", momentum=content(RIGHT))
    (tmp_path / "s" / "momentum-1.ipynb").symlink_to("/dev/zero")
    assert list(saved(tmp_path / "s").other_notebooks) == ["momentum-1.ipynb"]


def test_answers_without_a_cell_are_named():
    notebook = filled_in(RIGHT)
    notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") != "ball_step"]
    repaired = repair(nbformat.writes(notebook).encode(), assignment())
    (said,) = repaired.doubts
    assert said == "This notebook has no cell for: ball_step. Is it an old version, or one that lost cells?"
    assert said in repaired.notes


def test_cells_of_an_old_version_are_named_and_put_back():
    notebook, given = filled_in(RIGHT), assignment()
    assert not repair(nbformat.writes(notebook).encode(), given).notes, "and the release itself is none"
    (test,) = (c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "test_ball_step")
    test.source = "# 2 points: as it was last year."
    repaired = repair(nbformat.writes(notebook).encode(), given)
    (said,) = repaired.notes
    assert said.startswith("Not as given out, and put back: test_ball_step. Is the notebook an old version")
    graded = {c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in repaired.notebook.cells}
    assert graded["test_ball_step"] == given.cell["test_ball_step"].source and not repaired.doubts


def test_an_answer_whose_cell_lost_its_mark_is_not_missed():
    notebook = filled_in(RIGHT)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "ball_step":
            del cell.metadata["nbgrader"]
    assert not repair(nbformat.writes(notebook).encode(), assignment()).doubts


def test_what_could_be_read_needs_no_more_eyes(tmp_path):
    submission = saved(tmp_path / "s", momentum=content(RIGHT))
    assert not read(submission, assignment(), Rules("x").limits).doubts


def test_a_doubt_needs_an_eye_until_a_person_gives_a_mark():
    marks = {"test": Mark(1.0, 3.0), "essay": Mark(2.0, 4.0, by_hand=True, by_person=True)}
    row = Row("anna", Standing(marks, {}), (), doubts=("Two notebooks.",))
    assert row.needs_an_eye and row.remarks == ["LOOK: Two notebooks."]
    settled = Standing(marks | {"test": Mark(3.0, 3.0, by_person=True)}, {})
    assert not Row("anna", settled, (), doubts=("Two notebooks.",)).needs_an_eye
