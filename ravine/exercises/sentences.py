"""What a student reads of a judgement: the same words in the self-check, in feedback and in the class report."""

from typing import Any

from ravine.exercises.comparison import indented, shown
from ravine.exercises.exercise import Exercise
from ravine.exercises.judge import Failure, Judgement
from ravine.exercises.observe import Observation
from ravine.language import _

SITE = "https://ravine-course.example/book/"  # where the pages are that sentences refer to


def report(judgement: Judgement) -> str:
    """What a student reads of a judgement: the verdict, a failing example, the reason if it is known."""
    name = judgement.exercise.name
    if judgement.right:
        return _("✓ {name} is right on all public examples.").format(name=name)
    if judgement.example and judgement.example.observed.raised == "NotImplementedError":
        return _(
            "… {name} is not written yet. Write it, take out the line `raise NotImplementedError` and run its cell."
        ).format(name=name)
    lines = [_("✗ {name} is not right yet.").format(name=name)]
    lines += [f"  {'✓' if passed else '✗'} {part}" for part, passed in judgement.parts.items()]
    if judgement.example:
        lines += example_lines(judgement.exercise, judgement.example)
    lines += reason_lines(judgement)
    return "\n".join(lines)


def example_lines(exercise: Exercise, failure: Failure) -> list[str]:
    """A failing example: the call, and the first difference between what came and what was expected."""
    inputs = [_assignment(f"    {name} = ", value) for name, value in failure.row.case.inputs.items()]
    call = _("For {name} with") if exercise.name[0].isupper() else _("For {name}({arguments}) with")
    call = call.format(name=exercise.name, arguments=", ".join(failure.row.case.inputs))
    found = failure.observed
    return [call, *inputs, "  " + (error_sentence(found) if found.raised else failure.difference.sentence())]


def error_sentence(observed: Observation) -> str:
    """What a function raised, and in which of its lines."""
    what = f"{observed.raised}: {observed.message}" if observed.message else str(observed.raised)
    where = _(", in line {line}: {source}").format(line=observed.line, source=observed.source) if observed.line else "."
    return _("it raised {what}").format(what=what) + where


def reason_lines(judgement: Judgement) -> list[str]:
    """Why, as far as it is known: the misconception, changed arguments, an answer that never came."""
    lines = []
    if found := judgement.misconception:
        lines += ["→ " + found.sentence, _("  Read on: {link}").format(link=SITE + found.see)]
    elif judgement.changed:
        lines.append(
            _("→ The caller's {names} changed during the call: work on a copy.").format(
                names=_(" and ").join(judgement.changed)
            )
        )
    if judgement.no_answer:
        lines.append(_("→ No answer: {reason}").format(reason=judgement.no_answer))
    return lines


def _assignment(beginning: str, value: Any) -> str:
    """A line that gives a name to an input, as a student would write it; more lines for rows and for code."""
    if isinstance(value, str) and "\n" in value:
        return beginning.rstrip() + indented("\n" + value, 8)
    if hasattr(value, "__self__"):
        return f"{beginning}{value.__self__!r}.{value.__name__}"
    return beginning + indented(shown(value), len(beginning))
