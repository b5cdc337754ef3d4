"""A failing example is shrunk to inputs that a student can do by hand, and still fails for the same reason."""

import time
from pathlib import Path

import numpy as np
import pytest

from ravine.calibration import table
from ravine.calibration.measure import drawn
from ravine.exercises.judge import judge
from ravine.exercises.observe import NoAnswer, call
from ravine.exercises.shrink import TRIES, shrink

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = {e.name: e for _a, e in table.every_exercise(ROOT) if e.observe is call}

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize("name", EXERCISES)
def test_every_misconception_keeps_its_name_on_the_smallest_inputs(name):
    exercise = EXERCISES[name]
    hidden = next(drawn(exercise, [0]))[len(exercise.examples) :]
    for misconception in exercise.misconceptions:
        before = judge(exercise, misconception.answer, hidden)
        after = shrink(before, misconception.answer)
        assert (after.credit, after.misconception) == (before.credit, before.misconception)
        if after.smallest and before.misconception:
            row = after.smallest.row
            assert exercise.agree(after.smallest.observed, row.expected, exercise)
            assert not exercise.agree(after.smallest.observed, row.wrong()[before.misconception.name], exercise)


def shrunk(name, answer, seed=0):
    exercise = EXERCISES[name]
    return shrink(judge(exercise, answer, next(drawn(exercise, [seed]))[len(exercise.examples) :]), answer)


def test_one_entry_and_numbers_of_one_digit_are_left():
    inputs = shrunk("momentum_step", lambda w, v, grad, lr, beta: (w - lr * grad, -lr * grad)).example.row.case.inputs
    assert all(inputs[name].shape == (1,) for name in ("w", "v", "grad"))
    for value in map(float, (v.item() if isinstance(v, np.ndarray) else v for v in inputs.values())):
        assert value == float(f"{value:.1g}")


def test_what_fails_only_for_several_axes_keeps_them():
    inputs = shrunk("momentum_step", lambda w, v, g, lr, beta: (w + beta * v - lr * g, (beta * v - lr * g).ravel()))
    assert inputs.example.row.case.inputs["w"].ndim > 1


def test_a_right_answer_has_nothing_to_shrink():
    exercise = EXERCISES["momentum_step"]
    assert shrunk("momentum_step", exercise.answer).smallest is None


def test_an_answer_that_ends_its_process_is_left_in_peace():
    exercise, calls = EXERCISES["momentum_step"], []

    def answer(w, v, grad, lr, beta):
        calls.append(w)
        if len(calls) > len(before.observed):
            raise NoAnswer("the process has ended")
        return w, v

    hidden = next(drawn(exercise, [0]))
    before = judge(exercise, lambda w, v, grad, lr, beta: (w, v), hidden)
    judgement = judge(exercise, answer, hidden)
    assert shrink(judgement, answer).smallest is not None
    assert len(calls) == len(hidden) + 1


def test_shrinking_is_bounded():
    calls = []

    def answer(w, v, grad, lr, beta):
        calls.append(time.monotonic())
        return w, v

    shrunk("momentum_step", answer)
    assert len(calls) <= len(next(drawn(EXERCISES["momentum_step"], [0]))) + TRIES
