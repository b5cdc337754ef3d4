"""The misconceptions that explain an answer: one, or two that together do.

One explains an answer where it reproduces every row. What raised an error or never came is a failure of its own, which
explains itself, and does not silence the rest. Two explain an answer where every row, or every piece of what it
returned, is that of one of them, and neither is wrong where the answer is right.
"""

from collections.abc import Sequence
from functools import cache
from itertools import combinations

from ravine.exercises.comparison import first_difference
from ravine.exercises.diagnosis.pieces import pieces
from ravine.exercises.exercise import Exercise, Misconception
from ravine.exercises.observe import Observation
from ravine.exercises.rows import Row, changed
from ravine.language import _


def one(exercise: Exercise, rows: Sequence[Row], observed: Sequence[Observation]) -> Misconception | None:
    """The misconception that reproduces every observation, or None. One that changes the same arguments is
    preferred; one whose numbers are right explains nothing but such a change."""
    matching = [
        m
        for m in exercise.misconceptions
        if all(exercise.agree(o, row.wrong()[m.name], exercise) is None for o, row in zip(observed, rows))
    ]
    same_changes = [m for m in matching if changed(r.wrong()[m.name] for r in rows) == changed(observed)]
    wrong_numbers = [m for m in matching if any(exercise.agree(r.wrong()[m.name], r.expected, exercise) for r in rows)]
    return next(iter(same_changes + wrong_numbers), None)


def together(exercise: Exercise, rows: Sequence[Row], observed: Sequence[Observation]) -> Misconception | None:
    """The one that explains all but what raised an error, or the two that together explain every observation."""
    held = _Held(exercise, rows, observed)
    known = [m for m in exercise.misconceptions if held.possible(m)]
    singly = (m for m in known if held.explain([m]))
    if found := next(singly, None):
        return found
    pairs = (pair for pair in combinations(known, 2) if held.explain(pair))
    return next(map(_together, pairs), None)


def _together(pair):
    first, second = pair
    words = _("Two things. One: {first} The other: {second}")
    sentence = words.format(first=first.sentence, second=second.sentence)
    return Misconception(f"{first.name}+{second.name}", sentence, first.see)


class _Held:
    """Which rows each misconception gets wrong, and which it explains."""

    def __init__(self, exercise: Exercise, rows: Sequence[Row], observed: Sequence[Observation]):
        self.exercise, self.rows, self.observed = exercise, rows, observed
        self.right = [exercise.agree(o, row.expected, exercise) is None for o, row in zip(observed, rows)]
        self.is_right, self.explains = cache(self._is_right), cache(self._explains)
        self.broken = [bool(o.raised) and not row.expected.raised for o, row in zip(observed, rows)]

    def possible(self, m: Misconception) -> bool:
        """Whether it is right where the answer is, and explains a failure."""
        explains = any(self.explains(m, i) for i, right in enumerate(self.right) if not right)
        return explains and all(self.is_right(m, i) for i, right in enumerate(self.right) if right)

    def explain(self, held: Sequence[Misconception]) -> bool:
        """Whether these explain every failure but what raised an error, and each of them is needed."""
        failures = [i for i, right in enumerate(self.right) if not right]
        if not any(not self.broken[i] for i in failures) and len(held) == 1:
            return False
        return all(self._explained(held, i) for i in failures) and all(
            any(self.explains(m, i) and not any(self.explains(o, i) for o in held if o is not m) for i in failures)
            for m in held
        )

    def _explained(self, held, i):
        if any(self.explains(m, i) for m in held):
            return all(self.is_right(m, i) or self.explains(m, i) for m in held)
        return self.broken[i] or (len(held) == 2 and self._mixed(held, i))

    def _is_right(self, m, i):
        return self.exercise.agree(self.rows[i].wrong()[m.name], self.rows[i].expected, self.exercise) is None

    def _explains(self, m, i):
        """Whether it is wrong here, and as the answer is."""
        return not self.is_right(m, i) and (
            self.exercise.agree(self.observed[i], self.rows[i].wrong()[m.name], self.exercise) is None
        )

    def _mixed(self, held, i):
        """Whether every piece is what one of them says, with both at work."""
        came, due = pieces(self.exercise, self.observed[i]), pieces(self.exercise, self.rows[i].expected)
        said = [pieces(self.exercise, self.rows[i].wrong()[m.name]) for m in held]
        if len(due) < 2 or not came or not all(said):
            return False
        return all(self._piece_explained(name, came, due, said) for name in due)

    def _piece_explained(self, name, came, due, said):
        wrong = [s[name] for s in said if name in s and not self._same(s[name], due[name])]
        return any(self._same(came.get(name), value) for value in wrong or [due[name]])

    def _same(self, value, other):
        return first_difference(value, other, tolerance=self.exercise.tolerance) is None


def by_part(exercise: Exercise, rows: Sequence[Row], observed: Sequence[Observation]) -> Misconception | None:
    """The misconception that explains every row of every failed part, whatever it says of those that passed."""
    held = _Held(exercise, rows, observed)
    failed = dict.fromkeys(row.case.part for row, right in zip(rows, held.right) if not right)
    parts = [[i for i, row in enumerate(rows) if row.case.part == part] for part in failed]
    parts = [part for part in parts if not any(held.broken[i] for i in part)]
    if not parts:
        return None
    explains = (m for m in exercise.misconceptions if all(_explains_part(held, m, part) for part in parts))
    return next(explains, None)


def _explains_part(held, m, part):
    return all(held.explains(m, i) or (held.is_right(m, i) and held.right[i]) for i in part)
