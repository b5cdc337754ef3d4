"""What a student reads of an answer that is not right yet."""

import importlib

import numpy as np
import pytest

from ravine import check
from ravine.check import interrupted
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import assess, rows
from ravine.exercises.observe import NoAnswer
from ravine.exercises.sentences import SITE
from solutions.reference import backpropagation
from solutions.reference.backpropagation.chain_rule import order_of_the_list
from solutions.reference.backpropagation.Value import every_path_by_itself, gradients_overwritten

module = importlib.import_module("ravine.check")  # the name `ravine.check` is the function's


def test_arrays_stand_row_under_row(capsys):
    def chain_rule(jacobians):
        return order_of_the_list(jacobians)

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
    class Value(gradients_overwritten):
        pass

    check(Value)
    said = capsys.readouterr().out
    code = "".join(f"        {line}\n" for line in ("a = Value(3.0)", "z = a + a", "z.backward()"))
    assert f"    code =\n{code}  a.grad should be 2, but is 1." in said


@pytest.mark.parametrize("answer, named", [(every_path_by_itself, True), (backpropagation.Value, False)])
def test_an_answer_that_never_comes_may_have_a_known_reason(answer, named):
    """Right until the graph with 2⁶⁰ paths, and then out of time: no number is wrong, but the reason is known."""
    exercise = next(e for e in exercises_in(backpropagation) if e.name == "Value")
    drawn = rows(exercise, exercise.draw(np.random.default_rng(1)))
    endless = next(i for i, row in enumerate(drawn) if row.wrong()["every_path_by_itself"].raised == "TimeoutError")
    unanswered = endless if named else endless - 1  # any other row: nothing explains why it has no answer
    seen = [exercise.observe(answer, row.case.inputs) for row in drawn[:unanswered]]
    found = assess(exercise, drawn, seen, NoAnswer("out of time")).misconception
    assert (found.name if found else None) == ("every_path_by_itself" if named else None)


def said(capsys, answer):
    check(answer)
    return capsys.readouterr().out.rstrip("\n")


def test_a_right_answer_is_told_so(capsys):
    def momentum_step(w, v, grad, lr, beta):
        v = beta * v - lr * grad
        return w + v, v

    assert said(capsys, momentum_step) == "✓ momentum_step is right on all public examples."


def test_a_wrong_one_reads_its_reason_and_where_to_read_on(capsys):
    def momentum_step(w, v, grad, lr, beta):
        v = -beta * v - lr * grad
        return w + v, v

    lines = said(capsys, momentum_step).splitlines()
    assert lines[0] == "✗ momentum_step is not right yet."
    assert lines[-2].startswith("→ ") and lines[-1] == f"  Read on: {SITE}momentum.html#lecture-sign"


@pytest.mark.parametrize(
    "answer, words",
    [
        ("momentum_step", "Give the function itself, without quotation marks: check(momentum_step)."),
        (3, "Give the function itself, not what it returns (here: a value of type int). For example: "
            "check(momentum_step), with nothing in brackets behind its name."),
    ],
)  # fmt: skip
def test_what_is_no_function_is_told_how_to_ask(capsys, answer, words):
    assert said(capsys, answer) == words


def test_a_name_that_no_exercise_has(capsys):
    def momentumstep():
        pass

    def zzz():
        pass

    assert said(capsys, momentumstep) == "There is no exercise called momentumstep. Did you mean momentum_step?"
    assert said(capsys, zzz).startswith("There is no exercise called zzz. Exercises: sign_step, rprop_step, ")


def test_parameters_are_looked_at_first(capsys):
    def momentum_step(w, v, grad, lr):
        return w

    assert said(capsys, momentum_step) == (
        "✗ momentum_step is called as momentum_step(w, v, grad, lr, beta), but yours is momentum_step(w, v, grad, lr)."
    )

    def momentum_step(w, v, lr, grad, beta):  # noqa: F811
        return w

    assert said(capsys, momentum_step) == (
        "✗ momentum_step is called as momentum_step(w, v, grad, lr, beta): your parameters (w, v, lr, grad, beta) come "
        "in another order."
    )


def test_one_that_was_stopped_is_told_where(capsys):
    def momentum_step(w, v, grad, lr, beta):
        raise KeyboardInterrupt

    line = momentum_step.__code__.co_firstlineno + 1
    assert said(capsys, momentum_step) == (
        "✗ momentum_step was stopped before it had answered. Is there a loop that never ends?"
        f" It was in line {line}: raise KeyboardInterrupt"
    )
    assert interrupted("f", None, "") == ("✗ f was stopped before it had answered. Is there a loop that never ends?")


def test_who_waits_long_is_told_how_to_stop_it(capsys, monkeypatch):
    """The timer is told to run at once: no clock decides this test."""
    started = []

    class AtOnce:
        def __init__(self, seconds, function):
            self.seconds, self.function = seconds, function

        def start(self):
            assert self.daemon
            started.append(self.seconds)
            self.function()

        def cancel(self):
            started.append("cancelled")

    monkeypatch.setattr(module, "Timer", AtOnce)

    def momentum_step(w, v, grad, lr, beta):
        return w, v

    assert said(capsys, momentum_step).startswith(
        "momentum_step has not answered yet. If it never does, stop it: Kernel ▸ Interrupt, or the button ■.\n✗ "
    )
    assert started == [3.0, "cancelled"]


def test_where_there_are_no_threads_it_goes_without_the_note(capsys, monkeypatch):
    class None_:
        def __init__(self, seconds, function):
            pass

        def start(self):
            raise RuntimeError("can't start new thread")

        def cancel(self):
            pass

    monkeypatch.setattr(module, "Timer", None_)

    def momentum_step(w, v, grad, lr, beta):
        v = beta * v - lr * grad
        return w + v, v

    assert said(capsys, momentum_step) == "✓ momentum_step is right on all public examples."
