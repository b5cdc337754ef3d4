"""The references of chapter 2 are right, right answers pass however they are written, wrong ones fail by name."""

from math import factorial

import numpy as np
import pytest

from ravine.exercises.exercise import exercise_of
from ravine.exercises.kinds.random_answers import CALLS, FEW, MANY_EPOCHS, false_reject_bound
from ravine.problems import NoisyQuadratic, QuadraticForm
from solutions.reference import gradient_descent as reference
from solutions.reference.gradient_descent._shared import positive_definite
from solutions.reference.gradient_descent.minibatch_sgd import _sgd
from tests.reference.random_exercises import counts_in, drawn_rows, told_apart, verdict

# --- the reference itself


def test_regression_gradient_is_the_derivative_of_the_loss():
    rng = np.random.default_rng(1)
    X, y, w, h = rng.normal(size=(7, 3)), rng.normal(size=7), rng.normal(size=3), 1e-6

    def loss(w):
        return np.sum((X @ w - y) ** 2) / (2 * len(y))

    slopes = [(loss(w + h * e) - loss(w - h * e)) / (2 * h) for e in np.eye(3)]
    np.testing.assert_allclose(reference.linear_regression_gradient(X, y, w), slopes, rtol=1e-8)


def test_gradient_descent_by_hand():
    path = reference.gradient_descent(lambda w: w * [1.0, 4.0], np.array([4.0, 1.0]), 0.5, 2)
    np.testing.assert_array_equal(path, [[4.0, 1.0], [2.0, -1.0], [1.0, 1.0]])


def test_gradient_descent_is_the_power_of_a_matrix():
    rng = np.random.default_rng(2)
    A = positive_definite(rng, np.array([0.3, 1.0, 2.5]))
    start = rng.normal(size=3)
    path = reference.gradient_descent(QuadraticForm(A.tolist()).gradient, start, 0.4, 25)
    for t, w in enumerate(path):
        np.testing.assert_allclose(w, np.linalg.matrix_power(np.eye(3) - 0.4 * A, t) @ start, atol=1e-13)


def test_largest_stable_learning_rate_divides_convergence_from_divergence():
    rng = np.random.default_rng(3)
    for d in (1, 2, 6):
        A = positive_definite(rng, rng.uniform(0.5, 4, d))
        bound = reference.largest_stable_learning_rate(A)
        gradient, start = QuadraticForm(A.tolist()).gradient, rng.normal(size=d)
        below, beyond = (reference.gradient_descent(gradient, start, k * bound, 2000) for k in (0.99, 1.01))
        assert np.linalg.norm(below[-1]) < 1e-9 < 1e9 < np.linalg.norm(beyond[-1])


@pytest.mark.parametrize(
    ("n", "batch_size", "sizes"), [(10, 4, [4, 4, 2]), (9, 3, [3, 3, 3]), (3, 5, [3]), (4, 1, [1] * 4)]
)
def test_minibatches_cut_one_order_of_all_indices(n, batch_size, sizes):
    batches = reference.minibatches(n, batch_size, np.random.default_rng(1))
    assert [len(b) for b in batches] == sizes
    assert sorted(np.concatenate(batches)) == list(range(n))


def test_minibatch_sgd_with_one_batch_is_gradient_descent():
    surface = NoisyQuadratic(examples=12)
    start = np.array([2.0, -1.0])
    path = reference.minibatch_sgd(surface.gradient, 12, start, 0.3, 12, 8, np.random.default_rng(1))
    np.testing.assert_allclose(path, reference.gradient_descent(surface.gradient, start, 0.3, 8), atol=1e-12)


@pytest.mark.parametrize("alpha", [0.05, 0.3, 0.47])
@pytest.mark.parametrize("kappa", [1.5, 20.0, 300.0])
def test_kappa_is_read_off_a_path_of_any_ravine(kappa, alpha):
    A = positive_definite(np.random.default_rng(5), np.array([4 / kappa, 4.0]))
    path = reference.gradient_descent(QuadraticForm(A.tolist(), (7.0, -3.0)).gradient, np.array([1.0, 2.0]), alpha, 12)
    assert reference.estimate_kappa(path) == pytest.approx(kappa, rel=1e-6)


# --- right answers, other styles


# --- how sure the random verdicts are


@pytest.mark.parametrize("answer", [reference.minibatches, reference.minibatch_sgd], ids=lambda f: f.__name__)
def test_a_right_answer_fails_with_a_probability_below_one_in_a_million(answer):
    """By a count, or because two orders of all indices happen to be the same."""
    by_counts = false_reject_bound(counts_in(exercise_of(answer), 0))
    orders = [row.case.inputs for row in drawn_rows(answer, 0) if "in_order" in row.expected.returned]
    assert orders and all(inputs["n"] >= 12 for inputs in orders)
    by_chance = sum(inputs.get("epochs", 2) / factorial(inputs["n"]) for inputs in orders)
    assert 0 < by_counts + by_chance < 1e-6


def test_power_against_batches_that_always_hold_the_same_examples():
    """Shuffled batches, and shuffled insides: then 0 and 1 are in one batch always, else with (b−1)/(n−1)."""
    assert told_apart(CALLS, (2 - 1) / (6 - 1), 1.0)  # minibatches(6, 2): CALLS of them
    assert told_apart(MANY_EPOCHS, (2 - 1) / (4 - 1), 1.0)  # minibatch_sgd with 4 examples in batches of 2
    counted = {row.case.inputs["n"] for row in drawn_rows(reference.minibatches, 0) if row.case.inputs["n"] <= FEW}
    assert 6 in counted


def test_power_against_draws_with_replacement():
    """They pass as an epoch only if every index comes once: n!/nⁿ, for n independent draws."""
    for answer in (reference.minibatches, reference.minibatch_sgd):
        chance = np.prod([factorial(n) / n**n for n in (row.case.inputs["n"] for row in drawn_rows(answer, 0))])
        assert chance < 1e-9


# --- misconceptions


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda n, batch_size, rng: None, "return statement"),
        (lambda n, batch_size, rng: 3, "a list of arrays of integers, but is the number 3"),
        (lambda n, batch_size, rng: rng.permutation(n), "a list of arrays of integers"),
        (lambda n, batch_size, rng: [rng.random(batch_size)], "a list of arrays of integers"),
        (lambda n, batch_size, rng: [], "should be [4, 4, 4, 2], but is []"),
    ],
)
def test_what_is_no_list_of_batches_gets_a_sentence(wrong, words):
    sentences = [f.difference.sentence() for f in verdict(wrong, reference.minibatches, 0).failures]
    assert any(words in sentence for sentence in sentences), sentences


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (lambda w, grad, lr, batch: w, "the number of calls of grad should be 3, but is 0"),
        (lambda w, grad, lr, batch: w - lr * grad(w), "the batches' sizes should be [4, 4, 4], but is [12, 12, 12]"),
        (lambda w, grad, lr, batch: w - lr * grad(w, batch) + 0.1, "as multiples of −lr·grad"),
        (lambda w, grad, lr, batch: grad(w, batch) and w, "ValueError"),
    ],
)
def test_what_is_no_step_of_sgd_gets_a_sentence(step, words):
    judgement = verdict(_sgd(reference.minibatches, step), reference.minibatch_sgd, 0)
    assert judgement.credit == 0
    assert any(words in f.difference.sentence() for f in judgement.failures)
