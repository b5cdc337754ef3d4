"""What the grader saw of one submission, for the instructor: every verdict, and what the student's code returned."""

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
        raise CourseError(
            _(
                "{student} was graded before a change of {parts} and cannot be judged again as it was then. Check out "
                "the commit of that day, or grade anew: ravine grade {name} --student {student} --regrade"
            ).format(
                student=entry.student,
                parts=", ".join(assignment.subject_of(p) for p in entry.changed_since(assignment.revisions)),
                name=assignment.name,
            )
        )
    replay_facts = entry.replay
    lines = [
        f"{entry.student}, {assignment.name}",
        _("seed {seed}").format(seed=replay_facts.get("seed", "")),
        *(f"{name} {version[:16]}" for name, version in replay_facts.get("judge", {}).items()),
        _("revision {revision}; sandbox: {layers}").format(
            revision=entry.revision, layers=", ".join(replay_facts.get("layers", [])) or _("not entered")
        ),
        *entry.notes,
        *([entry.problem] if entry.problem else []),
    ]
    for verdict in entry.verdicts:
        lines += ["", *verdict.lines]
        for key, kept in replay_facts.get("observed", {}).items():
            cell, exercise = key.split("/", 1)
            if cell == verdict.grade_id and verdict.state != "right":
                lines += _cases(course, assignment, entry, cell, exercise) or _observations(kept)
            if cell == verdict.grade_id and again:
                judgement = judge_again(course, assignment, entry, cell, exercise)
                words = _("  judged again: {state}").format(state=same_as_then(judgement, verdict))
                lines.append(words)
    return "\n".join(lines)


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
        return replay(found, rng, entry.replay["observed"][f"{cell}/{exercise}"])
    except LookupError as error:
        raise CourseError(str(error)) from None


def same_as_then(judgement: Judgement, verdict: Verdict) -> str:
    """Whether what was judged again is what was said then, in words."""
    same = tuple(judgement.parts.items()) == verdict.parts or (judgement.right and verdict.state == "right")
    return _("the same") if same else _("not the same as {state}").format(state=STATES[verdict.state])
