"""Rows of inputs with what the right answer and each misconception do with them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

import numpy as np

from ravine.exercises.comparison import Difference
from ravine.exercises.exercise import Case, Exercise
from ravine.exercises.observe import Observation


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


def rows(exercise: Exercise, cases: Iterable[Case]) -> list[Row]:
    """The rows of the reference for these cases."""
    return [Row(case, _expected(exercise, case), _wrong(exercise, case)) for case in cases]


def drawn_rows(exercise: Exercise, rng: np.random.Generator) -> list[Row]:
    """The rows of a draw. Those of the examples, which are in every draw, are made once, and what is asked of them."""
    if len(exercise.example_rows) != len(exercise.examples):
        exercise.example_rows[:] = rows(exercise, exercise.examples)
    return exercise.example_rows + hidden_rows(exercise, rng)


def hidden_rows(exercise: Exercise, rng: np.random.Generator) -> list[Row]:
    """The rows of a draw that come after the examples."""
    return rows(exercise, islice(exercise.draw(rng), len(exercise.examples), None))


def _expected(exercise, case):
    """What the right answer does, where it need not be asked for it, which for a training takes long."""
    known = getattr(exercise.observe, "expected", None)
    return known(case.inputs) if known else observe_reference(exercise, exercise.answer, case)


def _wrong(exercise, case):
    return cache(lambda: _Wrong(exercise, case))


class _Wrong(Mapping):
    """What each misconception does with a case, observed when it is asked for: most are ruled out by another case."""

    def __init__(self, exercise: Exercise, case: Case):
        self._exercise, self._case, self._seen = exercise, case, {}
        self._answers = {m.name: m.answer for m in exercise.misconceptions}

    def __getitem__(self, name: str) -> Observation:
        if name not in self._seen:
            self._seen[name] = observe_reference(self._exercise, self._answers[name], self._case)
        return self._seen[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)


def observe_reference(exercise: Exercise, answer, case: Case) -> Observation:
    """What is expected; without the calls where they do not matter, for `agree` compares only expected ones."""
    observed = exercise.observe(answer, case.inputs)
    return observed if case.calls else replace(observed, calls={})


def changed(observations: Iterable[Observation]) -> set[str]:
    """The names of the arguments that were changed in some of these."""
    return {name for o in observations for name in o.changed}
