"""What a student reads of an answer that is not right yet."""

import importlib

import numpy as np
import pytest

from ravine import check
from ravine.check import interrupted
from ravine.exercises.exercise import exercises_in
from ravine.exercises.html import html
from ravine.exercises.judge import assess, rows
from ravine.exercises.observe import NoAnswer
from ravine.exercises.sentences import SITE, Reply
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
        ("momentumstep", "Give the function itself, without quotation marks: check(momentum_step)."),
        (backpropagation.Value(3.0), "This is an object of your class Value. Give the class itself: check(Value)."),
        (lambda w, g2, grad, lr, rho, eps: w, "A lambda has no name by which its exercise could be found. Write it "
            "with def and ask for that: def rmsprop_step(w, g2, grad, lr, rho, eps): … and then check(rmsprop_step)."),
        (lambda x: x, "A lambda has no name by which its exercise could be found. Write it with def and ask for that: "
            "def momentum_step(w, v, grad, lr, beta): … and then check(momentum_step)."),
        (3, "Give the function itself, not what it returns (here: a value of type int). For example: "
            "check(momentum_step), with nothing in brackets behind its name."),
    ],
)  # fmt: skip
def test_what_is_no_function_is_told_how_to_ask(capsys, answer, words):
    assert said(capsys, answer) == words


def test_a_notebook_gets_the_text_and_its_markup_as_they_are(monkeypatch):
    shown = []
    monkeypatch.setattr(module, "_in_a_notebook", lambda: True)
    monkeypatch.setattr("IPython.display.display", lambda *what, **how: shown.append((what, how)))
    reply = Reply("right", "✓ momentum_step is right on all public examples.")
    module.show(reply)
    assert shown == [(({"text/plain": reply.verdict, "text/html": html(reply)},), {"raw": True})]


def test_without_an_answer_it_asks_for_one(capsys):
    check()
    said = capsys.readouterr().out
    assert (
        said == "Which answer shall be checked? Write its name into the brackets, for example check(momentum_step).\n"
    )


def test_a_text_like_no_exercise_lists_them(capsys):
    assert "Exercises: sign_step, rprop_step, " in said(capsys, "§§§")


def test_a_notebook_gets_html_in_steps_and_the_text_beside_it(monkeypatch):
    def momentum_step(w, v, grad, lr, beta):
        v = -beta * v - lr * grad
        return w + v, v

    shown = []
    monkeypatch.setattr(module, "_in_a_notebook", lambda: True)
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: shown.append(bundle))
    check(momentum_step)
    (bundle,) = shown
    assert bundle["text/plain"].startswith("✗ momentum_step is not right yet.\n  ✓ the first step")
    page = bundle["text/html"]
    order = [
        "not right yet",
        "should be 5, but is -7",
        "<summary>Why?",
        "Friction slows",
        "<summary>An example",
        "w = [",
    ]
    places = [page.index(words) for words in [*order, "<summary>Where to read on", "momentum.html#lecture-sign"]]
    assert places == sorted(places)


def test_nothing_of_a_students_becomes_markup():
    reply = Reply("wrong", "✗ <b>", (("<i>", False),), ("    x = <u>",), "is <script>", ("`a < b`: <img>",), 'x"><a')
    page = html(reply)
    assert "<code>a &lt; b</code>" in page
    for tag in ("<b>", "<i>", "<u>", "<script>", "<img>", 'x">'):
        assert tag not in page


def test_only_the_chapter_that_is_asked_for_is_read():
    read = module.tables.__wrapped__()
    read["momentum_step"]
    assert ["_written" in vars(chapter) for chapter in read.maps].count(True) == 1


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


def test_in_an_exam_it_says_of_no_answer_what_it_is(tmp_path, monkeypatch, capsys):
    (tmp_path / "boxes.txt").write_text("write\n")
    monkeypatch.setattr(module, "BOXES", tmp_path / "boxes.txt")
    check("no answer at all")
    assert capsys.readouterr().out == (
        "Here answers are checked after you have handed them in: go on, and hand in your notebook as always.\n"
    )


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
