"""Answers near the right one: slips, two arguments exchanged, one not used, the reference with small changes.

A table holds of each a sentence, and for each public row a number that stands for all that it returned (`signature`):
so that there is room for hundreds of them. What makes them from the reference lies outside the student's part; the
grader has it, and so tries on its hidden rows those that the public ones leave.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np

from ravine.exercises.comparison import as_numbers
from ravine.exercises.diagnosis.pieces import leaves, pieces
from ravine.exercises.exercise import Exercise
from ravine.exercises.observe import Observation
from ravine.exercises.rows import Row, observe_reference
from ravine.language import _

SLIP = "slip "  # how the names of those begin that have a sentence of their own,
ARGUMENTS = "argument "  # and of those that misuse an argument; those of small changes are numbers
CHANGES = "changes"
DIGITS = 7  # of a signature that are kept
MOST_NUMBERS = 50_000  # of an observation that is looked at
AGREE = 2e-6  # of signatures that stand for equal observations, relative to the size of what is added up


@dataclass(frozen=True)
class Near:
    """A wrong answer near the right one: its name, and what it does on the public rows."""

    name: str
    signatures: tuple[float | str, ...]

    @property
    def parts(self) -> list[str]:
        """The names of the changes that it is made of."""
        return self.name.split("+") if self.kind == CHANGES else [self.name]

    @property
    def kind(self) -> str:
        """How it came about: SLIP, ARGUMENTS or CHANGES."""
        return next((kind for kind in (SLIP, ARGUMENTS) if self.name.startswith(kind)), CHANGES)


@dataclass
class Neighbourhood:
    """The answers near an exercise's right one, the likeliest first.

    phrases: what each change is called, and what is said of a slip. made(name) makes an answer; students cannot.
    """

    known: Sequence[Near] = ()
    phrases: dict[str, str] = field(default_factory=dict)
    made: Callable[[str], Any] | None = None
    _answers: dict[str, Any] = field(default_factory=dict)

    def sentence(self, near: Near) -> str:
        """What is said of a near answer."""
        if near.kind == SLIP:
            return self.phrases[near.name]
        change = _(", and ").join(dict.fromkeys(self.phrases[part] for part in near.parts))
        return _("Your numbers are exactly those of the right answer {change}.").format(change=change)

    def explanation(
        self,
        exercise: Exercise,
        rows: Sequence[Row],
        observed: Sequence[Observation],
        kind: str,
        among: Collection[int] | None = None,
    ) -> Near | None:
        """The first of a kind that does what was observed on every row that came to an end. among: only these rows."""
        ended = [i for i, (row, o) in enumerate(zip(rows, observed)) if bool(o.raised) == bool(row.expected.raised)]
        ended = [i for i in ended if among is None or i in among]
        if all(exercise.agree(observed[i], rows[i].expected, exercise) is None for i in ended):
            return None
        seen = {i: signature(exercise, rows[i].expected, observed[i]) for i in ended}
        asked = (n for n in self.known if n.kind == kind)
        alike = (n for n in asked if all(same(seen[i], n.signatures[i]) for i in ended if i < len(n.signatures)))
        return next((near for near in alike if self._holds(near, exercise, rows, observed, ended)), None)

    def _holds(self, near, exercise, rows, observed, ended):
        """Whether it does the same on the rows that no table has."""
        hidden = any(i >= len(near.signatures) for i in ended)
        if self.made is None:
            return not hidden
        if near.name not in self._answers:
            self._answers[near.name] = self.made(near.name)
        answer = self._answers[near.name]
        return answer is not None and all(
            exercise.agree(observed[i], observe_reference(exercise, answer, rows[i].case), exercise) is None
            for i in ended
        )


def signature(exercise: Exercise, expected: Observation, observed: Observation) -> float | str:
    """A number that stands for what was returned and asked for, or the name of the error.

    The numbers of each piece are added up with weights that no formula knows, in units of the largest that is due.
    Calls count where they do in `agree`, and in whatever order.
    """
    if observed.raised:
        return observed.raised
    units = pieces(exercise, expected)
    parts = [(name, *_flat(value), units.get(name)) for name, value in pieces(exercise, observed).items()]
    calls = [(name, call) for name, made in observed.calls.items() if name in expected.calls for call in made]
    parts += [(f"call of {name}", *_flat(call), None) for name, call in calls]
    if sum(len(numbers) for _name, numbers, _plain, _unit in parts) > MOST_NUMBERS:
        return "too large"
    return float(f"{sum(_weighed(*part) for part in parts):.{DIGITS}g}")


def same(one: float | str, other: float | str) -> bool:
    """Whether two signatures stand for the same observation."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return abs(one - other) <= AGREE * max(abs(one), abs(other), 1.0)


def _weighed(name, numbers, plain, unit):
    due = _flat(unit)[0] if unit is not None else np.ones(1)
    scale = np.abs(due[np.isfinite(due)]).max(initial=0.0) or 1.0
    weights = _weights(f"{name} {plain}", len(numbers) + 1)
    scaled = numbers / scale
    if not np.isfinite(scaled).all():
        scaled = np.nan_to_num(scaled, nan=3.1, posinf=5.3, neginf=-7.7)
    return float(weights[:-1] @ scaled + weights[-1])


@lru_cache(maxsize=100)
def _weights(text, count):
    return np.random.default_rng(crc32(text.encode())).uniform(0.5, 1.5, count)


def _flat(value):
    """All numbers in a value, and a text of all else: the shapes, and what is no number."""
    found, plain = [np.empty(0)], []
    for leaf in [value] if as_numbers(value) is not None else leaves(value):
        numbers = as_numbers(leaf)
        if numbers is None:
            plain.append(str(leaf)[:50] if isinstance(leaf, str | bool | type(None)) else type(leaf).__name__)
        else:
            found.append(numbers.ravel())
            plain.append(numbers.shape)
    return np.concatenate(found), plain
