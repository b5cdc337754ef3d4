"""Tests may come after all cells where that changes nothing for them, and nowhere else."""

import pytest

from ravine.grading.submission.order import tests_may_come_last as may_come_last

SETUP = "import numpy as np"
STEP = "def step(w, grad, lr):\n    return w - lr * grad"
DEMO = "start = np.ones(2)\nfor lr in (0.1, 0.2):\n    print(step(start, start, lr))"
ADAM = "def adam(w, m, grad):\n    return step(w, m, 0.1)"
GIVEN = [SETUP, DEMO]
TEST, LAST = {"step"}, {"step", "adam"}


def notebook(*more, step=STEP):
    return [SETUP, step, "check(step)", TEST, DEMO, ADAM, LAST, *more]


def test_of_a_notebook_as_people_hand_it_in():
    assert may_come_last(notebook(), GIVEN)


@pytest.mark.parametrize(
    "last",
    [
        "",
        "# nothing more",
        "check(step, adam)",
        "import math",
        "from math import pi, tau as two_pi",
        "EPSILON = 1e-8",
        "a = b = 2 * 3",
        "count: int = 0",
        '"""Only words."""',
        "def helper(x, lr=0.1, *, eps=2 * 1e-8) -> np.ndarray:\n    return np.sin(x)",
        "class Layer:\n    'Words.'\n    W = b = None\n\n    @property\n    def n(self):\n        return 1",
        "class Dense(Layer):\n    @staticmethod\n    def of(n):\n        return Dense()",
    ],
)
def test_what_only_defines_changes_nothing(last):
    assert may_come_last(notebook(last), GIVEN)


@pytest.mark.parametrize(
    "last",
    [
        "print(1)",
        "np.seterr(all='raise')",
        "def helper(x=np.zeros(2)):\n    return x",
        "@cache\ndef helper():\n    return 1",
        "class Layer(metaclass=Meta):\n    pass",
        "class Layer(made()):\n    pass",
        "class Layer:\n    names = list('ab')",
        "squares = [n**2 for n in (1, 2)]",
        "for n in (1, 2):\n    pass",
        "if True:\n    x = 1",
        "np.random = None",
        "start[0] = 5",
        "%timeit step(1, 2, 3)",
        "def broken(:",
        "def f():\n    global step\n    step = None",
        "from math import *",
        "def f():\n    exec('step = None')",
        "def f():\n    globals()['step'] = None",
        "(" * 300 + ")" * 300,
        "x = '\0'",
    ],
)
def test_what_runs_something_or_cannot_be_read_keeps_its_place(last):
    assert not may_come_last(notebook(last), GIVEN)


@pytest.mark.parametrize(
    "last", ["def step(w):\n    return w", "step = 3", "del step", "import numpy as step", "step: int = 3"]
)
def test_what_binds_anew_what_was_named_keeps_its_place(last):
    assert not may_come_last(notebook(last), GIVEN)


def test_a_name_that_a_function_needs_may_not_be_bound_after_its_test():
    needs = "def step(w, grad, lr):\n    return helper(w)"
    assert not may_come_last(notebook("def helper(w):\n    return w", step=needs), GIVEN)
    assert may_come_last([SETUP, "def helper(w):\n    return w", needs, TEST, DEMO], GIVEN)
    assert may_come_last(notebook("w = 3", "def other(grad):\n    return w"), GIVEN)  # its own w, not the function's


def test_what_is_defined_after_its_test_keeps_its_place():
    assert not may_come_last([SETUP, TEST, STEP], GIVEN)


def test_a_cell_as_given_may_run_what_it_likes_but_bind_nothing_that_is_used():
    uses_start = "def step(w, grad, lr):\n    return w - start"
    assert may_come_last([SETUP, STEP, TEST, DEMO, DEMO], GIVEN)
    assert not may_come_last([SETUP, uses_start, TEST, DEMO], GIVEN)
    assert not may_come_last([SETUP, STEP, TEST, DEMO + "  # changed"], GIVEN)


def test_before_the_first_test_anything_may_run():
    assert may_come_last([SETUP, "print(1)", "x = list('ab')", STEP, TEST], GIVEN)
