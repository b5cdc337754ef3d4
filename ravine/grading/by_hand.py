"""What a person grades: one derivation of all students in a row, beside its model answer and rubric.

`ravine byhand` writes the page to read, and a table to fill in with points and comments, which it takes back.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from ravine.course.course import Course, CourseError
from ravine.grading.grade import ledger_of
from ravine.grading.gradebook import Book
from ravine.grading.refresh import refresh
from ravine.grading.report import write_page
from ravine.grading.rubric import rubrics
from ravine.grading.sheet import Sheet, as_csv, restored
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.feedback import prose
from ravine.grading.submission.standing import Mark
from ravine.language import _

COLUMNS = ("cell", "student", "points", "comment")


class NotEntered(CourseError):
    """No mark was entered; the message says why, a line a fault."""


@dataclass(frozen=True)
class Answer:
    """One answer, and the students who gave it, to the letter, with the marks that they have."""

    cell: Any
    students: tuple[tuple[str, Mark], ...]

    @property
    def html(self):
        return prose(self.cell)


@dataclass(frozen=True)
class Question:
    """One cell that a person grades: its rubric as a cell of Markdown, and the answers, the most frequent first."""

    name: str
    points: float
    rubric: Any
    answers: tuple[Answer, ...]

    @property
    def rubric_html(self):
        return prose(self.rubric)


def source_of(course: Course, name: str, notebook: str) -> Path:
    return course.folder("source", ".", name) / f"{notebook}.ipynb"


def folder(course: Course) -> Path:
    return course.class_folder / "by-hand"


def write(course: Course, name: str) -> tuple[Path, Path]:
    """Write the page and the table of an assignment; their paths. Raises NotReleased, CourseError."""
    with Book(course) as book:
        assignment = book.assignment(name)
        questions = _questions(course, assignment, book)
        comments = {
            s: book.standing(s, assignment).comments for q in questions for a in q.answers for s, _m in a.students
        }
    if not questions:
        words = _("Nothing of {name} waits for a person: it has no cell that is graded by hand, or nobody is graded.")
        raise CourseError(words.format(name=name))
    page, table = folder(course) / f"{name}.html", folder(course) / f"{name}.csv"
    write_page(
        page, "ravine_by_hand.html.j2", assignment=name, questions=questions, table=table.relative_to(course.root)
    )
    table.write_bytes(as_csv(COLUMNS, list(_lines(questions, comments))))
    return page, table


def _questions(course, assignment, book) -> list[Question]:
    texts = rubrics(source_of(course, assignment.name, assignment.notebook))
    graded = sorted(book.graded_students(assignment))
    standings = {s: book.standing(s, assignment) for s in graded}
    cells = {s: cells_of(course, s, assignment) for s in graded}
    return [_question(c, texts.get(c.grade_id, ""), cells, standings) for c in assignment.cells if c.by_hand and graded]


def _question(cell, rubric, cells, standings) -> Question:
    name, groups = cell.grade_id, defaultdict(list)
    for student, own in cells.items():
        if name in own:
            groups[own[name].source.strip()].append(student)
    answers = [
        Answer(cells[group[0]][name], tuple((s, standings[s].marks[name]) for s in group)) for group in groups.values()
    ]
    answers.sort(key=lambda a: (-len(a.students), a.students[0][0]))
    return Question(name, cell.points, nbformat.v4.new_markdown_cell(rubric), tuple(answers))


def cells_of(course: Course, student: str, assignment: Assignment) -> dict[str, Any]:
    """A student's graded notebook, its cells by their names; {} where there is none."""
    path = course.folder("autograded", student, assignment.name) / f"{assignment.notebook}.ipynb"
    try:
        cells = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4).cells
    except OSError:
        return {}
    return {c.metadata.nbgrader.grade_id: c for c in cells if "grade_id" in c.metadata.get("nbgrader", {})}


def _lines(questions, comments) -> Iterator[list[Any]]:
    for question in questions:
        for answer in question.answers:
            for student, mark in answer.students:
                given = None if mark.waits else mark.score
                yield [question.name, student, given, comments[student].get(question.name, "")]


# --- marks given in the table


def enter(course: Course, name: str, table: Path) -> list[str]:
    """Enter the points and comments of a filled table, and say what changed. An empty cell changes nothing.

    Raises NotEntered, before anything is entered, where a line of it cannot be meant.
    """
    with course.alone(), Book(course) as book:
        assignment = book.assignment(name)
        given = _given(Sheet.read(table), assignment, book)
        changed = [line for each in given if (line := book.give(assignment, *each))]
        refresh(course, assignment, book, ledger_of(course, name))
    return [*changed, _("{n} marks or comments are new.").format(n=len(changed))]


def _given(sheet, assignment, book):
    """(student, cell, points, comment) of each line that gives a mark or a comment."""
    if missing := [c for c in COLUMNS if c not in sheet.header]:
        words = _("{table} has no column {names}: fill in the table that `ravine byhand` wrote.")
        raise NotEntered(words.format(table=sheet.name, names=", ".join(missing)))
    known, faults, found = book.graded_students(assignment), [], []
    for n in range(1, len(sheet)):
        row = dict(zip(sheet.header, map(restored, sheet.row(n))))
        if any(row.values()) and (row["points"].strip() or row["comment"].strip()):
            why = _fault(row, assignment, known)
            faults += [_("row {n}: {why}").format(n=n + 1, why=why)] if why else []
            found.append((row["student"], row["cell"], _number(row["points"]), row["comment"].strip()))
    if faults:
        words = _("{table}: nothing was entered.\n{faults}")
        raise NotEntered(words.format(table=sheet.name, faults="\n".join(f"  {f}" for f in faults)))
    return found


def _fault(row, assignment, known) -> str:
    """Why a line cannot be entered, or ""."""
    cell, points = assignment.cell.get(row["cell"]), row["points"].strip()
    if not cell or not cell.by_hand:
        return _("{cell} is no cell that a person grades").format(cell=repr(row["cell"]))
    if row["student"] not in known:
        return _("{student} has not been graded in {name}").format(student=repr(row["student"]), name=assignment.name)
    number = _number(points)
    if points and (number is None or number > cell.points):
        return _("{points} is no number from 0 to {most}").format(points=repr(points), most=f"{cell.points:g}")
    return ""


def _number(text):
    """Points with a dot or a comma; None where it is no number."""
    match = re.fullmatch(r"\s*(\d+)(?:[.,](\d+))?\s*", text)
    return float(f"{match[1]}.{match[2] or 0}") if match else None
