"""One odd name stops no class: whoever cannot be graded gets a sentence, everybody else the mark they earned."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.grading.courses import CourseFolder
from tests.grading.ways import AS_ROOT, USER

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("any names")]


def hand_in(course, student, name=b"momentum.ipynb", files=()):
    folder = os.path.join(os.fsencode(course.root), b"class", b"submitted", student, b"momentum")
    os.makedirs(folder, exist_ok=True)
    for file, content in {name: course.released("momentum").encode(), **dict(files)}.items():
        with open(os.path.join(folder, file), "wb") as opened:
            opened.write(content)


def test_odd_names_of_files_and_folders(tmp_path):
    course = CourseFolder.make(tmp_path / "course", "momentum")
    course.hand_in_sample("mia", "momentum", "anna")
    course.hand_in_sample("zoe", "momentum", "anna")
    hand_in(course, b"cp1251", name="При.ipynb".encode("cp1251"))
    hand_in(course, b"beside", files={"При.txt".encode("cp1251"): b"x"})
    hand_in(course, b"many", files={b"\xff%03d.txt" % i: b"x" for i in range(230)})
    hand_in(course, b"long", files={("ф" * 124 + ".pdf").encode(): b"x"})
    hand_in(course, ("ф" * 41).encode())
    hand_in(course, b"eve\xff")
    hand_in(course, b"esc\x1b[2J")
    (course.root / "class" / "submitted" / "linked").symlink_to("mia")

    said = course.run("ravine", "grade", "momentum", "--jobs", "2", check=3).stdout
    assert "Traceback" not in said and "\x1b" not in said
    assert "eve\\xff could not be graded: the folder's name is not UTF-8: rename it." in said
    marks = course.marks("momentum")
    assert (
        marks["mia"] == marks["zoe"] and sum(facts[0] or 0 for facts in marks["mia"].values() if len(facts) == 4) == 24
    )
    assert {"cp1251", "beside", "many", "long", "ф" * 41, "esc\x1b[2J", "linked"} < set(marks)
    looks = [line for line in said.splitlines() if "LOOK" in line]
    assert [line.split()[0] for line in looks] == ["linked"]
    assert "is a link to another file, not a file" in looks[0]

    again = course.run("ravine", "grade", "momentum", check=3).stdout
    assert "unchanged since they were graded" in again and "Traceback" not in again


@pytest.fixture
def reachable():
    """A folder that an ordinary user can come to."""
    with tempfile.TemporaryDirectory(prefix="ravine-test-", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def as_an_ordinary_user(course, *arguments):
    """What `ravine` says to somebody who is not root, and its exit status."""
    script = Path(__file__).with_name("as_user.py")
    before = [sys.executable, str(script), str(USER), str(course.root)] if AS_ROOT else []
    options = course.process_options()
    options["env"] |= {"HOME": str(course.root), "TMPDIR": str(course.root)}
    done = subprocess.run([*before, *course.arguments("ravine", *arguments)], **options)
    return done.stdout, done.returncode


def test_folders_and_files_that_may_not_be_opened_cost_nobody_else_a_mark(reachable):
    """Each of mode 0, or of another owner and for that owner only; then all of the class."""
    course = CourseFolder.make(reachable / "course", "momentum")
    for student in ("mia", "eve", "ned", "zoe"):
        course.hand_in_sample(student, "momentum", "anna")
    shut = [course.submitted("eve", "momentum").parent, course.submitted("ned", "momentum") / "momentum.ipynb"]
    for path in (course.root, *course.root.rglob("*")):
        if AS_ROOT and path not in shut:
            os.chown(path, USER, USER)
    for path in shut:
        path.chmod(0o700 if AS_ROOT else 0)

    said, status = as_an_ordinary_user(course, "grade", "momentum", "--jobs", "1")
    assert status == 3 and "Traceback" not in said, said
    marks, looks = course.marks("momentum"), [line for line in said.splitlines() if "LOOK" in line]
    assert marks["mia"] == marks["zoe"] and marks["mia"]["test_momentum_step"][0]
    assert [line.split()[0] for line in looks] == ["eve", "ned"]
    assert all("The files could not be read: Permission denied." in line for line in looks), looks

    (course.root / "class").chmod(0o555)
    (course.root / "class" / "grading.lock").chmod(0o444)
    said, status = as_an_ordinary_user(course, "grade", "momentum", "--jobs", "1")
    (course.root / "class").chmod(0o755)
    assert status == 1 and "cannot be written to (Permission denied)" in said and "Traceback" not in said
