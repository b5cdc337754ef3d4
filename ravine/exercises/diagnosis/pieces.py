"""The pieces of what an answer returned, by the names that a student knows: `w` and `v`, `a.grad`, `dW`."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from ravine.exercises.comparison import as_numbers
from ravine.exercises.exercise import Exercise
from ravine.exercises.observe import Observation
from ravine.language import _

WHOLE = ""  # the name of a result that has no pieces


def pieces(exercise: Exercise, observed: Observation) -> dict[str, Any]:
    """What was returned, piece by piece; empty where an error was raised."""
    if observed.raised:
        return {}
    value = observed.returned
    if isinstance(value, dict):
        return value
    if len(exercise.returns) > 1 and (isinstance(value, tuple | list) or _has_rows(value)):
        return dict(zip(exercise.returns, value)) if len(value) == len(exercise.returns) else {}
    return {WHOLE: value}


def _has_rows(value):
    return isinstance(value, np.ndarray) and value.ndim > 0


def kind_of_piece(name: str) -> str:
    """What pieces have in common that differ by their number alone: `dW` of `backward(dy[1]); dW`."""
    return re.sub(r"\[\d+\]", "", name.rpartition("; ")[2]) if "(" in name else "." + name.partition(".")[2]


def spoken(kind: str) -> str:
    """The name of a kind of piece in a sentence that begins with it."""
    words = {
        WHOLE: _("What you return"),
        "forward(x)": _("What forward returns"),
        "backward(dy)": _("What backward returns"),
        "backward()": _("What backward returns"),
        "forward(logits, labels)": _("The loss"),
        ".grad": _("Every derivative"),
        ".data": _("Every value"),
    }
    return words.get(kind, _("Your {name}").format(name=re.sub(r"^(the )?(new )?", "", kind)))


def numbers(value: Any) -> np.ndarray | None:
    """A piece as finite numbers, None where it is none."""
    found = as_numbers(value)
    return found if found is not None and np.isfinite(found).all() else None


def leaves(value: Any) -> Iterator[Any]:
    """The plain values in nested lists, tuples and dicts, in their order."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, tuple | list):
        for member in value:
            yield from leaves(member)
    else:
        yield value
