"""A judgement: the parts that passed, the credit, the example, and the misconception that explains the answer."""

from dataclasses import replace

import numpy as np
import pytest

from ravine.exercises.exercise import Case, Exercise, Misconception
from ravine.exercises.judge import assess, diagnose, judge, rows
from ravine.exercises.observe import NoAnswer, Observation, call
from ravine.exercises.rows import drawn_rows


def right(x):
    return 2 * x


def in_place(x):
    x *= 2
    return x


def squared(x):
    return x * x


def endless(x):
    raise TimeoutError


def silent(x):
    raise NoAnswer("it never came")


MISCONCEPTIONS = [
    Misconception(answer.__name__, f"You {answer.__name__}.", "page.html", answer)
    for answer in (in_place, squared, endless)
]
EXERCISE = Exercise("double", {"small": 1, "large": 3}, misconceptions=MISCONCEPTIONS, answer=right)
CASES = [
    Case({"x": np.array([2.0])}, "small"),  # where a square is a double
    Case({"x": np.array([5.0, 6.0, 7.0])}, "large"),
    Case({"x": np.array([3.0, 1.0])}, "large"),
]
ROWS = rows(EXERCISE, CASES)


def judged(answer):
    return judge(EXERCISE, answer, ROWS)


def test_a_right_answer():
    judgement = judged(lambda x: x + x)
    assert judgement.right and judgement.credit == 1
    assert judgement.parts == {"small": True, "large": True}
    assert judgement.failures == [] and judgement.example is None and judgement.misconception is None


def test_a_wrong_one_earns_the_parts_that_passed_and_has_its_reason():
    judgement = judged(squared)
    assert not judgement.right and judgement.credit == 1 / 4
    assert judgement.parts == {"small": True, "large": False}
    assert judgement.misconception.name == "squared"
    assert judgement.example.row is ROWS[2], "the failure with the fewest numbers"
    assert judgement.example.difference.sentence() == "the returned value[0] should be 6, but is 9."


def test_changed_arguments_cost_a_quarter_of_what_was_earned():
    judgement = judged(in_place)
    assert judgement.changed == ("x",) and not judgement.right
    assert judgement.credit == 0.75
    assert judgement.misconception.name == "in_place"


def test_what_no_misconception_reproduces_on_every_row_has_no_reason():
    assert judged(lambda x: x * x if len(x) < 3 else x).misconception is None
    assert judged(lambda x: x + 1).misconception is None


def test_a_part_that_was_not_reached_has_not_passed():
    answers = iter([Observation(returned=np.array([4.0]))])

    def observe(_answer, _inputs):
        try:
            return next(answers)
        except StopIteration:
            raise NoAnswer("the process ended") from None

    exercise = Exercise("double", EXERCISE.parts, observe=observe, answer=right)
    judgement = judge(exercise, None, ROWS)
    assert judgement.parts == {"small": True, "large": False}
    assert str(judgement.no_answer) == "the process ended" and len(judgement.observed) == 1


def test_one_that_never_answers_is_explained_by_a_misconception_that_never_ends():
    assert judged(silent).misconception.name == "endless"
    assert judged(silent).credit == 0


def test_a_credit_of_the_exercises_own_counts_unless_there_was_no_answer():
    exercise = Exercise("double", {"all": 1}, credit=lambda seen: len(seen) / 4, answer=right)
    found = rows(exercise, [Case({"x": 1.0}, "all")] * 3)
    assert judge(exercise, right, found).credit == 0.75
    assert judge(exercise, silent, found).credit == 0


def test_a_misconception_that_changes_the_same_arguments_is_preferred():
    numbers = Misconception("copied", "You copied.", "", lambda x: 2 * x + 1)
    places = Misconception("placed", "You placed.", "", lambda x: (x.__iadd__(0.5), 2 * x)[1])
    exercise = Exercise("double", {"all": 1}, misconceptions=[numbers, places], answer=right)
    found = rows(exercise, [Case({"x": np.array([1.0])}, "all")])
    assert diagnose(exercise, found, [call(lambda x: 2 * x + 1, {"x": np.array([1.0])})]).name == "copied"
    assert diagnose(exercise, found, [call(places.answer, {"x": np.array([1.0])})]).name == "placed"


def test_numbers_that_are_right_are_explained_by_a_change_only():
    assert diagnose(EXERCISE, ROWS, [call(right, case.inputs) for case in CASES]) is None


def test_an_observation_judged_again_gives_the_same_judgement():
    first = judged(squared)
    again = assess(EXERCISE, ROWS, first.observed)
    assert (again.parts, again.credit, again.misconception) == (first.parts, first.credit, first.misconception)


def test_calls_that_do_not_matter_are_not_expected():
    exercise = Exercise("descend", {"all": 1}, answer=lambda f: f(1.0))
    asked, unasked = (rows(exercise, [Case({"f": abs}, "all", calls=c)])[0] for c in (True, False))
    assert asked.expected.calls == {"f": [[1.0]]} and unasked.expected.calls == {}


def test_what_a_misconception_does_is_observed_once_and_only_when_it_is_asked_for():
    seen = []
    lazy = Misconception("lazy", "You are lazy.", "", lambda x: seen.append(x))
    exercise = Exercise("double", {"all": 1}, misconceptions=[lazy], answer=right)
    (row,) = rows(exercise, [Case({"x": 1.0}, "all")])
    assert seen == []
    assert [*row.wrong()] == ["lazy"] and len(row.wrong()) == 1
    assert row.wrong()["lazy"] == row.wrong()["lazy"] == Observation()
    assert seen == [1.0]


def test_the_examples_of_a_draw_are_observed_once_and_what_is_drawn_each_time():
    seen = []
    known = [Case({"x": 1.0}, "all")]

    def cases(rng):
        yield Case({"x": rng.uniform()}, "all")

    exercise = Exercise("double", {"all": 1}, answer=seen.append, cases=cases, examples=known)
    first, second = (drawn_rows(exercise, np.random.default_rng(seed)) for seed in (1, 2))
    assert [row.case.inputs["x"] for row in (*first, *second)] == [1.0, seen[1], 1.0, seen[2]] and seen[0] == 1.0
    assert first[0] is second[0] and len({*seen}) == len(seen) == 3


def test_a_changed_copy_of_an_exercise_makes_its_examples_anew():
    exercise = Exercise("double", {"ordinary inputs": 1}, answer=right, examples=(Case({"x": 3.0}),))
    assert drawn_rows(exercise, np.random.default_rng(1))[0].expected.returned == 6.0
    other = replace(exercise, answer=squared)
    assert drawn_rows(other, np.random.default_rng(1))[0].expected.returned == 9.0


@pytest.mark.parametrize("changed, wanted", [((), 1.0), (("x",), 0.75)])
def test_an_example_made_small_is_shown_before_the_others(changed, wanted):
    judgement = judged(squared)
    judgement.smallest = judgement.failures[0]
    assert judgement.example is judgement.failures[0]
    judgement = judged(right)
    judgement.changed = changed
    assert judgement.credit == wanted


def test_an_answer_that_ends_in_the_middle_is_explained_by_one_that_ends_there():
    def fails_later(x):
        if len(x) > 1:
            raise NoAnswer("out of time")
        return 2 * x

    late = Misconception("late", "You are late.", "", lambda x: 2 * x if len(x) == 1 else endless(x))
    exercise = Exercise("double", EXERCISE.parts, misconceptions=[*MISCONCEPTIONS, late], answer=right)
    assert judge(exercise, fails_later, rows(exercise, CASES)).misconception.name == "late"


def test_the_example_has_the_fewest_numbers_whatever_they_are_kept_in():
    exercise = Exercise("add", {"all": 1}, answer=lambda *x: 0.0)
    cases = [Case({"a": [1.0, [2.0]], "b": 3.0}, "all"), Case({"a": np.ones(2)}, "all"), Case({"a": np.ones(3)}, "all")]
    assert judge(exercise, lambda *x: 1.0, rows(exercise, cases)).example.row.case is cases[1]
    cases = [Case({"a": np.ones(3)}, "all"), Case({"a": 1.0, "b": 2.0}, "all")]
    assert judge(exercise, lambda *x: 1.0, rows(exercise, cases)).example.row.case is cases[1]
    cases = [Case({"a": 1.0, "b": 2.0}, "all"), Case({"a": np.ones(3)}, "all"), Case({"a": "text"}, "all")]
    assert judge(exercise, lambda *x: 1.0, rows(exercise, cases)).example.row.case is cases[2]


def test_what_has_a_name_is_the_misconception_and_what_has_none_is_told_otherwise(monkeypatch):
    assert judged(squared).otherwise is None and judged(squared).told.name == "squared"
    nameless = Misconception("", "Every number is one too large.", "page.html")
    monkeypatch.setattr("ravine.exercises.judge.diagnose", lambda *_, **__: nameless)
    found = judged(lambda x: 2 * x + 1)
    assert (found.misconception, found.otherwise, found.told) == (None, nameless, nameless)
