"""What the commands `ravine grade`, `report`, `explain` and `doors` print and write."""

import shlex
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from ravine.course.course import Course, CourseError
from ravine.grading.appeal import write_appeal
from ravine.grading.explain import explain as explain_entry
from ravine.grading.grade import Outcome, changes, grade, ledger_of
from ravine.grading.gradebook import Book
from ravine.grading.ideas import common_ideas
from ravine.grading.ledger import Entry
from ravine.grading.places import plot_at
from ravine.grading.pool import Pool
from ravine.grading.refresh import Moved, refresh
from ravine.grading.report import Class, Row, class_report, course_report, report_path
from ravine.grading.roster import Roster, roster_path
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.verdict import STATES, UNCHECKED, clean
from ravine.language import _


def grade_and_report(
    course: Course,
    name: str,
    pool: Callable[[], Pool],
    students: list[str] | None = None,
    regrade: bool = False,
    tell: Callable[[str], None] = partial(print, flush=True),
    new_gradebook: bool = False,
) -> bool:
    """Grade, write the report, print the table of the class. False where a submission needs an eye."""
    outcome = grade(course, name, pool, students, regrade, tell, new_gradebook)
    rows, page = _report(course, outcome.assignment)
    shown = [r for r in rows if not students or r.student in students]
    tell(_table(outcome.assignment, shown))
    for line in _summary(course, outcome, page, regrade):
        tell(line)
    return not outcome.refused and not any(r.needs_an_eye for r in shown)


def write_report(course: Course, name: str) -> Path:
    """Write the class report of an assignment and return its path."""
    _assignment, _rows, page = _refreshed_report(course, name)
    return page


def _refreshed_report(course, name) -> tuple[Assignment, list[Row], Path]:
    """An assignment's report with what was graded by hand since: the assignment, its rows and the page."""
    with course.alone(), Book(course) as book:
        assignment = book.assignment(name)
        refresh(course, assignment, book, ledger_of(course, name))
    return assignment, *_report(course, assignment)


def _report(course, assignment) -> tuple[list[Row], Path]:
    with Book(course) as book:
        rows = _rows(course, assignment, book)
        known = book.students()
    page = report_path(course, assignment.name)
    feedback = course.folder("feedback", "{student}", assignment.name)
    class_report(page, assignment, rows, feedback, people=_people(course, assignment.name, known))
    return rows, page


def _people(course, name, known) -> Class:
    """Who is in the class, by roster and gradebook; known: the students of the gradebook."""
    roster, handed_in = Roster.read(roster_path(course)).people, course.submitted(name)
    missing = sorted({*roster, *known} - {*handed_in})
    names = {s: p.name for s, p in roster.items() if p.name}
    return Class(missing, names, partial(plot_at, course.root), common_ideas(course.root))


def write_course_report(course: Course, names: Sequence[str]) -> Path:
    """Write the page of the whole course over its assignments, and each assignment's own; the path of the first."""
    made = [(assignment, rows) for assignment, rows, _page in (_refreshed_report(course, name) for name in names)]
    page = report_path(course, "index")
    course_report(page, made, people=_people(course, names[0], ()))
    return page


def _rows(course, assignment, book) -> list[Row]:
    entered = book.graded_students(assignment)
    entries = (e for e in ledger_of(course, assignment.name).entries() if e.student in entered)  # large: one by one
    return [_row(e, book.standing(e.student, assignment), assignment.called(e.release)) for e in entries]


def _row(entry: Entry, standing, release: Assignment) -> Row:
    verdicts = tuple(v for v in entry.verdicts if v.grade_id in standing.marks)  # of exercises that there are still
    doubts = tuple(entry.doubts)
    return Row(entry.student, standing, verdicts, entry.notes, entry.problem, doubts, bool(release.changed))


def _table(assignment: Assignment, rows: list[Row]) -> str:
    """Students, their points and what is to be said of each, in columns of text."""
    if not rows:
        return _("No submissions.")
    names = {r.student: clean(r.student, 60) for r in rows}
    width = max(map(len, names.values()))
    points = max(9, *(len(r.standing.shown) for r in rows))
    lines = [f"{_('student'):{width}}  {_('points'):>{points}}  "]
    for row in rows:
        lines.append(f"{names[row.student]:{width}}  {row.standing.shown:>{points}}  {'; '.join(row.remarks)}".rstrip())
    return "\n".join(lines)


def _summary(course, outcome: Outcome, page: Path, regrade: bool) -> list[str]:
    lines = [""]
    if outcome.graded:
        rate = len(outcome.graded) / max(outcome.seconds, 0.001) * 60
        words = _("{n} graded in {seconds:.0f} s ({rate:.0f} a minute)")
        lines.append(words.format(n=len(outcome.graded), seconds=outcome.seconds, rate=rate))
    if outcome.unchanged:
        lines.append(_("{n} unchanged since they were graded").format(n=len(outcome.unchanged)))
    if outcome.given_up:
        words = _(
            "{n} of these could not be checked, and are not tried again unless you ask: ravine grade {name} {whom}"
        )
        whom = " ".join(f"--student {shlex.quote(clean(student, 100))}" for student in outcome.given_up[:3])
        lines.append(words.format(n=len(outcome.given_up), name=outcome.assignment.name, whom=whom))
    if outcome.stale:
        lines.append(_stale(outcome))
    if regrade:
        lines += _changes(course, outcome.assignment)
    lines += _moved(outcome.moved)
    lines.append(_("report    {path}").format(path=_relative(page, course)))
    feedback = course.folder("feedback", "<student>", outcome.assignment.name)
    lines.append(_("feedback  {path}").format(path=_relative(feedback, course)))
    return lines


def _stale(outcome):
    """Who keeps an earlier grade, what has changed since, and how to bring it up to date."""
    assignment = outcome.assignment
    parts = [part for part in assignment.revisions if part in outcome.changed]
    words = _("{n} keep their grade from before a change of {parts}; to grade them anew: ravine grade {name} --regrade")
    named = ", ".join(assignment.subject_of(part) for part in parts)
    return words.format(n=len(outcome.stale), parts=named, name=assignment.name)


def _moved(moved: list[Moved]) -> list[str]:
    """Whose penalty for being late is another than before."""
    if not moved:
        return []
    lines = [_("Dates or rules have changed; penalties for being late that changed with them:")]
    for m in moved:
        was, now = (f"{p:g}" for p in m.penalty)
        lines.append(_("  {student}  −{was} → −{now}, points {before} → {after}").format(
            student=m.student, was=was, now=now, before=f"{m.score[0]:g}", after=f"{m.score[1]:g}"))  # fmt: skip
    return lines


def _changes(course, assignment):
    """The table of what regrading changed."""
    found = changes(course, assignment.name)
    if not found:
        return [_("Regrading changed no points.")]
    width = max(len(student) for student, *_rest in found)
    lines = [_("Regrading changed {n} marks:").format(n=len(found))]
    for student, cell, old, now in found:
        was, new = (STATES[UNCHECKED] if x is None else f"{x:g}" for x in (old, now))
        lines.append(f"  {student:{width}}  {cell}  {was} → {new}")
    return lines


def _relative(path, course):
    return path.relative_to(course.root) if path.is_relative_to(course.root) else path


def explain(course: Course, student: str, name: str, replay: bool) -> str:
    """What the grader saw of one submission, in full. Raises CourseError, NotReleased."""
    with Book(course) as book:
        assignment = book.assignment(name)
    entry = _entry(course, student, name)
    return explain_entry(course, entry, assignment.called(entry.release), replay)


def extend(course: Course, student: str, name: str, days: float) -> list[str]:
    """Give a student more days, and say what that changes. Raises CourseError, NotReleased."""
    with course.alone(), Book(course) as book:
        assignment = book.assignment(name)
        if student not in course.submitted(name) and not book.knows(student):
            words = _("{student} is not known here: nothing handed in for {name}, and not in the gradebook.")
            raise CourseError(words.format(student=student, name=name))
        book.extend(student, assignment, days)
        moved = refresh(course, assignment, book, ledger_of(course, name), only=[student])
    words = _("{student} has {days} days more for {name}.")
    return [words.format(student=student, days=f"{days:g}", name=name), *_moved(moved)]


def appeal(course: Course, student: str, name: str) -> Path:
    """Write the page for an appeal and return its path. Raises CourseError, NotReleased."""
    with Book(course) as book:
        assignment, entry = book.assignment(name), _entry(course, student, name)
        return write_appeal(course, entry, assignment.called(entry.release), book.standing(student, assignment))


def _entry(course, student, name) -> Entry:
    entry = ledger_of(course, name).read(student)
    if entry is None:
        known = ", ".join(ledger_of(course, name).students()) or _("nobody yet")
        words = _("{student} has not been graded in {name}. Graded: {known}.")
        raise CourseError(words.format(student=student, name=name, known=known))
    return entry


def doors(course: Course) -> str:
    """Where the three doors are, as paths to open."""
    places = {
        _("the website"): course.root / "_build" / "html" / "index.html",
        _("the exercises"): course.root / course.directory.release_directory,
        _("class reports"): course.class_folder / "report",
        _("feedback"): course.root / course.directory.feedback_directory,
        _("the sample class"): course.root / "sample" / "class" / "report",
        _("its feedback"): course.root / "sample" / "class" / "feedback",
    }
    width = max(map(len, places))
    lines = [f"{name:{width}}  {_relative(path, course)}" for name, path in places.items() if path.exists()]
    words = _("Open them with a browser, the exercises with `.venv/bin/jupyter lab {exercises}`.")
    return "\n".join([*lines, "", words.format(exercises=course.directory.release_directory)])
