"""The references of chapter 1 are right, right answers pass however they draw, wrong ones fail by name."""

import numpy as np
import pytest
from scipy import stats

from ravine.exercises.exercise import exercise_of, exercises_in
from ravine.exercises.kinds.random_answers import CALLS, THRESHOLDS, false_reject_bound
from solutions.reference import initialisation as reference
from solutions.reference.initialisation._shared import DISTRIBUTION
from solutions.variants.initialisation import inverse_root
from tests.reference.random_exercises import counts_in, drawn_rows, told_apart, verdict

EXERCISES = exercises_in(reference)
RANDOM = [e for e in EXERCISES if e.name not in ("variance_through_depth", "distinct_units")]


# --- distributions, exactly


def truncated(bound, scale=1.0):
    return stats.truncnorm(-bound, bound, scale=scale)


class Mixture:
    """Distributions with weights, each drawn from with its weight's probability."""

    def __init__(self, *parts):
        self.parts = parts

    def cdf(self, x):
        return sum(weight * part.cdf(x) for weight, part in self.parts)


class Point:
    """All draws are one number; `cdf` counts what lies strictly below x, as the observation does."""

    def __init__(self, at):
        self.at = at

    def cdf(self, x):
        return np.where(np.asarray(x) > self.at, 1.0, 0.0)


class Folded:
    """The absolute value of a symmetric distribution."""

    def __init__(self, part):
        self.part = part

    def cdf(self, x):
        return np.where(np.asarray(x) > 0, 2 * self.part.cdf(x) - 1, 0.0)


def uniform(limit, low=None):
    low = -limit if low is None else low
    return stats.uniform(low, limit - low)


def truncated_distributions(std, bound=2.0, **_inputs):
    outside = 2 * stats.norm.sf(bound)
    limit, right = bound * std, truncated(bound, std)
    return {
        "right": right,
        "clipped": Mixture((1 - outside, right), (outside / 2, Point(-limit)), (outside / 2, Point(limit))),
        "not_truncated": stats.norm(scale=std),
        "redrawn_once": Mixture((1 - outside, right), (outside, stats.norm(scale=std))),
        "zeroed": Mixture((1 - outside, right), (outside, Point(0.0))),
        "rescaled": truncated(bound, std / truncated(bound).std()),
        "bound_not_scaled": truncated(bound / std, std),
        "variance_for_deviation": truncated(bound, std**2),
        "uniform_between_bounds": uniform(limit),
        "one_sided": Folded(right),
    }


def lecun_distributions(n_in, n_out, **_inputs):
    return {
        "right": uniform(np.sqrt(3 / n_in)),
        "lecun_fan_out": uniform(np.sqrt(3 / n_out)),
        "lecun_deviation_for_bound": uniform(np.sqrt(1 / n_in)),
        "lecun_root_missing": uniform(3 / n_in),
        "lecun_root_below_only": uniform(3 / np.sqrt(n_in)),
        "lecun_root_above_only": uniform(np.sqrt(3) / n_in),
        "lecun_he": uniform(np.sqrt(6 / n_in)),
        "lecun_one_sided": uniform(np.sqrt(3 / n_in), low=0.0),
        "lecun_normal": stats.norm(scale=np.sqrt(1 / n_in)),
        "lecun_bound_for_deviation": stats.norm(scale=np.sqrt(3 / n_in)),
    }


def xavier_distributions(n_in, n_out, **_inputs):
    both = n_in + n_out
    return {
        "right": uniform(np.sqrt(6 / both)),
        "xavier_six": uniform(6 / np.sqrt(both)),
        "xavier_root_above_only": uniform(np.sqrt(6) / both),
        "xavier_root_missing": uniform(6 / both),
        "xavier_deviation_for_bound": uniform(np.sqrt(2 / both)),
        "xavier_sum_for_mean": uniform(np.sqrt(3 / both)),
        "xavier_fan_in": uniform(np.sqrt(3 / n_in)),
        "xavier_fan_out": uniform(np.sqrt(3 / n_out)),
        "xavier_normal": stats.norm(scale=np.sqrt(2 / both)),
        "xavier_one_sided": uniform(np.sqrt(6 / both), low=0.0),
    }


def he_distributions(n_in, n_out, **_inputs):
    deviation = np.sqrt(2 / n_in)
    return {
        "right": stats.norm(scale=deviation),
        "he_variance_for_deviation": stats.norm(scale=2 / n_in),
        "he_factor_missing": stats.norm(scale=np.sqrt(1 / n_in)),
        "he_fan_out": stats.norm(scale=np.sqrt(2 / n_out)),
        "he_xavier": stats.norm(scale=np.sqrt(2 / (n_in + n_out))),
        "he_root_below_only": stats.norm(scale=2 / np.sqrt(n_in)),
        "he_bound_for_deviation": stats.norm(scale=np.sqrt(6 / n_in)),
        "he_uniform": uniform(np.sqrt(6 / n_in)),
        "he_deviation_for_bound": uniform(deviation),
        "he_truncated": truncated(2.0, deviation),
        "he_truncated_rescaled": truncated(2.0, deviation / truncated(2.0).std()),
    }


DISTRIBUTIONS = {
    reference.truncated_normal: truncated_distributions,
    reference.lecun_uniform: lecun_distributions,
    reference.xavier_uniform: xavier_distributions,
    reference.he_normal: he_distributions,
}
BY_DISTRIBUTION = [
    (answer, name)
    for answer, distributions in DISTRIBUTIONS.items()
    for name in distributions(n_in=9, n_out=5, std=1.0, bound=2.0)
]
FACTS = {"own_randomness", "own_seed", "transposed"}  # seen by a fact that holds of no right answer


def distribution_rows(answer, seed):
    return [row for row in drawn_rows(answer, seed) if row.case.part == DISTRIBUTION]


@pytest.mark.parametrize(("answer", "name"), BY_DISTRIBUTION, ids=lambda x: getattr(x, "__name__", x))
def test_each_function_draws_from_the_distribution_computed_with_below(answer, name):
    function = answer if name == "right" else wrong_answer(answer, name)
    for row in distribution_rows(answer, 0):
        inputs = row.case.inputs
        draws = np.ravel(function(**{**inputs, "rng": np.random.default_rng(5)}))
        below = np.searchsorted(np.sort(draws), THRESHOLDS) / draws.size
        expected = DISTRIBUTIONS[answer](**inputs)[name].cdf(THRESHOLDS)
        assert np.abs(below - expected).max() < 1.63 / np.sqrt(draws.size) * 1.5  # well beyond Kolmogorov's 1 %


def wrong_answer(answer, name):
    return next(m.answer for m in exercise_of(answer).misconceptions if m.name == name)


@pytest.mark.parametrize(
    ("answer", "name"), [b for b in BY_DISTRIBUTION if b[1] != "right"], ids=lambda x: getattr(x, "__name__", x)
)
def test_power_of_the_counts_against_every_wrong_distribution(answer, name):
    def seen(row):
        total = row.expected.returned["draws"]
        distributions = DISTRIBUTIONS[answer](**row.case.inputs)
        right, wrong = (np.clip(distributions[n].cdf(THRESHOLDS), 0, 1) for n in ("right", name))
        furthest = np.argsort(-np.abs(right - wrong))[:5]
        sharpest = np.argsort(-np.abs(right - wrong) / np.sqrt((right + wrong) * (2 - right - wrong) + 1e-12))[:5]
        return any(told_apart(total, right[i], wrong[i]) for i in {*furthest, *sharpest})

    for seed in range(5):
        assert any(seen(row) for row in distribution_rows(answer, seed))


def test_every_misconception_is_judged_by_its_distribution_or_by_a_fact():
    for answer in DISTRIBUTIONS:
        for wrong in exercise_of(answer).misconceptions:
            by_fact = any(wrong.name.endswith(fact) for fact in FACTS)
            assert by_fact != ((answer, wrong.name) in BY_DISTRIBUTION), wrong.name


# --- orthogonal matrices


@pytest.mark.parametrize("shape", [(3, 3), (6, 4), (4, 6), (1, 5), (5, 1), (40, 40)])
def test_orthogonal_is_orthonormal(shape):
    Q = reference.orthogonal(*shape, np.random.default_rng(1))
    assert Q.shape == shape
    gram = Q.T @ Q if shape[0] >= shape[1] else Q @ Q.T
    np.testing.assert_allclose(gram, np.eye(min(shape)), atol=1e-13)


def test_orthogonal_is_uniform_on_the_sphere_and_among_rotations_and_reflections():
    rng = np.random.default_rng(2)
    draws = np.array([reference.orthogonal(3, 3, rng) for _ in range(4000)])
    for row, column in np.ndindex(3, 3):  # Archimedes: a coordinate of a uniform point on the sphere is uniform
        assert stats.kstest(draws[:, row, column], stats.uniform(-1, 2).cdf).pvalue > 1e-4
    assert stats.binomtest(int((np.linalg.det(draws) > 0).sum()), 4000).pvalue > 1e-4
    # the trace of a Haar matrix has mean 0 and variance 1 (Diaconis and Shahshahani 1994)
    traces = np.trace(draws, axis1=1, axis2=2)
    assert abs(traces.mean()) < 4 / np.sqrt(4000) and abs(traces.var() - 1) < 0.1


def test_no_hidden_case_of_square_matrices_draws_a_nearly_singular_one():
    """Draw 1901 held one of condition 3·10⁸, of which A(AᵀA)^(−1/2), a right answer, makes numbers that are none."""
    assert verdict(inverse_root, reference.orthogonal, 1901).right


def test_power_against_a_missing_sign_fix_and_uniform_draws():
    """LAPACK's reflections make the first entry negative, always; of uniform draws the first column has one sign."""
    rng = np.random.default_rng(3)
    unfixed = np.array([np.linalg.qr(rng.normal(size=(3, 3)))[0] for _ in range(5000)])
    assert (unfixed[:, 0, 0] < 0).all()
    positive = np.array([wrong_answer(reference.orthogonal, "from_uniform")(3, 3, rng) for _ in range(5000)])
    assert (positive[:, 0, 0] > 0).all()
    assert told_apart(CALLS, 0.5, 1.0) and told_apart(CALLS, 0.5, 0.0)


# --- variance with depth


def test_variance_through_depth_is_measured():
    rng = np.random.default_rng(4)
    n, depth, networks = 64, 5, 400
    for activation, phi in (("linear", lambda z: z), ("relu", lambda z: np.maximum(z, 0))):
        squares = np.empty((networks, depth))
        for network in range(networks):
            x = rng.choice([-1.0, 1.0], n)
            for layer in range(depth):
                z = x @ rng.normal(0, 0.15, (n, n))
                squares[network, layer] = np.mean(z**2)
                x = phi(z)
        predicted = reference.variance_through_depth(n, 0.15, depth, activation)
        error = squares.std(axis=0) / np.sqrt(networks)
        assert (np.abs(squares.mean(axis=0) - predicted) < 4 * error).all()


def test_variance_through_depth_of_an_unknown_activation():
    with pytest.raises(ValueError, match="swish"):
        reference.variance_through_depth(4, 0.5, 3, "swish")


# --- equal units


def trained(W, b, V, seed):
    """W, b and V of sigmoid units after 5 steps of gradient descent towards random numbers."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(40, len(W))), rng.normal(size=(40, V.shape[1]))
    for _ in range(5):
        h = 1 / (1 + np.exp(-(x @ W + b)))
        dz = (h @ V - y) @ V.T * h * (1 - h)
        W, b, V = W - x.T @ dz / 40, b - dz.mean(axis=0), V - h.T @ (h @ V - y) / 40
    return np.column_stack([W.T, b, V])


@pytest.mark.parametrize("seed", range(3))
def test_units_that_are_trained_become_as_many_as_were_counted(seed):
    exercise = exercise_of(reference.distinct_units)
    for case in exercise.draw(np.random.default_rng(seed)):
        units = trained(**case.inputs, seed=seed)
        apart = np.abs(units[:, None] - units).max(axis=-1) > 1e-9
        assert len(np.unique(apart, axis=0)) == reference.distinct_units(**case.inputs)


# --- right answers, other styles


@pytest.mark.parametrize("exercise", RANDOM, ids=lambda e: e.name)
def test_a_right_answer_fails_with_a_probability_below_one_in_a_million(exercise):
    assert 0 < false_reject_bound(counts_in(exercise, 0)) < 1e-6


# --- misconceptions


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda n_in, n_out, rng: None, "return statement"),
        (lambda n_in, n_out, rng: "weights", "an array of numbers, but is the text 'weights'"),
        (lambda n_in, n_out, rng: np.full((n_in, n_out), np.nan), "every number should be finite"),
        (lambda n_in, n_out, rng: rng.normal(size=n_in), "should have shape"),
        (lambda n_in, n_out: 0, "TypeError"),
    ],
)
def test_what_is_no_matrix_of_draws_gets_a_sentence(wrong, words):
    for answer in (reference.he_normal, reference.orthogonal):
        judgement = verdict(wrong, answer, 0)
        assert judgement.credit == 0
        assert words in judgement.example.difference.sentence()
