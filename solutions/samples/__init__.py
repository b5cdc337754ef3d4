"""A sample class for every assignment: what students might hand in, as text, and what it deserves.

``solutions/answers/<cell>/<style>.py`` is one answer, in the words of a student, under a line that says what it earns:
``# deserves 2.25: in_place`` (points, and the misconception that is named), ``# deserves 0: …; never ends`` where only
a limit ends it, ``# marked by a person`` or ``# not marked``. Lines of a text cell begin with ``# ``.

``solutions/classes/<assignment>.toml`` is the class: for each student what they do, and their answer to each cell by
its style. A cell that is not named stays as released. Besides:

``saved_as``, ``nbformat``  another file name, another notebook format
``content``                 what is handed in instead of a notebook with answers
``unreadable``, ``look``    an instructor must look at it; where it is unreadable, nothing is marked
``{ style = …, deserves = … }``  an answer that deserves something else beside this student's other answers
"""

import json
import re
import shutil
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from ravine.course.release import read_reference
from ravine.exercises.exercise import exercises_in

SOLUTIONS = Path(__file__).resolve().parents[1]
ANSWERS, CLASSES = SOLUTIONS / "answers", SOLUTIONS / "classes"
DESERVES = re.compile(r"(?P<points>\d+(\.\d+)?)(: (?P<misconception>\w+))?(?P<never_ends>; never ends)?")
HEAD = re.compile(rf"# (deserves {DESERVES.pattern}|(?P<by_hand>marked by a person)|not marked)")
SETTINGS = {"does", "saved_as", "nbformat", "content", "unreadable", "look"}


class SampleError(Exception):
    """A sample cannot be made; the message says why."""


@dataclass(frozen=True)
class Answer:
    """A student's text for one cell. ``points`` is None where no test marks it; then perhaps a person does."""

    source: str
    points: float | None = None
    misconception: str | None = None
    never_ends: bool = False
    by_hand: bool = False


@dataclass(frozen=True)
class Sample:
    """What one student hands in: answers by grade_id, the name and format of the file, or all of its content."""

    does: str
    answers: dict[str, Answer]
    saved_as: str = ""
    nbformat: int = 4
    content: str | None = None
    unreadable: bool = False
    look: bool = False

    @property
    def cells(self) -> dict[str, str]:
        """The source of the cells that the student filled in, by grade_id."""
        return {grade_id: answer.source for grade_id, answer in self.answers.items()}


def read_answer(text: str, name: str = "the answer") -> Answer:
    """The answer that a text describes. Raises SampleError where its first line does not say what it deserves."""
    first, _newline, source = text.partition("\n")
    if not (head := HEAD.fullmatch(first)):
        raise SampleError(f"{name} begins with {first!r}, which does not say what it deserves")
    return Answer(source.strip("\n"), **_deserved(head), by_hand=bool(head["by_hand"]))


def _deserved(found):
    points = found["points"] and float(found["points"])
    return {"points": points, "misconception": found["misconception"], "never_ends": bool(found["never_ends"])}


def read_class(text: str, answers: Path = ANSWERS) -> dict[str, Sample]:
    """The samples of a class's roster, by student. Raises SampleError for an answer that is not in the library."""
    return {student: _sample(student, entry, answers) for student, entry in tomllib.loads(text).items()}


def _sample(student, entry, folder):
    chosen = {cell: style for cell, style in entry.items() if cell not in SETTINGS}
    answers = {cell: _answer(student, cell, style, folder) for cell, style in chosen.items()}
    return Sample(answers=answers, **{name: entry[name] for name in SETTINGS & entry.keys()})


def _answer(student, cell, chosen, folder):
    style, deserves = (chosen["style"], chosen["deserves"]) if isinstance(chosen, dict) else (chosen, None)
    path = folder / cell / f"{style}.py"
    if not path.exists():
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.py"))) or "none"
        raise SampleError(f"{student} answers {cell} with {style!r}, which is not in the library; it has {known}")
    answer = read_answer(path.read_text(encoding="utf-8"), f"{cell}/{path.name}")
    return Answer(answer.source, **_deserved(DESERVES.fullmatch(deserves))) if deserves else answer


def assignments() -> list[str]:
    """The assignments that have a sample class."""
    return sorted(path.stem for path in CLASSES.glob("*.toml"))


@cache
def samples(assignment: str) -> dict[str, Sample]:
    """What each student of an assignment's class hands in. Raises SampleError where there is no class."""
    path = CLASSES / f"{assignment}.toml"
    if not path.exists():
        raise SampleError(f"there are no samples of {assignment!r}: {path} does not exist")
    return read_class(path.read_text(encoding="utf-8"))


@cache
def expected(assignment: str) -> dict[str, dict[str, Any]]:
    """What each student of the class deserves: points by test cell, misconceptions by exercise, and who must look."""
    exercises = [e.name for e in exercises_in(read_reference(assignment, SOLUTIONS.parent))]
    return {student: _deserves(sample, exercises) for student, sample in samples(assignment).items()}


def _deserves(sample, exercises):
    if sample.unreadable:
        return {"unreadable": True}
    given = {e: sample.answers[e] for e in exercises if e in sample.answers}
    return {
        "points": {f"test_{e}": given[e].points if e in given else 0 for e in exercises},
        "misconceptions": {e: answer.misconception for e, answer in given.items() if answer.misconception},
        "answered_by_hand": any(answer.by_hand for answer in sample.answers.values()),
        "look": sample.look,
    }


def notebook_of(sample: Sample, released: str) -> str:
    """The submitted file: the released notebook with the student's cells. Raises SampleError for an unknown cell."""
    if sample.content is not None:
        return sample.content
    notebook = nbformat.reads(released, as_version=4)
    mine = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
    for grade_id, source in sample.cells.items():
        if grade_id not in mine:
            raise SampleError(f"the released notebook has no cell {grade_id!r}; it has {', '.join(mine)}")
        cell = mine[grade_id]
        cell.source = source if cell.cell_type == "code" else re.sub("^# ?", "", source, flags=re.MULTILINE)
    if sample.nbformat != 4:
        return json.dumps(nbformat.convert(notebook, sample.nbformat), indent=1, ensure_ascii=False) + "\n"
    return nbformat.writes(notebook) + "\n"


def make_class(assignment: str, root: Path, folder: Path) -> list[str]:
    """Hand in every sample of an assignment, as ``folder/<student>/<assignment>/…``; the students' names.

    Raises SampleError where the assignment has no samples or is not released.
    """
    found = samples(assignment)
    release = root / "exercises" / assignment / f"{assignment}.ipynb"
    if not release.exists():
        raise SampleError(f"{assignment!r} is not released yet: run `ravine release {assignment}` first")
    released = release.read_text(encoding="utf-8")
    for student, sample in found.items():
        target = folder / student / assignment
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        name = sample.saved_as or f"{assignment}.ipynb"
        (target / name).write_text(notebook_of(sample, released), encoding="utf-8")
    return sorted(found)
