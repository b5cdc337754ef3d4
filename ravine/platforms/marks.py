"""Marks for a learning platform: into its own table, where nothing but the column of the marks changes, or as CSV.

What is not marked, not handed in, or waits for a person has no mark; that is never written as 0.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ravine.course.course import Course
from ravine.errors import UserError
from ravine.grading.grade import ledger_of, outdated
from ravine.grading.gradebook import Book
from ravine.grading.roster import Person, Roster, folded, roster_path, rows_of
from ravine.grading.sheet import Sheet, SheetError, as_csv
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.standing import Standing
from ravine.language import _

HEADINGS = {  # of Moodle's worksheet, in English and Russian
    "grade": ("grade", "оценка"),
    "maximum": ("maximum grade", "максимальная оценка"),
    "locked": ("grade can be changed", "оценка может быть изменена"),
}
_NO = ("no", "нет")
_EMPTY = ("", "-")
NOT_HANDED_IN, NOT_GRADED, WAITS = _("not handed in"), _("not graded yet"), _("waits to be graded")


class MarksError(UserError):
    """No marks were written; the message says why."""


@dataclass
class Filled:
    """What was written into a platform's table, and what was left and why."""

    sheet: Sheet
    filled: int = 0
    zeros: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # people of the table who are not in the class
    absent: list[str] = field(default_factory=list)  # students with a mark who are not in the table

    @property
    def needs_an_eye(self) -> bool:
        return bool(self.left or self.absent)


@dataclass(frozen=True)
class Result:
    """A student's marks in one assignment; `why` there is no total: "" where there is one."""

    standing: Standing | None
    why: str = ""

    @property
    def total(self) -> float | None:
        return self.standing.score if self.standing and not self.why else None

    def mark(self, cell: str) -> float | None:
        mark = self.standing.marks.get(cell) if self.standing else None
        return None if mark is None or mark.waits else mark.score

    @property
    def penalty(self) -> float | None:
        return self.standing.late_penalty or None if self.standing else None


def results(course: Course, name: str) -> tuple[Assignment, dict[str, Result]]:
    """The marks of everybody who is in the roster or has handed in."""
    roster, handed_in = Roster.read(roster_path(course)), course.submitted(name)
    with Book(course) as book:
        assignment = book.assignment(name)
        graded = book.graded_students(assignment) & set(ledger_of(course, name).students())
        marked = graded - outdated(course, assignment)
        found = {
            student: _marked(book.standing(student, assignment))
            if student in marked
            else Result(None, NOT_GRADED if student in handed_in else NOT_HANDED_IN)
            for student in sorted({*roster.people, *handed_in, *graded})
        }
    return assignment, found


def _marked(standing):
    return Result(standing, "" if standing.is_complete else WAITS)


def as_table(course: Course, names: Sequence[str]) -> bytes:
    """The marks as CSV, one line a student: of one assignment each exercise too, of several their totals."""
    roster = Roster.read(roster_path(course))
    made = [_columns(course, name, whole=len(names) == 1) for name in names]
    header = ["student", "name", "email", "id_number", *(title for titles, _found in made for title in titles)]
    rows = []
    for student in sorted(set().union(*(found for _titles, found in made))):
        person = roster.people.get(student, Person(student))
        marks = [value for _titles, found in made for value in found.get(student, [None])]
        rows.append([student, person.name, person.email, person.id_number, *marks])
    return as_csv(header, rows)


def _columns(course, name, whole) -> tuple[list[str], dict[str, list[str | float | None]]]:
    """The titles and each student's values of an assignment: the total, and all that it is made of if `whole`."""
    assignment, found = results(course, name)
    if not whole:
        return [name], {student: [r.total] for student, r in found.items()}
    cells = [c.grade_id for c in assignment.cells if c.grade or c.task]
    return [name, *cells, "late", "remark"], {
        student: [r.total, *map(r.mark, cells), r.penalty, r.why] for student, r in found.items()
    }


def into_moodle(course: Course, name: str, sheet: Sheet, scale=False, cap=False, overwrite=False) -> Filled:
    """Moodle's grading worksheet with the marks of an assignment. Raises MarksError, SheetError."""
    headings = [folded(h) for h in sheet.header]
    where = {key: headings.index(h) for key, known in HEADINGS.items() for h in known if h in headings}
    if "grade" not in where or not {"identifier", "идентификатор"} & set(headings):
        words = _("{name} is not Moodle's grading worksheet: it has no columns Identifier and Grade.")
        raise MarksError(words.format(name=sheet.name))

    def limit(row):
        return _number(row[where["maximum"]]) if "maximum" in where else None

    def locked(row):
        return "locked" in where and folded(row[where["locked"]]) in _NO

    column = _Column(where["grade"], limit, locked)
    return _Filling(course, name, sheet, column, _Wishes(scale, cap, overwrite)).fill()


def into_canvas(
    course: Course, name: str, sheet: Sheet, scale=False, cap=False, overwrite=False, column: str = ""
) -> Filled:
    """Canvas's gradebook with the marks of an assignment in the column of its title. Raises MarksError, SheetError."""
    if [folded(h) for h in sheet.header[:2]] != ["student", "id"]:
        words = _("{name} is not Canvas's gradebook: its first columns are not Student and ID.")
        raise MarksError(words.format(name=sheet.name))
    at = _canvas_column(sheet, name, column)
    points = next((r for n in range(1, len(sheet)) if _is_points(r := sheet.row(n))), None)
    if points and "read only" in points[at]:
        raise MarksError(_("Canvas does not let {column} be changed.").format(column=sheet.header[at]))
    comma = bool(points and re.search(r"\d,\d", " ".join(points)))
    limit = _number(points[at]) if points else None
    column = _Column(at, lambda _row: limit, lambda _row: False, comma, allows_more=True)
    return _Filling(course, name, sheet, column, _Wishes(scale, cap, overwrite)).fill()


def _is_points(row):
    return folded(row[0]) == "points possible"


def _canvas_column(sheet, name, column):
    titles = {i: re.sub(r" \(\d+\)$", "", h) for i, h in enumerate(sheet.header)}
    wanted = folded(column or name.replace("_", " "))
    found = [i for i, title in titles.items() if wanted in (folded(title), folded(sheet.header[i]))]
    if len(found) == 1:
        return found[0]
    known = ", ".join(h for h in sheet.header if re.search(r" \(\d+\)$", h)) or _("none")
    words = _("{file} has {n} columns for {name}. Say which with --column, out of: {known}.")
    raise MarksError(words.format(file=sheet.name, n=len(found), name=column or name, known=known))


@dataclass(frozen=True)
class _Column:
    """Where a platform's table has the marks of an assignment, and what it takes there, by row."""

    at: int
    limit: Callable[[list[str]], float | None]  # None where the table does not say
    locked: Callable[[list[str]], bool]
    comma: bool = False
    allows_more: bool = False  # than the limit


@dataclass(frozen=True)
class _Wishes:
    """What the user asked for, as the options of `ravine marks`."""

    scale: bool
    cap: bool
    overwrite: bool


_OTHER_WIDTH = _("{name}, row {n} has {cells} cells, the header {header}.")


class _Filling:
    """The marks of an assignment on their way into a platform's table, row by row; `done` tells what became of each."""

    def __init__(self, course, name, sheet, column, wishes):
        self.name, self.sheet, self.column, self.wishes = name, sheet, column, wishes
        assignment, self.found = results(course, name)
        self.ours = sum(c.points for c in assignment.cells)
        self.roster, self.done, self.seen = Roster.read(roster_path(course)), Filled(sheet), set[str]()

    def fill(self) -> Filled:
        """Raises MarksError, SheetError."""
        for n, person in rows_of(self.sheet, self.name):
            self._take(n, self._row(n), person)
        if not self.seen:
            raise MarksError(_NOBODY.format(file=self.sheet.name, n=len(self.found)))
        self.done.absent = sorted(s for s, r in self.found.items() if r.total is not None and s not in self.seen)
        return self.done

    def _row(self, n):
        row, wanted = self.sheet.row(n), len(self.sheet.header)
        if len(row) != wanted:
            raise SheetError(_OTHER_WIDTH.format(name=self.sheet.name, n=n + 1, cells=len(row), header=wanted))
        return row

    def _take(self, n, row, person):
        student = _student(person, self.roster, self.found, self.name)
        if student is None:
            self.done.unknown.append(person.name or person.student)
            return
        self.seen.add(student)
        if why := self._enter(n, row, self.found[student]):
            self.done.left.append((student, why))

    def _enter(self, n, row, result) -> str:
        """Write a mark, or say why it was left as it was; "" also for who did not hand in."""
        if result.total is None:
            return "" if result.why == NOT_HANDED_IN else result.why
        most = self.column.limit(row) or self.ours
        mark = self._converted(result.total, most)
        if not (why := self._objection(row, mark, most)):
            self._write(n, mark)
        return why

    def _converted(self, total, most):
        """The mark in the platform's points."""
        if most != self.ours and not self.wishes.scale:
            theirs, ours = f"{most:g}", f"{self.ours:g}"
            raise MarksError(_OTHER_SCALE.format(file=self.sheet.name, theirs=theirs, ours=ours, name=self.name))
        mark = total * most / self.ours
        return min(mark, most) if self.wishes.cap else mark

    def _objection(self, row, mark, most) -> str:
        there = row[self.column.at].strip()
        if mark > most and not self.column.allows_more:
            words = _("{mark} is more than {most}, which Moodle drops; --cap gives {most}")
            return words.format(mark=f"{mark:g}", most=f"{most:g}")
        if self.column.locked(row):
            return _("the platform has locked the mark")
        if there not in _EMPTY and _number(there) != round(mark, 2) and not self.wishes.overwrite:
            words = _("has {there} there and {mark} here; --overwrite takes {mark}")
            return words.format(there=there, mark=f"{mark:.2f}")
        return ""

    def _write(self, n, mark):
        text = f"{mark:.2f}"
        self.sheet.set(n, self.column.at, text.replace(".", ",") if self.column.comma else text)
        self.done.filled += 1
        self.done.zeros += not round(mark, 2)


_NOBODY = _("Nobody in {file} is in this class: is it the table of another course? {n} students are known here.")
_OTHER_SCALE = _("{file} gives {theirs} points for {name}, which has {ours} here. With --scale marks are converted.")


def _student(person, roster, found, assignment) -> str | None:
    """Which of our students a row of a platform's table is."""
    number = person.moodle.get(assignment)
    if number and (known := roster.with_number(assignment, number)):
        return known.student
    same = roster.same_as(person) or person
    if number and same.moodle.get(assignment, number) != number:
        words = _(
            "{name} has number {here} in this table and {there} in the roster: the table is of another assignment."
        )
        raise MarksError(words.format(name=same.student, here=number, there=same.moodle[assignment]))
    return same.student if same.student in found else None


def _number(text: str) -> float | None:
    """A number with a dot or a comma; None where it is none."""
    match = re.fullmatch(r"\s*(\d+)(?:[.,](\d+))?\s*%?\s*", text)
    return float(f"{match[1]}.{match[2] or 0}") if match else None


def described(done: Filled) -> list[str]:
    """What was filled in and what was not, in lines."""
    lines = [_("{n} marks filled in, of which {zeros} are 0").format(n=done.filled, zeros=done.zeros)]
    lines += [_("  left as it was: {name} ({why})").format(name=n, why=why) for n, why in done.left]
    if done.unknown:
        lines.append(_("  not in this class: {names}").format(names=", ".join(done.unknown[:20])))
    if done.absent:
        lines.append(_("  marked here, but not in the table: {names}").format(names=", ".join(done.absent[:20])))
    return lines


def written(content: bytes, path: Path, replace: bool) -> Path:
    """Write a file that people will upload. Raises MarksError rather than replace another unless `replace`."""
    if path.exists() and not replace and path.read_bytes() != content:
        raise MarksError(_("{path} exists already. Name another file with -o, or add --yes.").format(path=path))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
