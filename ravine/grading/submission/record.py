"""What is kept of a grade so that it can be replayed, beside its seed: what the student's code returned."""

import json
from dataclasses import fields
from typing import Any

import numpy as np

from ravine.exercises import table
from ravine.exercises.comparison import kind_of
from ravine.exercises.exercise import Exercise
from ravine.exercises.judge import Judgement, assess, rows
from ravine.exercises.observe import NoAnswer, Observation

LARGEST = 2_000_000  # characters of what one exercise's observations may take; beyond that they are not kept

AT_MOST = 20  # times as long as estimated is what an observation takes in JSON
NAMES = [f.name for f in fields(Observation)]
NUMBERS = frozenset({float, int, bool, type(None)})


def observed_as_json(judgement: Judgement) -> dict[str, Any]:
    """What was seen of an answer, as plain JSON; without the observations where they are very large."""
    no_answer = str(judgement.no_answer) if judgement.no_answer else ""
    size = sum(_size(getattr(o, name)) for o in judgement.observed for name in NAMES)
    if size > LARGEST:
        return {"too_large": len(judgement.observed), "no_answer": no_answer}
    seen = [{name: _encode(getattr(o, name)) for name in NAMES} for o in judgement.observed]
    if AT_MOST * size > LARGEST and len(json.dumps(seen)) > LARGEST:
        return {"too_large": len(seen), "no_answer": no_answer}
    return {"observed": seen, "no_answer": no_answer}


def _size(value) -> int:
    """About how many characters a value will take."""
    if type(value) in NUMBERS:
        return 8
    if isinstance(value, np.ndarray):
        return 8 * value.size
    if isinstance(value, list | tuple):
        return 2 + sum(map(_size, value))
    if isinstance(value, dict):
        return 2 + sum(_size(k) + _size(v) for k, v in value.items())
    return len(value) if isinstance(value, str | bytes) else 8


def _encode(value):
    """Like `ravine.exercises.table.encode`, with a word in place of an object that lives in the sandbox."""
    if type(value) in NUMBERS:
        return table.encode(value)
    if isinstance(value, list | tuple):
        encoded = [_encode(v) for v in value]
        return {"tuple": encoded} if isinstance(value, tuple) else encoded
    if isinstance(value, dict):
        return {"dict": [[_encode(k), _encode(v)] for k, v in value.items()]}
    if isinstance(value, complex | np.complexfloating | bytes | set | frozenset):
        return {"other": kind_of(value)}
    if isinstance(value, np.ndarray) and value.dtype.kind not in "biuf":
        return {"other": kind_of(value)}
    try:
        return table.encode(value)
    except TypeError:
        return {"other": kind_of(value)}


class Other:
    """Stands for a returned value that was no plain data."""

    def __array__(self, *_args, **_kwargs):
        raise TypeError


def _decode(value):
    if isinstance(value, list):
        return [_decode(v) for v in value]
    if isinstance(value, dict) and "other" in value:
        return Other()
    if isinstance(value, dict) and "tuple" in value:
        return tuple(_decode(v) for v in value["tuple"])
    if isinstance(value, dict) and "dict" in value:
        return {_decode(k): _decode(v) for k, v in value["dict"]}
    return table.decode(value)


def observed_of(kept: dict[str, Any]) -> list[Observation]:
    """The observations that `observed_as_json` kept."""
    return [Observation(**{name: _decode(v) for name, v in o.items()}) for o in kept["observed"]]


def replay(exercise: Exercise, rng: np.random.Generator, kept: dict[str, Any]) -> Judgement:
    """Judge again what was seen. `rng`: the generator of the hidden inputs. Raises LookupError if it was not kept."""
    if "observed" not in kept:
        raise LookupError("the observations were too large to be kept")
    drawn = rows(exercise, exercise.draw(rng))
    return assess(exercise, drawn, observed_of(kept), NoAnswer(kept["no_answer"]) if kept["no_answer"] else None)
