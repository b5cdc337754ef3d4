"""What an assignment must show before students get it: its own solution earns all, an empty one nothing, and so on.

The instructor's own code runs here, in this process; no student's.
"""

import ast
import copy
import json
import math
import re
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import numpy as np
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
from traitlets.config import Config

from ravine.course.release import ReleaseError
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import judge, rows
from ravine.files import make_importable
from ravine.grading.submission.assignment import Assignment, Cell
from ravine.grading.submission.testcell import judge_cell
from ravine.grading.worker.student import Missing
from ravine.language import _

SEED = "a release proves itself"
SECRET = re.compile(r"HIDDEN TESTS|(BEGIN|END) SOLUTION|MARK SCHEME|solutions\.reference|ravine\.grading")


def prove(assignment: str, root: Path, source: Path, config: Config, reference: ModuleType) -> None:
    """Raises ReleaseError with a sentence for everything that is wrong with an assignment."""
    make_importable(root)
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):  # of wrong answers, which overflow
        wrong = _faults(assignment, root, source, config, reference)
    if wrong:
        words = _("{assignment} was not released:\n{faults}")
        raise ReleaseError(words.format(assignment=assignment, faults="\n".join(f"  {w}" for w in wrong)))


def _faults(assignment, root, source, config, reference):
    notebook = nbformat.read(source, as_version=4)
    cells, emptied = _assignment(assignment, root, notebook), _emptied(notebook, config)
    found = [*points_that_differ(cells), *_solutions_faults(cells, notebook), *misconceptions_that_pass(reference)]
    return [*found, *_empty_faults(cells, emptied), *secrets_in(emptied)]


def _assignment(name, root, notebook) -> Assignment:
    """The assignment as its source has it."""
    marked = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id")]
    cells = tuple(_cell(c, c.metadata.nbgrader) for c in marked)
    return Assignment(name, name, cells, "{}", nbformat.writes(notebook), str(root))


def _cell(cell, mark):
    roles = (bool(mark.get(role)) for role in ("locked", "grade", "solution", "task"))
    return Cell(mark.grade_id, cell.cell_type, cell.source, "", *roles, float(mark.get("points", 0)))


def points_that_differ(assignment: Assignment) -> list[str]:
    """Where the points of a cell are not those that its test gives, or that its first line tells students."""
    return [fault for name, test in assignment.tests.items() for fault in _points_of(name, test)]


def _points_of(name, test):
    points, given, told = test.max_points, _given(test.source), _told(test.source)
    if not points > 0:
        yield _("{cell} has no points; a test cell needs some.").format(cell=name)
    if given is not None and not math.isclose(given, points):
        words = _("{cell} has {points} points, and its marks(…, points=…) gives {given}. Let both be the same.")
        yield words.format(cell=name, points=f"{points:g}", given=f"{given:g}")
    if told is not None and not math.isclose(told, points):
        words = _("{cell} has {points} points, and its first line tells students {told:g}. Let both be the same.")
        yield words.format(cell=name, points=f"{points:g}", told=told)


def _given(source):
    """What the calls of `marks` in a test give together; None where they do not say it in numbers."""
    given = [_number(k.value) for call in _calls_of_marks(source) for k in call.keywords if k.arg == "points"]
    return sum(given) if given and None not in given else None


def _told(source):
    """What the first line of a test tells students; None where it tells nothing."""
    found = re.match(r"#\s*(\d+(?:\.\d+)?) points?\b", source)
    return float(found[1]) if found else None


def _calls_of_marks(source):
    calls = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call))
    return [c for c in calls if getattr(c.func, "id", getattr(c.func, "attr", "")) == "marks"]


def _number(node):
    return float(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, int | float) else None


class _Trusted:
    """Stands where a student's names are bound: the names that the instructor's own cells define."""

    def __init__(self, names: dict[str, Any]):
        self._names = names

    def bind(self, name: str, _signature: str) -> Any:
        if name not in self._names:
            raise Missing(name)
        return self._names[name]


def _run(notebook, tests) -> tuple[dict[str, Any], list[str]]:
    """What the cells that nbgrader marks define, tests left out, and which of them failed."""
    names: dict[str, Any] = {"__name__": "__main__"}
    failed = []
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type != "code" or not grade_id or grade_id in tests:
            continue
        try:
            exec(compile(cell.source, f"<{grade_id}>", "exec"), names)
        except Exception as error:
            failed.append(f"{grade_id}: {type(error).__name__}: {error}")
    return names, failed


def _solutions_faults(assignment, notebook):
    """The source's own solutions must earn all points."""
    names, failed = _run(notebook, assignment.tests)
    found = [_("The solution cell {cell} does not run: {error}").format(
        cell=f.split(": ")[0], error=f.split(": ", 1)[1]) for f in failed]  # fmt: skip
    for name, test in assignment.tests.items():
        verdict, _judgements = judge_cell(test, _Trusted(names), SEED)
        if verdict.points < test.max_points:
            why = " ".join(filter(None, [verdict.problem, *verdict.example, *verdict.reasons]))
            words = _("The model solution earns {points} of {max} points in {cell}. {why}")
            points = f"{verdict.points:g}"
            found.append(words.format(cell=name, points=points, max=f"{test.max_points:g}", why=why).rstrip())
    return found


def _empty_faults(assignment, emptied):
    """The students' notebook as it is given out must earn nothing."""
    names, _failed = _run(emptied, assignment.tests)
    found = []
    for name, test in assignment.tests.items():
        verdict, _judgements = judge_cell(test, _Trusted(names), SEED)
        if verdict.points > 0:
            words = _("Without any answer {cell} gives {points} points already.")
            found.append(words.format(cell=name, points=f"{verdict.points:g}"))
    return found


def misconceptions_that_pass(reference: ModuleType) -> list[str]:
    """The wrong answers of a reference that would count as right."""
    found = []
    for exercise in exercises_in(reference):
        drawn = rows(exercise, exercise.draw(np.random.default_rng(list(SEED.encode()))))
        for wrong in exercise.misconceptions:
            if judge(exercise, wrong.answer, drawn).right:
                words = _("{exercise}: the misconception {name} counts as right. Add a case that tells them apart.")
                found.append(words.format(exercise=exercise.name, name=wrong.name))
    return found


def _emptied(notebook, config):
    """The notebook as students get it, but with its tests named."""
    config, made = copy.deepcopy(config), copy.deepcopy(notebook)
    for step in (ClearSolutions(config=config), ClearHiddenTests(config=config)):
        made, _resources = step.preprocess(made, {})
    return made


def secrets_in(notebook) -> list[str]:
    """What the students' notebook would tell of its tests and solutions."""
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        texts = (cell.source, json.dumps(cell.get("outputs", [])))
        if match := next((m for t in texts if (m := SECRET.search(t))), None):
            where = cell.metadata.get("nbgrader", {}).get("grade_id") or _("cell {n}").format(n=number)
            found.append(_("{cell} would show students “{text}”.").format(cell=where, text=match[0]))
    return found
