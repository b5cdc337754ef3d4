"""Code that sleeps holds nobody up: it is graded last, twice, and after that only where it is asked for."""

import pytest

from tests.grading.courses import CourseFolder

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("sleepers")]
PATIENCE = {"wall_seconds_per_call": 3.0, "wall_seconds_in_total": 6.0}
SLEEPS = "import time\ndef {name}(*arguments):\n    time.sleep(1e6)"
ANSWERS = ("ball_step", "momentum_from_ball", "momentum_step", "optimal_heavy_ball", "nesterov_step")


def test_sleepers_come_last_and_not_for_ever(tmp_path):
    course = CourseFolder.make(tmp_path / "course", "momentum", limits=PATIENCE)
    sleeps = course.answers("momentum", **{name: SLEEPS.format(name=name) for name in ANSWERS})
    course.hand_in("eve", "momentum", sleeps)
    for honest in ("mia", "zoe"):
        course.hand_in_sample(honest, "momentum", "anna")
    grade = ("ravine", "grade", "momentum", "--jobs", "1")
    assert "3 graded" in course.run(*grade, check=3).stdout
    written = {p.name.partition(".")[0]: p.stat().st_mtime_ns for p in (course.root / "class/records").glob("*/*.gz")}
    assert max(written, key=written.get) == "eve"
    points = {name: facts[0] for name, facts in course.marks("momentum")["eve"].items() if name.startswith("test_")}
    asleep = {f"test_{name}" for name in ANSWERS}
    assert {name for name, mark in points.items() if mark is None} >= asleep  # no zero for what nobody has seen

    assert "1 graded" in course.run(*grade, check=3).stdout
    said = course.run(*grade, check=3).stdout
    assert "3 unchanged" in said and "ravine grade momentum --student eve" in said
    assert "1 graded" in course.run(*grade, "--student", "eve", check=3).stdout
