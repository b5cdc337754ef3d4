"""The verdict on a graded cell in words, and what nbgrader reads of it."""

import numpy as np
import pytest

from ravine.exercises.exercise import Case, Exercise, Misconception
from ravine.exercises.judge import judge, rows
from ravine.grading.submission import verdict as say
from ravine.grading.submission.verdict import PARTLY, RIGHT, UNCHECKED, WRONG, Verdict

VERDICT = Verdict(
    "test_double",
    PARTLY,
    1.5,
    3.0,
    exercise="double",
    problem="A check failed.",
    parts=(("small", True), ("large", False)),
    example=("For double(x) with", "    x = 3"),
    misconception={"name": "squared", "sentence": "You square.", "see": "p"},
    reasons=("→ You square.",),
    fingerprint="0123abcd",
)


def test_its_lines():
    assert VERDICT.lines == [
        "✗ double is partly right: 1.5/3 points.",
        "A check failed.",
        "  ✓ small",
        "  ✗ large",
        "For double(x) with",
        "    x = 3",
        "→ You square.",
    ]


@pytest.mark.parametrize(
    "state, words",
    [
        (RIGHT, "✓ f is right: 2/4 points."),
        (PARTLY, "✗ f is partly right: 2/4 points."),
        (WRONG, "✗ f is not right: 2/4 points."),
        (UNCHECKED, "? f could not be checked. Your instructor will look at it."),
    ],
)
def test_a_headline_for_each_state(state, words):
    assert Verdict("test_f", state, 2.0, 4.0, exercise="f").lines == [words]
    assert say.headline(Verdict("f", state, 2.0, 4.0)) == words, "a cell without an exercise is called by its name"


def test_states_follow_from_points():
    assert [say.state_of(p, 4.0) for p in (0.0, 0.01, 3.99, 4.0, 5.0)] == [WRONG, PARTLY, PARTLY, RIGHT, RIGHT]
    assert say.STATES == {
        RIGHT: "right",
        PARTLY: "partly right",
        WRONG: "wrong",
        UNCHECKED: "could not be checked",
        say.MANUAL: "graded by hand",
        say.WAITING: "waits to be graded",
    }


def test_a_share_of_other_points():
    half_right = Verdict("f", PARTLY, 1.0, 3.0)
    assert half_right.worth(3.0) is half_right
    assert half_right.worth(4.0) == Verdict("f", PARTLY, 1.33, 4.0)


def test_it_is_plain_data_there_and_back():
    assert Verdict.from_dict(VERDICT.as_dict()) == VERDICT


def test_what_nbgrader_reads():
    (stream,) = say.outputs(Verdict("t", RIGHT, 3.0, 3.0))
    assert (stream.output_type, stream.text) == ("stream", "✓ t is right: 3/3 points.\n")
    words, number = say.outputs(VERDICT)
    assert words.text.count("\n") == 7
    assert number.execution_count == 1
    assert (number.output_type, number.data) == ("execute_result", {"text/plain": "1.5"})
    for state in (WRONG, UNCHECKED):
        (error,) = say.outputs(Verdict("t", state, 0.0, 3.0, problem="Why."))
        assert (error.output_type, error.ename) == ("error", say.STATES[state])
        assert error.traceback == [f"{error.evalue}\nWhy."]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("ValueError", "too small", 3, " x = y "), "Your code raised ValueError: too small, in line 3 of your cell"
         " (`x = y`)."),
        (("ValueError", "", None, ""), "Your code raised ValueError."),
        (("ValueError", "Why?", None, ""), "Your code raised ValueError: Why?"),
        (("ValueError", "It is.", None, ""), "Your code raised ValueError: It is."),
        (("ValueError", "x", 2, "  "), "Your code raised ValueError: x, in line 2 of your cell."),
        (("E" * 90, "m" * 500, 1, "s" * 130),
         f"Your code raised {'E' * 80} …: {'m' * 400} …, in line 1 of your cell (`{'s' * 120} …`)."),
    ],
)  # fmt: skip
def test_a_students_exception(arguments, words):
    assert say.raised(*arguments) == words


def test_the_other_sentences():
    assert say.unanswered() == "You did not answer this: the cell still raises NotImplementedError."
    assert say.called_as("f(x)") == "It is called as f(x)."
    assert say.visible_check_failed(" no ") == "A check that you can see failed: no"
    assert say.hidden_check_failed() == "A hidden check failed."
    assert say.test_broken(ValueError("x")) == "The test itself failed (ValueError), which is not your mistake."
    assert say.no_time_left() == "The time for this submission was used up before this exercise was reached."
    assert say.cell_did_not_run(3, "x" * 400) == f"Cell 3 did not run to its end: {'x' * 300} …"


@pytest.mark.parametrize(
    "text, cleaned",
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\tb\nc\rd\x00e\x7ff\x85g", "a\tb\ncdefg"),
        ("a\u202eb\u2066c\u200ed", "abcd"),
        ("a\ud800b", "a?b"),
        ("x" * 1500, "x" * 1500),
        ("x" * 1501, "x" * 1500 + " …"),
    ],
)
def test_nothing_can_be_done_with_a_text_but_reading_it(text, cleaned):
    assert say.clean(text) == cleaned


def right(x):
    return 2.0 * x


def squared(x):
    return x * x


EXERCISE = Exercise(
    "double", {"all": 1}, answer=right, examples=(Case({"x": 1.0}, "all"),),
    misconceptions=[Misconception("squared", "You square.\x1b[1m", "page.html", squared)],
)  # fmt: skip
ROWS = rows(EXERCISE, [*EXERCISE.examples, Case({"x": 3.0}, "all")])


def test_what_a_judgement_explains():
    found = say.explain(judge(EXERCISE, squared, ROWS))
    assert found["parts"] == (("all", False),)
    assert found["example"] == ("For double(x) with", "    x = 1", "  the returned value should be 2, but is 1.")
    assert found["misconception"] == {"name": "squared", "sentence": "You square.\x1b[1m", "see": "page.html"}
    assert found["reasons"][0] == "→ You square."
    unknown = say.explain(judge(EXERCISE, lambda x: x + 7, ROWS))
    assert unknown["misconception"] is None and unknown["reasons"] == ()
    assert say.explain(judge(EXERCISE, right, ROWS))["example"] == ()


def test_answers_with_equal_numbers_on_the_public_examples_have_one_fingerprint():
    def of(answer, exercise=EXERCISE):
        return say.fingerprint(judge(exercise, answer, ROWS))

    assert of(squared) == of(lambda x: x) != of(lambda x: 3 * x)
    assert of(squared) == of(lambda x: x * (1 + 1e-9)), "but for their last digits"
    assert of(squared) == of(lambda x: x * (1 + 1e-7))
    assert of(squared) != of(lambda x: x * (1 + 1e-4))
    assert of(lambda x: 0.0 * x) == of(lambda x: -0.0 * x), "a zero has no sign"
    assert of(lambda x: 1e-7 * x) != of(lambda x: 2e-7 * x)
    assert of(lambda x: [1.0]) != of(lambda x: np.ones(1))
    assert of(lambda x: [1, {"a": np.ones(2)}]) != of(lambda x: [1, {"a": np.ones((2, 1))}])
    assert of(lambda x: {"a": 1}) != of(lambda x: {"a": 2})
    assert of(lambda x: 1 / 0) != of(lambda x: [][0])
    assert len(of(squared)) == 8
    assert of(squared, Exercise("double", {"all": 1}, answer=right)) == "", "where there are no public examples"
