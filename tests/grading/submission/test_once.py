"""A notebook's cells run once where that is all the same to its tests, and once more, each in its place, elsewhere."""

import nbformat
import pytest

from ravine.course.course import Course
from ravine.grading.gradebook import Book
from ravine.grading.nbgrader_plugin import rules_of
from ravine.grading.submission.grade import Submission, grade_submission
from ravine.grading.worker.warm_process import WarmProcess
from solutions.samples import notebook_of, samples

pytestmark = pytest.mark.xdist_group("course")
LAST = {
    "nothing": ("", 1),
    "a check": ("check(ball_step, momentum_step)", 1),
    "a helper": ("def helper(x):\n    return 2 * x", 1),
    "another function of the name": ("def ball_step(*_):\n    return None", 2),
    "errors for warnings": ("np.seterr(all='raise')", 2),
    "an end": ("import os\nos._exit(1)", 2),
    "a loop without end": ("while True:\n    pass", 2),
}


@pytest.fixture(scope="module")
def course(released_course, tmp_path_factory):
    return released_course.copy(tmp_path_factory.mktemp("once") / "course")


@pytest.fixture
def graded(course, monkeypatch):
    """The marks and all outputs of a right notebook with one more cell at its end; how many processes it took."""
    found = Course.find(course.root)
    with Book(found, lambda _text: None) as book:
        assignment = book.assignment("momentum")
    made, worker = [], WarmProcess.worker
    monkeypatch.setattr(WarmProcess, "worker", lambda *a, **k: made.append(1) or worker(*a, **k))

    def grade(last):
        notebook = nbformat.reads(notebook_of(samples("momentum")["anna"], course.released("momentum")), as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(last))
        submission = Submission("ada", nbformat.writes(notebook).encode())
        graded = grade_submission(submission, assignment, rules_of(found))
        cells = nbformat.reads(graded.notebook, as_version=4).cells
        return {v.grade_id: v.points for v in graded.verdicts}, cells, len(made)

    return grade


@pytest.mark.parametrize("kind", LAST)
def test_a_last_cell_costs_no_mark_and_a_second_process_only_if_it_might(graded, kind):
    last, processes = LAST[kind]
    marks, cells, made = graded(last)
    assert all(marks.values()) and sum(marks.values()) == 24.0, marks
    assert made == processes


def test_cells_that_only_check_are_not_run_for_the_tests_say_the_same(graded):
    _marks, cells, _made = graded("print(np.pi)\ncheck(ball_step)")
    only = [cell for cell in cells if cell.source in ("check(ball_step)", "check(edge_of_stability)")]
    assert len(only) == 2 and not any(cell.outputs for cell in only)
    assert "3.14" in cells[-1].outputs[0].text and "✓" in cells[-1].outputs[0].text
