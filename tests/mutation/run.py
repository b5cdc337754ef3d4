"""Try the tests of a module on every change of it: python -m tests.mutation.run MODULE TEST... prints the survivors.

Each change is made in a fork, in place: its functions get the changed code, so that whoever imported them has it too.
"""

import contextlib
import importlib
import inspect
import json
import os
import resource
import sys
from pathlib import Path
from types import FunctionType

import pytest

from tests.mutation.changes import changes

CPU_SECONDS = 60  # for the tests of one change: one that never ends is noticed


def survivors(module_name: str, tests: list[str]) -> tuple[int, list[str]]:
    """How many changes there are, and those that no test notices."""
    module = importlib.import_module(module_name)
    found = list(changes(Path(module.__file__).read_text(encoding="utf-8")))
    assert _passes(None, module, tests), "the tests fail without any change"
    return len(found), [words for words, tree in found if _passes(tree, module, tests)]


def _passes(tree, module, tests):
    child = os.fork()
    if not child:
        status = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
                if tree is not None:
                    _change(module, compile(tree, module.__file__, "exec"))
                status = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--noconftest", "--assert=plain", *tests])
        finally:
            os._exit(int(status))
    _pid, ended = os.waitpid(child, 0)
    return ended == 0


def _change(module, code):
    """Give a module's functions and constants what the changed code says."""
    new = dict(vars(module))
    exec(code, new)
    for name, value in new.items():
        old = vars(module).get(name)
        if isinstance(old, type) and old.__module__ == module.__name__:
            for attribute, method in vars(value).items():
                _replace(vars(old).get(attribute), method)
        elif not _replace(old, value) and not inspect.ismodule(value) and name != "__builtins__":
            setattr(module, name, value)


def _replace(old, new):
    """Whether `old` is a function or property, whose code is now that of `new`."""
    pairs = [
        (old, new),
        *((getattr(old, f, None), getattr(new, f, None)) for f in ("fget", "func", "__func__", "__wrapped__")),
    ]
    functions = [(a, b) for a, b in pairs if isinstance(a, FunctionType) and isinstance(b, FunctionType)]
    for a, b in functions:
        if len(a.__code__.co_freevars) == len(b.__code__.co_freevars):
            a.__code__, a.__defaults__, a.__kwdefaults__ = b.__code__, b.__defaults__, b.__kwdefaults__
    return bool(functions)


if __name__ == "__main__":
    tried, alive = survivors(sys.argv[1], sys.argv[2:])
    print(json.dumps({"tried": tried, "survivors": alive}))
