"""Mistakes that real people made in public, in our own words and code, each with its source and what should be said.

`told` is a pattern: a reason is right where it matches, whoever wrote the sentence. The corpus is split in two by the
order of each file: every second mistake is held out, to measure by and not to build on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Mistake:
    """A wrong answer to an exercise, where it was seen, and a pattern of what is a right reason."""

    exercise: str
    source: str
    told: str
    answer: Any


MISTAKES: list[Mistake] = []


def mistake(source: str, told: str) -> Callable:
    """Declare the decorated function or class, named as its exercise, a mistake seen at `source`."""

    def declare(answer):
        MISTAKES.append(Mistake(answer.__name__, source, told, answer))
        return answer

    return declare


def everything() -> list[Mistake]:
    """All mistakes, in the order of the files and their text."""
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        import_module(f"{__package__}.{path.stem}")
    return MISTAKES
