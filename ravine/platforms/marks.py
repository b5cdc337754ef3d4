"""Marks for a learning platform: into its own table, where nothing but the column of the marks changes, or as CSV.

What is not marked, not handed in, or waits for a person has no mark; that is never written as 0.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ravine.course.course import Course
from ravine.errors import UserError
from ravine.grading.grade import ledger_of, outdated
from ravine.grading.gradebook import Book
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.standing import Standing
from ravine.language import _
from ravine.platforms.collect import roster_path
from ravine.platforms.roster import Person, Roster, folded, rows_of
from ravine.platforms.sheet import Sheet, SheetError, as_csv

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


def results(course: Course, name: str) -> tuple[Assignment, dict[str, Result]]:
    """The marks of everybody who is in the roster or has handed in."""
    roster, handed_in = Roster.read(roster_path(course)), course.submitted(name)
    with Book(course) as book:
        assignment = book.assignment(name)
        graded = book.graded_students(assignment) & set(ledger_of(course, name).students())
        found, newer = {}, outdated(course, assignment)
        for student in sorted({*roster.people, *handed_in, *graded}):
            if student in graded and student not in newer:
                standing = book.standing(student, assignment)
                found[student] = Result(standing, "" if standing.is_complete else WAITS)
            else:
                found[student] = Result(None, NOT_GRADED if student in handed_in else NOT_HANDED_IN)
    return assignment, found


def as_table(course: Course, names: Sequence[str]) -> bytes:
    """The marks as CSV, one line a student: of one assignment each exercise too, of several their totals."""
    roster = Roster.read(roster_path(course))
    header = ["student", "name", "email", "id_number"]
    columns: list[dict[str, list[str | float | None]]] = []
    for name in names:
        assignment, found = results(course, name)
        header.append(name)
        columns.append({s: [r.total] for s, r in found.items()})
        if len(names) == 1:
            cells = [c.grade_id for c in assignment.cells if c.grade or c.task]
            header += [*cells, "late", "remark"]
            for student, r in found.items():
                late = r.standing.late_penalty or None if r.standing else None
                columns[-1][student] += [*(r.mark(c) for c in cells), late, r.why]
    students = sorted(set().union(*columns))
    rows = []
    for student in students:
        person = roster.people.get(student, Person(student))
        marks = [value for column in columns for value in column.get(student, [None])]
        rows.append([student, person.name, person.email, person.id_number, *marks])
    return as_csv(header, rows)


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

    return _fill(course, name, sheet, where["grade"], limit, locked, scale, cap, overwrite, comma=False)


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
    return _fill(course, name, sheet, at, lambda _row: limit, lambda _row: False, scale, cap, overwrite, comma, True)


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


def _fill(course, name, sheet, at, limit, locked, scale, cap, overwrite, comma, allows_more=False) -> Filled:
    assignment, found = results(course, name)
    roster, done, seen = Roster.read(roster_path(course)), Filled(sheet), set()
    ours = sum(c.points for c in assignment.cells)
    for n, person in rows_of(sheet, name):
        row = sheet.row(n)
        if len(row) != len(sheet.header):
            words = _("{name}, row {n} has {cells} cells, the header {header}.")
            raise SheetError(words.format(name=sheet.name, n=n + 1, cells=len(row), header=len(sheet.header)))
        student = _student(person, roster, found, name)
        if student is None:
            done.unknown.append(person.name or person.student)
            continue
        seen.add(student)
        result, most = found[student], limit(row) or ours
        if result.total is None:
            if result.why != NOT_HANDED_IN:
                done.left.append((student, result.why))
            continue
        if most != ours and not scale:
            words = _(
                "{file} gives {theirs} points for {name}, which has {ours} here. With --scale marks are converted."
            )
            raise MarksError(words.format(file=sheet.name, theirs=f"{most:g}", ours=f"{ours:g}", name=name))
        mark = result.total * most / ours
        if mark > most and cap:
            mark = most
        there = row[at].strip()
        if mark > most and not allows_more:
            done.left.append((student, _("{mark} is more than {most}, which Moodle drops; --cap gives {most}").format(
                mark=f"{mark:g}", most=f"{most:g}")))  # fmt: skip
        elif locked(row):
            done.left.append((student, _("the platform has locked the mark")))
        elif there not in _EMPTY and _number(there) != round(mark, 2) and not overwrite:
            words = _("has {there} there and {mark} here; --overwrite takes {mark}")
            done.left.append((student, words.format(there=there, mark=f"{mark:.2f}")))
        else:
            text = f"{mark:.2f}"
            sheet.set(n, at, text.replace(".", ",") if comma else text)
            done.filled, done.zeros = done.filled + 1, done.zeros + (not round(mark, 2))
    if not seen:
        words = _("Nobody in {file} is in this class: is it the table of another course? {n} students are known here.")
        raise MarksError(words.format(file=sheet.name, n=len(found)))
    done.absent = sorted(s for s, r in found.items() if r.total is not None and s not in seen)
    return done


def _student(person, roster, found, assignment) -> str | None:
    """Which of our students a row of a platform's table is."""
    number = person.moodle.get(assignment)
    if number and (known := roster.with_number(assignment, number)):
        return known.student
    same = roster.same_as(person)
    if same and number and same.moodle.get(assignment, number) != number:
        words = _(
            "{name} has number {here} in this table and {there} in the roster: the table is of another assignment."
        )
        raise MarksError(words.format(name=same.student, here=number, there=same.moodle[assignment]))
    if same:
        return same.student if same.student in found else None
    return person.student if person.student in found else None


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
