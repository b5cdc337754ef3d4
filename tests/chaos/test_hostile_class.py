"""A class in which most hand in what was made to hold up the grader: nobody waits for them, and no process grows."""

from itertools import islice

import pytest

from benchmarks.mixed import measure, threats_to
from benchmarks.watching import watched
from ravine.grading.worker.limits import GiB
from tests.attacks.attack import attacks
from tests.chaos.test_any_bytes import HONEST
from tests.grading.courses import CourseFolder
from tests.malformed.arrivals import ARRIVALS

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


def test_the_honest_keep_their_marks_and_no_process_has_a_gibibyte(class_, tmp_path):
    alone = class_.copy(tmp_path / "alone")
    alone.run("ravine", "grade", "momentum", "--jobs", "2", check=None)
    course = class_.copy(tmp_path / "course")
    hand_in_the_hostile(course)
    run = watched(course, "ravine", "grade", "momentum", "--jobs", "2")
    assert run.status == 3 and run.peak < GiB
    marks, said = course.marks("momentum"), run.said
    assert {student: marks[student] for student in HONEST} == alone.marks("momentum")
    assert {*ANSWERS, "quotes", "nested", "large", "many"} < set(marks) and "Traceback" not in said
    for student in ANSWERS:
        assert sum(marks[student][f"test_{name}"][0] or 0 for name in NAMES) == 0
    pages = [p.stat().st_size for p in (course.root / "class" / "feedback").rglob("*.html")]
    assert max(pages) < 30 * 2**20


LITTLE = {"cpu_seconds_per_cell": 1.0, "cpu_seconds_per_call": 1.0, "cpu_seconds_in_total": 12.0}


def test_no_attack_and_no_broken_arrival_exceeds_a_budget_or_takes_a_gibibyte(tmp_path):
    """All of both in one class: none of them is ended by the fence, and each gets marks or a sentence."""
    course = CourseFolder.make(tmp_path / "course", "momentum", limits=LITTLE)
    threats = list(islice(threats_to(course), len(attacks()) + len(ARRIVALS)))
    for number, hand_in in enumerate(threats):
        hand_in(f"threat-{number:03}", "momentum")
    for student, sample in HONEST.items():
        course.hand_in_sample(student, "momentum", sample)
    run, marks = watched(course, "ravine", "grade", "momentum", "--jobs", "2"), course.marks("momentum")
    assert run.status == 3 and GiB / 20 < run.others and run.peak < GiB
    assert "could not grade this" not in run.said and "Traceback" not in run.said
    assert set(marks) == {f"threat-{number:03}" for number in range(len(threats))} | set(HONEST)
    earned = {s: sum(f[0] or 0 for name, f in marks[s].items() if name.startswith("test_")) for s in HONEST}
    assert earned["mia"] == 24 and earned["zoe"] > 0


def test_a_mixed_class_has_the_marks_of_the_same_answers_alone(tmp_path, capsys):
    """Small here; `python -m benchmarks.mixed` has 2,000 submissions."""
    assert measure(tmp_path, 34, jobs=2) == []
    assert "34 submissions, 1 of them hostile" in capsys.readouterr().out
