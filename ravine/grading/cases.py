"""Every case on which an answer was judged: what went in, what came back, what was expected, and what holds of it."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass

from ravine.course.course import Course, CourseError
from ravine.exercises.comparison import shown
from ravine.exercises.exercise import Exercise, agree, exercises_in
from ravine.exercises.judge import Row, rows
from ravine.exercises.observe import Observation
from ravine.exercises.sentences import error_sentence
from ravine.files import make_importable
from ravine.grading.ledger import Entry
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.hearing import Hearing
from ravine.grading.submission.record import observed_of
from ravine.language import _


@dataclass(frozen=True)
class Seen:
    """One case, as text. public: it is an example of the self-check. difference: "" where the answer agrees."""

    number: int
    part: str
    public: bool
    inputs: tuple[tuple[str, str], ...]
    returned: str
    expected: str
    difference: str

    @property
    def lines(self) -> list[str]:
        mark, kind = ("✗" if self.difference else "✓"), _("public") if self.public else _("hidden")
        head = _("    {mark} case {n} ({kind}), {part}").format(mark=mark, n=self.number, kind=kind, part=self.part)
        inputs = [f"        {name} = {value}" for name, value in self.inputs]
        told = [_("      returned {value}"), _("      expected {value}")]
        lines = [head, *inputs, *(t.format(value=v) for t, v in zip(told, (self.returned, self.expected)))]
        return lines + ([f"      {self.difference}"] if self.difference else [])


def exercise_called(course: Course, assignment: Assignment, name: str) -> Exercise:
    """The exercise of the assignment's reference. Raises CourseError."""
    make_importable(str(course.root))
    module = importlib.import_module(f"solutions.reference.{assignment.name}")
    found = next((e for e in exercises_in(module) if e.name == name), None)
    if found is None:
        raise CourseError(_("The reference has no exercise called {name}.").format(name=name))
    return found


def cases_of(course: Course, assignment: Assignment, entry: Entry, cell: str, name: str) -> list[Seen] | None:
    """The cases of one exercise of a graded submission; None where the test or its reference is not that of then."""
    kept = entry.replay["observed"][f"{cell}/{name}"]
    if cell in entry.changed_since(assignment.revisions) or "observed" not in kept:
        return None
    exercise = exercise_called(course, assignment, name)
    rng = Hearing(f"{entry.replay['seed']}|{cell}").rng(name)
    return seen(exercise, rows(exercise, exercise.draw(rng)), observed_of(kept))


def seen(exercise: Exercise, drawn: Sequence[Row], observed: Sequence[Observation]) -> list[Seen]:
    """What an answer did on each of these rows, as far as it was observed."""
    found = []
    for number, (row, came) in enumerate(zip(drawn, observed), start=1):
        difference = exercise.agree(came, row.expected, exercise)
        found.append(
            Seen(
                number,
                row.case.part,
                number <= len(exercise.examples),
                tuple((name, shown(value)) for name, value in row.case.inputs.items()),
                _outcome(came),
                _outcome(row.expected),
                difference.sentence() if difference else "",
            )
        )
    return found


def _outcome(observed: Observation) -> str:
    came = error_sentence(observed) if observed.raised else shown(observed.returned)
    changed = _(" (it changed {names})").format(names=", ".join(observed.changed)) if observed.changed else ""
    return came + changed


_TOLERANCE = _("Numbers agree within {relative:g} of the largest expected entry, plus {absolute:g}.")


def tolerance_of(exercise: Exercise) -> str:
    """How near is near enough, in a sentence; "" where the exercise has a comparison of its own."""
    if exercise.agree is not agree:
        return ""
    return _TOLERANCE.format(relative=exercise.tolerance.relative, absolute=exercise.tolerance.absolute)
