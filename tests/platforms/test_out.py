"""Marks and feedback go back: into the platform's own table, not a byte beside the marks; no mark is never a 0."""

import codecs
import csv
import io
import re
import zipfile

import pytest

from ravine import cli
from ravine.errors import UserError
from ravine.grading.command import write_report
from ravine.grading.sheet import Sheet, harmless
from ravine.platforms import hand_back, marks
from ravine.platforms.collect import carry_out, plan
from tests.platforms import given
from tests.platforms.conftest import grade_by_hand
from tests.platforms.given import TABLES, zipped

pytestmark = pytest.mark.xdist_group("graded class")


@pytest.fixture(scope="module")
def finished(graded_class, tmp_path_factory):
    """The class with all derivations graded; s1005 still waits for a person."""
    from ravine.course.course import Course

    folder = graded_class.copy(tmp_path_factory.mktemp("finished") / "course")
    for student, points in {"s1001": 4.0, "s1002": 4.0, "s1003": 4.0, "s1004": 0.0}.items():
        grade_by_hand(folder, student, "long_slope", points)
    course = Course.find(folder.root)
    write_report(course, "momentum")
    return course


def table(name):
    return Sheet.read(TABLES / name)


def columns_but(sheet, column):
    return [[c for i, c in enumerate(sheet.row(n)) if i != column] for n in range(len(sheet))]


def test_a_table_is_written_back_as_it_was():
    for path in TABLES.glob("*.csv"):
        assert Sheet.read(path).content() == path.read_bytes(), path.name


def test_moodles_worksheet(finished):
    done = marks.into_moodle(finished, "momentum", table("moodle.csv"), scale=True)
    before, grades = table("moodle.csv"), [done.sheet.row(n)[5] for n in range(1, len(done.sheet))]
    assert grades == ["100.00", "40.00", "100.00", "", "", ""]
    assert columns_but(done.sheet, 5) == columns_but(before, 5)
    expected = before.content().replace(b"grading,,100.00,Yes", b"grading,100.00,100.00,Yes", 1)
    lines = done.sheet.content().splitlines(), before.content().splitlines()
    assert lines[0][1] == expected.splitlines()[1] and [a for a, b in zip(*lines) if a == b] != []
    assert dict(done.left) == {
        "s1002": f"has 40.00 there and {done_mark(finished, 's1002') * 100 / 28:.2f} here; "
        f"--overwrite takes {done_mark(finished, 's1002') * 100 / 28:.2f}",
        "s1004": "the platform has locked the mark",
        "s1005": "waits to be graded",
    }
    assert (done.filled, done.zeros, done.needs_an_eye) == (2, 0, True)


def done_mark(course, student):
    return marks.results(course, "momentum")[1][student].total


def test_what_a_person_entered_is_overwritten_only_when_asked(finished):
    done = marks.into_moodle(finished, "momentum", table("moodle.csv"), scale=True, overwrite=True)
    assert done.sheet.row(2)[5] == f"{done_mark(finished, 's1002') * 100 / 28:.2f}"
    assert "Kept by hand" in done.sheet.row(2)[10]


def test_moodle_in_russian_by_its_numbers_alone(finished):
    done = marks.into_moodle(finished, "momentum", table("moodle-ru.csv"), scale=True)
    assert [done.sheet.row(n)[3] for n in range(1, 6)] == [
        "100.00",
        f"{done_mark(finished, 's1002') * 100 / 28:.2f}",
        "100.00",
        "0.00",
        "",
    ]
    assert done.zeros == 1


@pytest.mark.parametrize("name, full", [("canvas.csv", "28.00"), ("canvas-semicolon.csv", "28,00")])
def test_canvas_gradebook(finished, name, full):
    done = marks.into_canvas(finished, "momentum", table(name))
    found = [done.sheet.row(n)[5] for n in range(3, 9)]
    assert (found[0], found[2], found[4], found[5]) == (full, full, "", "")
    assert columns_but(done.sheet, 5) == columns_but(table(name), 5)
    assert not done.unknown and not done.absent
    assert done.sheet.content()[:3] == (TABLES / name).read_bytes()[:3]


def refused(action, *arguments, **options):
    with pytest.raises(UserError) as error:
        action(*arguments, **options)
    return str(error.value)


def test_tables_that_are_not_those_are_refused(finished):
    moodle, canvas = table("moodle.csv"), table("canvas.csv")
    assert "gives 100 points for momentum, which has 28 here" in refused(
        marks.into_moodle, finished, "momentum", moodle
    )
    assert "is not Moodle's grading worksheet" in refused(marks.into_moodle, finished, "momentum", canvas)
    assert "is not Canvas's gradebook" in refused(marks.into_canvas, finished, "momentum", moodle)
    assert "0 columns for Warm" in refused(marks.into_canvas, finished, "momentum", canvas, column="Warm")
    assert "does not let" in refused(marks.into_canvas, finished, "momentum", canvas, column="Final Score")
    other = (TABLES / "moodle.csv").read_text().replace("Participant 90", "Participant 77")
    assert "of another assignment" in refused(marks.into_moodle, finished, "momentum", Sheet(other.encode(), "w.csv"))
    strangers = re.sub(r"90(\d\d\d)", r"55\1", other.replace("s100", "x9").replace("uni.example", "else.example"))
    strangers = re.sub(r"(Анна|Иван|Mary-Ann|José) ", "Other ", strangers)
    assert "another course" in refused(marks.into_moodle, finished, "momentum", Sheet(strangers.encode(), "w.csv"))
    short = Sheet((TABLES / "moodle.csv").read_bytes() + b"Participant 90215,x\r\n", "w.csv")
    assert refused(marks.into_moodle, finished, "momentum", short, scale=True)


def test_more_than_the_maximum_is_said_and_capped_when_asked(finished, tmp_path):
    canvas = (TABLES / "moodle.csv").read_text().replace("100.00", "28.00").replace(",No,", ",Yes,")
    sheet = lambda: Sheet(canvas.encode(), "w.csv")  # noqa: E731
    _assignment, found = marks.results(finished, "momentum")
    top = found["s1001"].standing
    assert top.score == 28
    extra = {s: r for s, r in found.items()} | {"s1001": marks.Result(type(top)(top.marks, {}, late_penalty=-7.0))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "results", lambda *_args: (_assignment, extra))
        done = marks.into_moodle(finished, "momentum", sheet())
        assert dict(done.left)["s1001"].startswith("35 is more than 28, which Moodle drops")
        assert marks.into_moodle(finished, "momentum", sheet(), cap=True).sheet.row(1)[5] == "28.00"


def test_csv_has_each_exercise_and_empty_cells_for_no_mark(finished):
    content = marks.as_table(finished, ["momentum"])
    assert content.startswith(codecs.BOM_UTF8)
    rows = {r["student"]: r for r in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    assert rows["s1001"]["momentum"] == "28" and rows["s1001"]["test_momentum_step"] == "3"
    assert rows["s1004"]["momentum"] == "0" and rows["s1004"]["remark"] == ""
    assert rows["s1005"]["momentum"] == "" and rows["s1005"]["test_momentum_step"] == ""
    assert rows["s1005"]["remark"] == "waits to be graded"
    assert rows["s1006"]["momentum"] == "" and rows["s1006"]["remark"] == "not handed in"


def test_a_derivation_that_waits_leaves_the_total_empty(course):
    rows = list(csv.DictReader(io.StringIO(marks.as_table(course, ["momentum"]).decode("utf-8-sig"))))
    anna = rows[0]
    assert (anna["student"], anna["momentum"], anna["long_slope"], anna["test_ball_step"]) == ("s1001", "", "", "4")


def test_what_was_handed_in_since_is_not_graded_yet(course, folder):
    folder.hand_in_sample("s1001", "momentum", "viktor")
    assert marks.results(course, "momentum")[1]["s1001"].why == "not graded yet"
    done = hand_back.pages_for(course, "momentum", "moodle", unfinished=True)
    assert dict(done.left)["s1001"].startswith("has handed in anew")


def test_no_cell_is_a_formula():
    for text in ("=1+1", "+1", "-1", "@x", "\tx", "  =1"):
        assert harmless(text) == f"'{text}"
    assert harmless("Anna = B") == "Anna = B"


MOODLES_RULE = re.compile(r"^([^_/]+)_(\d+)_(assignsubmission|assignfeedback)_file_?/(.+)$")  # importziplib.php


def test_feedback_reaches_moodles_participants(finished):
    done = hand_back.pages_for(finished, "momentum", "moodle")
    with zipfile.ZipFile(io.BytesIO(done.content)) as made:
        found = {MOODLES_RULE.match(n)[2]: made.read(n).decode() for n in made.namelist()}
        names = made.namelist()
    assert set(found) == {"90211", "90212", "90219", "90214"} and dict(done.left).keys() == {"s1005"}
    assert "s1002" in found["90212"] and "José" not in str(names)
    assert all(n.endswith("_assignfeedback_file/momentum.html") for n in names)
    assert done.content == hand_back.pages_for(finished, "momentum", "moodle").content


def test_feedback_goes_back_under_the_names_of_canvas(course, tmp_path):
    path = zipped(tmp_path / "canvas.zip", given.canvas())
    made = plan(course, path)
    for arrival in made.arrivals:
        arrival.becomes = "same"  # the class has been graded already
    carry_out(course, made, path)
    done = hand_back.pages_for(course, "momentum", "canvas", unfinished=True)
    with zipfile.ZipFile(io.BytesIO(done.content)) as back:
        names = set(back.namelist())
    assert "петроваанна_4711_998877_momentum.html" in names and "петровиван_4712_998878_momentum-1.html" in names
    assert len(names) == done.pages == 5


def test_without_numbers_nothing_goes_back(course):
    (course.class_folder / "students.csv").unlink()
    assert "no number of Moodle's" in refused(hand_back.pages_for, course, "momentum", "moodle", unfinished=True)


def test_a_file_of_ones_own_is_not_replaced_without_asking(tmp_path):
    path = tmp_path / "marks.csv"
    path.write_text("mine")
    assert "exists already" in refused(marks.written, b"new", path, False)
    assert path.read_text() == "mine"
    marks.written(b"new", path, True)
    assert path.read_text() == "new"


def test_the_commands(finished, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(finished.root)
    worksheet = str(TABLES / "moodle.csv")
    assert cli.main(["marks", "--for", "csv", "momentum"]) == 0
    assert cli.main(["marks", "--for", "moodle", worksheet, "momentum", "--scale"]) == 3
    assert cli.main(["feedback", "--for", "moodle", "momentum", "-o", str(tmp_path / "f.zip")]) == 3
    said = capsys.readouterr().out
    outgoing = finished.class_folder / "outgoing"
    for path in (outgoing / "marks-momentum.csv", outgoing / "moodle-momentum.csv", tmp_path / "f.zip"):
        assert path.stat().st_size > 100 and str(path) in said
    assert "2 marks filled in, of which 0 are 0" in said and "4 pages" in said and "Upload the marks first" in said
    assert cli.main(["marks", "--for", "moodle", "momentum"]) == 1
    assert "Which table, of which assignment?" in capsys.readouterr().err
    assert cli.main(["collect", "nothing.zip"]) == 1
    assert "There is no file nothing.zip" in capsys.readouterr().err
