"""The gradebook on a real PostgreSQL server, by nbgrader's `db_url` alone, is the same as on SQLite."""

import contextlib
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from tests.grading.postgres import server

pytestmark = [pytest.mark.xdist_group("nothing-lost"), pytest.mark.slow]
STUDENTS = {"anna": "anna", "boris": "ulla", "chiara": "quentin", "dan": "rosa"}  # who hands in which sample


@pytest.fixture(scope="module")
def url():
    with server() as url:
        yield url


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
    assert other.results("momentum", url) == course.results("momentum")
    said = other.run("ravine", "grade", "momentum", environment=there).stdout
    assert "4 unchanged since they were graded" in said
    assert not (other.root / "class" / "gradebook.db").exists()
    tables = []
    for each, environment in ((course, {}), (other, there)):
        each.run("nbgrader", "export", "--to", "grades.csv", environment=environment)
        tables.append(sorted((each.root / "grades.csv").read_text().splitlines()))
    assert tables[0] == tables[1] and len(tables[0]) > len(STUDENTS)


def test_a_lost_connection_is_told_and_the_next_run_goes_on(course, url):
    for student in ("emma", "fedor", "greta", "hugo"):
        course.hand_in_sample(student, "momentum", "anna")
    options = course.process_options()
    options["env"]["RAVINE_GRADEBOOK"] = url
    command = course.arguments("ravine", "grade", "momentum", "--jobs", "1")
    running = subprocess.Popen(command, **options)
    while not list((course.root / "class" / "records").glob("*/*.gz")):
        assert running.poll() is None, running.stdout.read()
        time.sleep(0.01)
    with contextlib.closing(psycopg2.connect(url.replace("+psycopg2", ""))) as other:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        other.cursor().execute(f"{cut} AND pid <> pg_backend_pid()")
    said = running.communicate()[0]
    assert running.returncode == 1
    (line,) = said.splitlines()
    assert line.startswith("ravine: The gradebook does not answer any more (")
    course.run("ravine", "grade", "momentum", environment={"RAVINE_GRADEBOOK": url})
    assert course.marks("momentum", url)["hugo"] == course.marks("momentum", url)["emma"] != {}
