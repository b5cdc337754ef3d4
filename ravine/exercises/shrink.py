"""Make the inputs of a failure so small that a student can follow them by hand, while the answer still fails alike."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ravine.exercises.exercise import Case
from ravine.exercises.judge import Failure, Judgement, rows
from ravine.exercises.observe import NoAnswer, call

TRIES = 80  # calls of the answer
SECONDS = 1.0  # and no more where it is slow
ENTRIES = 4  # of an array that are tried alone


def shrink(judgement: Judgement, answer: Any) -> Judgement:
    """The judgement with its example shrunk: one entry of its arrays, and numbers of one digit, as far as possible.

    The smaller inputs fail too, and whatever misconception explained the whole still explains them. Functions among
    the inputs stay as they are, and so do random exercises.
    """
    failure, exercise = judgement.example, judgement.exercise
    if failure is None or exercise.observe is not call or failure.observed.raised:
        return judgement
    attempts = _Attempts(judgement, answer)
    shrunk, found = failure, True
    while found:
        found = next(filter(None, map(attempts.failure, _smaller(shrunk.row.case))), None)
        shrunk = found or shrunk
    return replace(judgement, smallest=shrunk)


class _Attempts:
    """Tries smaller inputs, each once, until there have been enough."""

    def __init__(self, judgement, answer):
        self.judgement, self.answer = judgement, answer
        self.left, self.until, self.tried = TRIES, time.monotonic() + SECONDS, set()

    def failure(self, case: Case) -> Failure | None:
        """How the answer fails on this case in the way that was judged; None where it does not."""
        key = repr(list(case.inputs.values()))
        if key in self.tried or self.left == 0 or time.monotonic() > self.until:
            return None
        self.tried.add(key)
        self.left -= 1
        exercise, known = self.judgement.exercise, self.judgement.misconception
        try:
            with np.errstate(all="ignore"):
                (row,) = rows(exercise, [case])
                observed = exercise.observe(self.answer, case.inputs)
                explained = known is None or exercise.agree(observed, row.wrong()[known.name], exercise) is None
        except NoAnswer:
            self.left = 0
            return None
        difference = exercise.agree(observed, row.expected, exercise)
        usable = explained and not row.expected.raised and not observed.raised and _is_finite(row.expected.returned)
        return Failure(row, observed, difference) if difference and usable else None


def _smaller(case: Case) -> Iterator[Case]:
    """Cases with smaller inputs, the smallest first; the given one is not among them."""
    for inputs in (*_one_entry(case.inputs), *_rounded(case.inputs)):
        if _differ(inputs, case.inputs):
            yield replace(case, inputs=inputs)


def _one_entry(inputs):
    """All arrays of one shape reduced to the same single entry."""
    for shape in {v.shape: None for v in inputs.values() if _has_many(v)}:
        for i in range(min(ENTRIES, int(np.prod(shape)))):
            yield {
                name: value.reshape(-1)[i : i + 1] if _has_many(value) and value.shape == shape else value
                for name, value in inputs.items()
            }


def _has_many(value):
    return isinstance(value, np.ndarray) and value.size > 1


def _rounded(inputs):
    """All numbers with one digit, then with two, then one input after another."""
    for digits in (1, 2):
        yield {name: _with_digits(value, digits) for name, value in inputs.items()}
    for name in inputs:
        for digits in (1, 2):
            yield inputs | {name: _with_digits(inputs[name], digits)}


def _with_digits(value, digits):
    if isinstance(value, float):
        return float(f"{value:.{digits}g}")
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return np.array([_with_digits(v, digits) for v in value.ravel().tolist()]).reshape(value.shape)
    return value


def _differ(inputs, others):
    return any(not np.array_equal(a, b) for a, b in zip(inputs.values(), others.values()) if not callable(a))


def _is_finite(value):
    if isinstance(value, list | tuple):
        return all(map(_is_finite, value))
    return bool(np.isfinite(np.asarray(value, dtype=float)).all())
