"""The plot's networks do what the chapter predicts, within the error bars that it draws."""

from functools import cache

import numpy as np
import pytest
from scipy import stats

from ravine.plots import SignalThroughDepth
from solutions.reference import initialisation as reference
from tests.plots.computed import computed

NETWORKS, SEEDS = 8, 20
KEEP = ["signal.measured", "gradient.measured", "predicted.signal", "predicted.gradient"]
RANDOM = ["normal", "uniform", "truncated", "lecun", "xavier", "he", "orthogonal"]
NAMES = ("initialiser", "activation", "alternating")
CASES = [(i, a, w) for i in RANDOM for a in ("linear", "relu", "tanh") for w in (False, True)]


@cache
def draws():
    """Every case with many draws of its networks."""
    plots = [
        SignalThroughDepth(**dict(zip(NAMES, case)), seed=seed, sigma=0.2, depth=8, width=32)
        for case in CASES
        for seed in range(1, SEEDS + 1)
    ]
    found = computed(plots, *KEEP)
    return {case: found[k * SEEDS : (k + 1) * SEEDS] for k, case in enumerate(CASES)}


def measured_and_predicted(case, way):
    """Arrays (seeds, layers) and (layers,) of records; the first is what was put in."""
    runs = draws()[case]
    measured = np.array([run[f"{way}.measured"] for run in runs])[:, 1:]
    predicted = runs[0][f"predicted.{way}"][1:]
    return measured, {name: np.array([layer[name] for layer in predicted]) for name in predicted[0]}


@pytest.mark.xdist_group("signal through depth")
@pytest.mark.parametrize("way", ["signal", "gradient"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: "-".join(map(str, c)))
def test_measured_means_agree_with_the_prediction_within_their_error(case, way):
    measured, predicted = measured_and_predicted(case, way)
    ratio = measured.mean(axis=0) / predicted["mean"]
    error = np.sqrt(predicted["variance"] / (NETWORKS * SEEDS))
    error = np.hypot(error, 0.01 * (case[1] == "tanh"))  # tanh is predicted up to terms of third order in 1/width
    assert (np.abs(ratio - 1) <= 4.5 * error + 1e-9).all()


@pytest.mark.xdist_group("signal through depth")
@pytest.mark.parametrize("way", ["signal", "gradient"])
def test_error_bars_are_as_wide_as_the_draws_scatter(way):
    inside = total = 0
    for case in CASES:
        measured, predicted = measured_and_predicted(case, way)
        within = (measured >= predicted["low"] * (1 - 1e-9)) & (measured <= predicted["high"] * (1 + 1e-9))
        assert within.mean() > 0.85, case
        if (predicted["variance"] > 0).all():
            inside, total = inside + within.sum(), total + within.size
    assert 0.93 < inside / total < 0.975


@pytest.mark.xdist_group("signal through depth")
@pytest.mark.parametrize("activation", ["linear", "relu"])
def test_the_line_is_that_of_the_exercise(activation):
    _measured, predicted = measured_and_predicted(("normal", activation, False), "signal")
    np.testing.assert_allclose(predicted["mean"], reference.variance_through_depth(32, 0.2, 8, activation))


@pytest.mark.xdist_group("signal through depth")
@pytest.mark.parametrize(("activation", "c"), [("linear", 2), ("relu", 5)])
def test_the_spread_is_that_of_the_page(activation, c):
    _measured, predicted = measured_and_predicted(("normal", activation, False), "signal")
    layers = np.arange(1, 9)
    np.testing.assert_allclose(predicted["variance"], (1 + c / 32) ** (layers - 1) * (1 + 2 / 32) - 1)


def first_layer(**parameters):
    """The z of the first layer, an array (networks, units)."""
    (found,) = computed([SignalThroughDepth(**parameters)], "signal.values")
    return np.array([list(units.values()) for units in found["signal.values"][1]])


def test_equal_weights_make_equal_units():
    z = first_layer(initialiser="constant", depth=2, width=16, activation="tanh")
    assert np.ptp(z, axis=1).max() == 0 and np.abs(z).min() > 0


@pytest.mark.parametrize("initialiser", ["zeros", "ones", "constant"])
@pytest.mark.parametrize("activation", ["linear", "relu", "tanh"])
def test_units_that_start_equal_have_equal_signals_and_gradients_below_the_top(initialiser, activation):
    plot = SignalThroughDepth(initialiser=initialiser, activation=activation, depth=4, width=16, alternating=True)
    (found,) = computed([plot], "equal", "signal.values", "gradient.values")
    assert found["equal"] is True
    for layers in (found["signal.values"][1:-1], found["gradient.values"][1:]):
        for layer in layers:
            for units in layer:
                assert len(set(units.values())) == 1


def test_ones_multiply_and_zeros_end_the_signal():
    ones, zeros = computed([SignalThroughDepth(initialiser=i, depth=3, width=16) for i in ("ones", "zeros")], *KEEP)
    sums = ones["signal.measured"]  # each unit of a layer is the sum of the 16 below
    assert sums[3] == pytest.approx(16**2 * sums[2])
    assert zeros["signal.measured"][1:] == [0, 0, 0] and zeros["gradient.measured"][1:] == [0, 0]


def test_random_units_are_not_equal():
    names = ("normal", "orthogonal", "identity")
    assert not any(run["equal"] for run in computed([SignalThroughDepth(initialiser=i) for i in names], "equal"))


def test_the_identity_passes_the_signal_on():
    found = computed([SignalThroughDepth(initialiser="identity", activation="linear", depth=5)], *KEEP)[0]
    assert found["signal.measured"] == pytest.approx([1.0] * 6) and "predicted.signal" not in found


def test_the_same_number_draws_the_same_and_another_does_not():
    again, other = (computed([SignalThroughDepth(seed=s)], *KEEP)[0] for s in (31, 2))
    assert computed([SignalThroughDepth()], *KEEP)[0] == again != other


@pytest.mark.parametrize(
    ("initialiser", "distribution"),
    [("normal", stats.norm(scale=0.1)), ("uniform", stats.uniform(-0.1 * 3**0.5, 0.2 * 3**0.5))]
    + [("truncated", stats.truncnorm(-2, 2, scale=0.1))],
)
def test_weights_have_the_distribution_they_are_named_for(initialiser, distribution):
    """Seen in the first layer, z = xW: E z⁴/(E z²)² is 3 + (the weights' excess kurtosis)·Σx⁴/(Σx²)²."""
    drawn = {"initialiser": initialiser, "activation": "linear", "sigma": 0.1, "depth": 2, "width": 16}
    z, x = [], []
    for run in computed([SignalThroughDepth(seed=s, **drawn) for s in range(1, 51)], "signal.values"):
        inputs, first = ([list(units.values()) for units in layer] for layer in run["signal.values"][:2])
        x, z = x + inputs, z + first
    x, z = np.array(x), np.array(z)
    assert z.var() == pytest.approx(16 * distribution.var(), rel=0.08)
    expected = 3 + float(distribution.stats("k")) * np.mean((x**4).sum(axis=1)) / 16**2
    assert np.mean(z**4) / np.mean(z**2) ** 2 == pytest.approx(expected, abs=0.2)
