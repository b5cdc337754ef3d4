"""Many calls that are asked for at once are answered as they would be one by one."""

from dataclasses import replace

import numpy as np
import pytest

from ravine.exercises.observe import NoAnswer, call, call_each
from ravine.grading.worker.handle import Name
from ravine.grading.worker.limits import Limits, MiB
from ravine.grading.worker.student import Student
from ravine.grading.worker.warm_process import WarmProcess

CELL = """
import numpy as np
calls = []

def step(w, lr):
    calls.append(lr)
    if lr == 0:
        raise ZeroDivisionError("no step")
    while lr < 0:
        pass
    w *= lr
    return {1: w, 2: (w, calls), 3: object, 4: np.zeros(2**20), 5: None}.get(len(w), w + 1)

def keeper(w, kept):
    return kept

def alien(w, lr):
    if lr > 1:
        w.resize(2**20, refcheck=False)
    return lr
"""


@pytest.fixture(scope="module")
def warm():
    with WarmProcess() as process:
        yield process


@pytest.fixture
def student(warm):
    """One whose worker is replaced when it has ended; `sent` says what it was asked."""
    workers = []

    def current():
        if not workers or not workers[-1].alive:
            workers.append(warm.worker(limits=replace(Limits(), cpu_seconds_per_call=0.3)))
            workers[-1].run_cell(CELL)
            send = workers[-1]._send
            workers[-1]._send = lambda message: asked.sent.append(message["op"]) or send(message)
        return workers[-1]

    asked = Student(current)
    asked.sent = []
    yield asked
    workers[-1].close()


def rows(*lengths_and_rates):
    return [{"w": np.arange(1.0, n + 1), "lr": lr} for n, lr in lengths_and_rates]


def everything(each):
    """What was observed, up to where there is no answer, and why there is none."""
    found = []
    try:
        for seen in each:
            found.append((seen.raised, seen.message, seen.line, seen.changed, repr(seen.returned)))
    except NoAnswer as reason:
        return found, str(reason)
    return found, ""


SEVERAL = {
    "all answered": [(1, 2.0), (2, 3.0), (7, 0.5), (1, 1.0), (5, 2.0)],
    "some raise": [(1, 2.0), (6, 0.0), (6, 0), (1, 4.0)],
    "an object of theirs": [(3, 2.0), (1, 2.0)],
    "none": [],
    "one": [(1, 0.5)],
}


@pytest.mark.parametrize("case", SEVERAL)
def test_they_are_answered_as_one_by_one(student, case):
    step, cases = student.bind("step", "step(w, lr)"), rows(*SEVERAL[case])
    at_once = everything(call_each(step, cases))
    assert student.sent.count("calls") == bool(cases) and "call" not in student.sent
    student._worker().run_cell("calls.clear()")
    assert at_once == everything(call(step, inputs) for inputs in cases)
    assert len(at_once[0]) == len(cases)


ENDS = {
    "never comes": ([(1, 2.0), (1, -1.0), (1, 3.0)], "did not finish within 0.3 seconds"),
    "is too large": ([(1, 2.0), (4, 1.0), (1, 3.0)], "numbers"),
}


@pytest.mark.parametrize("case", ENDS)
def test_what_ends_the_answers_ends_them_there(student, case):
    lengths, words = ENDS[case]
    found, reason = everything(call_each(student.bind("step", "step(w, lr)"), rows(*lengths)))
    assert len(found) == 1 and words in reason
    again = everything(call_each(student.bind("step", "step(w, lr)"), rows((1, 5.0), (1, 6.0))))
    assert [seen[-1] for seen in again[0]] == ["array([5.])", "array([6.])"]  # and not what nobody waited for


def test_arguments_that_are_no_longer_plain_end_the_answers(student):
    found, reason = everything(call_each(student.bind("alien", "alien(w, lr)"), rows((1, 1.0), (1, 2.0), (1, 1.0))))
    one_by_one = everything(call(student.bind("alien", "alien(w, lr)"), inputs) for inputs in rows((1, 1.0), (1, 2.0)))
    assert (found, reason) == one_by_one
    assert len(found) == 1 and "no longer plain" in reason
    assert [s.returned for s in call_each(student.bind("alien", "alien(w, lr)"), rows((1, 0.5)))] == [0.5]


def test_only_numbers_and_arrays_are_asked_for_at_once(student):
    keeper = student.bind("keeper", "keeper(w, kept)")
    w, cases = np.ones(2), [1.0, 2.0, [3.0], lambda: 4, np.ones(3), "five"]
    seen = list(call_each(keeper, ({"w": w, "kept": value} for value in cases)))
    assert student.sent.count("calls") == 2 and student.sent.count("call") == 2
    assert [s.returned for s in seen[:3]] == [1.0, 2.0, [3.0]] and seen[-1].returned == "five"


def test_large_arrays_are_sent_a_few_at_a_time(student):
    keeper, w = student.bind("keeper", "keeper(w, kept)"), np.zeros(MiB // 16)
    assert [s.returned for s in call_each(keeper, [{"w": w, "kept": n} for n in range(9)])] == list(range(9))
    assert 2 < student.sent.count("calls") < 9


def test_whoever_does_not_hear_the_rest_does_not_hear_it_later(student):
    step = student.bind("step", "step(w, lr)")
    each = call_each(step, rows((1, 2.0), (1, 3.0), (1, 4.0)))
    assert next(each).returned == [2.0]
    each.close()
    assert call(student.bind("step", "step(w, lr)"), rows((1, 9.0))[0]).returned == [9.0]
    assert student._worker().call(Name("keeper"), (1, 2)).value == 2


def test_an_answer_in_this_process_is_called_one_by_one():
    def own(w, lr):
        return w * lr

    assert [seen.returned[0] for seen in call_each(own, rows((1, 2.0), (1, 3.0)))] == [2.0, 3.0]
