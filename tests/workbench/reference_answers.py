"""What the self-check says of every right answer, every variant, misconception and mistake of the corpus.

Run natively, and in Pyodide by judge.mjs.
"""

import json
import pkgutil
from importlib import import_module

import solutions.reference
import solutions.variants
from ravine.check import examined, tables
from ravine.exercises.exercise import exercises_in
from solutions.variants import right_answers
from tests.corpus import everything


def replies() -> dict[str, str]:
    """The replies by exercise/answer; exercises that no table has are not released yet."""
    modules = (f"solutions.reference.{module.name}" for module in pkgutil.iter_modules(solutions.reference.__path__))
    known = [e for name in modules for e in exercises_in(import_module(name)) if e.name in tables()]
    asked = {name: (e.name, answer) for e in known for name, answer in _answers(e)} | _variants(known)
    asked |= {f"{m.exercise}/{m.source} ({number})": (m.exercise, m.answer) for number, m in enumerate(everything())}
    return {name: "\n".join(examined(answer, exercise).lines) for name, (exercise, answer) in asked.items()}


def _answers(e):
    return [(f"{e.name}/{m.name}", m.answer) for m in e.misconceptions] + [(f"{e.name}/reference", e.answer)]


NEED_SCIPY = {"inverse of the distribution"}


def _variants(known):
    """Right answers that are written otherwise, but with no more than numpy."""
    names = {e.name for e in known} - {"train"}  # a training takes long
    chapters = [right_answers(module.name) for module in pkgutil.iter_modules(solutions.variants.__path__)]
    return {
        f"{exercise}/{style}": (exercise, answer)
        for chapter in chapters
        for exercise, answers in chapter.items()
        for style, answer in answers.items()
        if exercise in names and style not in NEED_SCIPY
    }


def as_json() -> str:
    return json.dumps(replies())
