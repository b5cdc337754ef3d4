"""The student's self-check: ``from ravine import check; check(momentum_step)``."""

from functools import cache
from typing import Any

from ravine import table
from ravine.comparison import shown
from ravine.exercise import Exercise
from ravine.judge import Failure, Judgement, judge
from ravine.language import _

SITE = "https://ravine.invalid/book/"


def check(answer: Any) -> None:
    """Say whether ``answer``, a function or class named as its exercise, is right on the public examples.

    If it is not, show the first number that differs, and name the misconception where one explains the answer.
    Hidden inputs still await it at grading; nothing is marked here.
    """
    name = getattr(answer, "__name__", str(answer))
    found = _tables().get(name)
    if found is None:
        print(
            _("There is no exercise called {name}. Exercises: {all}.").format(
                name=name, all=", ".join(_tables())
            )
        )
        return
    exercise, rows = found
    print(report(judge(exercise, answer, rows)))


@cache
def _tables() -> dict[str, tuple[Exercise, list]]:
    return {name: e for path in sorted(table.TABLES.glob("*.json")) for name, e in table.read(path).items()}


def report(judgement: Judgement) -> str:
    """What a student reads of a judgement: the verdict, a failing example, the reason if it is known."""
    name = judgement.exercise.name
    if judgement.right:
        return _("✓ {name} is right on all public examples.").format(name=name)
    lines = [_("✗ {name} is not right yet.").format(name=name)]
    lines += [f"  {'✓' if passed else '✗'} {part}" for part, passed in judgement.parts.items()]
    if judgement.example:
        lines += example_lines(judgement.exercise, judgement.example)
    lines += reason_lines(judgement)
    return "\n".join(lines)


def example_lines(exercise: Exercise, failure: Failure) -> list[str]:
    """A failing example: the call, and the first difference between what came and what was expected."""
    inputs = [f"    {name} = {shown_input(value)}" for name, value in failure.row.case.inputs.items()]
    call = _("For {name}({arguments}) with").format(
        name=exercise.name, arguments=", ".join(failure.row.case.inputs)
    )
    return [call, *inputs, "  " + failure.difference.sentence()]


def reason_lines(judgement: Judgement) -> list[str]:
    """Why, as far as it is known: the misconception, changed arguments, an answer that never came."""
    lines = []
    if found := judgement.misconception:
        lines.append(_("→ {sentence} (Read on: {see})").format(sentence=found.sentence, see=found.see))
    elif judgement.changed:
        lines.append(
            _("→ The caller's {names} changed during the call: work on a copy.").format(
                names=_(" and ").join(judgement.changed)
            )
        )
    if judgement.no_answer:
        lines.append(_("→ No answer: {reason}").format(reason=judgement.no_answer))
    return lines


def shown_input(value: Any) -> str:
    """An input as a student would write it."""
    if hasattr(value, "__self__"):
        return f"{type(value.__self__).__name__}(…).{value.__name__}"
    return shown(value)
