"""Where the sandbox lacks a layer `ravine grade` says so; where none is safe, it refuses and says how to go on."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cli")]
LOCKED_DOWN = str(Path(__file__).with_name("locked_down.py"))


@pytest.fixture
def grade(course):
    """Grades where these layers cannot be had: (exit status, what was said, the marks)."""
    course.hand_in_sample("anna", "momentum", "anna")

    def grade(layers, *options):
        command = [sys.executable, LOCKED_DOWN, layers, "grade", "momentum", "--jobs", "1", *options]
        done = subprocess.run(command, **course.process_options())
        return done.returncode, done.stdout, course.marks("momentum")

    return grade


def test_where_no_layer_is_safe_nothing_is_run(grade):
    status, said, marks = grade("namespaces,landlock")
    assert status == 1 and marks == {}
    (line,) = said.splitlines()
    assert line.startswith("ravine: No submission was run: this machine cannot confine what students wrote")
    assert "it offers seccomp" in line and "--no-sandbox" in line and "Linux" in line

    status, said, marks = grade("namespaces,landlock", "--no-sandbox")
    assert status == 0 and "24 of 24 so far" in said
    assert "The sandbox works without namespaces, landlock, seccomp, uid on this machine; in force: rlimits." in said


@pytest.mark.parametrize("layer", ["namespaces", "landlock"])
def test_a_layer_that_is_missing_is_said(grade, layer):
    status, said, marks = grade(layer)
    assert status == 0 and "24 of 24 so far" in said
    assert f"The sandbox works without {layer}" in said
