"""Mutants of a reference function: each differs from it by one operator, number, condition or loop."""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ravine.calibration.mutations import mutated
from ravine.course.sources import sources_of
from ravine.exercises.exercise import Exercise


@dataclass(frozen=True)
class Mutant:
    """A changed reference: the lines that were changed, before and after, and the function or class it makes."""

    was: str
    became: str
    answer: Any


def mutants(exercise: Exercise) -> Iterator[Mutant]:
    """Every mutant of an exercise's right answer and of the private functions of its module that it calls."""
    module = sys.modules[exercise.answer.__module__]
    sources = sources_of(exercise)
    for name, source in sources.items():
        for mutant in dict.fromkeys(mutated(source)):
            answer = _made(exercise.answer.__name__, vars(module), sources | {name: mutant})
            if answer is not None:
                yield Mutant(*_changed_lines(source, mutant), answer)


def _made(answer_name, names, sources):
    """The answer that these sources define; None where they are not even Python, or cannot be defined."""
    namespace = dict(names)
    try:
        for source in sources.values():
            exec(compile(source, "<mutant>", "exec"), namespace)
    except Exception:
        return None
    return namespace[answer_name]


def _changed_lines(source: str, mutated: str) -> tuple[str, str]:
    pairs = [(a.strip(), b.strip()) for a, b in zip(source.splitlines(), mutated.splitlines()) if a != b]
    return " ".join(a for a, _b in pairs), " ".join(b for _a, b in pairs)


def equivalents(assignment: str, root: Path) -> dict[tuple[str, str, str], str]:
    """An assignment's reviewed mutants that answer as the reference does: (exercise, was, became) → why they do."""
    path = equivalents_path(assignment, root)
    reviewed = tomllib.loads(path.read_text()) if path.exists() else {}
    return {(name, m["was"], m["became"]): m["because"] for name, found in reviewed.items() for m in found}


def equivalents_path(assignment: str, root: Path) -> Path:
    """Where they are kept, if there are any."""
    return root / "solutions" / "equivalents" / f"{assignment}.toml"
