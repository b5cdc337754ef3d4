"""nbgrader's own commands and formgrader work in the course's folder and agree with `ravine grade`."""

import re
import shutil

import pytest

from solutions.samples import make_class

SOME = ("anna", "goran", "jana", "julia", "kofi", "lena", "milan", "nora", "otto", "petra", "rosa", "ulla")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("nbgrader")]


def twins(released, folder, students):
    """The same submissions graded by nbgrader's commands, and by `ravine grade`."""
    by_nbgrader = released.copy(folder / "by-nbgrader")
    make_class("momentum", by_nbgrader.root, by_nbgrader.root / "class" / "submitted")
    for path in (by_nbgrader.root / "class" / "submitted").iterdir():
        if students and path.name not in students:
            shutil.rmtree(path)
    by_ravine = by_nbgrader.copy(folder / "by-ravine")
    by_nbgrader.run("nbgrader", "autograde", "momentum")
    by_nbgrader.run("nbgrader", "generate_feedback", "momentum")
    by_ravine.run("ravine", "grade", "momentum", check=3)
    return by_nbgrader, by_ravine


@pytest.fixture(scope="module")
def some(released_course, tmp_path_factory):
    return twins(released_course, tmp_path_factory.mktemp("twins"), SOME)


def test_autograde_and_ravine_grade_give_the_same_gradebook(some):
    by_nbgrader, by_ravine = some
    assert by_nbgrader.marks("momentum") == by_ravine.marks("momentum")
    assert set(by_ravine.marks("momentum")) == set(SOME)


def test_they_give_the_same_gradebook_of_the_whole_sample_class(released_course, tmp_path):
    by_nbgrader, by_ravine = twins(released_course, tmp_path, ())
    assert by_nbgrader.marks("momentum") == by_ravine.marks("momentum")


def test_generate_feedback_writes_the_same_pages(some):
    by_nbgrader, by_ravine = some
    for student in SOME:
        assert by_nbgrader.feedback(student, "momentum") == by_ravine.feedback(student, "momentum"), student


def test_export_gives_the_same_table(some):
    tables = []
    for course in some:
        course.run("nbgrader", "export", "--to", "grades.csv")
        tables.append(sorted((course.root / "grades.csv").read_text().splitlines()))
    assert tables[0] == tables[1]
    assert any(re.fullmatch(r"momentum,.*,anna,.*,24\.0,28\.0", line) for line in tables[0])


def test_autograded_notebooks_are_the_same(some):
    by_nbgrader, by_ravine = some
    for student in SOME:
        path = f"class/autograded/{student}/momentum/momentum.ipynb"
        assert (by_nbgrader.root / path).read_text() == (by_ravine.root / path).read_text(), student
