"""The lookahead plot: its rounds are the reference's, with and without a memory, noise or a fixed α."""

from itertools import islice

import numpy as np
import pytest

from ravine.plots import Lookahead
from ravine.problems import Quadratic, Rosenbrock
from ravine.problems.random_numbers import normal_numbers
from solutions.reference import lookahead as reference
from solutions.reference.momentum import momentum_step
from tests.plots.computed import computed


class Scaled:
    """The bent valley as the plot has it."""

    def value(self, w):
        return 0.0155 * Rosenbrock(1, 1).value(w)

    def gradient(self, w):
        return 0.0155 * Rosenbrock(1, 1).gradient(w)


LANDSCAPES = {"ravine": Quadratic(20, 25), "valley": Scaled()}


def rolling(gradient, lr, beta):
    velocity = np.zeros(2)

    def step(w):
        nonlocal velocity
        w, velocity = momentum_step(w, velocity, gradient(w), lr, beta)
        return w

    return step


@pytest.mark.parametrize("landscape", LANDSCAPES)
@pytest.mark.parametrize("beta", [0.0, 0.6])
def test_rounds_are_those_of_the_reference(landscape, beta):
    """Few rounds: a fitted α near the minimum is the quotient of rounding errors."""
    surface = LANDSCAPES[landscape]
    moved = {"landscape": landscape, "beta": beta, "lr": 1.2, "k": 3, "rounds": 3}
    fitted, fixed = computed(
        [Lookahead(**moved), Lookahead(picked="fixed", alpha=0.3, **moved)], "slow", "history", "alone"
    )
    start = np.array(Lookahead().start)
    slow, alphas = reference.lookahead_fitted(
        surface.value, surface.gradient, rolling(surface.gradient, 1.2, beta), start, 3, 3
    )
    np.testing.assert_allclose(fitted["slow"], slow, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose([r["alpha"] for r in fitted["history"]], alphas, rtol=1e-7, atol=1e-9)
    slow = reference.lookahead(rolling(surface.gradient, 1.2, beta), start, 3, 0.3, 3)
    np.testing.assert_allclose(fixed["slow"], slow, rtol=1e-9, atol=1e-9)
    step, alone = rolling(surface.gradient, 1.2, beta), [start]
    for _ in range(9):
        alone.append(step(alone[-1]))
    np.testing.assert_allclose(fixed["alone"], alone, rtol=1e-9, atol=1e-9)


def test_noise_is_a_new_tilt_for_every_inner_step_and_one_for_the_fit():
    """A batch's loss is L(w) + ξ·w: the fit of the first round, done again in Python with the same draws."""
    surface, k = LANDSCAPES["ravine"], 3
    (found,) = computed([Lookahead(noise=True, seed=5, k=k, lr=1.0, rounds=1)], "history")
    draws = 0.35 * np.array(list(islice(normal_numbers(5), 2 * (k + 1)))).reshape(-1, 2)
    start = w = np.array(Lookahead().start)
    for tilt in draws[:k]:
        w = w - (surface.gradient(w) + tilt)
    rise = surface.value(w) - surface.value(start) + draws[k] @ (w - start)
    slope = (surface.gradient(w) + draws[k]) @ (w - start)
    a, b, _c = reference.fit_quadratic(0.0, rise, slope)
    (first,) = found["history"]
    assert (first["a"], first["b"]) == pytest.approx((a, b))
    assert first["alpha"] == pytest.approx(reference.best_alpha(a, b))
    np.testing.assert_allclose(first["fast"][-1], w, rtol=1e-9)


def test_the_parabola_is_the_true_loss_in_the_ravine_and_not_in_the_valley():
    ravine, valley = computed([Lookahead(rounds=1), Lookahead(landscape="valley", rounds=1)], "history")
    for found, surface, exact in ((ravine, LANDSCAPES["ravine"], True), (valley, LANDSCAPES["valley"], False)):
        (r,) = found["history"]
        middle = (np.array(r["fast"][0]) + r["fast"][-1]) / 2
        same = r["a"] / 4 + r["b"] / 2 + r["c"] == pytest.approx(surface.value(middle), rel=1e-6)
        assert same == exact
