"""A small class, graded once in each process and copied for each test that asks for it."""

import pytest

from ravine.course.course import Course
from ravine.grading.roster import Roster, people_of, roster_path
from ravine.grading.sheet import Sheet
from tests.grading.courses import CourseFolder
from tests.platforms.given import TABLES

SAMPLES = {"s1001": "anna", "s1002": "viktor", "s1003": "anna", "s1004": "adam", "s1005": "lena"}


@pytest.fixture(scope="session")
def graded_class(tmp_path_factory):
    """Five students have handed momentum in; the notebook of s1005 is damaged, s1006 has handed in nothing."""
    course = CourseFolder.make(tmp_path_factory.mktemp("graded") / "course", "momentum")
    for student, sample in SAMPLES.items():
        if sample == "lena":
            course.hand_in(student, "momentum", '{"cells": [')
        else:
            course.hand_in_sample(student, "momentum", sample)
        (course.submitted(student, "momentum") / "timestamp.txt").write_text("2026-10-04 00:00:00 UTC")
    course.run("ravine", "grade", "momentum", check=3)
    made = Roster(people_of(Sheet.read(TABLES / "moodle.csv"), "momentum"))
    for person in people_of(Sheet.read(TABLES / "canvas.csv"), ""):
        made.add(person)
    made.write(roster_path(Course.find(course.root)))
    return course


@pytest.fixture
def folder(graded_class, tmp_path):
    """The class's course folder, for one test."""
    return graded_class.copy(tmp_path / "course")


@pytest.fixture
def course(folder):
    return Course.find(folder.root)


def grade_by_hand(folder, student, cell, points):
    """Give a mark as formgrader does."""
    with folder.gradebook() as gradebook:
        grade = gradebook.find_grade(cell, "momentum", "momentum", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        gradebook.db.commit()
