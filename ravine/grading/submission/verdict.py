"""The verdict on one graded cell, and every sentence in which a student or instructor reads it."""

import hashlib
import re
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from nbformat.notebooknode import NotebookNode

from ravine.exercises.comparison import shown
from ravine.exercises.judge import Judgement
from ravine.exercises.sentences import example_lines, reason_lines
from ravine.language import _

RIGHT, PARTLY, WRONG, UNCHECKED = "right", "partly", "wrong", "unchecked"
MANUAL, WAITING = "manual", "waiting"  # graded by a person, or to be

STATES = {
    RIGHT: _("right"),
    PARTLY: _("partly right"),
    WRONG: _("wrong"),
    UNCHECKED: _("could not be checked"),
    MANUAL: _("graded by hand"),
    WAITING: _("waits to be graded"),
}
MOST_NUMBERS = 1000  # of an answer that are looked at to tell it from others
LONGEST_SENTENCE = 1500  # characters of anything that a student's code has a hand in


@dataclass(frozen=True)
class Verdict:
    """What is said about one test cell. Plain data.

    problem: what went wrong before or instead of a comparison, in a sentence. example: lines of a failing example.
    fingerprint: equal for answers with equal numbers on the public examples; "" where there were none.
    """

    grade_id: str
    state: str
    points: float
    max_points: float
    exercise: str = ""
    problem: str = ""
    parts: tuple[tuple[str, bool], ...] = ()
    example: tuple[str, ...] = ()
    misconception: dict[str, str] | None = None  # name, sentence, see
    reasons: tuple[str, ...] = ()
    fingerprint: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Verdict":
        tuples = {name: tuple(values[name]) for name in ("example", "reasons")}
        return cls(**{**values, **tuples, "parts": tuple((part, passed) for part, passed in values["parts"])})

    def worth(self, points: float) -> "Verdict":
        """The same where the cell has other points now than its test gives."""
        if points == self.max_points:
            return self
        return replace(self, points=round(self.points * points / self.max_points, 2), max_points=points)

    @property
    def lines(self) -> list[str]:
        """The whole verdict as lines of plain text."""
        lines = [headline(self)]
        lines += [self.problem] if self.problem else []
        lines += [f"  {'✓' if passed else '✗'} {part}" for part, passed in self.parts]
        lines += self.example
        lines += self.reasons
        return lines


def headline(verdict: Verdict) -> str:
    """The state and the points."""
    name, points = verdict.exercise or verdict.grade_id, f"{verdict.points:g}/{verdict.max_points:g}"
    sentences = {
        RIGHT: _("✓ {name} is right: {points} points."),
        PARTLY: _("✗ {name} is partly right: {points} points."),
        WRONG: _("✗ {name} is not right: {points} points."),
        UNCHECKED: _("? {name} could not be checked. Your instructor will look at it."),
    }
    return sentences[verdict.state].format(name=name, points=points)


def state_of(points: float, max_points: float) -> str:
    """The state that a number of points stands for."""
    if points >= max_points:
        return RIGHT
    return PARTLY if points > 0 else WRONG


def explain(judgement: Judgement) -> dict[str, Any]:
    """The fields of a verdict that a judgement of a wrong answer fills."""
    found = judgement.misconception
    lines = example_lines(judgement.exercise, judgement.example) if judgement.example else []
    return {
        "parts": tuple(judgement.parts.items()),
        "example": tuple(clean(line) for line in lines),
        "misconception": {"name": found.name, "sentence": found.sentence, "see": found.see} if found else None,
        "reasons": tuple(clean(line) for line in reason_lines(judgement)),
        "fingerprint": fingerprint(judgement),
    }


def fingerprint(judgement: Judgement) -> str:
    """A short hash of what an answer did on the public examples, in six digits."""
    examples = judgement.observed[: len(judgement.exercise.examples)]
    if not examples:
        return ""
    seen = [(o.raised or _rounded(o.returned), _rounded(o.calls), o.changed) for o in examples]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:8]


def _rounded(value):
    if isinstance(value, np.ndarray | float | np.number) and np.asarray(value).dtype.kind == "f":
        numbers = np.asarray(value, dtype=float).ravel() + 0.0
        return [np.shape(value), *(f"{x:.5e}" for x in numbers[:MOST_NUMBERS])]
    if isinstance(value, list | tuple):
        return [_rounded(v) for v in value]
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    return shown(value)


_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str, longest: int = LONGEST_SENTENCE) -> str:
    """Text with which nothing can be done but reading it: no control characters, no lone surrogates, not too long."""
    text = _CONTROL.sub("", str(text)).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= longest else text[:longest] + " …"


def outputs(verdict: Verdict) -> list[NotebookNode]:
    """The test cell's outputs: the words, and what nbgrader reads the points from.

    An error is worth 0 to nbgrader, an `execute_result` the number it shows, anything else all the points.
    """
    text = "\n".join(verdict.lines)
    if verdict.state in (WRONG, UNCHECKED):
        name = STATES[verdict.state]
        return [NotebookNode(output_type="error", ename=name, evalue=verdict.lines[0], traceback=[text])]
    words = NotebookNode(output_type="stream", name="stdout", text=text + "\n")
    if verdict.state == RIGHT:
        return [words]
    number = NotebookNode({"text/plain": repr(float(verdict.points))})
    return [
        words,
        NotebookNode(output_type="execute_result", execution_count=1, metadata=NotebookNode(), data=number),
    ]


def unanswered() -> str:
    return _("You did not answer this: the cell still raises NotImplementedError.")


def raised(type_name: str, message: str, line: int | None, source: str) -> str:
    """A student's exception, with the line of their cell."""
    sentence = _("Your code raised {type}").format(type=clean(type_name, 80))
    sentence += f": {clean(message, 400)}" if message else ""
    if line is not None:
        where = f" (`{clean(source.strip(), 120)}`)" if source.strip() else ""
        sentence += _(", in line {line} of your cell").format(line=line) + where
    return sentence if sentence.endswith((".", "!", "?")) else sentence + "."


def called_as(signature: str) -> str:
    return _("It is called as {signature}.").format(signature=signature)


def visible_check_failed(message: str) -> str:
    return _("A check that you can see failed: {message}").format(message=clean(message.strip()))


def hidden_check_failed() -> str:
    return _("A hidden check failed.")


def test_broken(error: BaseException) -> str:
    return _("The test itself failed ({error}), which is not your mistake.").format(error=type(error).__name__)


def no_time_left() -> str:
    return _("The time for this submission was used up before this exercise was reached.")


def cell_did_not_run(number: int, reason: str) -> str:
    return _("Cell {number} did not run to its end: {reason}").format(number=number, reason=clean(reason, 300))
