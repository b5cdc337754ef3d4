"""Relations between what came and what was due: twice, transposed, the old value, one entry alone wrong, …

A relation is said where it holds of a piece in every example in which the answer came to an end, to the tolerance of
the exercise. So the sentence states a fact, and no guess about how it came about.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ravine.exercises.comparison import first_difference
from ravine.exercises.diagnosis.pieces import WHOLE, kind_of_piece, numbers, pieces, spoken
from ravine.exercises.exercise import Exercise
from ravine.exercises.kinds.class_answers import ONE_OF_TWO
from ravine.exercises.observe import Observation
from ravine.exercises.rows import Row
from ravine.language import _

NEARLY = 1e-3
MOST_TIMES = 100  # as many numbers as are due: what is larger is not looked at
ENOUGH = 2  # numbers, at least, that a relation changes: one alone may fall on it by chance


_KEPT_IN_THE_CLASS = _(
    "One layer by itself is right, but two of them disturb each other: what forward keeps for backward belongs to the "
    "object, self, and not to the class or a global variable."
)


@dataclass(frozen=True)
class Pair:
    """What came and what was due of one piece, the inputs, and the other pieces that were due."""

    came: NDArray
    due: NDArray
    inputs: dict[str, Any]
    others: dict[str, NDArray]
    old: NDArray | None  # the argument that this piece is the new value of


Prediction = Callable[[Pair], Any]  # what would have come if the relation held; None or an error where it is senseless


def relation(exercise: Exercise, rows: Sequence[Row], observed: Sequence[Observation]) -> str:
    """What relates every wrong piece to what was due, in sentences; "" where some piece has no such relation."""
    wrong = _wrong_pieces(exercise, rows, observed)
    if [*wrong] == [kind_of_piece(ONE_OF_TWO)]:
        return _KEPT_IN_THE_CLASS
    found = _sentences(wrong, exercise)
    return " ".join(dict.fromkeys(found.values())) if len(found) == len(wrong) else ""


def of_some(exercise: Exercise, rows: Sequence[Row], observed: Sequence[Observation]) -> str:
    """What relates some of the wrong pieces to what was due, where the others have no such relation: what is wrong in
    a state is often all that is wrong in what follows from it."""
    wrong = _wrong_pieces(exercise, rows, observed)
    if any(p.came.shape != p.due.shape for pairs in wrong.values() for p in pairs or ()):
        return ""  # what a shape comes from has sentences of its own
    found = _sentences(wrong, exercise)
    words = _("{relations} The rest may follow from that: mend it first.")
    return words.format(relations=" ".join(dict.fromkeys(found.values()))) if found else ""


def _sentences(wrong, exercise):
    """The relation of each kind of piece that has one."""
    found = {kind: _of(kind, pairs, exercise) for kind, pairs in wrong.items() if pairs is not None}
    return {kind: words for kind, words in found.items() if words}


def _wrong_pieces(exercise, rows, observed):
    """The pairs of each kind of piece of which one is wrong; None for one that cannot be compared in numbers."""
    found: dict[str, list[Pair] | None] = {}
    wrong = set()
    for row, seen in zip(rows, observed):
        if seen.raised or row.expected.raised:
            continue
        due, came = pieces(exercise, row.expected), pieces(exercise, seen)
        if not came and due:
            return {WHOLE: None}
        for name in due:
            kind = kind_of_piece(name) if isinstance(row.expected.returned, dict) else name
            pair = _pair(name, came.get(name), due, row.case.inputs)
            if pair is None:
                found[kind] = None
                wrong |= {kind} if first_difference(came.get(name), due[name], tolerance=exercise.tolerance) else set()
            elif found.setdefault(kind, []) is not None:
                found[kind].append(pair)
                wrong |= {kind} if not close(pair.came, pair.due, exercise) else set()
    return {kind: found[kind] for kind in found if kind in wrong}


def _pair(name, came, due, inputs):
    got, wanted = numbers(came), numbers(due[name])
    if got is None or wanted is None or got.size > MOST_TIMES * (wanted.size + 10):
        return None
    others = {n: found for n, value in due.items() if n != name and (found := numbers(value)) is not None}
    old = numbers(inputs.get(name.removeprefix("the new "))) if name else None
    return Pair(got, wanted, inputs, others, old)


def close(came: NDArray, wanted: Any, exercise: Exercise) -> bool:
    """Whether numbers are equal to the exercise's tolerance, shape and all."""
    wanted = np.asarray(wanted, dtype=float)
    if came.shape != wanted.shape or not np.isfinite(wanted).all():
        return False
    scale = np.abs(wanted).max(initial=0.0)
    return bool(np.all(np.abs(came - wanted) <= exercise.tolerance.around(scale)))


def _of(kind, pairs, exercise):
    """The first relation that holds of all pairs, as a sentence."""
    for words, predict in _relations(kind, pairs):
        if _holds(predict, pairs, exercise):
            return words.format(piece=spoken(kind))
    if all(_nearly(pair) for pair in pairs):
        words = _("{piece} is nearly right: it is off by less than one part in a thousand. Are there too few digits?")
        return words.format(piece=spoken(kind))
    return ""


def _nearly(pair):
    """Whether the change, or where nothing changes the value, is right to three digits."""
    start = pair.old if pair.old is not None and pair.old.shape == pair.due.shape else 0.0
    same = pair.came.shape == pair.due.shape
    return same and bool(np.all(np.abs(pair.came - pair.due) <= NEARLY * np.abs(pair.due - start)))


def _holds(predict, pairs, exercise):
    changed = 0
    for pair in pairs:
        wanted = _predicted(predict, pair)
        if wanted is None or not close(pair.came, wanted, exercise):
            return False
        if pair.came.shape != pair.due.shape:
            changed += max(pair.came.size, 1)
        else:
            changed += int(np.count_nonzero(np.abs(pair.came - pair.due) > 1e-9 * np.abs(pair.due).max(initial=0.0)))
    return changed >= ENOUGH


def _predicted(predict, pair):
    with np.errstate(all="ignore"):
        try:
            wanted = predict(pair)
            return None if wanted is None else np.asarray(wanted, dtype=float)
        except (ValueError, TypeError, LookupError, ArithmeticError):  # an argument may be left out
            return None


def _relations(kind: str, pairs: Sequence[Pair]) -> Iterator[tuple[str, Prediction]]:
    """Sentences and what they predict, the plainest first."""
    return chain(_other_values(kind, *pairs[:2]), _factors(), _arrangements(), _of_the_change(), _functions(),
                 _places(), _factors_of_inputs(pairs))  # fmt: skip


def _other_values(kind, first, second=None):
    if kind in first.inputs or kind.removeprefix("the new ") in first.inputs:
        yield _("{piece} comes back as it went in: the old value, not the new one."), lambda p: p.old
    for name in first.others:
        if kind and "(" not in name and "." not in name:
            words = _("{piece} is what {name} should be: are the results in the order that is asked for?")
            yield words.replace("{name}", name), lambda p, name=name: p.others[name]
    for name, value in first.inputs.items():
        if numbers(value) is not None:
            words = _("{piece} is just the argument {name}, as it was given.").replace("{name}", name)
            yield words, lambda p, name=name: numbers(p.inputs[name])
            words = _("{piece} is the argument {name} with the opposite sign.").replace("{name}", name)
            yield words, lambda p, name=name: -numbers(p.inputs[name])
    yield _("{piece} is 0 everywhere."), lambda p: np.zeros_like(p.due)
    if second and first.came.size and np.ptp(first.came) == 0:
        constant = float(first.came.ravel()[0])
        words = _("{piece} is {constant} in every example, whatever the arguments.")
        yield words.replace("{constant}", f"{constant:.6g}"), lambda p: np.full_like(p.came, constant)


def _factors():
    known = [
        (-1.0, _("{piece} has the opposite sign of what is due, everywhere.")),
        (2.0, _("{piece} is twice what is due, everywhere.")),
        (0.5, _("{piece} is half of what is due, everywhere.")),
        (-2.0, _("{piece} is twice what is due and of the opposite sign, everywhere.")),
        (-0.5, _("{piece} is half of what is due and of the opposite sign, everywhere.")),
        (3.0, _("{piece} is three times what is due, everywhere.")),
        (4.0, _("{piece} is four times what is due, everywhere.")),
        (1 / 3, _("{piece} is a third of what is due, everywhere.")),
        (0.25, _("{piece} is a quarter of what is due, everywhere.")),
    ]
    for factor, words in known:
        yield words, lambda p, factor=factor: factor * p.due


def _arrangements():
    yield _("{piece} is right but transposed: rows stand where columns should."), lambda p: p.due.T
    yield _("{piece} is right but in reversed order."), lambda p: p.due[::-1]
    yield _("{piece} is right but with the columns in reversed order."), lambda p: p.due[:, ::-1]
    yield _("{piece} holds the right numbers, but sorted."), lambda p: np.sort(p.due, axis=0)
    yield _("{piece} is right but shifted by one place: each entry stands one too late."), _later
    yield _("{piece} is right but shifted by one place: each entry stands one too early."), _earlier
    yield _("{piece} lacks its first entry; the others are right."), lambda p: p.due[1:]
    yield _("{piece} lacks its last entry; the others are right."), lambda p: p.due[:-1]
    words = _("{piece} ends too early: what is there is right, but more entries are due.")
    yield words, lambda p: p.due[: len(p.came)] if 1 < len(p.came) < len(p.due) - 1 else None
    yield _("{piece} should hold more: it is only the last entry of what is due."), lambda p: p.due[-1]
    yield _("{piece} should hold more: it is only the first entry of what is due."), lambda p: p.due[0]
    yield _("{piece} has one entry too many at its end; the others are right."), _longer
    yield _("{piece} is a column where a row is due: the numbers are right, their shape is not."), _column
    yield _("{piece} holds the right numbers in another shape."), lambda p: p.due.reshape(p.came.shape)
    yield (
        _("{piece} is the mean of what is due, one number for all entries."),
        lambda p: np.full(p.came.shape, p.due.mean()),
    )
    yield (
        _("{piece} is the sum of what is due, one number for all entries."),
        lambda p: np.full(p.came.shape, p.due.sum()),
    )
    yield (
        _("{piece} is added up along the way: each entry is the sum of those up to it."),
        lambda p: np.cumsum(p.due, axis=0),
    )


def _later(p):
    return np.concatenate([p.came[:1], p.due[:-1]]) if len(p.due) > 2 else None


def _earlier(p):
    return np.concatenate([p.due[1:], p.came[-1:]]) if len(p.due) > 2 else None


def _longer(p):
    return np.concatenate([p.due, p.came[-1:]]) if len(p.came) == len(p.due) + 1 else None


def _column(p):
    return p.due.reshape(-1, 1) if p.due.ndim == 1 else None


def _of_the_change():
    """For the new value of an argument: how it changed beside how it should have."""
    known = [
        (-1.0, _("{piece} goes as far as it should, but in the opposite direction.")),
        (2.0, _("{piece} goes in the right direction, but twice as far as it should.")),
        (0.5, _("{piece} goes in the right direction, but half as far as it should.")),
    ]
    for factor, words in known:
        yield words, lambda p, factor=factor: None if p.old is None else p.old + factor * (p.due - p.old)
    words = _("{piece} is only the change: the old value is missing, to which it should be added.")
    yield words, lambda p: None if p.old is None else p.due - p.old
    words = _("{piece} holds the old value once too often.")
    yield words, lambda p: None if p.old is None else p.due + p.old


def _functions():
    yield _("{piece} is the square of what is due: is a root missing?"), lambda p: p.due**2
    yield (
        _("{piece} is the root of what is due: is a square missing?"),
        lambda p: np.sqrt(np.where(p.due < 0, np.nan, p.due)),
    )
    yield _("{piece} is one over what is due: numerator and denominator are exchanged."), lambda p: 1 / p.due
    yield _("{piece} has lost its sign: it is what is due, but never negative."), lambda p: np.abs(p.due)
    yield _("{piece} is cut off at 0: where what is due is negative, it is 0."), lambda p: np.maximum(p.due, 0)
    yield _("{piece} is 1 less what is due."), lambda p: 1 - p.due
    yield _("{piece} is 1 more than what is due, everywhere."), lambda p: p.due + 1
    yield _("{piece} is 1 less than what is due, everywhere."), lambda p: p.due - 1
    yield _("{piece} is what is due, cut to whole numbers: is there a `//` or an `int(…)`?"), lambda p: np.trunc(p.due)
    yield _("{piece} is what is due, rounded down to whole numbers: is there a `//`?"), lambda p: np.floor(p.due)
    yield _("{piece} is what is due, rounded to whole numbers."), lambda p: np.round(p.due)


def _places():
    yield _("{piece} is wrong in the first entry alone."), lambda p: _with(p, np.s_[:1])
    yield _("{piece} is wrong in the last entry alone."), lambda p: _with(p, np.s_[-1:])
    yield _("{piece} is wrong in the first two entries alone."), lambda p: _with(p, np.s_[:2])


def _with(p, place):
    """What is due, but for one place, where nothing is known."""
    if p.due.ndim == 0 or len(p.due) < 4 or p.came.shape != p.due.shape:
        return None
    wanted = p.due.copy()
    wanted[place] = p.came[place]
    return wanted


def _factors_of_inputs(pairs):
    """A factor that is one of the arguments, 1 less it, its root, or a size.

    A number that is the same in all of several examples might be any other that happens to be as large.
    """
    for name, value in pairs[0].inputs.items():
        found = numbers(value)
        if found is not None and found.ndim == 0:
            if len(pairs) == 1 or len({float(pair.inputs.get(name, value)) for pair in pairs}) > 1:
                yield from _scalar_factors(name)
        elif found is not None:
            yield from _size_factors(name)


def _scalar_factors(name):
    made = [(name, lambda x: x), (f"1 − {name}", lambda x: 1 - x), (f"√{name}", np.sqrt), (f"{name}²", np.square)]
    for shown, factor in made:
        times = _("{piece} is what is due times {factor}: a factor too much.").replace("{factor}", shown)
        over = _("{piece} is what is due divided by {factor}: this factor is missing, or divides where it should not.")
        yield times, lambda p, f=factor: f(p.inputs[name]) * p.due
        yield over.replace("{factor}", shown), lambda p, f=factor: p.due / f(p.inputs[name])
        further = _("{piece} goes in the right direction, but {factor} times as far as it should.")
        yield further.replace("{factor}", shown), lambda p, f=factor: p.old + f(p.inputs[name]) * (p.due - p.old)
        shorter = _("{piece} goes in the right direction, but 1/({factor}) times as far as it should.")
        yield shorter.replace("{factor}", shown), lambda p, f=factor: p.old + (p.due - p.old) / f(p.inputs[name])


def _size_factors(name):
    for axis, of in enumerate((_("rows of {name}"), _("columns of {name}"))):
        of = of.format(name=name)
        times = _("{piece} is what is due times the number of {of}: a sum where a mean is due?").replace("{of}", of)
        over = _("{piece} is what is due divided by the number of {of}: a mean where a sum is due?").replace("{of}", of)
        freedom = _("{piece} is divided by n − 1 where n is due, with n the number of {of}.").replace("{of}", of)
        yield times, lambda p, a=axis: _size(p, name, a) * p.due
        yield over, lambda p, a=axis: p.due / _size(p, name, a)
        yield freedom, lambda p, a=axis: p.due * _size(p, name, a) / (_size(p, name, a) - 1)


def _size(p, name, axis):
    return np.asarray(p.inputs[name]).shape[axis]
