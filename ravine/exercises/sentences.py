"""What a student reads of a judgement: the same words in the self-check, in feedback and in the class report."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ravine.exercises.comparison import indented, shown
from ravine.exercises.diagnosis.faults import fault
from ravine.exercises.exercise import Exercise
from ravine.exercises.judge import Failure, Judgement
from ravine.exercises.observe import Observation
from ravine.language import _

ADDRESS = Path(__file__).with_name("address.txt")  # release writes it, from course.toml
SITE = ADDRESS.read_text(encoding="utf-8").strip() + "book/"  # where the pages are that sentences refer to


@dataclass(frozen=True)
class Reply:
    """What a student is told of an answer, in its pieces; `lines` has it as text. Plain data.

    state: "right", "wrong", "not written" or "not asked" (there is nothing to check, and `verdict` says why).
    parts: (what is tested, whether it passed). example: the lines of a failing call. difference: what came and what
    was due. reasons: why, as far as that is known. see: the address of the section that explains, "" if there is none.
    misconception: its name, "" if none is known. line: where the answer raised something, None if it did not.
    """

    state: str
    verdict: str
    parts: tuple[tuple[str, bool], ...] = ()
    example: tuple[str, ...] = ()
    difference: str = ""
    reasons: tuple[str, ...] = ()
    see: str = ""
    misconception: str = ""
    line: int | None = None

    @property
    def lines(self) -> list[str]:
        """The whole reply as lines of plain text."""
        lines = [self.verdict, *(f"  {'✓' if passed else '✗'} {part}" for part, passed in self.parts), *self.example]
        lines += ["  " + self.difference] if self.difference else []
        return lines + _with_arrows(self.reasons, self.see)


def reply(judgement: Judgement) -> Reply:
    """What a student is told of a judgement: the verdict, a failing example, the reason if it is known."""
    name = judgement.exercise.name
    if judgement.right:
        return Reply("right", _("✓ {name} is right on all public examples.").format(name=name))
    if judgement.example and judgement.example.observed.raised == "NotImplementedError":
        words = _(
            "… {name} is not written yet. Write it, take out the line `raise NotImplementedError` and run its cell."
        )
        return Reply("not written", words.format(name=name))
    example, found = judgement.example, judgement.told
    return Reply(
        "wrong",
        _("✗ {name} is not right yet.").format(name=name),
        parts=tuple(judgement.parts.items()),
        example=tuple(call_lines(judgement.exercise, example)) if example else (),
        difference=difference_sentence(example) if example else "",
        reasons=tuple(reasons(judgement)),
        see=SITE + found.see if found else "",
        misconception=judgement.misconception.name if judgement.misconception else "",
        line=example.observed.line if example else None,
    )


def example_lines(exercise: Exercise, failure: Failure) -> list[str]:
    """A failing example: the call, and the first difference between what came and what was expected."""
    return [*call_lines(exercise, failure), "  " + difference_sentence(failure)]


def call_lines(exercise: Exercise, failure: Failure) -> list[str]:
    """The call that failed, with its arguments."""
    inputs = [_assignment(f"    {name} = ", value) for name, value in failure.row.case.inputs.items()]
    call = _("For {name} with") if exercise.name[0].isupper() else _("For {name}({arguments}) with")
    return [call.format(name=exercise.name, arguments=", ".join(failure.row.case.inputs)), *inputs]


def difference_sentence(failure: Failure) -> str:
    """What came, and what was due."""
    found = failure.observed
    return error_sentence(found) if found.raised else failure.difference.sentence()


def error_sentence(observed: Observation) -> str:
    """What a function raised, and in which of its lines."""
    what = f"{observed.raised}: {observed.message}" if observed.message else str(observed.raised)
    where = _(", in line {line}: {source}").format(line=observed.line, source=observed.source) if observed.line else "."
    return _("it raised {what}").format(what=what) + where


def reason_lines(judgement: Judgement) -> list[str]:
    """Why, as far as it is known, and where to read on."""
    see = SITE + judgement.told.see if judgement.told else ""
    return _with_arrows(reasons(judgement), see)


def _with_arrows(found, see):
    lines = ["→ " + reason for reason in found]
    return lines[:1] + ([_("  Read on: {link}").format(link=see)] if see else []) + lines[1:]


def reasons(judgement: Judgement) -> list[str]:
    """The misconception, changed arguments, an answer that never came: a sentence for each."""
    found = []
    if judgement.told:
        found.append(judgement.told.sentence)
    if judgement.changed and not judgement.misconception:
        words = _("The caller's {names} changed during the call: work on a copy.")
        found.append(words.format(names=_(" and ").join(judgement.changed)))
    if words := _fault(judgement):
        found.append(words)
    if judgement.no_answer:
        found.append(_("No answer: {reason}").format(reason=judgement.no_answer))
    return found


def _fault(judgement):
    """What an error or a shape usually comes from, where the reason that is known does not say it already."""
    known = judgement.told
    errors = [f for f in judgement.failures if f.observed.raised]
    if known:
        errors = [f for f in errors if known.name not in f.row.wrong() or not f.row.wrong()[known.name].raised]
    elif not errors and judgement.example:
        errors = [judgement.example]
    return next(filter(None, (fault(judgement.exercise, f) for f in errors)), "")


def _assignment(beginning: str, value: Any) -> str:
    """A line that gives a name to an input, as a student would write it; more lines for rows and for code."""
    if isinstance(value, str) and "\n" in value:
        return beginning.rstrip() + indented("\n" + value, 8)
    if hasattr(value, "__self__"):
        return f"{beginning}{value.__self__!r}.{value.__name__}"
    return beginning + indented(shown(value), len(beginning))
