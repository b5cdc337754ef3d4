"""However often the grader is killed, and however busy the machine is, the class ends with the same marks."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from solutions.samples import make_class
from tests.grading.courses import ROOT, CourseFolder

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("nothing-lost")]
STUDENTS = {"anna": "anna", "boris": "ulla", "chiara": "quentin", "dan": "rosa"}  # who hands in which sample
DYING = str(Path(__file__).with_name("dying.py"))
KILLED = -signal.SIGKILL


@pytest.fixture(scope="module")
def handed_in(released_course, tmp_path_factory):
    """A course in which four students have handed in, and nothing is graded."""
    course = released_course.copy(tmp_path_factory.mktemp("handed-in") / "course")
    for student, sample in STUDENTS.items():
        course.hand_in_sample(student, "momentum", sample)
    return course


@pytest.fixture(scope="module")
def undisturbed(handed_in, tmp_path_factory):
    """The same course, graded without disturbance."""
    course = handed_in.copy(tmp_path_factory.mktemp("undisturbed") / "course")
    course.run("ravine", "grade", "momentum", "--jobs", "1")
    return course


def die(course: CourseFolder, moment: int) -> int:
    """Grade and be killed at that moment; the exit status, that of `ravine` where it ended before."""
    command = [sys.executable, DYING, str(moment), "grade", "momentum", "--jobs", "1"]
    return subprocess.run(command, **course.process_options()).returncode


def moments(n: int, last: int, seed: int) -> list[int]:
    return random.Random(seed).sample(range(1, last), n)


def test_a_run_that_is_killed_again_and_again_ends_like_an_undisturbed_one(handed_in, undisturbed, tmp_path):
    course = handed_in.copy(tmp_path / "course")
    assert [die(course, moment) for moment in moments(4, 18, seed=1)] == [KILLED] * 4
    course.run("ravine", "grade", "momentum")
    assert course.results("momentum") == undisturbed.results("momentum")
    leftovers = [p for p in (course.root / "class").rglob(".*.part")]
    assert not leftovers


def test_it_may_be_killed_at_any_time(handed_in, undisturbed, tmp_path):
    """From outside, with all its workers at work, at random times."""
    course = handed_in.copy(tmp_path / "course")
    times = random.Random(3)
    for _kill in range(6):
        running = course.start("ravine", "grade", "momentum", "--jobs", "2")
        time.sleep(times.uniform(0.5, 6))
        running.kill()
        running.communicate()
    course.run("ravine", "grade", "momentum")
    assert course.results("momentum") == undisturbed.results("momentum")


def test_a_release_that_is_killed_is_made_whole(handed_in, undisturbed, tmp_path):
    """The gradebook is gone, and entering the assignment into a new one is interrupted."""
    course = handed_in.copy(tmp_path / "course")
    (course.root / "class" / "gradebook.db").unlink()
    for moment in (4, 8, 11):
        assert die(course, moment) == KILLED
    course.run("ravine", "grade", "momentum")
    assert course.results("momentum") == undisturbed.results("momentum")


def test_workers_end_with_the_grader(handed_in, tmp_path):
    """No process stays behind a grader that was killed."""
    course = handed_in.copy(tmp_path / "course")
    running = course.start("ravine", "grade", "momentum", "--jobs", "2", start_new_session=True)
    for _tenth in range(1200):
        if list((course.root / "class" / "records").glob("*/*.gz")):
            break
        time.sleep(0.1)
    running.kill()
    running.communicate()  # returns when the last process that holds the pipe has ended
    for _tenth in range(100):
        if not members(running.pid):
            break
        time.sleep(0.1)
    assert not members(running.pid)


def test_a_grader_that_is_asked_to_end_says_that_nothing_is_lost_and_no_more(handed_in, undisturbed, tmp_path):
    course = handed_in.copy(tmp_path / "course")
    running = course.start("ravine", "grade", "momentum", "--jobs", "2")
    while not list((course.root / "class" / "records").glob("*/*.gz")):
        assert running.poll() is None, running.stdout.read()
        time.sleep(0.01)
    running.terminate()
    said = running.communicate()[0]
    assert running.returncode == 130 and "Stopped. Nothing is lost" in said
    assert "Traceback" not in said and "resource_tracker" not in said
    course.run("ravine", "grade", "momentum")
    assert course.results("momentum") == undisturbed.results("momentum")


def members(session: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize("jobs", [2, 4])
def test_the_number_of_processes_and_a_busy_machine_change_no_grade(jobs, handed_in, undisturbed, tmp_path):
    course = handed_in.copy(tmp_path / "course")
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        course.run("ravine", "grade", "momentum", "--jobs", str(jobs))
    finally:
        for process in spinning:
            process.kill()
            process.wait()
    assert course.results("momentum") == undisturbed.results("momentum")


def test_a_gradebook_that_another_program_holds_is_waited_for(handed_in, undisturbed, tmp_path):
    course = handed_in.copy(tmp_path / "course")
    other = sqlite3.connect(course.root / "class" / "gradebook.db", check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    running = course.start("ravine", "grade", "momentum")
    lines = iter(running.stdout.readline, "")
    said = next(line for line in lines if "holds the gradebook" in line)
    assert "waiting for it" in said
    assert running.poll() is None
    other.rollback()
    rest = "".join(lines)
    assert running.wait() == 0, rest
    assert course.results("momentum") == undisturbed.results("momentum")


def test_a_gradebook_that_is_taken_between_two_students_is_waited_for(handed_in, undisturbed, tmp_path):
    course = handed_in.copy(tmp_path / "course")
    running = course.start("ravine", "grade", "momentum", "--jobs", "1")
    other = sqlite3.connect(course.root / "class" / "gradebook.db", timeout=60, check_same_thread=False)
    while not list((course.root / "class" / "records").glob("*/*.gz")):
        assert running.poll() is None, running.stdout.read()
        time.sleep(0.01)
    other.execute("BEGIN EXCLUSIVE")
    released = threading.Timer(8, other.rollback)  # longer than SQLite itself waits
    released.start()
    said = running.communicate()[0]
    released.join()
    assert running.returncode == 0, said
    assert course.results("momentum") == undisturbed.results("momentum")


def test_the_whole_sample_class_at_one_two_and_four_processes(released_course, tmp_path):
    found = []
    for jobs in ("1", "2", "4"):
        course = released_course.copy(tmp_path / jobs)
        make_class("momentum", ROOT, course.root / "class" / "submitted")
        course.run("ravine", "grade", "momentum", "--jobs", jobs, check=3)
        found.append(course.results("momentum"))
    assert found[0] == found[1] == found[2]
