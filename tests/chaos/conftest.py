"""The courses of the grader's own tests."""

from tests.grading.conftest import course, released_course

__all__ = ["course", "released_course"]
