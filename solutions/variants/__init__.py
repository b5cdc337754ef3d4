"""Right answers that are not the reference's: every exercise's checks must let all of them pass.

One module a chapter, each with ``RIGHT``: exercise → its right answers, a list of functions or a dict by style.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any


def right_answers(chapter: str) -> dict[str, dict[str, Any]]:
    """The right answers to a chapter's exercises, by the exercise's name and a few words for the style."""
    if find_spec(f"solutions.variants.{chapter}") is None:
        return {}
    answers = import_module(f"solutions.variants.{chapter}").RIGHT
    return {name: right if isinstance(right, dict) else _named(right) for name, right in answers.items()}


def _named(answers):
    return {answer.__name__.replace("_", " "): answer for answer in answers}
