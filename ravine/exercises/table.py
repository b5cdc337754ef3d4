"""The table of a self-check: public inputs, what the right answer and each misconception do with them, as JSON.

Release writes one table an assignment into `ravine/tables/`; a student's `check` judges by it without any
reference code. Plain values are written as JSON's own; arrays, tuples, seeds and surfaces' methods as tagged objects.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields, is_dataclass
from functools import cached_property
from importlib import import_module
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

import ravine
from ravine import problems
from ravine.exercises.comparison import Tolerance
from ravine.exercises.diagnosis.near import Near, Neighbourhood
from ravine.exercises.exercise import Case, Exercise, Misconception
from ravine.exercises.observe import Observation, Seed
from ravine.exercises.rows import Row

TABLES = Path(ravine.__file__).parent / "tables"
DEPTH = 5  # of the nesting that gets lines of its own: exercise, "rows", row, "wrong", answer


def write(path: Path, exercises: list[tuple[Exercise, list[Row]]]) -> None:
    """Write the table of an assignment's exercises and their rows."""
    table = {
        e.name: {"exercise": _exercise(e), "rows": [_row(row) for row in rows], "near": _near(e.near)}
        for e, rows in exercises
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_laid_out(table) + "\n", encoding="utf-8")


def _laid_out(value, depth=0):
    """JSON with a line for each entry down to what one answer did, so that a change shows as a few changed lines."""
    if (
        depth == DEPTH
        or not isinstance(value, dict | list)
        or not any(isinstance(v, dict | list) for v in _members(value))
    ):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        inside = [f"{json.dumps(k, ensure_ascii=False)}: {_laid_out(v, depth + 1)}" for k, v in value.items()]
    else:
        inside = [_laid_out(v, depth + 1) for v in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n" + ",\n".join(" " * (depth + 1) + line for line in inside) + f"\n{' ' * depth}{closing}"


def read(path: Path) -> Mapping[str, tuple[Exercise, list[Row]]]:
    """The exercises and rows of a table by name, as `ravine.exercises.judge.judge` takes them."""
    return _Table(path.read_text(encoding="utf-8"))


class _Table(Mapping):
    """A table that is decoded when one of its exercises is asked for: a check needs one of fifty."""

    def __init__(self, text: str):
        self._text, self._decoded = text, {}
        self._names = re.findall(r'^ "(\w+)": ', text, re.M)  # as `write` lays it out

    @cached_property
    def _written(self):
        text, self._text = self._text, ""
        return json.loads(text)

    def __getitem__(self, name: str) -> tuple[Exercise, list[Row]]:
        if name not in self._decoded:
            if name not in self._names:
                raise KeyError(name)
            t = self._written.pop(name)  # as decoded it is kept
            self._decoded[name] = _read_exercise(name, t), [_read_row(r) for r in t["rows"]]
        return self._decoded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _members(value):
    return value.values() if isinstance(value, dict) else value


def near_of(path: Path, name: str) -> Neighbourhood:
    """The answers near the right one of an exercise; none where the table has no such exercise."""
    table = read(path)
    return table[name][0].near if name in table else Neighbourhood()


def _near(near):
    near = near or Neighbourhood()
    return {"phrases": near.phrases, "known": [[n.name, *n.signatures] for n in near.known]}


def _read_near(near):
    return Neighbourhood([Near(name, tuple(seen)) for name, *seen in near["known"]], near["phrases"])


def _exercise(e):
    return {
        "parts": e.parts,
        "returns": list(e.returns),
        "tolerance": asdict(e.tolerance),
        "observe": _function_name(e.observe),
        "agree": _function_name(e.agree),
        "misconceptions": [{"name": m.name, "sentence": m.sentence, "see": m.see} for m in e.misconceptions],
    }


def _read_exercise(name, t):
    e = t["exercise"]
    return Exercise(
        name,
        e["parts"],
        tuple(e["returns"]),
        Tolerance(**e["tolerance"]),
        _function(e["observe"]),
        _function(e["agree"]),
        misconceptions=[Misconception(**m) for m in e["misconceptions"]],
        near=_read_near(t.get("near") or _near(None)),
    )


def _function_name(function):
    if not function.__module__.startswith("ravine."):
        raise ValueError(f"{function.__qualname__} must live in the package ravine: students' self-check calls it")
    return f"{function.__module__}:{function.__qualname__}"


def _function(name):
    module, function = name.split(":")
    return getattr(import_module(module), function)


def _row(row):
    return {
        "part": row.case.part,
        "inputs": {name: encode(value) for name, value in row.case.inputs.items()},
        "expected": _observation(row.expected),
        "wrong": {name: _observation(o) for name, o in row.wrong().items()},
    }


def _read_row(r):
    wrong = {name: _read_observation(o) for name, o in r["wrong"].items()}
    inputs = {name: decode(value) for name, value in r["inputs"].items()}
    return Row(Case(inputs, r["part"]), _read_observation(r["expected"]), lambda: wrong)


def _observation(o):
    """Only what differs from an empty observation: the words and place of an error are its author's own."""
    kept = [f.name for f in fields(o) if f.name not in ("message", "line", "source")]
    written = {name: _rounded(encode(getattr(o, name))) for name in kept}
    return {name: value for name, value in written.items() if value != encode(getattr(Observation(), name))}


def _rounded(value):
    """The same JSON without the last digits of its numbers, which differ from machine to machine."""
    if isinstance(value, float):
        return float(f"{value:.14g}")
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return {k: _rounded(v) for k, v in value.items()} if isinstance(value, dict) else value


def _read_observation(o):
    return Observation(**{name: decode(value) for name, value in o.items()})


def encode(value: Any) -> Any:
    """A plain value as JSON. Raises TypeError for anything else."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else {"float": str(value)}
    if isinstance(value, np.generic):
        return encode(value.item())
    if isinstance(value, np.ndarray):
        shape = {} if value.size else {"shape": list(value.shape)}  # which a list of nothing does not tell
        numbers = value.tolist() if _is_plain(value) else encode(value.tolist())
        return {"array": numbers, "dtype": value.dtype.name, **shape}
    if isinstance(value, tuple):
        return {"tuple": [encode(v) for v in value]}
    if isinstance(value, list):
        return [encode(v) for v in value]
    if isinstance(value, dict):
        return {"dict": [[encode(k), encode(v)] for k, v in value.items()]}
    if isinstance(value, Seed):
        return {"seed": value.number}
    if is_dataclass(owner := getattr(value, "__self__", None)):
        parameters = {f.name: encode(getattr(owner, f.name)) for f in fields(owner)}
        return {"surface": type(owner).__name__, "parameters": parameters, "method": value.__name__}
    raise TypeError(f"a table holds plain values and methods of surfaces, not {type(value).__name__}")


def _is_plain(array):
    """Whether JSON has a word for each entry."""
    return array.dtype.kind in "biu" or (array.dtype.char in "efd" and bool(np.isfinite(array).all()))


def decode(value: Any) -> Any:
    """The value that `encode` wrote."""
    if isinstance(value, list):
        return [decode(v) for v in value]
    if not isinstance(value, dict):
        return value
    if "array" in value:
        array = np.array(decode(value["array"]), dtype=value["dtype"])
        return array.reshape(value.get("shape", array.shape))
    if "tuple" in value:
        return tuple(decode(v) for v in value["tuple"])
    if "dict" in value:
        return {decode(k): decode(v) for k, v in value["dict"]}
    if "seed" in value:
        return Seed(value["seed"])
    if "float" in value:
        return float(value["float"])
    surface = getattr(problems, value["surface"])(**{n: decode(v) for n, v in value["parameters"].items()})
    return getattr(surface, value["method"])
