"""What a student reads of an answer that is not right yet."""

import numpy as np
import pytest

from ravine import check
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import assess, rows
from ravine.exercises.observe import NoAnswer
from solutions.reference import backpropagation


def test_arrays_stand_row_under_row(capsys):
    def chain_rule(jacobians):
        return backpropagation.order_of_the_list(jacobians)

    check(chain_rule)
    said = capsys.readouterr().out
    assert (
        "    jacobians = [[[1., 2.],\n"
        "                  [0., 1.]],\n"
        "                 [[3., 0.],\n"
        "                  [1., 2.]]]\n"
        "  the returned value[0, 0] should be 3, but is 5.\n"
    ) in said  # fmt: skip


def test_code_stands_line_under_line(capsys):
    class Value(backpropagation.gradients_overwritten):
        pass

    check(Value)
    said = capsys.readouterr().out
    code = "".join(f"        {line}\n" for line in ("a = Value(3.0)", "z = a + a", "z.backward()"))
    assert f"    code =\n{code}  a.grad should be 2, but is 1." in said


@pytest.mark.parametrize("name, named", [("every_path_by_itself", True), ("Value", False)])
def test_an_answer_that_never_comes_may_have_a_known_reason(name, named):
    """Right until the graph with 2⁶⁰ paths, and then out of time: no number is wrong, but the reason is known."""
    exercise = next(e for e in exercises_in(backpropagation) if e.name == "Value")
    drawn = rows(exercise, exercise.draw(np.random.default_rng(1)))
    endless = next(i for i, row in enumerate(drawn) if row.wrong()["every_path_by_itself"].raised == "TimeoutError")
    unanswered = endless if named else endless - 1  # any other row: nothing explains why it has no answer
    seen = [exercise.observe(getattr(backpropagation, name), row.case.inputs) for row in drawn[:unanswered]]
    found = assess(exercise, drawn, seen, NoAnswer("out of time")).misconception
    assert (found.name if found else None) == ("every_path_by_itself" if named else None)
