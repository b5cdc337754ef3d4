"""The mini-batch plot's ball of noise, predicted and measured, agree within the errors that it states."""

import numpy as np
import pytest

from ravine.plots import MinibatchNoise
from ravine.problems import NoisyQuadratic
from tests.pages.claims import Claims
from tests.plots.computed import computed

EXAMPLES = NoisyQuadratic(condition_number=4.0, examples=64, spread=1.5, seed=3)
SETTINGS = [(b, lr) for b in (1, 4, 16, 48) for lr in (0.05, 0.4, 1.5)]


def runs(sampling="fresh", seed=1):
    plots = [MinibatchNoise(batch_size=b, learning_rate=lr, sampling=sampling, seed=seed) for b, lr in SETTINGS]
    return computed(plots, "predicted", "measured", "expected", "path", "sampled", "gradient")


def test_measured_balls_agree_with_the_prediction_within_their_errors():
    for seed in (1, 2):
        for setting, run in zip(SETTINGS, runs(seed=seed)):
            squares, errors = (np.array(run["measured"][name]) for name in ("squares", "errors"))
            assert (np.abs(squares - run["predicted"]) < 4 * errors).all(), (seed, setting)
            assert (errors < 0.15 * squares).all()


def test_the_prediction_is_the_formula_on_the_page():
    curvatures = np.array([0.25, 1.0])
    for (b, lr), run in zip(SETTINGS, runs()):
        sigma2 = (EXAMPLES.gradient(np.zeros(2), np.arange(64)[:, None]) ** 2).mean(axis=0)
        s2 = sigma2 / b * (64 - b) / 63
        np.testing.assert_allclose(run["predicted"], lr * s2 / (curvatures * (2 - lr * curvatures)))
        if lr > 0.1:  # where 200 steps are enough to settle
            np.testing.assert_allclose(run["expected"][-1], sum(run["predicted"]), rtol=1e-6)


def test_all_examples_leave_no_noise():
    (run,) = computed([MinibatchNoise(batch_size=64)], "predicted", "sampled", "gradient")
    assert run["predicted"] == [0, 0]
    np.testing.assert_allclose(run["sampled"], [run["gradient"]] * 12, atol=1e-12)


def test_shuffled_epochs_leave_a_smaller_ball():
    slow = SETTINGS.index((4, 0.05))
    epochs = runs("epochs")[slow]
    assert max(np.divide(epochs["measured"]["squares"], epochs["predicted"])) < 0.6


def test_sampled_gradients_scatter_about_that_of_all_examples():
    """At w = start: their mean is the gradient, and their variance σ²/b·(n − b)/(n − 1)."""
    found = computed([MinibatchNoise(batch_size=4, seed=s) for s in range(1, 51)], "sampled", "gradient")
    drawn = np.concatenate([run["sampled"] for run in found]) - found[0]["gradient"]
    s2 = (EXAMPLES.gradient(np.zeros(2), np.arange(64)[:, None]) ** 2).mean(axis=0) / 4 * 60 / 63
    assert (np.abs(drawn.mean(axis=0)) < 4 * np.sqrt(s2 / len(drawn))).all()
    np.testing.assert_allclose(drawn.var(axis=0), s2, rtol=4 * np.sqrt(2 / len(drawn)))


@pytest.mark.parametrize("size", [1, 2, 8, 64])
def test_counted_in_gradients_of_examples_all_batches_have_the_same_budget(size):
    (found,) = computed([MinibatchNoise(batch_size=size, axis="cost")], "path", "expected", "others", "last")
    assert found["last"] * size == 1600 and len(found["path"]) == len(found["expected"]) == found["last"] + 1
    for other in found["others"]:
        assert (len(other["expected"]) - 1) * other["size"] == 1600
        if other["size"] == size:
            assert other["expected"] == found["expected"]


def test_at_one_rate_small_batches_arrive_for_less_and_large_ones_come_nearer():
    """What the page asks the reader to see: after a hundred gradients of examples, and at the end."""
    (found,) = computed([MinibatchNoise(axis="cost")], "others")
    early = [other["expected"][round(128 / other["size"])] for other in found["others"]]
    late = [other["expected"][-1] for other in found["others"]]
    assert early[0] < early[2] and early[1] < early[2]
    assert late[0] > late[1] > late[2]
    Claims("gradient-descent")("At one rate small batches arrive for less, and large ones come nearer.")
