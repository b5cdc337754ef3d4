"""The text of a right answer, and of the private functions beside it that it calls."""

import inspect
import sys
from types import CodeType

from ravine.exercises.exercise import Exercise


def sources_of(exercise: Exercise) -> dict[str, str]:
    """The text of an exercise's right answer and of the private functions of its module that it calls, by name."""
    names = vars(sys.modules[exercise.answer.__module__])
    return {name: _source(names[name]) for name in _used(exercise.answer, names)}


def _used(answer, names):
    """The answer's name and those of its module's private functions that it uses, directly or through others."""
    found, new = [], [answer.__name__]
    while new:
        name = new.pop()
        if name not in found:
            found.append(name)
            private = filter(lambda n: n.startswith("_"), _names_in(names[name]))
            new += [n for n in private if _is_from(names.get(n), answer.__module__)]
    return found


def _names_in(thing):
    """Every name in the code of a function, or of a class's methods."""
    functions = vars(thing).values() if isinstance(thing, type) else [thing]
    pending = [f.__code__ for f in map(inspect.unwrap, filter(callable, functions)) if hasattr(f, "__code__")]
    while pending:
        code = pending.pop()
        yield from code.co_names
        pending += [c for c in code.co_consts if isinstance(c, CodeType)]


def _is_from(thing, module):
    return inspect.isfunction(thing) and thing.__module__ == module


def _source(thing):
    """The text of a function or class without its decorators: they declare the exercise anew."""
    lines = inspect.getsource(thing).splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if line.startswith(("def ", "class ")))
    return "".join(lines[first:])
