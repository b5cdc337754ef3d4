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
from types import FunctionType, ModuleType

import pytest
from _pytest.runner import runtestprotocol

from tests.forked import succeeds
from tests.mutation.changes import changes

CPU_SECONDS = 60  # for the tests of one change: one that never ends is noticed


def survivors(module_name: str, tests: list[str]) -> tuple[int, list[str]]:
    """How many changes there are, and those that no test notices. Raises ValueError if tests fail without any."""
    trial = _Trial(importlib.import_module(module_name))
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        pytest.main(["-q", "-p", "no:cacheprovider", "--noconftest", "--assert=plain", *tests], plugins=[trial])
    if not trial.tried:
        raise ValueError("the tests fail without any change")
    return trial.tried, trial.survivors


class _Trial:
    """Runs the tests that pytest has collected once for each change, in place of once."""

    def __init__(self, module: ModuleType):
        self.module, self.tried, self.survivors = module, 0, []

    def pytest_runtestloop(self, session):
        changed = changes(Path(self.module.__file__).read_text(encoding="utf-8"))
        for words, tree in changed if _pass(session, lambda: None) else ():
            self.tried += 1
            if _pass(session, lambda tree=tree: _change(self.module, compile(tree, self.module.__file__, "exec"))):
                self.survivors.append(words)
        return True


def _pass(session, change):
    """Whether all collected tests pass after a change, which is made in a fork."""

    def trial():
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        change()
        return all(_passes(item, later) for item, later in zip(session.items, [*session.items[1:], None]))

    return succeeds(trial)


def _passes(item, later):
    return all(report.passed or report.skipped for report in runtestprotocol(item, log=False, nextitem=later))


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
