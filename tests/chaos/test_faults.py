"""Whatever fails while a class is graded: a sentence says so, nothing is lost, and the next run completes."""

import random
import shutil
import signal
import sqlite3

import pytest

from tests.chaos.faults import BROKEN, FULL, SHUT, Death, Fault
from tests.chaos.replayed import Grading, leftovers

pytestmark = pytest.mark.xdist_group("chaos")
STUDENTS = {"anna": "anna", "boris": "ulla"}
FEW = 3  # moments by which two runs may differ: what a process does but once
FAULTS = {"full": (FULL, True), "broken": (BROKEN, False), "shut": (SHUT, True)}


@pytest.fixture(scope="module")
def handed_in(released_course, tmp_path_factory):
    course = released_course.copy(tmp_path_factory.mktemp("chaos") / "course")
    for student, sample in STUDENTS.items():
        course.hand_in_sample(student, "momentum", sample)
    return course


@pytest.fixture
def grading(handed_in, tmp_path, monkeypatch):
    return Grading(handed_in.copy(tmp_path / "course"), monkeypatch)


@pytest.fixture
def undisturbed(grading):
    """What comes of the class, and how many writes that takes once the process has made its own preparations."""
    writes = Fault(0, FULL, lasts=False)
    grading.grade()
    grading.begin_anew()
    assert grading.grade(writes)[0] == 0
    return grading.course.results("momentum"), writes.moments


def some(moments: int, number: int, seed: int) -> list[int]:
    return sorted(random.Random(seed).sample(range(1, moments + 1), number))


def fails_and_completes(grading, expected, fault, moment):
    grading.begin_anew()
    error, lasts = FAULTS[fault]
    disturbance = Fault(moment, error, lasts)
    status, said = grading.grade(disturbance)
    assert "Traceback" not in said, f"{fault} at {moment}: {said}"
    if status == 0:  # it was no matter, once; or fewer moments came than were counted, and nothing failed
        assert not lasts or moment - FEW < disturbance.moments < moment, f"{fault} at {moment}: {said}"
        assert grading.course.results("momentum") == expected, f"{fault} at {moment}: {said}"
    else:
        assert status in (1, 3) and any(word in said for word in ("Nothing is lost", "could not be", "cannot be")), said
    completes(grading, expected, f"{fault} at {moment}")


def completes(grading, expected, when):
    status, said = grading.grade()
    assert status == 0, f"{when}: {said}"
    assert grading.course.results("momentum") == expected, when
    assert not leftovers(grading.course.root), when


@pytest.mark.parametrize("fault", FAULTS)
def test_the_disk_fails_at_a_write(fault, grading, undisturbed):
    expected, moments = undisturbed
    for moment in some(moments, 3, seed=len(fault)):
        fails_and_completes(grading, expected, fault, moment)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_the_disk_fails_at_every_write(fault, grading, undisturbed):
    expected, moments = undisturbed
    assert moments > 100
    for moment in range(1, moments + 1):
        fails_and_completes(grading, expected, fault, moment)


@pytest.mark.slow
def test_it_is_killed_at_every_other_write(grading, undisturbed):
    expected, moments = undisturbed
    for moment in range(1, moments + 1, 2):
        grading.begin_anew()
        assert grading.grade_and_die(Death(moment)) == -signal.SIGKILL
        completes(grading, expected, f"killed at {moment}")


# What is damaged or missing


def graded(grading):
    assert grading.grade()[0] == 0
    return grading.course.results("momentum"), grading.course.root / "class"


def test_a_damaged_gradebook_is_told_and_the_copy_brings_the_class_back(grading):
    expected, folder = graded(grading)
    gradebook = folder / "gradebook.db"
    whole = gradebook.read_bytes()
    for damaged in (b"no database at all", whole[:4096] + bytes(len(whole) - 4096), whole[: len(whole) // 2]):
        gradebook.write_bytes(damaged)
        status, said = grading.grade()
        assert status == 1 and "Traceback" not in said and "backups" in said, said
    copy = max((folder / "backups").iterdir(), key=lambda path: path.stat().st_mtime)
    shutil.copy(copy, gradebook)
    status, said = grading.grade()
    if status == 1:  # the copy is from before these were graded, and says so
        assert "--new-gradebook" in said
        shutil.rmtree(folder / "records")
    completes(grading, expected, "after the copy came back")


def test_records_that_are_damaged_or_missing_are_made_anew(grading):
    expected, folder = graded(grading)
    first, second = sorted((folder / "records" / "momentum").glob("*.gz"))
    first.write_bytes(b"no record")
    second.unlink()
    completes(grading, expected, "two records damaged")
    shutil.rmtree(folder / "records")
    completes(grading, expected, "no records")


def test_a_missing_or_empty_secret_is_told(grading):
    expected, folder = graded(grading)
    secret = folder / "secret"
    for spoil in (secret.unlink, lambda: secret.write_text("")):
        spoil()
        status, said = grading.grade()
        assert status == 0 and "secret was missing" in said
        assert len(secret.read_text().strip()) == 64 and secret.stat().st_mode & 0o777 == 0o600
        assert grading.course.results("momentum") == expected
    assert "secret" not in grading.grade()[1]


def test_a_second_grader_waits_outside(grading):
    from ravine.course.course import Course

    with Course.find(grading.course.root).alone():
        status, said = grading.grade()
    assert status == 1 and "Another `ravine grade` is at work" in said
    assert grading.grade()[0] == 0


def test_the_gradebook_is_whole_after_each_kill(grading):
    writes = Fault(0, FULL, lasts=False)
    grading.grade(writes)
    for moment in some(writes.moments, 2, seed=5):
        grading.begin_anew()
        assert grading.grade_and_die(Death(moment)) == -signal.SIGKILL
        with sqlite3.connect(grading.course.root / "class" / "gradebook.db") as gradebook:
            assert gradebook.execute("PRAGMA integrity_check").fetchone() == ("ok",)
