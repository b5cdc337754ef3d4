"""The page for an appeal: one submission with every case it was judged on, the history of its marks, judged again.

It holds hidden inputs and expected values: it lies in class/appeals, and is shown rather than sent.
"""

from dataclasses import dataclass
from pathlib import Path

from ravine.course.course import Course, CourseError
from ravine.files import write_whole
from ravine.grading.cases import Seen, cases_of, exercise_called, tolerance_of
from ravine.grading.explain import judge_again, same_as_then
from ravine.grading.ledger import Entry
from ravine.grading.report import environment
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.standing import Mark, Standing
from ravine.grading.submission.verdict import STATES, Verdict
from ravine.language import _


@dataclass(frozen=True)
class Hearing:
    """One test cell: the verdict, the mark now and before, its cases by exercise, and what judging again gives."""

    verdict: Verdict
    mark: Mark
    before: float | None
    cases: tuple[tuple[str, str, tuple[Seen, ...]], ...]  # exercise, tolerance, cases
    note: str = ""
    again: str = ""


def path_of(course: Course, student: str, name: str) -> Path:
    return course.class_folder / "appeals" / name / f"{student}.html"


def write_appeal(course: Course, entry: Entry, assignment: Assignment, standing: Standing) -> Path:
    """Write the page of one submission and return its path."""
    verdicts = [v for v in entry.verdicts if v.grade_id in standing.marks]  # of exercises that there are still
    html = _page(entry, assignment, standing, [_hearing(course, entry, assignment, standing, v) for v in verdicts])
    path = path_of(course, entry.student, assignment.name)
    write_whole(path, html.encode("utf-8", "replace"), 0o600)
    return path


def _page(entry, assignment, standing, hearings):
    template = environment().get_template("ravine_appeal.html.j2")
    by_hand = {name: mark for name, mark in standing.marks.items() if mark.by_hand}
    return template.render(
        _=_,
        STATES=STATES,
        entry=entry,
        assignment=assignment,
        standing=standing,
        hearings=hearings,
        by_hand=by_hand,
        comments=standing.comments,
    )


def _hearing(course, entry, assignment, standing, verdict):
    cases, again, note = [], [], ""
    for key in entry.replay.get("observed", {}):
        cell, name = key.split("/", 1)
        if cell != verdict.grade_id:
            continue
        found = cases_of(course, assignment, entry, cell, name)
        if found is None:
            note = _("The test, its reference or the grader has changed since, or the answers were too large to keep.")
            continue
        cases.append((name, tolerance_of(exercise_called(course, assignment, name)), tuple(found)))
        try:
            judgement = judge_again(course, assignment, entry, cell, name)
            again.append(same_as_then(judgement, verdict))
        except CourseError as error:
            note = str(error)
    before = entry.before.get("points", {}).get(verdict.grade_id)
    return Hearing(verdict, standing.marks[verdict.grade_id], before, tuple(cases), note, "; ".join(again))
