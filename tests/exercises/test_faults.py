"""The commonest errors and shapes, each met with what it means."""

import math

import numpy as np
import pytest

from ravine.exercises.exercise import Case, Exercise
from ravine.exercises.judge import judge, rows
from ravine.exercises.sentences import reply


def step(w, v, grad, lr):
    return w - lr * grad, v + grad


EXERCISE = Exercise("step", {"all": 1}, returns=("w", "v"), answer=step)
GIVEN = {"w": np.array([1.0, 2.0, 4.0]), "v": np.array([0.5, 0.0, 3.0]), "grad": np.array([8.0, 2.0, -1.0]), "lr": 0.25}
ROWS = rows(EXERCISE, [Case(GIVEN, "all")])


def deep(n):
    return deep(n + 1)


def unbound(w, v, grad, lr):
    v = v + gain  # noqa: F821
    gain = lr
    return w * gain, v


CASES = {
    "nothing returned": (lambda w, v, grad, lr: None, "End it with `return`"),
    "one array for two": (lambda w, v, grad, lr: w - lr * grad, "One value came back; 2 are asked for"),
    "unknown name": (lambda w, v, grad, lr: (w - learning_rate * grad, v), "Did you mean its argument lr?"),  # noqa: F821
    "a name of the notebook": (lambda w, v, grad, lr: (zzz, v), "neither in it nor in a cell that has run"),  # noqa: F821
    "before it has a value": (unbound, "before it has a value"),
    "broadcast": (lambda w, v, grad, lr: (w + np.ones(2), v), "shapes (3,) and (2,) entry by entry"),
    "matrices": (lambda w, v, grad, lr: (np.ones((3, 2)) @ w, v), "the columns of A"),
    "recursion": (lambda w, v, grad, lr: deep(0), "in a loop, with a list"),
    "math on an array": (lambda w, v, grad, lr: (math.sqrt(w), v), "numpy has its own"),
    "if on an array": (lambda w, v, grad, lr: (w if w > 0 else v, v), "np.where(condition, this, that)"),
    "no return in a helper": (lambda w, v, grad, lr: (w + print(end=""), v), "is None"),
    "a method of a number": (lambda w, v, grad, lr: (lr.data, v), "A plain number has no data"),
    "an attribute": (lambda w, v, grad, lr: (w.gradient, v), "is asked for gradient"),
    "a column for a row": (lambda w, v, grad, lr: ((w - lr * grad)[:, None], 2 * v**3 + grad), "an axis of length 1"),
    "every entry with every other": (lambda w, v, grad, lr: (w - lr * grad[:, None], v + grad), "A row met a column"),
    "a number for an array": (lambda w, v, grad, lr: ((w**2 * grad).sum(), v), "summed over all axes"),
    "index": (lambda w, v, grad, lr: (w[3], v), "the last n − 1"),
    "by zero": (lambda w, v, grad, lr: (1 // 0, v), "the denominator is 0"),
}  # fmt: skip


@pytest.mark.parametrize("answer, words", CASES.values(), ids=CASES)
def test_errors_and_shapes_teach(answer, words):
    said = reply(judge(EXERCISE, answer, ROWS))
    assert words in " ".join(said.reasons), said.reasons


def asserts(w, v, grad, lr):
    raise AssertionError("too small")


def test_an_assert_of_ones_own_is_told_and_an_error_that_is_due():
    assert "An assert of your own stops here (“too small”)" in reply(judge(EXERCISE, asserts, ROWS)).reasons[0]
    strict = Exercise("asserts", {"all": 1}, answer=asserts)
    (said,) = reply(judge(strict, step, rows(strict, [Case(GIVEN, "all")]))).reasons
    assert said.startswith("These arguments have no right answer: `raise AssertionError(…)` says so.")


def test_the_students_line_is_shown():
    def fails(w, v, grad, lr):
        return w[7], v

    line = fails.__code__.co_firstlineno + 1
    assert reply(judge(EXERCISE, fails, ROWS)).difference.endswith(f"in line {line}: return w[7], v")


def test_an_error_without_a_known_cause_has_no_sentence():
    def fails(w, v, grad, lr):
        raise KeyError("x")

    assert reply(judge(EXERCISE, fails, ROWS)).reasons == ()
