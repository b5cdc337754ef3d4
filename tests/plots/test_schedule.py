"""The schedules plot: its rates are those of the reference and of the page, its descents those of the reference."""

import numpy as np
import pytest

from ravine.plots import Schedule
from ravine.problems import Quadratic
from ravine.problems.random_numbers import normal_numbers
from solutions.reference.gradient_descent import gradient_descent
from solutions.reference.practice import triangular_learning_rate
from tests.pages.test_practice import rates_on_the_page
from tests.plots.computed import computed

RAVINE, START, NOISE = Quadratic(20.0), np.array([-4.0, 2.5]), 0.3
SETTINGS = {"lowest": 0.013, "highest": 0.7, "half_cycle": 35, "gamma": 0.985, "steps": 333}
KEEP = ("last", "rates", "cycles", "losses", "low", "high")


def shown(**parameters):
    (found,) = computed([Schedule(**parameters)], *KEEP)
    return {name: np.array(values) for name, values in found.items()}


def descent(rates, seed):
    """The losses of mini-batch descent in the plot's ravine, one normal draw for each direction and step."""
    normal, path = normal_numbers(seed), [START]
    for rate in rates:

        def noisy(w):
            return RAVINE.gradient(w) + NOISE * np.array([next(normal), next(normal)])

        path.append(gradient_descent(noisy, path[-1], rate, 1)[-1])
    return RAVINE.value(path)


def test_rates_are_those_of_the_reference():
    found = shown(policy="triangular", **SETTINGS)
    expected = [triangular_learning_rate(t, 0.013, 0.7, 35) for t in range(334)]
    np.testing.assert_allclose(found["rates"], expected, rtol=1e-12)
    assert found["last"] == 333
    np.testing.assert_array_equal(found["cycles"], 1 + np.arange(334) // 70)


@pytest.mark.parametrize("policy", ["triangular", "triangular2", "exp_range"])
def test_rates_are_those_displayed_on_the_page(policy):
    displayed = rates_on_the_page(policy, 334, lowest=0.013, highest=0.7, half_cycle=35, gamma=0.985)
    np.testing.assert_allclose(shown(policy=policy, **SETTINGS)["rates"], displayed, rtol=1e-12)


@pytest.mark.parametrize("seed", [0, 1, 77])
def test_the_three_descents_are_those_of_the_reference_with_the_same_noise(seed):
    found = shown(policy="triangular2", seed=seed, **SETTINGS)
    for name, rates in {"losses": found["rates"], "low": np.full(334, 0.013), "high": np.full(334, 0.7)}.items():
        np.testing.assert_allclose(found[name], descent(rates[:-1], seed), rtol=1e-9, err_msg=name)


def test_the_loss_rises_with_the_rate_and_ends_each_cycle_below_both_constant_rates():
    """What the page asks the reader to look for, over many draws of the noise."""
    plots = [Schedule(seed=seed) for seed in range(40)]
    found = computed(plots, *KEEP)
    cyclical, low, high = (np.median([run[name] for run in found], axis=0) for name in ("losses", "low", "high"))
    half = Schedule().half_cycle
    for top in range(3 * half, 400, 2 * half):  # from the second cycle on
        bottom = top + half
        assert cyclical[top - 5 : top + 5].mean() > 3 * cyclical[bottom - 5 : bottom + 1].mean()
        assert cyclical[bottom - 5 : bottom + 1].mean() < high[bottom - 5 : bottom + 1].mean()
    assert cyclical[2 * half - 5 : 2 * half].mean() < low[2 * half - 5 : 2 * half].mean()
