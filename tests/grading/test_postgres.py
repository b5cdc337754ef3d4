"""The gradebook on a real PostgreSQL server, by nbgrader's `db_url` alone, is the same as on SQLite."""

import contextlib
import signal
import subprocess
import sys
import time

import psycopg2
import pytest

from tests.grading.courses import ROOT
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
    dying = str(ROOT / "tests" / "chaos" / "dying.py")
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
    (line,) = (line for line in said.splitlines() if line.startswith("ravine: "))
    assert line.startswith("ravine: The gradebook does not answer any more (")
    course.run("ravine", "grade", "momentum", environment={"RAVINE_GRADEBOOK": url})
    assert course.marks("momentum", url)["hugo"] == course.marks("momentum", url)["emma"] != {}


def test_a_gradebook_moves_there_with_all_that_people_entered(course, url):
    course.hand_in_sample("anna", "momentum", "anna")
    course.run("ravine", "grade", "momentum")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("momentum", duedate="2026-10-02 23:59")
        gradebook.update_or_create_student("anna", first_name="Анна")
        grade = gradebook.find_grade("long_slope", "momentum", "momentum", "anna")
        grade.manual_score, grade.needs_manual_grade = 3.0, False
        gradebook.find_comment("long_slope", "momentum", "momentum", "anna").manual_comment = "Nearly: β."
        gradebook.db.commit()
    with contextlib.closing(psycopg2.connect(url.replace("+psycopg2", ""))) as other:
        other.autocommit = True
        other.cursor().execute("CREATE DATABASE moved")
    moved = url.rpartition("/")[0] + "/moved"
    assert "entries copied" in course.run("ravine", "gradebook", "move", moved).stdout
    assert course.marks("momentum", moved) == course.marks("momentum")
    with course.gradebook(moved) as gradebook:
        assert gradebook.find_student("anna").first_name == "Анна"
        assert f"{gradebook.find_assignment('momentum').duedate:%d.%m.%Y}" == "02.10.2026"
    there = {"RAVINE_GRADEBOOK": moved}
    (course.root / "class" / "gradebook.db").unlink()
    course.hand_in_sample("boris", "momentum", "ulla")
    assert "1 unchanged since they were graded" in course.run("ravine", "grade", "momentum", environment=there).stdout
    assert course.marks("momentum", moved)["anna"]["long_slope"] == (None, 3.0, None, False)
    assert set(course.marks("momentum", moved)) == {"anna", "boris"}
    said = course.run("ravine", "gradebook", "move", moved, environment=there, check=1).stdout
    assert "not empty: name an empty database" in said
    assert not (course.root / "class" / "gradebook.db").exists()
