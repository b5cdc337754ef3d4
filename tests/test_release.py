"""What students are given is what a release makes of the solutions now, and holds none of them."""

import json
import re
from functools import cache

import pytest

from ravine.course.release import assignments, reference_files
from tests.grading.courses import ROOT, CourseFolder

pytestmark = pytest.mark.xdist_group("release")
MARKED = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", re.S)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A course in which everything has just been released, by a process of its own as instructors do it."""
    course = CourseFolder.make(tmp_path_factory.mktemp("released") / "course")
    course.run("ravine", "release", "--all")
    return course.root


@pytest.mark.parametrize("assignment", [pytest.param(a, id=a) for a in assignments(ROOT)])
@pytest.mark.parametrize("made", ["exercises/{}", "ravine/tables/{}.json"])
def test_the_exercises_are_those_of_a_fresh_release(released, made, assignment):
    """Else somebody edited exercises/ or ravine/tables/, or changed solutions/ without `ravine release`."""
    path = made.format(assignment)
    assert contents(released / path) == contents(ROOT / path), f"run `ravine release {assignment}`"


def contents(path):
    files = path.rglob("*") if path.is_dir() else [path]
    kept = [f for f in files if f.is_file() and not {".ipynb_checkpoints", "__pycache__"} & {*f.parts}]
    return {f.relative_to(path).as_posix(): f.read_text(encoding="utf-8") for f in kept}


@cache
def code_of(notebook):
    """The code cells' sources, and the answers that a person grades."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code" or "nbgrader" in c["metadata"]]


def lines(text):
    """Those that are long enough to tell something."""
    return {line.strip() for line in text.splitlines() if len(line.strip()) > 12}


@pytest.mark.parametrize("assignment", [pytest.param(a, id=a) for a in assignments(ROOT)])
def test_no_solution_hidden_test_reference_or_misconception_is_among_them(assignment):
    source = code_of(ROOT / "solutions" / "notebooks" / assignment / f"{assignment}.ipynb")
    shown = lines("\n".join(MARKED.sub("", cell) for cell in source))  # what students may see
    secret = lines("\n".join(part for cell in source for part in MARKED.findall(cell)))
    reference = "\n".join(p.read_text(encoding="utf-8") for p in reference_files(assignment, ROOT) if p.suffix == ".py")
    secret |= {line for line in lines(reference) if line.startswith(("return ", "def ", "@")) or " = " in line}
    released = lines("\n".join(code_of(ROOT / "exercises" / assignment / f"{assignment}.ipynb")))
    assert len(secret - shown) > 5
    assert released & (secret - shown) == set()
