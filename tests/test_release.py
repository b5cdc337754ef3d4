"""What students are given is what a release makes of the solutions now, and holds none of them."""

import json
import math
import re
import subprocess
from functools import cache

import pytest

from ravine.course.release import assignments, is_released, reference_files
from tests.grading.courses import ROOT

MARKED = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", re.S)


every_assignment = pytest.mark.parametrize("assignment", [pytest.param(a, id=a) for a in assignments(ROOT)])


@every_assignment
def test_the_exercises_are_those_of_the_newest_release(assignment):
    """Else somebody edited exercises/ or ravine/tables/, or changed solutions/ without `ravine release`."""
    assert is_released(assignment, ROOT), f"run `ravine release {assignment}`"


@every_assignment
@pytest.mark.parametrize("made", ["exercises/{0}/{0}.ipynb", "ravine/tables/{}.json"])
def test_what_is_committed_is_what_a_release_makes_of_what_is_committed(assignment, made):
    """A fresh clone releases everything by `make exercises`; nothing of it may differ from what came with the clone."""
    if changed("solutions", "ravine/course", "ravine/exercises", "ravine/problems", "course.toml") != []:
        pytest.skip("there are changes not committed yet, of which exercises/ and ravine/tables/ have just been made")
    path = made.format(assignment)
    committed = subprocess.run(["git", "show", f"HEAD:{path}"], cwd=ROOT, check=True, capture_output=True).stdout
    assert alike(json.loads(committed), json.loads((ROOT / path).read_text("utf-8"))), f"commit {path}"


def alike(a, b):
    """Whether plain data are the same, but for last digits of numbers, which are another processor's."""
    if isinstance(a, float) and isinstance(b, float):
        return a == b or math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9) or math.isnan(a) and math.isnan(b)
    if isinstance(a, dict) and isinstance(b, dict):
        return [*a] == [*b] and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(alike, a, b))
    return a == b


def changed(*paths):
    """The files below these paths that differ from the newest commit, or None where nothing is committed at all."""
    command = ["git", "status", "--porcelain", "--untracked-files=all", "--", *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return None if done.returncode else done.stdout.splitlines()


@cache
def code_of(notebook):
    """The code cells' sources, and the answers that a person grades."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code" or "nbgrader" in c["metadata"]]


def lines(text):
    """Those that are long enough to tell something."""
    return {line.strip() for line in text.splitlines() if len(line.strip()) > 12}


@every_assignment
def test_no_solution_hidden_test_reference_or_misconception_is_among_them(assignment):
    source = code_of(ROOT / "solutions" / "notebooks" / assignment / f"{assignment}.ipynb")
    shown = lines("\n".join(MARKED.sub("", cell) for cell in source))  # what students may see
    secret = lines("\n".join(part for cell in source for part in MARKED.findall(cell)))
    reference = "\n".join(p.read_text(encoding="utf-8") for p in reference_files(assignment, ROOT) if p.suffix == ".py")
    secret |= {line for line in lines(reference) if line.startswith(("return ", "def ", "@")) or " = " in line}
    released = lines("\n".join(code_of(ROOT / "exercises" / assignment / f"{assignment}.ipynb")))
    assert len(secret - shown) > 5
    assert released & (secret - shown) == set()
