"""Judge an answer by rows of inputs and expected observations, and say which misconception explains it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from ravine.exercises.comparison import Difference
from ravine.exercises.exercise import Case, Exercise, Misconception
from ravine.exercises.observe import NoAnswer, Observation

CHANGED_ARGUMENTS_COST = 0.25  # of what was earned


@dataclass(frozen=True)
class Row:
    """A case, what the right answer does with it, and what each misconception does (asked for only if needed)."""

    case: Case
    expected: Observation
    wrong: Callable[[], Mapping[str, Observation]]


@dataclass(frozen=True)
class Failure:
    """A row that an answer got wrong."""

    row: Row
    observed: Observation
    difference: Difference


@dataclass
class Judgement:
    """What holds of an answer: which parts passed, where it failed, and why, as far as that is known.

    `no_answer` says why the answer could not be observed to the end; the parts not reached have not passed.
    `observed` holds what was seen, row by row: judged again, it gives the same judgement. `smallest` is a failure
    on inputs made small by `ravine.exercises.shrink`.
    """

    exercise: Exercise
    parts: dict[str, bool]
    failures: list[Failure] = field(default_factory=list)
    changed: tuple[str, ...] = ()
    misconception: Misconception | None = None
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
    def example(self) -> Failure | None:
        """The failure with the fewest numbers in it: the one to do by hand."""
        return self.smallest or min(self.failures, key=lambda f: _size(list(f.row.case.inputs.values())), default=None)


def rows(exercise: Exercise, cases: Iterable[Case]) -> list[Row]:
    """The rows of the reference for these cases."""
    return [Row(case, _observe_reference(exercise, exercise.answer, case), _wrong(exercise, case)) for case in cases]


def _wrong(exercise, case):
    return cache(lambda: _Wrong(exercise, case))


class _Wrong(Mapping):
    """What each misconception does with a case, observed when it is asked for: most are ruled out by another case."""

    def __init__(self, exercise: Exercise, case: Case):
        self._exercise, self._case, self._seen = exercise, case, {}
        self._answers = {m.name: m.answer for m in exercise.misconceptions}

    def __getitem__(self, name: str) -> Observation:
        if name not in self._seen:
            self._seen[name] = _observe_reference(self._exercise, self._answers[name], self._case)
        return self._seen[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


def _observe_reference(exercise, answer, case):
    """What is expected; without the calls where they do not matter, for `agree` compares only expected ones."""
    observed = exercise.observe(answer, case.inputs)
    return observed if case.calls else replace(observed, calls={})


def judge(exercise: Exercise, answer: Any, rows: Sequence[Row]) -> Judgement:
    """Observe `answer` on every row, up to the first that it does not answer, and say what holds of it."""
    return assess(exercise, rows, *_observe(exercise, answer, rows))


def assess(
    exercise: Exercise, rows: Sequence[Row], observed: list[Observation], no_answer: NoAnswer | None = None
) -> Judgement:
    """Say what holds of an answer that was observed on the first `len(observed)` of these rows."""
    failures = [
        Failure(row, o, difference)
        for row, o in zip(rows, observed)
        if (difference := exercise.agree(o, row.expected, exercise))
    ]
    failed = {f.row.case.part for f in failures} | {row.case.part for row in rows[len(observed) :]}
    tested = {row.case.part for row in rows}
    judgement = Judgement(
        exercise,
        parts={part: part not in failed for part in exercise.parts if part in tested},
        failures=failures,
        changed=tuple(sorted(_changed(observed) - _changed(row.expected for row in rows))),
        no_answer=no_answer,
        observed=observed,
    )
    if no_answer:  # a misconception that never ends gives up with a TimeoutError
        endless = [*observed, Observation(raised="TimeoutError")]
        judgement.misconception = diagnose(exercise, rows[: len(endless)], endless)
    if judgement.failures or judgement.changed:
        judgement.misconception = judgement.misconception or diagnose(exercise, rows[: len(observed)], observed)
    return judgement


def _observe(exercise, answer, rows):
    observed = []
    for row in rows:
        try:
            observed.append(exercise.observe(answer, row.case.inputs))
        except NoAnswer as reason:
            return observed, reason
    return observed, None


def diagnose(exercise: Exercise, rows: Sequence[Row], observed: Sequence[Observation]) -> Misconception | None:
    """The misconception that reproduces every observation, or None. One that changes the same arguments is
    preferred; one whose numbers are right explains nothing but such a change."""
    matching = [
        m
        for m in exercise.misconceptions
        if all(exercise.agree(o, row.wrong()[m.name], exercise) is None for o, row in zip(observed, rows))
    ]
    same_changes = [m for m in matching if _changed(r.wrong()[m.name] for r in rows) == _changed(observed)]
    wrong_numbers = [m for m in matching if any(exercise.agree(r.wrong()[m.name], r.expected, exercise) for r in rows)]
    return next(iter(same_changes + wrong_numbers), None)


def _changed(observations: Iterable[Observation]) -> set[str]:
    return {name for o in observations for name in o.changed}


def _size(value) -> float:
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, list | tuple):
        return sum(map(_size, value))
    return 1
