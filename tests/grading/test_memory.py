"""The grader holds a few submissions at a time, however large the class: what is written down is let go."""

import gc
from dataclasses import replace

import pytest

from ravine.course.course import Course
from ravine.grading.grade import grade
from ravine.grading.submission.grade import Graded, Submission

SMALL, LARGE = 3, 15  # classes


class Remembering:
    """A pool that grades the first submission, gives all others the same marks, and counts what is held meanwhile."""

    def __init__(self):
        self.most = 0

    def __enter__(self):
        gc.freeze()  # what was there before is none of ours, and need not be looked at again and again
        return self

    def __exit__(self, *_):
        gc.unfreeze()

    sees_files = True

    def prepare(self, _function, *_arguments):
        pass

    def run(self, function, items):
        first = None
        for item in items:
            first = first or function(*item)
            student = item[0].student
            graded = replace(first.graded, student=student, notebook=first.graded.notebook + " ")
            yield item, replace(first, submission=replace(first.submission, student=student), graded=graded)
            del graded
            del item
            gc.collect()
            held = [o for o in gc.get_objects() if type(o) in (Graded, Submission)]
            self.most = max(self.most, len(held))
            del held


def most_held(course, students):
    """The most submissions and results that were there at once while a class of this size was graded."""
    for n in range(students):
        course.hand_in_sample(f"student-{n:02}", "momentum", "anna")
    pool = Remembering()
    outcome = grade(Course.find(course.root), "momentum", lambda: pool, tell=lambda _text: None)
    assert len(outcome.graded) == students
    return pool.most


@pytest.mark.xdist_group("memory")
def test_a_class_five_times_as_large_holds_no_more_at_once(released_course, tmp_path):
    small = most_held(released_course.copy(tmp_path / "small"), SMALL)
    large = most_held(released_course.copy(tmp_path / "large"), LARGE)
    assert small == large <= 4
