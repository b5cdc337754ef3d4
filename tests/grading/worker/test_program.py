"""What is asked of a student's objects in one message is what it would be in many."""

from dataclasses import replace

import numpy as np
import pytest

from ravine.exercises.observe import SeededGenerator, as_now, at_once
from ravine.grading.worker.limits import Limits
from ravine.grading.worker.student import AnswerRaised, Student, Unanswered
from ravine.grading.worker.warm_process import WarmProcess

CELL = """
class Layer:
    def __init__(self, rng=None):
        self.seen, self.drawn = [], None if rng is None else rng.normal(size=2)

    def forward(self, x):
        self.seen.append(x)
        x *= 2  # in place
        self.last = x
        return x

    def endless(self):
        while True:
            pass

    def __len__(self):
        return len(self.seen)

    def __add__(self, other):
        return 2.5 * other

    def failing(self, x):
        x += 1
        raise ValueError("too much")
"""


@pytest.fixture(scope="module")
def warm():
    with WarmProcess() as process:
        yield process


@pytest.fixture
def asked(warm, monkeypatch):
    """(student, how many messages the worker was sent, by kind)"""
    with warm.worker(limits=replace(Limits(), cpu_seconds_per_call=0.3)) as worker:
        worker.run_cell(CELL)
        kinds, ask = [], worker._ask
        monkeypatch.setattr(worker, "_ask", lambda message: kinds.append(message["op"]) or ask(message))
        yield Student(lambda: worker), kinds


def passes(answer, x, rng):
    layer, other = answer(), answer(rng)
    first = as_now(layer.forward(x))
    last = as_now(layer.last)
    layer.last = np.zeros(2)
    return {"first": first, "was": last, "is": as_now(layer.last), "again": [as_now(layer.forward(x))],
            "drawn": as_now(other.drawn), "more": as_now(answer(rng).drawn), "sum": as_now((layer + 2) * 2),
            "length": len(layer), "itself": as_now(layer)}  # fmt: skip


def test_it_is_what_a_message_for_each_step_gives(asked):
    student, kinds = asked
    found, changed = [], []
    for run in (passes, lambda answer, *given: at_once(passes, answer, *given)):
        x = np.array([1.0, 3.0])
        found.append(run(student.bind("Layer"), x, SeededGenerator(3)))
        changed.append(x)
    assert kinds.count("program") == 2  # one of them for the length, which cannot wait
    assert type(found[1].pop("itself")).__name__ == type(found[0].pop("itself")).__name__ == "Layer"
    np.testing.assert_equal(found[1], found[0])
    assert found[1]["first"].tolist() == found[1]["was"].tolist() == [2.0, 6.0]
    assert changed[1].tolist() == changed[0].tolist() == [4.0, 12.0]


def test_the_first_exception_ends_it_and_what_was_changed_before_stays(asked):
    student, _kinds = asked
    x = np.array([1.0])

    def run(answer):
        answer().forward(x)
        answer().failing(x)
        return as_now(answer().forward(x))

    with pytest.raises(ValueError, match="too much") as raised:
        at_once(run, student.bind("Layer"))
    assert isinstance(raised.value, AnswerRaised) and raised.value.source == 'raise ValueError("too much")'
    assert x.tolist() == [2.0]


def by_text(answer, code):
    layers = [answer() for _letter in code]
    return [as_now(layer.forward(2.0)) for layer in layers] + [as_now(layer.last) for layer in layers]


def by_length(answer, code):
    layer = answer()
    return [len(layer), as_now(layer.forward(float(len(code))))]


def test_what_needs_no_array_is_written_down_once(asked, monkeypatch):
    student, _kinds = asked
    layer, codes = student.bind("Layer"), []

    def counted(answer, code):
        codes.append(code)
        return by_text(answer, code)

    seen = [at_once(counted, layer, code) for code in ("ab", "ab", "c" * 1000, "ab", "c" * 1000)]
    assert seen == [[4.0] * 2 * len(code) for code in ("ab", "ab", "c" * 1000, "ab", "c" * 1000)]
    assert codes == ["ab", "c" * 1000]


def test_what_has_to_know_a_length_meanwhile_is_not(asked):
    layer = asked[0].bind("Layer")
    assert [at_once(by_length, layer, code) for code in ("ab", "ab", "abc")] == [[0, 4.0], [0, 4.0], [0, 6.0]]


def test_another_answer_to_what_was_written_down_fails_by_itself(asked, warm):
    student, _kinds = asked
    assert at_once(by_text, student.bind("Layer"), "ab") == [4.0] * 4
    with warm.worker() as other:
        other.run_cell("class Layer:\n    def forward(self, x):\n        raise ValueError('mine')")
        with pytest.raises(ValueError, match="mine"):
            at_once(by_text, Student(lambda: other).bind("Layer"), "ab")
    assert at_once(by_text, student.bind("Layer"), "ab") == [4.0] * 4


def test_a_long_one_takes_several_messages(asked):
    student, kinds = asked
    ones = np.ones(3)

    def run(answer):
        return [as_now(answer().forward(ones)) for _call in range(500)]

    found = at_once(run, student.bind("Layer"))
    assert [f[0] for f in found[:3]] == [2.0, 4.0, 8.0] and len(found) == 500
    assert kinds.count("program") > 1


def test_more_than_one_message_holds_comes_in_several(asked):
    student, kinds = asked
    large = [np.full(60_000, float(number)) for number in range(4)]

    def run(answer):
        return [as_now(answer().forward(x)) for x in large]

    for number, found in enumerate(at_once(run, student.bind("Layer"))):
        assert found[0] == 2 * number
    assert kinds.count("program") > 1


def test_a_loop_without_end_ends_it(asked):
    student, _kinds = asked
    with pytest.raises(Unanswered, match="did not finish"):
        at_once(lambda answer: as_now(answer().endless()), student.bind("Layer"))


HONEST = {"op": "carried out", "steps": 3, "kept": [1.0], "arrays": []}
FORGED = [
    {"steps": 0},
    {"steps": -1},
    {"steps": 10**9},
    {"steps": None},
    {"steps": 3, "kept": [1.0, 2.0]},
    {"kept": "text"},
    {"arrays": None},
    {"raised": 3},
    {"op": "returned", "value": 1.0},
]


def forging(reply):
    return f"""
import gc
server = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Server")
server.operations["program"] = lambda message: {reply!r}
"""


@pytest.mark.parametrize("change", FORGED)
def test_a_forged_reply_is_no_answer(warm, change):
    with warm.worker() as worker:
        worker.run_cell(CELL + forging(HONEST | change))
        with pytest.raises(Unanswered, match="cannot be judged"):
            at_once(lambda answer: as_now(answer().seen), Student(lambda: worker).bind("Layer"))


def test_the_forger_would_be_believed_otherwise(warm):
    with warm.worker() as worker:
        worker.run_cell(CELL + forging(HONEST))
        assert at_once(lambda answer: as_now(answer().seen), Student(lambda: worker).bind("Layer")) == 1.0
