"""What the commands `ravine grade`, `report`, `explain` and `doors` print and write."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ravine.course.course import Course, CourseError
from ravine.grading.appeal import write_appeal
from ravine.grading.explain import explain as explain_entry
from ravine.grading.grade import Outcome, changes, grade, ledger_of
from ravine.grading.gradebook import Book
from ravine.grading.ledger import Entry
from ravine.grading.pool import Pool
from ravine.grading.refresh import Moved, refresh
from ravine.grading.report import Row, class_report
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
) -> bool:
    """Grade, write the report, print the table of the class. False where a submission needs an eye."""
    outcome = grade(course, name, pool, students, regrade, tell)
    rows, page = _report(course, outcome.assignment)
    shown = [r for r in rows if not students or r.student in students]
    tell(_table(outcome.assignment, shown))
    for line in _summary(course, outcome, page, regrade):
        tell(line)
    return not outcome.refused and not any(r.needs_an_eye for r in shown)


def write_report(course: Course, name: str) -> Path:
    """Write the class report of an assignment and return its path."""
    with course.alone(), Book(course) as book:
        assignment = book.assignment(name)
        refresh(course, assignment, book, ledger_of(course, name))
    return _report(course, assignment)[1]


def _report(course, assignment) -> tuple[list[Row], Path]:
    with Book(course) as book:
        entered = book.graded_students(assignment)
        entries = (e for e in ledger_of(course, assignment.name).entries() if e.student in entered)  # large: one by one
        rows = [_row(e, book.standing(e.student, assignment)) for e in entries]
    page = course.class_folder / "report" / f"{assignment.name}.html"
    class_report(page, assignment, rows, course.folder("feedback", "{student}", assignment.name))
    return rows, page


def _row(entry: Entry, standing) -> Row:
    return Row(entry.student, standing, entry.verdicts, entry.notes, entry.problem, tuple(entry.doubts))


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
    return explain_entry(course, _entry(course, student, name), assignment, replay)


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
        assignment = book.assignment(name)
        entry = _entry(course, student, name)
        return write_appeal(course, entry, assignment, book.standing(student, assignment))


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
