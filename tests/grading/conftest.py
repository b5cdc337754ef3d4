"""A released course, made once in each process and copied for each test that asks for it."""

import pytest

from tests.grading.courses import CourseFolder


@pytest.fixture(scope="session")
def released_course(tmp_path_factory):
    return CourseFolder.make(tmp_path_factory.mktemp("released") / "course", "momentum")


@pytest.fixture
def course(released_course, tmp_path):
    """A course of its own for one test, with momentum released and nothing handed in."""
    return released_course.copy(tmp_path / "course")
