"""Runs calls of the plots' JavaScript under Node, all in one process."""

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ravine.plots.bundle import SOURCE, node

SCRIPT = Path(__file__).with_name("replay.mjs")


@dataclass
class Recorder:
    """A function that notes where it is asked and what it gives, to be played back in JavaScript."""

    function: Any
    calls: list = field(default_factory=list)

    def __call__(self, at):
        gives = self.function(at)
        self.calls.append({"at": at, "gives": gives})
        return gives


def plain(value):
    """Numbers, lists and dicts alone."""
    if isinstance(value, Recorder):
        return {"calls": plain(value.calls)}
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def replay(calls: list[dict], sources: Path = SOURCE) -> list[dict]:
    """What JavaScript returns, and where it asked the recorded functions, for each call."""
    work = json.dumps([{"args": [], **plain(call)} for call in calls])
    done = node(SCRIPT, sources, input=work, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def flat(value) -> np.ndarray:
    """All numbers in nested tuples, lists and arrays, in order."""
    if isinstance(value, list | tuple):
        return np.concatenate([flat(entry) for entry in value]) if len(value) else np.zeros(0)
    return np.atleast_1d(np.asarray(value, dtype=float)).ravel()
