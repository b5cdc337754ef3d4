"""Bring penalties and pages up to date with what changed since grading: due dates, extensions, rules, marks by hand.

No student's code runs for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from ravine.course.course import Course
from ravine.files import write_whole
from ravine.grading.gradebook import Book
from ravine.grading.ledger import Ledger
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.feedback import FeedbackExporter, feedback
from ravine.grading.submission.standing import Standing


@dataclass(frozen=True)
class Moved:
    """A student's penalty for being late that changed, and the marks before and now."""

    student: str
    penalty: tuple[float, float]
    score: tuple[float, float]


def shown(standing: Standing) -> dict[str, float | str]:
    """What the ledger keeps of the standing that a student's page shows."""
    return {"digest": standing.digest, "score": standing.score, "penalty": standing.late_penalty}


def refresh(
    course: Course, assignment: Assignment, book: Book, ledger: Ledger, only: Iterable[str] = ()
) -> list[Moved]:
    """Compute every graded student's penalty anew and write the pages that no longer show the truth.

    only: these students; () all. Whose penalty changed is returned.
    """
    moved, wanted = [], book.graded_students(assignment)
    if only:
        wanted &= set(only)
    site = FeedbackExporter(config=course.config).site
    for entry in ledger.entries():
        autograded = _autograded(course, entry.student, assignment)
        if entry.student not in wanted or not autograded.exists():  # the next run grades that again
            continue
        standing = book.standing(entry.student, assignment)
        if entry.shown.get("digest") == standing.digest:
            continue
        _write_page(course, autograded, entry.student, assignment, standing, site)
        ledger.write(replace(entry, shown=shown(standing)))
        moved += _moved(entry, standing)
    return moved


def _moved(entry, standing) -> list[Moved]:
    """The one change of an entry's penalty, or none."""
    before, penalty = entry.shown, standing.late_penalty
    same = not before or before["penalty"] == penalty
    return [] if same else [Moved(entry.student, (before["penalty"], penalty), (before["score"], standing.score))]


def _autograded(course, student, assignment):
    return course.folder("autograded", student, assignment.name) / f"{assignment.notebook}.ipynb"


def _write_page(course, autograded: Path, student, assignment, standing, site):
    nb = nbformat.reads(autograded.read_text(encoding="utf-8"), as_version=4)
    page = course.folder("feedback", student, assignment.name) / f"{assignment.notebook}.html"
    html = feedback(nb, student, assignment.name, assignment.notebook, standing, site)
    write_whole(page, html.encode("utf-8", "replace"))
