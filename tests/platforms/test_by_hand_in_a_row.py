"""One derivation of all students in a row beside its rubric, and the points back from a table; what few share."""

import csv
import io

import nbformat
import pytest

from ravine import cli
from ravine.course.course import Course
from ravine.grading.by_hand import folder as tables
from ravine.grading.gradebook import Book
from ravine.grading.nbgrader_plugin import ShowRubric
from ravine.grading.report import report_path
from ravine.grading.sheet import Sheet, as_csv
from ravine.grading.similar import TOOLS
from tests.platforms.conftest import grade_by_hand

pytestmark = pytest.mark.xdist_group("graded class")
RUBRIC = "1 point: closed formula, from the geometric sum."


@pytest.fixture
def typed(course, monkeypatch, capsys):
    """Types a command of `ravine` in the course; its status and what it said."""
    monkeypatch.chdir(course.root)

    def run(*words):
        status = cli.main([*words])
        said = capsys.readouterr()
        return status, said.out + said.err

    return run


def rows(course):
    text = (tables(course) / "momentum.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def filled(course, points, comment="", student="s1002"):
    table = tables(course) / "momentum.csv"
    made = [{**r, **({"points": points, "comment": comment} if r["student"] == student else {})} for r in rows(course)]
    table.write_bytes(as_csv(tuple(made[0]), [tuple(r.values()) for r in made]))
    return str(table)


def test_the_page_and_the_table(folder, course, typed):
    grade_by_hand(folder, "s1001", "long_slope", 3.0)
    status, said = typed("byhand", "momentum")
    page = (tables(course) / "momentum.html").read_text()
    assert status == 0 and "by-hand/momentum.html" in said and "by-hand/momentum.csv" in said
    assert RUBRIC in page and page.count("<math") > 10 and "BEGIN SOLUTION" not in page
    together = page.split("<h3>")[2:]
    assert any("s1001" in h and "s1003" in h for h in (t.split("</h3>")[0] for t in together)), "equal answers once"
    assert {r["student"]: r["points"] for r in rows(course)}["s1001"] == "3"
    assert "no released assignment called 'nix'" in typed("byhand", "nix")[1]


def test_points_of_the_table_are_entered_and_reach_the_page(folder, course, typed):
    typed("byhand", "momentum")
    status, said = typed("byhand", "momentum", "--enter", filled(course, "2,5", "=why?"))
    assert status == 0 and "s1002, long_slope: – → 2.5" in said and "1 marks or comments are new" in said
    assert folder.marks("momentum")["s1002"]["long_slope"] == (None, 2.5, None, False)
    assert "2.5 / 4" in folder.feedback("s1002", "momentum")
    assert " =why?</p>" in folder.feedback("s1002", "momentum")
    assert typed("byhand", "momentum", "--enter", filled(course, "2.5"))[1].startswith("0 marks")


@pytest.mark.parametrize(
    ("points", "said"),
    [("5", "'5' is no number from 0 to 4"), ("two", "'two' is no number"), ("-1", "'-1' is no number")],
)
def test_a_table_with_a_slip_enters_nothing(folder, course, typed, points, said):
    typed("byhand", "momentum")
    before, table = folder.marks("momentum"), filled(course, points)
    text = Sheet.read(tables(course) / "momentum.csv").content().decode("utf-8-sig").replace("s1003", "zora")
    (tables(course) / "momentum.csv").write_text(text + "nix,s1001,1,\n")
    status, told = typed("byhand", "momentum", "--enter", table)
    assert status == 1 and "nothing was entered" in told and said in told
    assert "'nix' is no cell that a person grades" in told and folder.marks("momentum") == before


def test_formgrader_shows_the_rubric_and_no_other_page_does(folder, course):
    path = course.folder("autograded", "s1001", "momentum") / "momentum.ipynb"
    nb = nbformat.read(path, as_version=4)
    step = ShowRubric(config=course.config)
    names = {"assignment_id": "momentum", "notebook_id": "momentum"}
    shown, _resources = step.preprocess(nb, {**names, "submission_id": "x"})
    at = next(i for i, c in enumerate(shown.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == "long_slope")
    assert RUBRIC in shown.cells[at + 1].source and len(shown.cells) == len(nb.cells) + 1
    assert step.preprocess(nb, names)[0] is nb
    assert RUBRIC not in folder.feedback("s1001", "momentum")


def test_equal_derivations_stand_side_by_side_and_answers_go_to_other_tools(course, typed, tmp_path):
    status, said = typed("similar", "momentum")
    page = (course.class_folder / "similar" / "momentum.html").read_text()
    assert status == 0 and "of answers that few share" in said and "students wrote the same" in page
    section = page.split("<section>")[1]
    assert "s1001, " in section and "s1003" in section and section.count("<h3>") == 1 and "s1005" not in page
    for tool in TOOLS:
        status, said = typed("similar", "momentum", "--for", tool, "-o", str(tmp_path / tool))
        assert status == 0 and f"Now type: {tool} " in said
        files = {p.relative_to(tmp_path / tool).as_posix() for p in (tmp_path / tool).rglob("*.py")}
        assert files == {"stub/answers.py", *(f"submissions/000{n}/answers.py" for n in (1, 2, 3, 4, 5))}
    one = (tmp_path / "dolos" / "submissions" / "0001" / "answers.py").read_text()
    compile(one, "answers.py", "exec")
    assert "def momentum_step" in one and "NotImplementedError" in (tmp_path / "dolos/stub/answers.py").read_text()
    everything = b"".join(p.read_bytes() for p in (tmp_path / "dolos").rglob("*") if p.is_file())
    assert b"s1001" not in everything, "students are numbers there"
    assert typed("similar", "momentum", "--for", "dolos", "-o", str(tmp_path / "dolos"))[0] == 1


def test_late_missing_slides_and_the_page_of_the_course(folder, course, typed):
    with folder.gradebook() as gradebook:
        gradebook.update_or_create_assignment("momentum", duedate="2026-10-02 23:59")
    status, said = typed("report", "--all")
    assert status == 0 and said.strip().endswith("report/index.html")
    report = report_path(course, "momentum").read_text()
    late = report.split('id="late"')[1].split("</section>")[0]
    assert "5 handed in late" in late and "late by 1.0 days" in late
    assert "1 have not handed in: s1006" in " ".join(late.split())
    assert "Анна Петрова" in report.split('id="students"')[1]
    slides = report_path(course, "momentum-slides").read_text()
    assert "See it move" in slides or "Read on" in slides
    assert not [s for s in folder.marks("momentum") if s in slides] and "Петров" not in slides
    whole = report_path(course, "index").read_text()
    assert "students: 1, points lost: " in whole or "students: 2, points lost: " in whole
    assert 'href="momentum.html"' in whole and whole.split("<tbody>")[2].count("<tr>") == 5


def test_a_mark_given_twice_is_one_change(course):
    with Book(Course.find(course.root)) as book:
        assignment = book.assignment("momentum")
        assert book.give(assignment, "s1001", "long_slope", 1.0, "") == "s1001, long_slope: – → 1"
        assert book.give(assignment, "s1001", "long_slope", 1.0, "") == ""
