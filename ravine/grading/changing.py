"""Exercises added or removed while there are submissions: the gradebook follows, and no other mark is touched.

nbgrader refuses that (`SaveCells`), so the rows are made here, in one transaction, as its `add_submission` makes them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbgrader import utils
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SourceCell,
    TaskCell,
)

from ravine.course.course import Course
from ravine.grading.backup import keep_gradebook
from ravine.language import _

KINDS = {GradeCell: utils.is_grade, SolutionCell: utils.is_solution, TaskCell: utils.is_task}


def follow(name: str, root: Path, source: Path, tell: Callable[[str], None]) -> None:
    """Let the gradebook know exactly the cells of a source notebook; tell what that does to marks.

    Nothing is done where the assignment has no submissions: nbgrader does it itself then. Raises BackupError.
    """
    course = Course.find(root)
    cells = [c for c in nbformat.read(source, as_version=4).cells if "grade_id" in c.metadata.get("nbgrader", {})]
    with course.alone(), Gradebook(course.directory.db_url, course.directory.course_id) as gradebook:
        notebook = _notebook(gradebook, name, source.stem)
        if notebook is None or not _differ(notebook, cells):
            return
        keep_gradebook(course)
        for line in [*_remove(gradebook.db, notebook, cells), *_add(gradebook.db, notebook, cells)]:
            tell(line)
        gradebook.db.commit()


def _notebook(gradebook, name, stem) -> Notebook | None:
    try:
        found = gradebook.find_notebook(stem, name)
    except MissingEntry:
        return None
    return found if found.submissions else None


def _cells_of(notebook, kind) -> dict[str, Any]:
    own = notebook.source_cells if kind is SourceCell else [c for c in notebook._base_cells if isinstance(c, kind)]
    return {c.name: c for c in own}


def _wanted(cells, kind) -> dict[str, Any]:
    is_one = KINDS.get(kind, lambda c: utils.is_locked(c) or any(test(c) for test in KINDS.values()))
    return {c.metadata.nbgrader.grade_id: c for c in cells if is_one(c)}


def _differ(notebook, cells):
    return any(_cells_of(notebook, kind).keys() ^ _wanted(cells, kind).keys() for kind in (*KINDS, SourceCell))


def _remove(db, notebook, cells):
    """Delete the cells that the source has no longer, with their marks; a line for each that had a mark to give."""
    for kind in (*KINDS, SourceCell):
        wanted = _wanted(cells, kind)
        for name, cell in _cells_of(notebook, kind).items():
            if name not in wanted:
                yield from _told(kind, name, cell)
                for row in [*getattr(cell, "grades", ()), *getattr(cell, "comments", ())]:
                    db.delete(row)
                db.delete(cell)
    db.flush()


def _told(kind, name, cell):
    if kind in (GradeCell, TaskCell):
        by_hand = sum(g.manual_score is not None for g in cell.grades)
        words = _("{name} is removed, with {n} marks, of which {m} were given by hand; a copy is in class/backups")
        yield words.format(name=name, n=len(cell.grades), m=by_hand)


def _add(db, notebook, cells):
    """Add the cells that are new; each submission has no mark for them yet, and waits to be graded."""
    for kind in KINDS:
        for name, cell in _wanted(cells, kind).items():
            if name not in _cells_of(notebook, kind):
                _enter(db, notebook, kind, name, cell)
                if kind is not SolutionCell:
                    words = _("{name} is new: {n} submissions wait to be graded in it")
                    yield words.format(name=name, n=len(notebook.submissions))
    for name in _wanted(cells, SourceCell).keys() - _cells_of(notebook, SourceCell).keys():
        cell = _wanted(cells, SourceCell)[name]
        db.add(SourceCell(name=name, notebook=notebook, cell_type=cell.cell_type, source="", checksum=""))


def _enter(db, notebook, kind, name, cell):
    points = cell.metadata.nbgrader.get("points", 0)
    facts = {} if kind is SolutionCell else {"max_score": float(points), "cell_type": cell.cell_type}
    made = kind(name=name, notebook=notebook, **facts)
    db.add(made)
    db.flush()
    for submitted in notebook.submissions:
        if kind is not SolutionCell:
            db.add(Grade(cell_id=made.id, notebook=submitted, needs_manual_grade=True))
        if kind is not GradeCell:
            db.add(Comment(cell_id=made.id, notebook=submitted))
