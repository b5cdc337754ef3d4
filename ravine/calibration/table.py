"""The table of all calibrations, kept in `solutions/calibration.json` and shown on the site."""

import inspect
import json
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from typing import Any

from ravine import revisions
from ravine.calibration import measure
from ravine.calibration.measure import Calibration
from ravine.calibration.mutants import equivalents
from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import Exercise, exercises_in
from ravine.exercises.kinds import random_answers
from ravine.files import make_importable

FILE = "solutions/calibration.json"
MEASURED = range(12)  # the seeds of the draws on which distances are measured


@dataclass(frozen=True)
class Line:
    """One exercise's line of the table. Distances are in tolerances; None where no numbers are compared.

    revision: of the exercise's reference, as in grading and release. tried: of the answers that it was tried on.
    """

    assignment: str
    exercise: str
    revision: str
    tried: str
    right_answers: int
    misconceptions: int
    draws: int
    false_rejects: int
    false_accepts: int
    misnamed: int
    not_told_apart: int
    marks_by_luck: int
    mutants: int
    equivalent: int
    killed: int
    farthest_right: float | None
    nearest_wrong: float | None

    @property
    def clean(self) -> bool:
        """Whether no cell of this line means trouble."""
        wrong = self.false_rejects + self.false_accepts + self.misnamed + self.not_told_apart + self.marks_by_luck
        return wrong == 0 and self.killed + self.equivalent == self.mutants


def tried(assignment: str, exercise: Exercise, root: Path) -> str:
    """A hash of what an exercise is tried on besides its reference: its right answers and its reviewed mutants."""
    right = right_answers(assignment, root)[exercise.name]
    sources = [f"{style} {revisions.meaning(dedent(inspect.getsource(answer)))}" for style, answer in right.items()]
    reviewed = [repr((m, why)) for m, why in equivalents(assignment, root).items() if m[0] == exercise.name]
    return revisions.hash_of([*sources, *reviewed])


def is_current(known: Line, exercise: Exercise, root: Path) -> bool:
    """Whether a line is of an exercise's reference as it is now, and of the answers that there are to try."""
    now = (revisions.exercise(root, known.assignment, exercise.name), tried(known.assignment, exercise, root))
    return (known.revision, known.tried) == now


def right_answers(assignment: str, root: Path) -> dict[str, dict[str, Any]]:
    """The right answers to an assignment's exercises, by exercise and style: those of the course in `root`."""
    make_importable(root)
    return import_module("solutions.variants").right_answers(assignment)


def every_exercise(root: Path) -> list[tuple[str, Exercise]]:
    """(assignment, exercise) for all that have right answers to try, in the order of the assignments and their text."""
    return [
        (name, e)
        for name in assignments(root)
        for e in exercises_in(read_reference(name, root))
        if e.name in right_answers(name, root)
    ]


def find(root: Path, assignment: str, name: str) -> tuple[Exercise, dict[str, Any]]:
    """An exercise and its right answers, by style."""
    found = {e.name: e for e in exercises_in(read_reference(assignment, root))}
    return found[name], right_answers(assignment, root)[name]


def line(assignment: str, exercise: Exercise, found: Calibration, root: Path) -> Line:
    """The line of what was found, with the distances measured besides."""
    right = right_answers(assignment, root)[exercise.name]
    numbers = exercise.agree is not random_answers.agree
    return Line(
        assignment=assignment,
        exercise=exercise.name,
        revision=revisions.exercise(root, assignment, exercise.name),
        tried=tried(assignment, exercise, root),
        right_answers=len(right),
        misconceptions=len(exercise.misconceptions),
        draws=found.draws,
        false_rejects=found.false_rejects.total(),
        false_accepts=found.false_accepts.total(),
        misnamed=found.misnamed.total(),
        not_told_apart=len(found.same),
        marks_by_luck=len(found.lucky),
        mutants=found.mutants,
        equivalent=found.equivalent,
        killed=found.killed,
        farthest_right=measure.farthest_right(exercise, right, MEASURED) if numbers else None,
        nearest_wrong=_finite(measure.nearest_wrong(exercise, MEASURED)) if numbers else None,
    )


def _finite(number):
    return number if number < float("inf") else None


def read(root: Path) -> dict[tuple[str, str], Line]:
    """The lines by assignment and exercise; none where nothing was calibrated yet."""
    path = root / FILE
    lines = [Line(**entry) for entry in json.loads(path.read_text())] if path.exists() else []
    return {(entry.assignment, entry.exercise): entry for entry in lines}


def write(lines: list[Line], root: Path) -> None:
    """Write the table, a line of text for each of its lines."""
    body = ",\n".join(json.dumps(asdict(entry)) for entry in lines)
    (root / FILE).write_text(f"[\n{body}\n]\n")
