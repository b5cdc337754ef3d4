"""Why an answer is wrong: each layer says what is true of it, on every row, or nothing."""

import numpy as np
import pytest

from ravine.course import near
from ravine.exercises.diagnosis import diagnose, draws, relations
from ravine.exercises.diagnosis.near import Near, Neighbourhood, same, signature
from ravine.exercises.exercise import Case, Exercise, Misconception
from ravine.exercises.judge import judge, rows
from ravine.exercises.observe import Observation
from ravine.exercises.rows import Row

VALUES = ([1.5, -2.0, 4.0], [3.0, 7.0, -0.5], [-1.0, 0.25, 6.0])


def exercise_of(right, *wrong, returns=(), parts=("all",), inputs=None):
    known = [Misconception(f.__name__, f"You {f.__name__}.", "page.html#x", f) for f in wrong]
    return Exercise("f", dict.fromkeys(parts, 1), returns=returns, misconceptions=known, answer=right)


def step(w, grad, lr):
    return w - lr * grad


def steps(part="all"):
    for values in VALUES:
        yield Case({"w": np.array(values), "grad": np.array(values[::-1]) + 0.5, "lr": abs(values[0]) / 8}, part)


STEP = exercise_of(step, returns=())
STEP_ROWS = rows(STEP, steps())


def relation_of(answer, exercise=STEP, found=STEP_ROWS):
    observed = judge(exercise, answer, found).observed
    return relations.relation(exercise, found, observed)


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda w, grad, lr: 2 * step(w, grad, lr), "What you return is twice what is due, everywhere."),
        (lambda w, grad, lr: -step(w, grad, lr), "What you return has the opposite sign of what is due, everywhere."),
        (lambda w, grad, lr: step(w, grad, lr)[::-1], "What you return is right but in reversed order."),
        (lambda w, grad, lr: np.sort(step(w, grad, lr)), "What you return holds the right numbers, but sorted."),
        (lambda w, grad, lr: grad, "What you return is just the argument grad, as it was given."),
        (lambda w, grad, lr: 0 * w, "What you return is 0 everywhere."),
        (lambda w, grad, lr: np.roll(step(w, grad, lr), 1), "What you return is right but shifted by one place: each "
         "entry stands one too late."),
        (lambda w, grad, lr: step(w, grad, lr).reshape(-1, 1), "What you return is a column where a row is due: the "
         "numbers are right, their shape is not."),
        (lambda w, grad, lr: step(w, grad, lr)[1:], "What you return lacks its first entry; the others are right."),
        (lambda w, grad, lr: step(w, grad, lr) * lr, "What you return is what is due times lr: a factor too much."),
        (lambda w, grad, lr: step(w, grad, lr) * 3, "What you return is three times what is due, everywhere."),
        (lambda w, grad, lr: step(w, grad, lr) * 2 / 3, "What you return is what is due times the number of rows of w"),
        (lambda w, grad, lr: step(w, grad, lr) * 1.0005, "What you return is nearly right"),
        (lambda w, grad, lr: np.trunc(step(w, grad, lr)), "What you return is what is due, cut to whole numbers"),
        (lambda w, grad, lr: w**3 + lr, ""),
        (lambda w, grad, lr: (w, grad), ""),
        (lambda w, grad, lr: "text", ""),
    ],
)  # fmt: skip
def test_relations_between_what_came_and_what_was_due(answer, words):
    said = relation_of(answer)
    if "rows of w" in words:  # 2/3 is a size of nothing
        assert said == ""
    else:
        assert said.startswith(words) and bool(said) == bool(words)


def test_a_relation_that_fails_in_one_example_is_not_said():
    def twice_but_once(w, grad, lr):
        return (2 if w[0] > 0 else 1) * step(w, grad, lr)

    assert relation_of(twice_but_once) == ""


def test_one_number_alone_may_be_twice_by_chance():
    exercise = exercise_of(lambda x: x)
    found = rows(exercise, [Case({"x": 3.0}, "all"), Case({"x": 0.0}, "all")])
    assert relation_of(lambda x: 2 * x, exercise, found) == ""


def test_results_are_spoken_of_by_their_names_and_each_must_be_explained():
    def pair(w, v):
        return w + v, v * w

    exercise = exercise_of(pair, returns=("the new w", "the new v"))
    found = rows(exercise, [Case({"w": np.array(a), "v": np.array(b)}, "all") for a, b in zip(VALUES, VALUES[1:])])
    old = "Your w comes back as it went in: the old value, not the new one."
    assert relation_of(lambda w, v: (w, v * w), exercise, found) == old
    both = relation_of(lambda w, v: (w, 2 * v * w), exercise, found)
    assert both == old + " Your v is twice what is due, everywhere."
    assert relation_of(lambda w, v: (w, v**5), exercise, found) == ""
    back = relation_of(lambda w, v: (w - v, v * w), exercise, found)
    assert back == "Your w goes as far as it should, but in the opposite direction."
    order = relation_of(lambda w, v: (v * w, w + v), exercise, found)
    assert order.startswith("Your w is what the new v should be: are the results in the order")


MEANS = [*(Case({"x": np.array(v)}, "many") for v in VALUES), Case({"x": np.array([4.0, 8.0])}, "few")]


def summed(x):
    return x.sum()


def halved(x):
    return x.mean() / 2 if len(x) > 2 else x.mean()


def first(x):
    return x[0] if len(x) < 3 else x.mean()


def test_two_misconceptions_may_explain_an_answer_together():
    exercise = exercise_of(np.mean, halved, first, parts=("few", "many"))
    found = rows(exercise, MEANS)
    both = judge(exercise, lambda x: halved(x) if len(x) > 2 else first(x), found)
    assert both.told is not None and both.told.name == "halved+first"
    assert both.told.sentence == "Two things. One: You halved. The other: You first."


def test_an_error_in_one_part_does_not_silence_the_rest():
    exercise = exercise_of(np.mean, summed, parts=("few", "many"))
    found = rows(exercise, MEANS)

    def breaks(x):
        return summed(x) if len(x) > 2 else x[5]

    assert judge(exercise, breaks, found).told.name == "summed"
    assert judge(exercise, lambda x: np.mean(x) if len(x) > 2 else x[5], found).told is None


def test_the_answers_near_a_right_one_are_told_by_their_numbers():
    exercise = exercise_of(step)
    exercise.examples = tuple(steps())
    public = rows(exercise, exercise.examples)
    known = near.found(exercise, public)
    exercise.near = Neighbourhood(known.known, known.phrases)  # as a student has it: without what makes the answers

    def said(answer):
        found = judge(exercise, answer, public).told
        return found and found.sentence

    begin = "Your numbers are exactly those of the right answer "
    assert said(lambda w, grad, lr: w - lr) == begin + "without the factor `grad`."
    assert said(lambda w, grad, lr: grad - lr * w) == begin + "with `w` and `grad` exchanged."
    assert said(lambda w, grad, lr: w - 0.1 * grad) == begin + "with 0.1 for `lr`, whatever is given."
    assert said(lambda w, grad, lr: w + lr * grad**2) is not None
    assert said(lambda w, grad, lr: w + np.sin(grad)) is None
    assert said(step) is None


def test_what_only_the_hidden_rows_refute_is_not_said_by_the_grader():
    exercise = exercise_of(step)
    exercise.examples = tuple(steps())
    exercise.near = near.found(exercise, rows(exercise, exercise.examples))
    hidden = [*exercise.examples, Case({"w": np.ones(2), "grad": np.array([2.0, 3.0]), "lr": 0.5}, "all")]

    def without_grad(w, grad, lr):
        return w - lr if len(w) > 2 else w + 5 * grad**3

    drawn = rows(exercise, hidden)
    assert diagnose(exercise, drawn, judge(exercise, without_grad, drawn).observed) is None
    always = judge(exercise, lambda w, grad, lr: w - lr, drawn)
    assert "without the factor `grad`" in always.told.sentence


def test_signatures_tell_kinds_shapes_and_small_pieces_apart():
    exercise = Exercise("f", {"all": 1}, returns=("w", "v"))
    due = Observation(returned=(np.array([1e3, 2e3]), np.array([1e-6, 2e-6])), calls={"f": [[1.0], [2.0]]})

    def of(*returned, **fields):
        return signature(exercise, due, Observation(returned=returned, **{"calls": due.calls} | fields))

    right = of([1e3, 2e3], [1e-6, 2e-6])
    assert same(right, signature(exercise, due, due)) and same(right, of(np.array([1e3, 2e3]), (1e-6, 2e-6)))
    assert same(right, of([1e3, 2e3], [1e-6, 2e-6], calls={"f": [[2.0], [1.0]]}))
    others = [
        of([2e3, 1e3], [1e-6, 2e-6]),
        of([1e3, 2e3], [1e-6, 3e-6]),
        of([[1e3, 2e3]], [1e-6, 2e-6]),
        of([1e3, np.nan], [1e-6, 2e-6]),
        of("text", [1e-6, 2e-6]),
        of([1e3, 2e3], [1e-6, 2e-6], calls={"f": [[1.0], [2.0], [2.0]]}),
    ]
    for other in others:
        assert not same(right, other)
    assert signature(exercise, due, Observation(raised="ValueError")) == "ValueError"
    assert not same("ValueError", 1.0)


def test_a_near_answer_is_made_of_its_changes():
    assert Near("3+12", ()).parts == ["3", "12"] and Near("argument t+1", ()).parts == ["argument t+1"]
    both = Neighbourhood([], {"3": "with this", "12": "without that"}).sentence(Near("3+12", ()))
    assert both == "Your numbers are exactly those of the right answer with this, and without that."


def test_what_holds_of_what_fails_alone_is_said_of_that_alone():
    exercise = exercise_of(np.cumsum, parts=("few", "many"))
    cases = [*(Case({"x": np.array(v)}, "many") for v in VALUES), Case({"x": np.array([4.0, 8.0, 2.0])}, "few")]
    found = rows(exercise, cases)
    twice = judge(exercise, lambda x: np.cumsum(x) * (2 if x[0] == 4 else 1), found)
    assert twice.told.sentence == "In what fails (few): What you return is twice what is due, everywhere."
    assert judge(exercise, lambda x: np.cumsum(x) + (np.sin(x) if x[0] == 4 else 0), found).told is None


def test_one_result_is_told_where_the_other_follows_from_it():
    exercise = exercise_of(lambda v, grad: (np.sin(v + grad), v + grad), returns=("w", "the new v"))
    found = rows(exercise, [Case({"v": np.array(a), "grad": np.array(b)}, "all") for a, b in zip(VALUES, VALUES[1:])])
    told = judge(exercise, lambda v, grad: (np.sin(v - grad), v - grad), found).told
    words = "Your v goes as far as it should, but in the opposite direction."
    assert told.sentence == words + " The rest may follow from that: mend it first."


def decayed(w, share, lr=0.25):
    return share * w - lr


def test_another_default_and_1_less_an_argument_are_near():
    exercise = exercise_of(decayed)
    exercise.examples = (Case({"w": np.array([1.0, 3.0]), "share": 0.7, "lr": 0.5}, "all"),
                         Case({"w": np.array([2.0, 5.0]), "share": 0.6}, "all"))  # fmt: skip
    public = rows(exercise, exercise.examples)
    exercise.near = near.found(exercise, public)

    def said(answer):
        return judge(exercise, answer, public).told.sentence

    begin = "Your numbers are exactly those of the right answer "
    assert said(lambda w, share, lr=0.5: share * w - lr) == (
        begin + "with 0.5 as the default of `lr`, where 0.25 is asked for."
    )
    assert said(lambda w, share, lr=0.25: (1 - share) * w - lr) == (
        begin + "with 1 − `share` in place of `share`, throughout."
    )


def test_what_relates_batches_and_matrices():
    def said(came, due, **inputs):
        found = [Row(Case({"n": 12, "batch_size": 3} | inputs), Observation(returned=due), dict)]
        found.append(Row(Case({"n": 14, "batch_size": 4}), Observation(returned={"sizes": [4]}), dict))
        return draws.relation(found, [Observation(returned=came), Observation(returned={"sizes": [4]})])

    assert "`order[-0:]` is the whole order" in said({"sizes": [12]}, {"sizes": [3]})
    assert "Where batch_size divides n, as 3 divides 12" in said({"sizes": [3], "in_order": True}, {"sizes": [3]})
    assert said({"sizes": [5]}, {"sizes": [3]}, n=13) == ""
    right = {"orthogonal": True, "length": 1.0, "orthogonal_counts": []}
    assert "right angles: look at Q.T" in said(right | {"orthogonal": False}, right)
    assert "not equally long" in said(right | {"length": None}, right)
    assert "but 1.414 long" in said(right | {"length": 2**0.5}, right)
    assert "more often than others" in said(right | {"orthogonal_counts": [1]}, right)
    assert said(right | {"shape": (2, 3)}, right) == ""


def facts(deviation, mean=0.0, smallest=-3.0, largest=3.0):
    return {"deviation": deviation, "mean": mean, "smallest": smallest, "largest": largest}


@pytest.mark.parametrize(
    "came, words",
    [
        (lambda d, n: facts(3**0.5 * d), "The spread of your draws is √3 times what is due, in every example."),
        (lambda d, n: facts(d * n), "The spread of your draws is n times what is due."),
        (lambda d, n: facts(d, 1.0, 0.0), "None of your draws is negative. What is due lies on both sides of 0."),
        (lambda d, n: facts(d, 5.0), "Your draws do not lie around the right middle"),
        (lambda d, n: facts(d * 1.4), ""),
        (lambda d, n: facts(d * 1.2, 0.0, -2 * 1.2 * d, 2 * 1.2 * d), "Your draws end at 2 of their standard"),
        (lambda d, n: facts(d * 1.2, 0.0, -9 * 1.2 * d, 2 * 1.2 * d), "Your draws reach 9 of their standard"),
    ],
)  # fmt: skip
def test_what_relates_draws(came, words):
    given = [(0.5, 4), (2.0, 9)]
    found = [Row(Case({"n": n}), Observation(returned=facts(d, 0.0, -3 * d, 3 * d)), dict) for d, n in given]
    if words == "":
        found.append(Row(Case({"n": 3}), Observation(returned=facts(1.0)), dict))
        assert draws.relation(found, [Observation(returned=facts(d)) for d in (0.7, 2.9, 1.1)]) == ""
        return
    assert draws.relation(found, [Observation(returned=came(d, n)) for d, n in given]).startswith(words)
