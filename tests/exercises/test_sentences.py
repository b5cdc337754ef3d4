"""Every word that a student reads of a judgement."""

import numpy as np
import pytest

from ravine.exercises import sentences
from ravine.exercises.comparison import Difference
from ravine.exercises.exercise import Case, Exercise, Misconception
from ravine.exercises.judge import Failure, Judgement, Row
from ravine.exercises.observe import NoAnswer, Observation, Seed
from ravine.problems import Quadratic

EXERCISE = Exercise("double", {"small": 1, "large": 1})
KNOWN = Misconception("squared", "You square x.", "page.html#double")


def failure(inputs, observed=None, difference=None, exercise=EXERCISE):
    row = Row(Case(inputs, "large"), Observation(returned=2.0), dict)
    return Failure(row, observed or Observation(returned=1.0), difference or Difference("value", "w", 1.0, 2.0))


def judgement(*failures, parts=None, exercise=EXERCISE, **fields):
    return Judgement(exercise, parts or {"small": True, "large": False}, list(failures), **fields)


def text(found):
    return "\n".join(sentences.reply(found).lines)


def test_a_right_answer():
    assert text(judgement(parts={"small": True})) == "✓ double is right on all public examples."


def test_one_that_is_not_written_yet():
    found = judgement(failure({"x": 1}, Observation(raised="NotImplementedError")))
    assert text(found) == (
        "… double is not written yet. Write it, take out the line `raise NotImplementedError` and run its cell."
    )


def test_a_wrong_one_with_its_parts_its_example_its_reason_and_where_to_read_on():
    found = judgement(failure({"x": 1.5, "lr": 0.25}), misconception=KNOWN)
    assert text(found).splitlines() == [
        "✗ double is not right yet.",
        "  ✓ small",
        "  ✗ large",
        "For double(x, lr) with",
        "    x = 1.5",
        "    lr = 0.25",
        "  w should be 2, but is 1.",
        "→ You square x.",
        f"  Read on: {sentences.SITE}page.html#double",
    ]


def test_a_class_is_not_called_with_arguments():
    exercise = Exercise("Linear", {"small": 1})
    assert sentences.example_lines(exercise, failure({"x": 1}))[0] == "For Linear with"


@pytest.mark.parametrize(
    "value, lines",
    [
        ("w.grad\nv.grad", ["    code =", "        w.grad", "        v.grad"]),
        ("relu", ["    code = relu"]),
        (np.eye(2), ["    code = [[1., 0.],", "            [0., 1.]]"]),
        (Seed(3), ["    code = np.random.default_rng(3)"]),
        (Quadratic(4).gradient, [f"    code = {Quadratic(4)!r}.gradient"]),
    ],
)
def test_inputs_stand_as_a_student_would_write_them(value, lines):
    found = "\n".join(sentences.example_lines(EXERCISE, failure({"code": value})))
    assert found.splitlines()[1:-1] == lines


@pytest.mark.parametrize(
    "observed, words",
    [
        (Observation(raised="ValueError", message="too small", line=3, source="x = y"),
         "it raised ValueError: too small, in line 3: x = y"),
        (Observation(raised="ValueError", message="too small"), "it raised ValueError: too small."),
        (Observation(raised="RecursionError"), "it raised RecursionError."),
    ],
)  # fmt: skip
def test_an_exception_is_told_with_the_students_line(observed, words):
    assert sentences.error_sentence(observed) == words
    assert sentences.example_lines(EXERCISE, failure({"x": 1}, observed))[-1] == "  " + words


def test_changed_arguments_are_told_where_no_misconception_explains_them():
    found = judgement(parts={"small": True}, changed=("m", "v"))
    assert sentences.reason_lines(found) == ["→ The caller's m and v changed during the call: work on a copy."]
    known = judgement(parts={"small": True}, changed=("m",), misconception=KNOWN)
    assert [line[:3] for line in sentences.reason_lines(known)] == ["→ Y", "  R"]


def test_an_answer_that_never_came_is_told_beside_the_reason():
    found = judgement(no_answer=NoAnswer("out of time"), misconception=KNOWN)
    assert sentences.reason_lines(found)[-1] == "→ No answer: out of time"
    assert len(sentences.reason_lines(found)) == 3
    assert sentences.reason_lines(judgement()) == []


def test_the_pieces_of_a_reply_are_plain_data():
    reply = sentences.reply(judgement(failure({"x": 1.5}), misconception=KNOWN))
    assert (reply.state, reply.verdict) == ("wrong", "✗ double is not right yet.")
    assert reply.parts == (("small", True), ("large", False))
    assert reply.example == ("For double(x) with", "    x = 1.5")
    assert (reply.difference, reply.reasons) == ("w should be 2, but is 1.", ("You square x.",))
    assert reply.see == sentences.SITE + "page.html#double"


def test_a_reply_has_the_misconceptions_name_and_the_line_that_raised():
    raised = Observation(raised="ValueError", message="too small", line=3, source="x = y")
    named, unnamed = (
        sentences.reply(judgement(failure({"x": 1}, raised), misconception=KNOWN)),
        sentences.reply(judgement()),
    )
    assert (named.misconception, named.line) == ("squared", 3)
    assert (unnamed.misconception, unnamed.line) == ("", None)


BY_ZERO = "For these inputs the denominator is 0. What should the answer be there? Treat that case by itself."


def divided_by_zero(squared):
    """A failure that raised, beside what the misconception does on its row."""
    raised = Observation(raised="ZeroDivisionError", message="division by zero")
    row = Row(Case({"x": 0.0}, "large"), Observation(returned=2.0), lambda: squared)
    return Failure(row, raised, Difference("kind", "w", "an error", 2.0))


def test_what_an_error_comes_from_is_told():
    assert sentences.reasons(judgement(divided_by_zero({}))) == [BY_ZERO]


@pytest.mark.parametrize(
    "squared, told",
    [
        ({"squared": Observation(raised="ZeroDivisionError")}, []),  # the misconception itself raises it
        ({"squared": Observation(returned=1.0)}, [BY_ZERO]),
        ({}, [BY_ZERO]),
    ],
)
def test_an_error_is_explained_beside_a_reason_that_does_not_raise_it(squared, told):
    found = judgement(divided_by_zero(squared), misconception=KNOWN)
    assert sentences.reasons(found) == ["You square x.", *told]


def test_what_a_shape_comes_from_is_told_where_nothing_raised_and_no_reason_is_known():
    found = failure({"x": 1}, difference=Difference("shape", "w", (3, 1), (3,)))
    (words,) = sentences.reasons(judgement(found))
    assert words.startswith("The array has an axis of length 1 too many.")
    assert sentences.reasons(judgement(found, misconception=KNOWN)) == ["You square x."]
    assert sentences.reasons(judgement()) == []
