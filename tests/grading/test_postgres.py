"""The gradebook on a real PostgreSQL server, by nbgrader's ``db_url`` alone, is the same as on SQLite."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.grading.postgres import server

pytestmark = [pytest.mark.xdist_group("nothing-lost"), pytest.mark.slow]
STUDENTS = {"anna": "anna", "boris": "ulla", "chiara": "quentin", "dan": "rosa"}  # who hands in which sample


@pytest.fixture(scope="module")
def url():
    with server() as url:
        yield url


def results(course, url=""):
    """The marks, and the files that people read."""
    files = [p for step in ("autograded", "feedback", "report") for p in (course.root / "class" / step).rglob("*.*")]
    found = {p.relative_to(course.root).as_posix(): p.read_text() for p in files if p.is_file()}
    return found | {"marks": course.marks("momentum", url)}


def test_the_same_class_gives_the_same_gradebook(course, url, tmp_path):
    """Killed on the way too, and exported by nbgrader."""
    for student, sample in STUDENTS.items():
        course.hand_in_sample(student, "momentum", sample)
    other = course.copy(tmp_path / "other")
    course.run("ravine", "grade", "momentum")
    (other.root / "class" / "gradebook.db").unlink()
    there = {"RAVINE_GRADEBOOK": url}
    options = other.process_options()
    options["env"] |= there
    dying = str(Path(__file__).with_name("dying.py"))
    for moment in (7, 16):
        command = [sys.executable, dying, str(moment), "grade", "momentum", "--jobs", "1"]
        assert subprocess.run(command, **options).returncode == -signal.SIGKILL
    other.run("ravine", "grade", "momentum", environment=there)
    assert results(other, url) == results(course)
    said = other.run("ravine", "grade", "momentum", environment=there).stdout
    assert "4 unchanged since they were graded" in said
    assert not (other.root / "class" / "gradebook.db").exists()
    tables = []
    for each, environment in ((course, {}), (other, there)):
        each.run("nbgrader", "export", "--to", "grades.csv", environment=environment)
        tables.append(sorted((each.root / "grades.csv").read_text().splitlines()))
    assert tables[0] == tables[1] and len(tables[0]) > len(STUDENTS)
