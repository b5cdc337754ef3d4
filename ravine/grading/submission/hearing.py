"""What a hidden test calls: `marks` compares a student's function with the reference and gives points.

It works inside Ravine's trusted grading only, where the function is a stand-in for the student's. Anywhere else, for
example in a kernel that runs a student's code, it raises and so gives no marks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np

from ravine.course import near
from ravine.exercises.exercise import exercise_of
from ravine.exercises.judge import Judgement, judge
from ravine.exercises.rows import drawn_rows
from ravine.exercises.shrink import shrink


@dataclass
class Hearing:
    """One test cell being judged: the seed of its hidden inputs, and the judgements so far."""

    seed: str
    judgements: list[Judgement] = field(default_factory=list)

    def rng(self, exercise: str) -> np.random.Generator:
        """The generator of an exercise's hidden inputs: the same for the same seed."""
        return np.random.default_rng(list(sha256(f"{self.seed}|{exercise}".encode()).digest()))


_hearing: ContextVar[Hearing | None] = ContextVar("hearing", default=None)


@contextmanager
def hearing(seed: str) -> Iterator[Hearing]:
    """Let `marks` judge with hidden inputs from this seed."""
    now = Hearing(seed)
    token = _hearing.set(now)
    try:
        yield now
    finally:
        _hearing.reset(token)


def marks(student: Any, reference: Any, points: float) -> float:
    """The points, of `points`, that `student` earns as an answer to the exercise of `reference`.

    student: a function or class of the student's, or a tuple of them where the exercise observes several together.
    reference: the function or class declared with `ravine.exercises.exercise.exercise`.
    Raises LookupError if `reference` answers no exercise, RuntimeError outside the trusted grading.
    """
    current = _hearing.get()
    if current is None:
        raise RuntimeError("Hidden tests give marks in Ravine's grading only: `ravine grade` or `nbgrader autograde`.")
    exercise = exercise_of(reference)
    exercise.near = exercise.near or near.of(exercise)
    drawn = drawn_rows(exercise, current.rng(exercise.name))
    judgement = shrink(judge(exercise, student, drawn), student)
    current.judgements.append(judgement)
    return round(points * judgement.credit, 2)
