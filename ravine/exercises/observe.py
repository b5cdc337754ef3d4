"""What a call of an answer did: what it returned or raised, what it asked for, which arguments it changed.

An *answer* is a function or class: the reference's, a misconception's, a student's own in their notebook, or the
stand-in for a student's in the sandbox. All are observed by the same code, so that observations can be compared.
This module contains nothing of the solutions: students have it.
"""

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial, reduce, wraps
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

import ravine


class NoAnswer(Exception):
    """The answer could not be observed at all: out of time, process ended, something that is no plain value."""


class SeededGenerator(np.random.Generator):
    """A `numpy.random.Generator` that remembers its seed, so that another process can make the same one."""

    def __init__(self, seed: int):
        super().__init__(np.random.PCG64(seed))
        self.seed = seed


@dataclass(frozen=True)
class Seed:
    """Stands for a random generator among a case's inputs; every call gets a new one from this seed."""

    number: int

    def __repr__(self):  # as a student would write it
        return f"np.random.default_rng({self.number})"


@dataclass
class Observation:
    """What one call did. `returned` is meaningless where `raised` names an exception.

    `message`, `line` and `source` say what it was about and in which line of the answer's own code.
    `calls` holds for every function among the inputs the arguments of each call of it, in order;
    `changed` the names of the arguments whose numbers were no longer the same after the call.
    """

    returned: Any = None
    raised: str | None = None
    message: str = ""
    line: int | None = None
    source: str = ""
    calls: dict[str, list] = field(default_factory=dict)
    changed: tuple[str, ...] = ()


class Recorder:
    """A function that remembers the arguments of every call."""

    def __init__(self, function: Callable, limit: int = 100_000):
        self.function, self.limit, self.calls = function, limit, []

    def __call__(self, *arguments):
        if len(self.calls) >= self.limit:
            raise NoAnswer(f"the function was called more than {self.limit} times")
        self.calls.append([_copy(a) for a in arguments])
        return _copy(self.function(*arguments))


def call(answer: Callable, inputs: dict[str, Any], fresh: bool = False) -> Observation:
    """Observe `answer(*inputs.values())`. Arrays are copied first, functions recorded, seeds made generators.

    fresh: whether nobody else has what is returned, as after `as_now`, so that it need not be copied.
    Raises NoAnswer where the answer could not be observed.
    """
    given = {name: _given(value) for name, value in inputs.items()}
    return _seen(lambda: answer(*given.values()), given, inputs, fresh)


def call_each(answer: Callable, cases: Iterable[dict[str, Any]]) -> Iterator[Observation]:
    """What `call` gives for each of these inputs.

    Where the answer lives in the sandbox, it is asked at once for those in a row that are numbers and arrays.
    """
    there = getattr(type(answer), "_call_each", None)
    for are_plain, group in groupby(cases, lambda inputs: all(map(_is_plain, inputs.values()))):
        if not (there and are_plain):
            yield from (call(answer, inputs) for inputs in group)
            continue
        given = [(inputs, {name: _given(value) for name, value in inputs.items()}) for inputs in group]
        answered = there(answer, [tuple(copies.values()) for _inputs, copies in given])
        for (inputs, copies), act in zip(given, answered):
            yield _seen(act, copies, inputs, fresh=True)


def _seen(act, given, inputs, fresh):
    """What happens in `act`, a call with what is `given`, copies of the inputs."""
    try:
        returned = act()
        observation = Observation(returned=returned if fresh else _copy(returned))
    except NoAnswer:
        raise
    except Exception as error:  # whatever a student's function raises is an observation too
        line, source = place(error)
        name = getattr(error, "type_name", type(error).__name__)
        observation = Observation(raised=name, message=str(error), line=line, source=source)
    observation.calls = {name: g.calls for name, g in given.items() if isinstance(g, Recorder)}
    observation.changed = tuple(name for name, g in given.items() if _differs(g, inputs[name]))
    return observation


def beside(answer: Any, kind: type, *arguments: Any) -> Any:
    """An object of a class of `ravine.problems`, made where the answer lives: in this process or in the sandbox."""
    there = getattr(type(answer), "_beside", None)
    return there(answer, kind.__name__, arguments) if there else kind(*arguments)


def at_once(run: Callable, answer: Any, *given: Any) -> Any:
    """`run(answer, *given)`. Where the answer lives in the sandbox, it is carried out there in one message.

    Until then its results are only promised: `run` returns containers of what `as_now` has kept of them.
    """
    there = getattr(type(answer), "_at_once", None)
    return there(answer, run, given) if there else run(answer, *given)


def as_now(value: Any) -> Any:
    """A value as it is now: arrays may be changed later."""
    there = getattr(type(value), "_as_now", None)
    return there(value) if there else _copy(value)


class Counting:
    """Counts calls of named functions and methods, such as "Linear.forward", while it is open.

    A name that `namespace` does not have is never called.
    """

    def __init__(self, namespace: dict[str, Any], names: Iterable[str]):
        self.namespace, self.counts, self.undo = namespace, dict.fromkeys(names, 0), []

    def __enter__(self) -> dict[str, int]:
        for name in self.counts:
            first, *path = name.split(".")
            if not path:
                if first in self.namespace:
                    self._wrap(name, self.namespace[first], self.namespace.__setitem__, first)
                continue
            owner = reduce(lambda o, attribute: getattr(o, attribute, None), path[:-1], self.namespace.get(first))
            if hasattr(owner, path[-1]):
                self._wrap(name, getattr(owner, path[-1]), partial(setattr, owner), path[-1])
        return self.counts

    def _wrap(self, name, original, replace, key):
        @wraps(original)
        def counted(*args, **kwargs):
            self.counts[name] += 1
            return original(*args, **kwargs)

        replace(key, counted)
        self.undo.append(partial(replace, key, original))

    def __exit__(self, *_):
        for undo in self.undo:
            undo()


def counting(answer: Any, names: Iterable[str], cpu_seconds: float):
    """A context with the counts of calls of these names beside the answer: in its module, or in the sandbox.

    There each call in the context may take `cpu_seconds`; in this process nobody watches the time.
    """
    there = getattr(type(answer), "_counting", None)
    return there(answer, names, cpu_seconds) if there else Counting(getattr(answer, "__globals__", {}), names)


def place(error: BaseException) -> tuple[int | None, str]:
    """The number and text of the last line outside installed packages that an exception passed, (None, "") if none.

    A stand-in's exception brings both along.
    """
    if hasattr(error, "type_name"):
        return getattr(error, "line", None), getattr(error, "source", "")
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not _is_installed(f.filename)]
    return (frames[-1].lineno, frames[-1].line or "") if frames else (None, "")


def _is_installed(filename):
    return filename.startswith(_INSTALLED)


def _installed():
    """Where installed modules lie. A prefix that is / , as in a browser, has the student's own files below it too."""
    folders = [Path(ravine.__file__).parent, Path(traceback.__file__).parent, Path(np.__file__).parents[1]]
    prefixes = {sys.prefix, sys.base_prefix} - {"/"}
    return (*map(str, folders), *prefixes, "<frozen")


_INSTALLED = _installed()


_FIXED = {float, int, bool, str, type(None), np.float64, np.float32, np.int64}  # what never changes needs no copy
_SEQUENCES = (list, tuple)


def _is_plain(value):
    return type(value) in _FIXED or type(value) is np.ndarray


def _given(value):
    if type(value) in _FIXED:
        return value
    if isinstance(value, Seed):
        return SeededGenerator(value.number)
    # A function may keep state of its own (an inner optimiser's velocity): every call starts with a new copy.
    return Recorder(deepcopy(value)) if callable(value) else _copy(value)


def _copy(value):
    if isinstance(value, np.ndarray):
        return np.array(value)
    if isinstance(value, _SEQUENCES):
        return type(value)(value if _FIXED.issuperset(map(type, value)) else map(_copy, value))
    if isinstance(value, dict):
        return {k: _copy(v) for k, v in value.items()}
    return value


def _differs(after, before):
    if isinstance(before, np.ndarray):
        if _is_same_to_the_bit(after, before):
            return False
        return not np.array_equal(after, before) and not np.array_equal(after, before, equal_nan=True)
    if isinstance(before, _SEQUENCES):
        return len(after) != len(before) or any(_differs(a, b) for a, b in zip(after, before))
    return False


def _is_same_to_the_bit(after, before):
    """What most arrays are; where numbers are equal otherwise (0 and −0), it takes longer to see."""
    if not isinstance(after, np.ndarray):
        return False
    return after.shape == before.shape and after.dtype == before.dtype and after.tobytes() == before.tobytes()
