"""Judge an answer by rows of inputs and expected observations, and say which misconception explains it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ravine.exercises.diagnosis import diagnose
from ravine.exercises.exercise import Exercise, Misconception
from ravine.exercises.observe import NoAnswer, Observation, call, call_each
from ravine.exercises.rows import Failure, Row, changed, rows

__all__ = ["Failure", "Judgement", "Row", "assess", "diagnose", "judge", "rows"]

CHANGED_ARGUMENTS_COST = 0.25  # of what was earned


@dataclass
class Judgement:
    """What holds of an answer: which parts passed, where it failed, and why, as far as that is known.

    `no_answer` says why the answer could not be observed to the end; the parts not reached have not passed.
    `observed` holds what was seen, row by row: judged again, it gives the same judgement. `smallest` is a failure
    on inputs made small by `ravine.exercises.shrink`. `misconception` has a name in the reference; `otherwise` is what
    is true of an answer that none of these explains.
    """

    exercise: Exercise
    parts: dict[str, bool]
    failures: list[Failure] = field(default_factory=list)
    changed: tuple[str, ...] = ()
    misconception: Misconception | None = None
    otherwise: Misconception | None = None
    no_answer: NoAnswer | None = None
    observed: list[Observation] = field(default_factory=list)
    smallest: Failure | None = None

    @property
    def right(self) -> bool:
        return all(self.parts.values()) and not self.changed

    @property
    def credit(self) -> float:
        """Between 0 and 1: the weight of the parts that passed, less a share where arguments were changed."""
        return self._earned() * (1 - CHANGED_ARGUMENTS_COST if self.changed else 1)

    def _earned(self):
        if self.exercise.credit:
            return 0.0 if self.no_answer else self.exercise.credit(self.observed)
        weights = self.exercise.parts
        earned = sum(weights[p] for p, passed in self.parts.items() if passed)
        return earned / sum(weights[p] for p in self.parts)

    @property
    def told(self) -> Misconception | None:
        """Why the answer is wrong, by name or otherwise."""
        return self.misconception or self.otherwise

    @property
    def example(self) -> Failure | None:
        """The failure with the fewest numbers in it: the one to do by hand."""
        return self.smallest or min(self.failures, key=lambda f: _size(list(f.row.case.inputs.values())), default=None)


def judge(exercise: Exercise, answer: Any, rows: Sequence[Row]) -> Judgement:
    """Observe `answer` on every row, up to the first that it does not answer, and say what holds of it."""
    return assess(exercise, rows, *observe(exercise, answer, rows))


def assess(
    exercise: Exercise, rows: Sequence[Row], observed: list[Observation], no_answer: NoAnswer | None = None
) -> Judgement:
    """Say what holds of an answer that was observed on the first `len(observed)` of these rows, and why."""
    judgement = mark(exercise, rows, observed, no_answer)
    if not judgement.right:
        found = diagnose(exercise, rows, observed, endless=bool(no_answer))
        judgement.misconception = found if found in exercise.misconceptions else None
        judgement.otherwise = found if found not in exercise.misconceptions else None
    return judgement


def mark(
    exercise: Exercise, rows: Sequence[Row], observed: list[Observation], no_answer: NoAnswer | None = None
) -> Judgement:
    """Say which parts an answer passed that was observed on the first `len(observed)` of these rows; no reason."""
    failures = [
        Failure(row, o, difference)
        for row, o in zip(rows, observed)
        if (difference := exercise.agree(o, row.expected, exercise))
    ]
    failed = {f.row.case.part for f in failures} | {row.case.part for row in rows[len(observed) :]}
    tested = {row.case.part for row in rows}
    return Judgement(
        exercise,
        parts={part: part not in failed for part in exercise.parts if part in tested},
        failures=failures,
        changed=tuple(sorted(changed(observed) - changed(row.expected for row in rows))),
        no_answer=no_answer,
        observed=observed,
    )


def observe(exercise: Exercise, answer: Any, rows: Sequence[Row]) -> tuple[list[Observation], NoAnswer | None]:
    """What an answer does on every row, up to the first that it does not answer, and why it does not."""
    observed, inputs = [], [row.case.inputs for row in rows]
    each = call_each(answer, inputs) if exercise.observe is call else (exercise.observe(answer, i) for i in inputs)
    try:
        for seen in each:
            observed.append(seen)
    except NoAnswer as reason:
        return observed, reason
    return observed, None


def _size(value) -> float:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return 1
