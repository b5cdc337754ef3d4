"""The schedules plot: its rates are those of the reference and of the page, its descents those of the reference."""

import numpy as np
import pytest

from ravine.plots import Schedule
from ravine.problems import Quadratic
from ravine.problems.random_numbers import normal_numbers
from solutions.reference.gradient_descent import gradient_descent
from solutions.reference.practice import triangular_learning_rate
from tests.pages.test_practice import displayed_fall, rates_on_the_page
from tests.plots.computed import computed

RAVINE, START, NOISE = Quadratic(20.0), np.array([-4.0, 2.5]), 0.3
SETTINGS = {"lowest": 0.013, "highest": 0.7, "half_cycle": 35, "gamma": 0.985, "steps": 333}
KEEP = ("last", "rates", "cycles", "runs", "expected")


def shown(**parameters):
    (found,) = computed([Schedule(**parameters)], *KEEP)
    return found


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


@pytest.mark.parametrize("policy", ["linear", "cosine"])
def test_falling_rates_are_those_displayed_on_the_page(policy):
    displayed = displayed_fall(policy, t=np.arange(334), length=333, lowest=0.013, highest=0.7)
    found = shown(policy=policy, **SETTINGS)
    np.testing.assert_allclose(found["rates"], displayed, rtol=1e-12)
    assert found["cycles"] is None


def test_a_rate_that_only_falls_ends_below_the_cycles():
    """What the page says of the second picture, where both end with the same low rate."""
    ends = {policy: shown(policy=policy)["expected"]["cyclical"][400] for policy in ("triangular", "linear", "cosine")}
    assert max(ends["linear"], ends["cosine"]) < ends["triangular"]


@pytest.mark.parametrize("seed", [0, 1, 77])
def test_the_three_descents_are_those_of_the_reference_with_the_same_noise(seed):
    found = shown(policy="triangular2", seed=seed, **SETTINGS)
    for name, rates in {"cyclical": found["rates"], "low": np.full(334, 0.013), "high": np.full(334, 0.7)}.items():
        np.testing.assert_allclose(found["runs"][name], descent(rates[:-1], seed), rtol=1e-9, err_msg=name)


def expected_losses(rates):
    """The mean loss over all noise: each direction's E w² ← (1 − ηλ)² E w² + η²s²."""
    curvatures, squares = np.array([1 / 20, 1.0]), START**2
    losses = [curvatures @ squares / 2]
    for rate in rates:
        squares = (1 - rate * curvatures) ** 2 * squares + (rate * NOISE) ** 2
        losses.append(curvatures @ squares / 2)
    return losses


def test_expected_losses_are_the_recursion_and_the_mean_over_runs():
    for policy in ("triangular", "triangular2", "exp_range", "linear", "cosine"):
        found = shown(policy=policy, **SETTINGS)
        for name, rates in {"cyclical": found["rates"], "low": [0.013] * 334, "high": [0.7] * 334}.items():
            np.testing.assert_allclose(found["expected"][name], expected_losses(rates[:-1]), rtol=1e-12)
    runs = [run["runs.cyclical"] for run in computed([Schedule(seed=s) for s in range(400)], "runs.cyclical")]
    expected = np.array(shown()["expected"]["cyclical"])
    error = np.std(runs, axis=0) / 20
    assert (np.abs(np.mean(runs, axis=0) - expected) < 4.5 * error + 1e-12).all()


def test_the_loss_rises_with_the_rate_and_ends_each_cycle_below_both_constant_rates():
    """What the page asks the reader to look for, in the expected losses."""
    expected = {name: np.array(losses) for name, losses in shown()["expected"].items()}
    half = Schedule().half_cycle
    for top in range(3 * half, 400, 2 * half):  # from the second cycle on
        assert expected["cyclical"][top] > 3 * expected["cyclical"][top + half]
    for end in range(2 * half, 401, 2 * half):
        assert expected["cyclical"][end] < min(expected["low"][end], expected["high"][end])
