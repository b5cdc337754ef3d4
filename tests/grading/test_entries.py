"""A new submission is entered by statements of our own: the gradebook then holds what nbgrader's API would enter."""

from datetime import datetime

import pytest

from ravine.course.course import Course
from ravine.grading import gradebook
from ravine.grading.entries import Form
from ravine.grading.gradebook import Book
from ravine.grading.submission.standing import Mark, Standing

pytestmark = pytest.mark.xdist_group("course")
DUE = datetime(2026, 3, 1, 12)
TIMES = {"none": None, "early": "2026-02-27 12:00:00 UTC", "at the last moment": "2026-03-01 12:00:00 UTC",
         "late": "2026-03-02 12:00:00 UTC"}  # fmt: skip


def _standing(assignment):
    """Of a notebook with points, parts of them, nothing, and what waits for a person."""
    marks = {
        c.grade_id: Mark(0.0 if c.by_hand else (number % 4) / 4 * c.points, c.points, c.by_hand, c.by_hand)
        for number, c in enumerate(cell for cell in assignment.cells if cell.grade)
    }
    filled_in = next(cell.grade_id for cell in assignment.cells if cell.solution)
    return Standing(marks, {filled_in: "No response.", "unknown": "of no cell"})


def _entered(course):
    """Everything that the gradebook holds after a class was entered, and what it said of each meanwhile and then."""
    with Book(Course.find(course.root), lambda _text: None) as book:
        assignment = book.assignment("momentum")
        with course.gradebook() as known:
            known.find_assignment("momentum").duedate = DUE
            known.db.commit()
        graded = _standing(assignment)
        said = [book.save(who, when, graded, assignment) for who, when in TIMES.items()]
        said.append(book.save("early", TIMES["early"], graded, assignment, same=True))
        said += [book.standing(who, assignment) for who in TIMES]
    return course.marks("momentum"), _times(course), said


def test_both_ways_enter_and_say_the_same(released_course, tmp_path, monkeypatch):
    asked = []
    for name in ("enter", "read"):
        own = getattr(gradebook, name)
        monkeypatch.setattr(gradebook, name, lambda *a, own=own: asked.append(bool(found := own(*a))) or found)
    ours = _entered(released_course.copy(tmp_path / "ours"))
    assert asked.count(False) == 3  # what is said of the late one, twice, and the one that was there already
    monkeypatch.setattr(gradebook, "enter", lambda *_: False)
    monkeypatch.setattr(gradebook, "read", lambda *_: None)
    assert ours == _entered(released_course.copy(tmp_path / "theirs"))
    assert {*ours[0]} == {*TIMES} and ours[2][-1].seconds_late == 24 * 3600


def _times(course):
    with course.gradebook() as known:
        return {s.student_id: s.timestamp for s in known.assignment_submissions("momentum")}


def test_what_a_person_gave_is_read(course):
    with Book(Course.find(course.root), lambda _text: None) as book:
        assignment = book.assignment("momentum")
        book.save("ada", None, _standing(assignment), assignment)
        by_hand = next(cell.grade_id for cell in assignment.cells if cell.by_hand)
        book.give(assignment, "ada", by_hand, 1.5, "well said")
        standing = book.standing("ada", assignment)
    assert standing.marks[by_hand] == Mark(1.5, assignment.cell[by_hand].points, True, False, True)
    assert standing.comments[by_hand] == "well said"


def test_a_cell_that_the_form_does_not_know_is_asked_of_nbgrader(course):
    with Book(Course.find(course.root), lambda _text: None) as book:
        assignment = book.assignment("momentum")
        before = book.save("ada", None, _standing(assignment), assignment)
        form = book._form(assignment)
        book._forms["momentum"] = Form(form.assignment, form.due, form.notebook, form.grades, form.comments, {})
        assert book.standing("ada", assignment) == before
