"""Shared rare mistakes: answers that fail in the same unusual way, and derivations that are equal, side by side.

It is a place to look and no accusation: who learns together shares mistakes. For the comparison of code there are other
tools; `export` writes the answers as they want them.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from ravine.course.course import Course, CourseError
from ravine.files import write_whole
from ravine.grading.by_hand import cells_of
from ravine.grading.grade import ledger_of
from ravine.grading.gradebook import Book
from ravine.grading.ledger import Entry
from ravine.grading.report import write_page
from ravine.grading.sheet import as_csv
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.feedback import code, prose
from ravine.grading.submission.verdict import PARTLY, WRONG, Verdict
from ravine.language import _

RARE = 0.05  # of a class: what more than this share of it has, and more than three students, is no sign of anything
FEW = 3  # students
LONG = 80  # characters of a derivation: shorter ones are alike by nature
TOOLS = {
    "compare50": "compare50 {folder}/submissions/* -d {folder}/stub",
    "dolos": "dolos run -l python -i {folder}/stub/answers.py {folder}/info.csv",
    "jplag": "jplag -l python3 -bc {folder}/stub {folder}/submissions",
}


@dataclass(frozen=True)
class Shared:
    """What a few students share: where, how many do, and the answers as HTML, each with whose it is."""

    name: str
    why: str
    answers: tuple[tuple[str, Any], ...]


def write(course: Course, name: str) -> tuple[Path, int]:
    """Write the page of an assignment's shared mistakes; its path, and how many there are. Raises NotReleased."""
    with Book(course) as book:
        assignment = book.assignment(name)
    entries = list(ledger_of(course, name).entries())
    cells = {e.student: cells_of(course, e.student, assignment) for e in entries}
    found = [*shared_failures(assignment, entries, cells), *shared_texts(assignment, cells)]
    page = _folder(course) / f"{name}.html"
    write_page(page, "ravine_similar.html.j2", assignment=name, found=found, number=len(entries))
    return page, len(found)


def _folder(course):
    return course.class_folder / "similar"


def shared_failures(assignment: Assignment, entries: Sequence[Entry], cells: dict[str, dict]) -> list[Shared]:
    """Wrong answers without a known misconception that give the same numbers, where few of the class do."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    failing: dict[str, int] = defaultdict(int)
    for entry in entries:
        for v in filter(_is_unusual, entry.verdicts):
            failing[v.grade_id] += 1
            groups[v.grade_id, v.exercise, v.fingerprint].append(entry.student)
    words = _("{n} of {all} students gave the same wrong numbers; {failing} failed in ways that nothing explains")
    return [
        Shared(
            exercise, words.format(n=len(who), all=len(entries), failing=failing[test]), _codes(who, cells, exercise)
        )
        for (test, exercise, _numbers), who in groups.items()
        if _is_rare(who, len(entries))
    ]


def _is_unusual(verdict: Verdict) -> bool:
    is_wrong = verdict.state in (PARTLY, WRONG) and not verdict.misconception
    return bool(is_wrong and verdict.fingerprint and verdict.example)


def _is_rare(who, number):
    return 1 < len(who) <= max(FEW, RARE * number)


def _codes(who, cells, exercise):
    return tuple((student, code(_answer(cells[student], exercise))) for student in who)


def _answer(cells, exercise):
    """The solution cell that defines an exercise's name."""
    defines = re.compile(rf"^(?:def|class) {re.escape(exercise)}\b", re.MULTILINE)
    return next((c.source for c in cells.values() if _is_code(c) and defines.search(c.source)), "")


def _is_code(cell):
    return cell.cell_type == "code" and cell.metadata.nbgrader.get("solution")


def shared_texts(assignment: Assignment, cells: dict[str, dict]) -> list[Shared]:
    """Derivations that are equal but for blanks and upper case, and are not what everybody was given."""
    words = _("{n} of {all} students wrote the same")
    found = []
    for cell in (c for c in assignment.cells if c.by_hand):
        groups = defaultdict(list)
        for student, own in cells.items():
            if cell.grade_id in own and len(text := _plain(own[cell.grade_id].source)) >= LONG:
                groups[text].append(student)
        groups.pop(_plain(cell.source), None)
        found += [(cell.grade_id, who) for who in groups.values() if len(who) > 1]
    return [
        Shared(name, words.format(n=len(who), all=len(cells)), ((", ".join(who), prose(cells[who[0]][name])),))
        for name, who in found
    ]


def _plain(text):
    return "".join(text.split()).casefold()


def export(course: Course, name: str, tool: str, folder: Path) -> str:
    """Write every student's code as a file for compare50, Dolos or JPlag; the command to type.

    Students are numbers there; who is who is written to class/similar. Raises NotReleased, CourseError.
    """
    if folder.exists() and any(folder.iterdir()):
        raise CourseError(_("{folder} is not empty: name another with -o.").format(folder=folder))
    with Book(course) as book:
        assignment = book.assignment(name)
        students = sorted(book.graded_students(assignment))
    stub = nbformat.reads(assignment.release, as_version=4).cells
    _write(folder / "stub", {c.metadata.nbgrader.grade_id: c for c in stub if "nbgrader" in c.metadata})
    numbers = [f"{n:04}" for n, _student in enumerate(students, start=1)]
    for number, student in zip(numbers, students):
        _write(folder / "submissions" / number, cells_of(course, student, assignment))
    files = [[f"submissions/{n}/answers.py", n] for n in numbers]
    write_whole(folder / "info.csv", as_csv(("filename", "full_name"), files).removeprefix(b"\xef\xbb\xbf"))
    write_whole(_folder(course) / f"{name}-numbers.csv", as_csv(("number", "student"), [*zip(numbers, students)]))
    return TOOLS[tool].format(folder=folder)


def _write(folder, cells):
    """The code of a notebook's solution cells, one below the other."""
    text = "\n\n\n".join(c.source.strip() for c in cells.values() if _is_code(c)) + "\n"
    write_whole(folder / "answers.py", text.encode("utf-8", "replace"))
