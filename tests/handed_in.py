"""The momentum assignment as the grader has it, and submissions of it: for tests that hand in whole notebooks."""

import copy
from functools import cache
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from ravine.grading.submission.assignment import Assignment, Cell
from solutions.samples import samples

ROOT = Path(__file__).resolve().parents[1]
NAME = "momentum"
RIGHT, WRONG = "anna", "adam"  # samples that earn everything and nothing
IN_HIDDEN_TESTS = "planted-in-the-hidden-tests"


@cache
def assignment() -> Assignment:
    """The assignment as nbgrader's gradebook gives it: the released cells, but the tests with their hidden parts.

    In these stands a secret that no student may ever see.
    """
    source = nbformat.read(ROOT / "solutions" / "notebooks" / NAME / f"{NAME}.ipynb", as_version=4)
    tests = {mark(c).grade_id: c.source for c in source.cells if mark(c).get("grade") and not mark(c).solution}
    released = released_notebook()
    cells = tuple(_cell(c, tests) for c in released.cells if mark(c))
    return Assignment(
        NAME, NAME, cells, '{"name": "python3", "display_name": "Python 3"}', nbformat.writes(released), str(ROOT)
    )


def _cell(cell, tests):
    m = mark(cell)
    source = tests.get(m.grade_id, cell.source)
    source = source.replace("BEGIN HIDDEN TESTS\n", f"BEGIN HIDDEN TESTS\nsecret = '{IN_HIDDEN_TESTS}'\n")
    return Cell(
        m.grade_id, cell.cell_type, source, m.checksum, m.locked, m.grade, m.solution, m.task, float(m.get("points", 0))
    )


def mark(cell: NotebookNode) -> dict:
    """nbgrader's metadata of a cell."""
    return cell.metadata.get("nbgrader", {})


@cache
def _released():
    return nbformat.read(ROOT / "exercises" / NAME / f"{NAME}.ipynb", as_version=4)


def released_notebook() -> NotebookNode:
    """What students are given."""
    return copy.deepcopy(_released())


@cache
def answers(student: str) -> dict[str, str]:
    """The sources of a sample student's cells, by grade_id."""
    return samples(NAME)[student].cells


def filled_in(student: str, whole: bool = False) -> NotebookNode:
    """The notebook that this sample student hands in; without its texts and plots unless `whole`."""
    notebook = released_notebook()
    for cell in notebook.cells:
        if (name := mark(cell).get("grade_id")) in answers(student):
            cell.source = answers(student)[name]
    if not whole:
        notebook.cells = [cell for cell in notebook.cells if mark(cell)]
    return notebook
