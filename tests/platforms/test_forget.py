"""A student is forgotten everywhere, and nobody else is touched."""

import io

import pytest

from ravine import cli
from ravine.errors import UserError
from ravine.platforms import forget, marks
from ravine.platforms.collect import carry_out, plan
from tests.platforms import given
from tests.platforms.given import zipped

pytestmark = pytest.mark.xdist_group("graded class")


@pytest.fixture
def course(course, tmp_path, monkeypatch):
    """The class, with a history, what was collected from where, and files to upload."""
    path = zipped(tmp_path / "canvas.zip", given.canvas())
    carry_out(course, plan(course, path), path)
    outgoing = course.class_folder / "outgoing"
    marks.written(marks.as_table(course, ["momentum"]), outgoing / "marks.csv", True)
    monkeypatch.chdir(course.root)
    for command in (["report", "--all"], ["similar", "momentum", "--for", "compare50"], ["similar", "momentum"]):
        assert cli.main(command) == 0
    return course


def mentions(course, *words):
    """The files of the class that mention one of these, by path or content, read as text."""
    files = [p for p in course.class_folder.rglob("*") if p.is_file() and "matplotlib" not in p.parts]
    found = [p for p in files if any(w in str(p.relative_to(course.root)) for w in words)]
    return found + [p for p in files if p not in found and any(w.encode() in p.read_bytes() for w in words)]


def test_no_trace_is_left(course, folder):
    assert len(mentions(course, "s1001", "petrova@uni.example")) > 8
    others = {s: set(course.folder("submitted", s, "momentum").iterdir()) for s in ("s1002", "s1003")}
    before = folder.marks("momentum")
    assert cli.main(["forget", "s1001", "--yes"]) == 0
    assert mentions(course, "s1001", "petrova@uni.example") == [], "not even in what SQLite has deleted"
    assert len(list((course.class_folder / "backups").iterdir())) == 1, "a copy without the student"
    assert not list((course.class_folder / "similar").iterdir()), "not even a number's answers"
    assert "s1002" in (course.class_folder / "report" / "index.html").read_text()
    after = folder.marks("momentum")
    assert after == {s: m for s, m in before.items() if s != "s1001"}
    assert others == {s: set(course.folder("submitted", s, "momentum").iterdir()) for s in others}
    with folder.gradebook() as gradebook:
        assert "s1001" not in {s.id for s in gradebook.students}
    assert cli.main(["explain", "s1001", "momentum"]) == 1


def test_it_is_listed_and_asked_before(course, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli.main(["forget", "s1001"]) == 1
    said = capsys.readouterr()
    assert "class/submitted/s1001" in said.out and "class/students.csv" in said.out and "backups" in said.out
    assert "the marks in: momentum" in said.out and "history/momentum/s1001" in said.out
    assert "class/similar/momentum-compare50" in said.out
    assert "add --yes" in said.err and course.folder("submitted", "s1001", "momentum").exists()


def test_nobody_of_this_name(course):
    with pytest.raises(UserError, match="Do you mean s100"):
        forget.traces(course, "s100")
    for name, words in {
        "nobody at all": "Nothing is known of nobody at all",
        "..": "no student's id",
        "a/b": "id",
    }.items():
        with pytest.raises(UserError, match=words):
            forget.traces(course, name)
