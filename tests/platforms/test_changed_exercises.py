"""Exercises added and removed in mid-term, with submissions in: said beforehand, and no other mark is touched."""

import copy

import nbformat
import pytest

from tests.platforms.conftest import grade_by_hand

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graded class")]


def change_exercises(source):
    """One exercise of the notebook goes; one to be written by hand and one that a test marks come."""
    nb = nbformat.read(source, as_version=4)
    cells = {c.metadata.nbgrader.grade_id: c for c in nb.cells if "nbgrader" in c.metadata}
    written, tested = copy.deepcopy(cells["long_slope"]), copy.deepcopy(cells["test_momentum_step"])
    asked = copy.deepcopy(cells["momentum_step"])
    asked.source = "### BEGIN SOLUTION\nagain = momentum_step\n### END SOLUTION"
    for cell, name in ((written, "in_own_words"), (asked, "again"), (tested, "test_momentum_again")):
        cell.metadata.nbgrader.grade_id = cell.id = name
    nb.cells = [c for c in nb.cells if c is not cells["test_ball_step"]] + [written, asked, tested]
    nbformat.write(nb, source)


def test_exercises_are_added_and_removed_and_hand_marks_stay(folder):
    grade_by_hand(folder, "s1001", "long_slope", 3.0)
    grade_by_hand(folder, "s1002", "test_ball_step", 1.0)
    before = folder.marks("momentum")
    change_exercises(folder.root / "solutions" / "notebooks" / "momentum" / "momentum.ipynb")

    said = folder.run("ravine", "release", "momentum", check=1).stdout
    assert "release momentum --change-exercises" in said and "Traceback" not in said
    assert folder.marks("momentum") == before

    said = folder.run("ravine", "release", "momentum", "--change-exercises").stdout
    assert "test_ball_step is removed, with 5 marks, of which 1 were given by hand" in said
    for name in ("in_own_words", "test_momentum_again"):
        assert f"{name} is new: 5 submissions wait to be graded in it" in said
    new = {"in_own_words", "test_momentum_again", "comment on in_own_words", "comment on again"}
    for student, marks in folder.marks("momentum").items():
        old = {name: facts for name, facts in before[student].items() if name != "test_ball_step"}
        assert {name: facts for name, facts in marks.items() if name not in new} == old

    folder.run("ravine", "report", "momentum")  # before anything is graded anew
    page = folder.feedback("s1001", "momentum")
    assert "ball_step" not in page.split("</table>")[0].split("<tbody>")[1].replace("momentum_from_ball", "")

    said = folder.run("ravine", "grade", "momentum", "--regrade", check=3).stdout
    marks = folder.marks("momentum")
    assert marks["s1001"]["long_slope"] == (None, 3.0, None, False)
    assert marks["s1001"]["test_momentum_again"] == (None, None, None, True) and "test_ball_step" not in marks["s1001"]
    page = folder.feedback("s1001", "momentum")
    assert "of an earlier release" in said and "did not ask for this" in said and "did not ask for this" in page
    assert "Made from an earlier release" in page and "was missing and was put back" not in page
    assert "unchanged" in folder.run("ravine", "release", "momentum", "--change-exercises").stdout
