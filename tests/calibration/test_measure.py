"""The quick count of what the checks do on many draws is that of a plain one, which looks at every row."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ravine.calibration import table
from ravine.calibration.measure import drawn, try_answers
from ravine.exercises.exercise import Misconception
from ravine.exercises.judge import assess, judge

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.filterwarnings("ignore")  # divisions by zero of wrong answers
EXERCISES = {e.name: (a, e) for a, e in table.every_exercise(ROOT)}
EXERCISE = EXERCISES["momentum_step"][1]
SEEDS = range(8)


def plainly(exercise, right, seeds):
    """What holds of every answer on every row of every draw, with each pair of misconceptions compared."""
    found = {what: Counter() for what in ("false_rejects", "false_accepts", "misnamed", "same", "credits")}
    for drawn_rows in drawn(exercise, seeds):
        found["false_rejects"].update(style for style, a in right.items() if not judge(exercise, a, drawn_rows).right)
        seen = {m.name: [row.wrong()[m.name] for row in drawn_rows] for m in exercise.misconceptions}
        for name, mine in seen.items():
            judgement = assess(exercise, drawn_rows, mine)
            named = judgement.misconception and judgement.misconception.name
            found["false_accepts"].update([name] * (judgement.credit == 1))
            found["misnamed"].update([(name, named)] * (named != name))
            found["credits"].update([(name, round(judgement.credit, 6))])
            found["same"].update((name, o) for o, their in seen.items() if name < o and same(exercise, mine, their))
    return found


def same(exercise, one, other):
    return all(a.changed == b.changed and exercise.agree(a, b, exercise) is None for a, b in zip(one, other))


def tried(exercise, right=None):
    """Both counts, which are the same."""
    found = vars(try_answers(exercise, right or {}, SEEDS))
    plain = plainly(exercise, right or {}, SEEDS)
    assert {what: found[what] for what in plain} == plain
    return plain


def with_wrong(**answers):
    """The exercise with further misconceptions."""
    more = [Misconception(name, name, "", answer) for name, answer in answers.items()]
    return replace(EXERCISE, misconceptions=[*EXERCISE.misconceptions, *more])


def is_rare(w, v, grad, lr, beta):
    """Of one row in five; of none of the examples."""
    digits = round(1e9 * abs(w.ravel()[0]))
    return digits % 10**5 != 0 and digits % 5 == 0


def rarely(answer, otherwise=EXERCISE.answer):
    return lambda *inputs: (answer if is_rare(*inputs) else otherwise)(*inputs)


def tripled(w, v, grad, lr, beta):
    v = beta * v - 3 * lr * grad
    return w + v, v


def from_rest(answer):
    """Answers so where the ball is at rest, and rightly where it moves."""
    return lambda w, v, *more: (EXERCISE.answer if v.any() else answer)(w, v, *more)


def changing(w, v, grad, lr, beta):
    found = tripled(w, v, grad, lr, beta)
    w += 1
    return found


def test_no_example_is_rare():
    assert not any(is_rare(*case.inputs.values()) for case in EXERCISE.examples)


@pytest.mark.parametrize("name", ["momentum_step", "numeric_gradient", "minibatches", "ReLU"])
def test_the_checks_of_an_exercise_are_counted_so(name):
    assignment, exercise = EXERCISES[name]
    right = table.right_answers(assignment, ROOT)[name]
    found = tried(exercise, right)
    assert found["credits"] and not any(found[what] for what in found if what != "credits")


def test_wrong_answers_that_are_declared_right_lose_marks_in_the_draws_that_show_it():
    rejected = tried(EXERCISE, {"tripled": tripled, "rarely": rarely(tripled)})["false_rejects"]
    assert rejected["tripled"] == len(SEEDS) > rejected["rarely"] > 0


def test_right_answers_that_are_declared_wrong_get_full_marks_in_the_draws_that_show_nothing():
    accepted = tried(with_wrong(right=EXERCISE.answer, rarely=rarely(tripled)))["false_accepts"]
    assert accepted["right"] == len(SEEDS) > accepted["rarely"] > 0


def test_equal_misconceptions_are_the_same_and_one_takes_the_name_of_the_other():
    found = tried(with_wrong(one=tripled, two=tripled))
    assert found["same"] == Counter({("one", "two"): len(SEEDS)})
    assert found["misnamed"] == Counter({("two", "one"): len(SEEDS)})


def test_misconceptions_that_only_some_draws_tell_apart_are_the_same_in_the_others():
    found = tried(with_wrong(one=tripled, two=rarely(changing, tripled), three=rarely(EXERCISE.answer, tripled)))
    assert 0 < found["same"]["one", "three"] < len(SEEDS)
    assert found["same"]["one", "two"] < len(SEEDS)
    assert 0 < found["misnamed"]["three", "one"] < len(SEEDS)


LUCKY = {"part": rarely(tripled, from_rest(tripled)), "argument": from_rest(rarely(changing, tripled))}


@pytest.mark.parametrize("kept", LUCKY)
def test_marks_depend_on_the_draw_where_a_part_passes_or_an_argument_is_kept_by_luck(kept):
    wrong = with_wrong(**{kept: LUCKY[kept]})
    assert try_answers(wrong, {}, SEEDS).lucky.keys() == {kept}
    tried(wrong)


def test_what_does_not_agree_with_itself_has_no_name():
    found = tried(with_wrong(complex=lambda w, v, *more: (w + 1j, v)))
    assert found["misnamed"].total() == len(SEEDS)


def test_what_the_examples_settle_is_observed_on_the_rows_of_the_first_draw_alone():
    asked = []

    def wrong(*inputs):
        asked.append(inputs)
        return tripled(*inputs)

    try_answers(with_wrong(wrong=wrong), {}, SEEDS)
    assert len(asked) == len(next(drawn(EXERCISE, SEEDS)))
