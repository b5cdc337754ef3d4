"""Is it an answer, has it the right shape, is it finite, is it the right number? The first thing that is not."""

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from ravine.language import _

_SEQUENCES = (tuple, list)
_PLAIN = (str, bool, np.bool_)
_FLOATS = {float, np.float64}
_NOT_NUMBERS = (*_PLAIN, bytes, dict, set)


@dataclass(frozen=True)
class Tolerance:
    """Numbers agree when they differ by at most `relative` · (largest expected entry) + `absolute`.

    The default admits every reordering of a correct formula, and float32 beside float64.
    """

    relative: float = 1e-6
    absolute: float = 1e-12

    def around(self, largest: float) -> float:
        """How far off a number may be where the largest expected entry has this size."""
        return self.relative * largest + self.absolute


@dataclass(frozen=True)
class Difference:
    """The first place where an answer is not what was expected.

    `kind` is one of "missing", "kind", "length", "shape", "finite" and "value", in the order in which they are
    looked for; `where` names the place as a student would write it, for example `v[0]`.
    """

    kind: str
    where: str
    got: Any
    expected: Any

    def sentence(self) -> str:
        """What was found and what was expected, in one sentence."""
        words = {
            "missing": _("{where} is None: does your function end with a return statement?"),
            "kind": _("{where} should be {expected}, but is {got}."),
            "length": _("{where} should hold {expected} values, but holds {got}."),
            "shape": _("{where} should have shape {expected}, but has shape {got}."),
            "finite": _("{where} should be {expected}, but is {got}."),
            "value": _("{where} should be {expected}, but is {got}."),
        }
        return words[self.kind].format(where=self.where, got=shown(self.got), expected=shown(self.expected))


def shown(value: Any) -> str:
    """A value in few characters: numbers with nine digits, long arrays with their middle left out."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | type(None)):
        return str(value)
    if isinstance(value, float | np.floating):
        return f"{float(value):.9g}"
    if isinstance(value, np.ndarray):
        return np.array2string(value, precision=9, separator=", ", threshold=20)
    if isinstance(value, tuple) and all(isinstance(i, int) for i in value):
        return str(value)  # a shape
    if isinstance(value, list | tuple):
        members = [shown(v) for v in value[:20]] + ["…"] * (len(value) > 20)
        inside = (",\n" if any("\n" in m for m in members) else ", ").join(members)
        return indented(f"[{inside}]" if isinstance(value, list) else f"({inside})", 1)
    return str(value)[:200]


def indented(text: str, columns: int) -> str:
    """Text whose lines after the first begin this far to the right."""
    return text.replace("\n", "\n" + " " * columns)


def first_difference(
    got: Any,
    expected: Any,
    where: str = "",
    names: tuple[str, ...] = (),
    tolerance: Tolerance = Tolerance(),
) -> Difference | None:
    """The first difference between plain values, or None where they agree.

    `expected` decides what is asked for: a tuple or list of results (a tuple, list or array of as many is
    accepted), a dict with the same keys, a text, True, False or None, or numbers of some shape (lists and every
    real dtype are accepted). `names` are the names of a tuple's members.
    """
    if type(got) in _FLOATS and type(expected) in _FLOATS and _is_near(got, expected, tolerance):
        return None
    where = where or _("the returned value")
    if got is None and expected is not None:
        return Difference("missing", where, None, expected)
    if isinstance(expected, _SEQUENCES):
        return _sequence_difference(got, expected, where, names, tolerance)
    if isinstance(expected, dict):
        return _dict_difference(got, expected, where, tolerance)
    if expected is None or isinstance(expected, _PLAIN):
        return None if _same_plain(got, expected) else Difference("kind", where, kind_of(got), str(expected))
    return _numeric_difference(got, np.asarray(expected), where, tolerance)


def _sequence_difference(got, expected, where, names, tolerance):
    if not isinstance(got, _SEQUENCES) and not (isinstance(got, np.ndarray) and got.ndim):
        wanted = _all_of(names) if names else _("a list")
        return Difference("kind", where, kind_of(got), wanted)
    if isinstance(got, np.ndarray) and names and got.ndim != np.ndim(expected[0]) + 1:
        return Difference("kind", where, _("one array of shape {shape}").format(shape=got.shape), _all_of(names))
    if len(got) != len(expected):
        return Difference("length", where, len(got), len(expected))
    for i, (g, e) in enumerate(zip(got, expected)):
        place = names[i] if i < len(names) else f"{where}[{i}]"
        if found := first_difference(g, e, place, tolerance=tolerance):
            return found
    return None


def _all_of(names):
    return _("a tuple ({names})").format(names=", ".join(names))


def _dict_difference(got, expected, where, tolerance):
    if not isinstance(got, dict):
        return Difference("kind", where, kind_of(got), _("a dict"))
    for key, value in expected.items():
        if found := first_difference(got.get(key), value, str(key), tolerance=tolerance):
            return found
    return None


def _same_plain(got, expected):
    return type(got) in (str, bool, np.bool_, type(None)) and got == expected


def _numeric_difference(got, expected, where, tolerance):
    numbers = as_numbers(got)
    if numbers is None:
        wanted = _("a number") if expected.ndim == 0 else _("an array of numbers")
        return Difference("kind", where, kind_of(got), wanted)
    if numbers.shape != expected.shape:
        return Difference("shape", where, numbers.shape, expected.shape)
    expected = expected.astype(float, copy=False)
    if numbers.tobytes() == expected.tobytes():
        return None
    close = _close(numbers, expected, tolerance)
    if close.all():
        return None
    index = tuple(int(i) for i in np.argwhere(~close)[0])
    place = where + (f"[{', '.join(map(str, index))}]" if index else "")
    kind = "value" if np.isfinite(numbers[index]) else "finite"
    return Difference(kind, place, float(numbers[index]), float(expected[index]))


def _is_near(number, expected, tolerance):
    """As `_close`, of two single numbers."""
    return isfinite(expected) and abs(number - expected) <= tolerance.around(abs(expected))


def _close(numbers, expected, tolerance):
    scale = np.abs(expected).max(initial=0.0)
    if isfinite(scale):  # `<=` is False for NaN, so that a NaN is never close to a number
        return np.abs(numbers - expected) <= tolerance.around(scale)
    finite = np.isfinite(expected)
    near = _close(np.where(finite, numbers, 0.0), np.where(finite, expected, 0.0), tolerance)
    return np.where(finite, near, (numbers == expected) | (np.isnan(numbers) & np.isnan(expected)))


def as_numbers(value: Any) -> np.ndarray | None:
    """`value` as a plain new float64 array, or None where it is not made of real numbers."""
    if isinstance(value, _NOT_NUMBERS):
        return None
    try:
        array = np.array(value, subok=False)
    except (ValueError, TypeError, OverflowError):
        return None
    return array.astype(np.float64, copy=False) if array.dtype.kind in "iuf" else None


def kind_of(value: Any) -> str:
    """What a value is, in a student's words."""
    if value is None:
        return "None"
    if isinstance(value, str):
        return _("the text {text}").format(text=repr(value[:40]))
    if isinstance(value, bool | np.bool_):
        return str(value)
    if isinstance(value, int | float | np.number):
        return _("the number {number}").format(number=shown(value))
    if isinstance(value, np.ndarray):
        return _("an array of shape {shape} and type {dtype}").format(shape=value.shape, dtype=value.dtype)
    if isinstance(value, list | tuple):
        return _("a {kind} of {length}").format(kind=type(value).__name__, length=len(value))
    return _("a value of type {kind}").format(kind=type(value).__name__)
