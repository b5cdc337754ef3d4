"""A release proves itself: what is not fit to be given out is refused, with a sentence for each fault."""

import nbformat
import pytest

from ravine.course.course import Course
from ravine.course.release import ReleaseError, read_reference, release
from ravine.exercises.exercise import Misconception, exercises_in
from ravine.grading import proof
from tests.grading.courses import ROOT

SOURCE = ROOT / "solutions" / "notebooks" / "momentum" / "momentum.ipynb"


def said(tmp_path, change=lambda cells: None):
    """What is said of momentum, changed: by grade_id."""
    notebook = nbformat.read(SOURCE, as_version=4)
    change({c.metadata.get("nbgrader", {}).get("grade_id"): c for c in notebook.cells})
    nbformat.write(notebook, tmp_path / "momentum.ipynb")
    reference = read_reference("momentum", ROOT)
    try:
        proof.prove("momentum", ROOT, tmp_path / "momentum.ipynb", Course.find(ROOT).config, reference)
    except ReleaseError as error:
        return str(error)
    return ""


def test_the_assignment_as_it_is_has_no_fault(tmp_path):
    assert said(tmp_path) == ""


@pytest.mark.parametrize("number", [2, 6])
def test_points_that_differ_are_refused(tmp_path, number):
    def change(cells):
        cells["test_ball_step"].metadata.nbgrader.points = number

    text = said(tmp_path, change)
    assert f"test_ball_step has {number} points, and its marks(…, points=…) gives 4." in text
    assert f"test_ball_step has {number} points, and its first line tells students 4." in text


def test_a_wrong_model_solution_is_refused(tmp_path):
    def change(cells):
        cell = cells["momentum_step"]
        assert "beta * v - lr * grad" in cell.source
        cell.source = cell.source.replace("beta * v - lr * grad", "beta * v + lr * grad")

    assert "The model solution earns 0 of 3 points in test_momentum_step." in said(tmp_path, change)


def test_a_solution_that_does_not_run_is_refused(tmp_path):
    def change(cells):
        cells["ball_step"].source = "def ball_step(:"

    assert "The solution cell ball_step does not run: SyntaxError" in said(tmp_path, change)


def test_an_answer_that_is_given_away_is_refused(tmp_path):
    def change(cells):
        cell = cells["momentum_step"]
        cell.source = cell.source.replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")
        cell.metadata.nbgrader.solution = False
        cell.metadata.nbgrader.locked = True

    assert "Without any answer test_momentum_step gives 3 points already." in said(tmp_path, change)


def test_a_secret_in_a_text_is_refused(tmp_path):
    def change(cells):
        cells[None].source += "\n\nSee solutions.reference for the answer."

    assert "would show students “solutions.reference”" in said(tmp_path, change)


def test_a_misconception_that_counts_as_right_is_refused():
    reference = read_reference("momentum", ROOT)
    exercise = next(e for e in exercises_in(reference) if e.name == "momentum_step")
    exercise.misconceptions.append(Misconception("the_same", "…", "x", exercise.answer))
    try:
        (sentence,) = proof.misconceptions_that_pass(reference)
    finally:
        exercise.misconceptions.pop()
    assert sentence.startswith("momentum_step: the misconception the_same counts as right.")


def test_what_is_refused_is_not_handed_out(course):
    def refuse(*_facts):
        raise ReleaseError("No.")

    path = course.root / "solutions" / "notebooks" / "momentum" / "momentum.ipynb"
    before = course.released("momentum")
    path.write_text(path.read_text().replace("velocity", "speed", 1))
    with pytest.raises(ReleaseError):
        release("momentum", course.root, say=lambda _text: None, prove=refuse)
    assert course.released("momentum") == before


def test_exercises_added_or_removed_in_mid_term_are_refused_in_a_sentence(course):
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("anna")
        gradebook.update_or_create_submission("momentum", "anna")
    path = course.root / "solutions" / "notebooks" / "momentum" / "momentum.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") != "test_ball_step"]
    nbformat.write(notebook, path)
    with pytest.raises(ReleaseError) as error:
        release("momentum", course.root, say=lambda _text: None)
    assert "there are submissions of it" in str(error.value) and "\n" not in str(error.value)
