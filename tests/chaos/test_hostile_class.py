"""A class in which most hand in what was made to hold up the grader: nobody waits for them, and no process grows."""

import time
from pathlib import Path

import psutil
import pytest

from benchmarks.grading import high_water
from ravine.grading.worker.limits import GiB
from tests.chaos.test_any_bytes import HONEST
from tests.grading.courses import CourseFolder

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hostile")]
NAMES = ("ball_step", "momentum_from_ball", "momentum_step", "optimal_heavy_ball", "nesterov_step")
PICTURES = """
import os, struct, zlib
from IPython.display import Image, display
def chunk(kind, data): return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
header = struct.pack(">IIBBBBB", 1000, 1000, 8, 2, 0, 0, 0)
png = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", os.urandom(1_900_000)) + chunk(b"IEND", b"")
for _ in range(4): display(Image(data=png))
def {name}(*arguments): print("x" * 10**6)
"""
ANSWERS = {  # what stands in the cell of each answer
    "keys that collide": "class Many(set):\n    def __iter__(self): return (i * (2**61 - 1) for i in range(60_000))\n"
    "    def __len__(self): return 60_000\ndef {name}(*arguments): return Many()",
    "numbers without end": "def {name}(*arguments): return tuple(np.float64(i) for i in range(60_000)), [[1]] * 60_000",
    "lists that double": "def {name}(*arguments):\n    x = 0\n    for i in range(22): x = [x, x] if i < 15 else [x]\n"
    "    return x, x",
    "all of the memory": "def {name}(*arguments): return [bytearray(2**20) for _ in range(10**6)]",
    "pictures without end": PICTURES,
}


@pytest.fixture(scope="module")
def class_(released_course, tmp_path_factory):
    course = released_course.copy(tmp_path_factory.mktemp("hostile") / "course")
    for student, sample in HONEST.items():
        course.hand_in_sample(student, "momentum", sample)
    return course


def hand_in_the_hostile(course: CourseFolder):
    for student, source in ANSWERS.items():
        cells = {name: source.replace("{name}", name) for name in NAMES}
        course.hand_in(student, "momentum", course.answers("momentum", **cells))
    course.hand_in("quotes", "momentum", "{" + '\\"' * 300_000 + "," * 1_000_001)
    course.hand_in("nested", "momentum", "[" * 10**6)
    course.hand_in("large", "momentum", b'{"cells": [' + b'{"a": ""},' * 3_000_000)
    folder = course.hand_in("many", "momentum", course.released("momentum")).parent
    for number in range(5000):
        (folder / f"{number}.csv").touch()


def peak(course: CourseFolder, said: Path) -> int:
    """Grade; the most memory, in bytes, that any process had."""
    with open(said, "w") as output:
        grader = course.start("ravine", "grade", "momentum", "--jobs", "2", stdout=output)
    most = 0
    while grader.poll() is None:
        children = psutil.Process(grader.pid).children(recursive=True)
        most = max([most, high_water(grader.pid), *(high_water(child.pid) for child in children)])
        time.sleep(0.02)
    assert grader.returncode == 3, said.read_text()
    return most


def test_the_honest_keep_their_marks_and_no_process_has_a_gibibyte(class_, tmp_path):
    alone = class_.copy(tmp_path / "alone")
    alone.run("ravine", "grade", "momentum", "--jobs", "2", check=None)
    course = class_.copy(tmp_path / "course")
    hand_in_the_hostile(course)
    assert peak(course, tmp_path / "said.txt") < GiB
    marks, said = course.marks("momentum"), (tmp_path / "said.txt").read_text()
    assert {student: marks[student] for student in HONEST} == alone.marks("momentum")
    assert {*ANSWERS, "quotes", "nested", "large", "many"} < set(marks) and "Traceback" not in said
    for student in ANSWERS:
        assert sum(marks[student][f"test_{name}"][0] or 0 for name in NAMES) == 0
    pages = [p.stat().st_size for p in (course.root / "class" / "feedback").rglob("*.html")]
    assert max(pages) < 30 * 2**20
