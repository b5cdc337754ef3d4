"""Wrong answers that have a sentence but no name: seen once in the world, too rare for the calibration and the report.

`solutions/slips/<chapter>.py` declares them; release writes what they do on the public rows into the self-check's
table, beside the other answers near the right one (`ravine.course.near`)::

    @slip(momentum_step, _("The gradient joins the velocity with a plus, and leaves the weights with a minus."))
    def two_signs(w, v, grad, lr, beta):
        …
"""

from collections import defaultdict
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ravine.exercises.exercise import Exercise


@dataclass(frozen=True)
class Slip:
    """A wrong answer, and what is true of every answer that does the same."""

    name: str
    sentence: str
    answer: Any


_slips: dict[Any, dict[str, Slip]] = defaultdict(dict)


def slip(right, sentence: str, name: str = ""):
    """Declare the decorated function or class a slip in the exercise that `right` answers. name: else its own."""

    def declare(answer):
        own = name or answer.__name__.strip("_")
        _slips[right][own] = Slip(own, sentence, answer)
        return answer

    return declare


def of(exercise: Exercise) -> list[Slip]:
    """The slips of an exercise, in the order of their file; none where its chapter has no such file."""
    *_solutions, _reference, chapter = exercise.answer.__module__.split(".")[:3]
    package = f"solutions.slips.{chapter}"
    try:
        import_module(package)
    except ModuleNotFoundError as missing:
        if not package.startswith(str(missing.name)):
            raise
    return list(_slips[exercise.answer].values())
