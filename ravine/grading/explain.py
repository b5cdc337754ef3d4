"""What the grader saw of one submission, for the instructor: every verdict, and what the student's code returned."""

import numpy as np

from ravine.course.course import Course, CourseError
from ravine.exercises.comparison import shown
from ravine.exercises.judge import Judgement
from ravine.grading.cases import cases_of, exercise_called, tolerance_of
from ravine.grading.ledger import Entry
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.hearing import Hearing
from ravine.grading.submission.record import observed_of, replay
from ravine.grading.submission.verdict import STATES, Verdict
from ravine.language import _


def explain(course: Course, entry: Entry, assignment: Assignment, again: bool) -> str:
    """The verdicts on a submission, and the observations they rest on; `again`: judged again from these.

    Raises CourseError where they cannot be judged again.
    """
    if again and entry.revision != assignment.revision:
        raise CourseError(_not_as_then(entry, assignment))
    lines = _head(entry, assignment)
    for verdict in entry.verdicts:
        lines += ["", *verdict.lines]
        for exercise, kept in _observed_in(verdict.grade_id, entry):
            what = (course, assignment, entry, verdict.grade_id, exercise)
            if verdict.state != "right":
                lines += _cases(*what) or _observations(kept)
            if again:
                state = same_as_then(judge_again(*what), verdict)
                lines.append(_("  judged again: {state}").format(state=state))
    return "\n".join(lines)


_NOT_AS_THEN = _(
    "{student} was graded before a change of {parts} and cannot be judged again as it was then. Check out "
    "the commit of that day, or grade anew: ravine grade {name} --student {student} --regrade"
)


def _not_as_then(entry, assignment):
    parts = [assignment.subject_of(part) for part in entry.changed_since(assignment.revisions)]
    return _NOT_AS_THEN.format(student=entry.student, parts=", ".join(parts), name=assignment.name)


def _head(entry, assignment):
    """Whose submission it is, and with what it was judged."""
    facts = entry.replay
    layers = ", ".join(facts.get("layers", [])) or _("not entered")
    return [
        f"{entry.student}, {assignment.name}",
        _("seed {seed}").format(seed=facts.get("seed", "")),
        *(f"{name} {version[:16]}" for name, version in facts.get("judge", {}).items()),
        _("revision {revision}; sandbox: {layers}").format(revision=entry.revision, layers=layers),
        *entry.notes,
        *([entry.problem] if entry.problem else []),
    ]


def _observed_in(cell, entry):
    """The exercises that a test cell judged, each with what was kept of the observations."""
    observed = entry.replay.get("observed", {}).items()
    return [(key.removeprefix(f"{cell}/"), kept) for key, kept in observed if key.startswith(f"{cell}/")]


def _cases(course, assignment, entry, cell, exercise):
    """Every case with what went in, came back and was expected; nothing where that is no longer known."""
    found = cases_of(course, assignment, entry, cell, exercise)
    if not found:
        return []
    tolerance = tolerance_of(exercise_called(course, assignment, exercise))
    return [*(["  " + tolerance] if tolerance else []), *(line for case in found for line in case.lines)]


def _observations(kept):
    if "observed" not in kept:
        return [_("  (what it returned was too large to be kept)")]
    lines = [_("  it returned:")]
    for seen in observed_of(kept):
        changed = _(" (changed {names})").format(names=", ".join(seen.changed)) if seen.changed else ""
        came = _("raised {name}").format(name=seen.raised) if seen.raised else shown(seen.returned)
        lines.append(f"    {came}{changed}")
    return lines


def judge_again(course: Course, assignment: Assignment, entry: Entry, cell: str, exercise: str) -> Judgement:
    """The judgement of what was seen when the submission was graded. Raises CourseError."""
    found = exercise_called(course, assignment, exercise)
    try:
        rng = Hearing(f"{entry.replay['seed']}|{cell}").rng(exercise)
        with np.errstate(all="ignore"):  # of wrong answers, which overflow
            return replay(found, rng, entry.replay["observed"][f"{cell}/{exercise}"])
    except LookupError as error:
        raise CourseError(str(error)) from None


def same_as_then(judgement: Judgement, verdict: Verdict) -> str:
    """Whether what was judged again is what was said then, in words."""
    same = tuple(judgement.parts.items()) == verdict.parts or (judgement.right and verdict.state == "right")
    return _("the same") if same else _("not the same as {state}").format(state=STATES[verdict.state])
