"""What is left of a bell behind an activation: the integrals are scipy's, and the halves those of the page."""

import numpy as np
import pytest
from scipy import integrate, stats

from ravine.plots import FoldedBell
from tests.plots.computed import computed

ACTIVATIONS = {"relu": lambda z: np.maximum(z, 0), "leaky": lambda z: np.where(z < 0, 0.1 * z, z), "tanh": np.tanh}
CASES = [(a, s, m) for a in ACTIVATIONS for s in (0.5, 1.0, 3.0) for m in (-1.0, 0.0, 0.7)]


def mean_of(f, mean, deviation):
    """The mean of f over a bell, on either side of the kink at 0."""
    sides = (mean - 9 * deviation, 0), (0, mean + 9 * deviation)
    return sum(integrate.quad(lambda z: f(z) * stats.norm.pdf(z, mean, deviation), *side)[0] for side in sides)


@pytest.mark.parametrize(("name", "s", "m"), CASES)
def test_means_and_mean_squares_are_those_of_scipy(name, s, m):
    (found,) = computed([FoldedBell(activation=name, deviation=s, mean=m)], "meanSquare", "mean", "off")
    phi = ACTIVATIONS[name]
    assert found["mean"] == pytest.approx(mean_of(phi, m, s), abs=1e-5)
    assert found["meanSquare"]["behind"] == pytest.approx(mean_of(lambda z: phi(z) ** 2, m, s), rel=1e-5)
    assert found["meanSquare"]["before"] == pytest.approx(s**2 + m**2, rel=1e-8)
    assert found["off"] == pytest.approx(stats.norm.cdf(0, m, s) if name == "relu" else 0, abs=1e-3)


def test_relu_leaves_half_of_the_mean_square_of_any_bell_around_zero_and_no_other():
    plots = [FoldedBell(deviation=s) for s in (0.2, 1.0, 3.0)] + [FoldedBell(mean=0.5)]
    *around_zero, beside = computed(plots, "meanSquare")
    for found in around_zero:
        assert found["meanSquare"]["behind"] == pytest.approx(found["meanSquare"]["before"] / 2)
    assert beside["meanSquare"]["behind"] > 0.6 * beside["meanSquare"]["before"]


def test_tanh_leaves_394_thousandths_as_the_page_says():
    (found,) = computed([FoldedBell(activation="tanh")], "meanSquare")
    assert found["meanSquare"]["behind"] == pytest.approx(0.394, abs=5e-4)


def test_areas_are_one_but_for_the_spike():
    for name in ACTIVATIONS:
        (found,) = computed([FoldedBell(activation=name)], "behind", "off")
        y, density = np.array(found["behind"]).T
        assert integrate.trapezoid(density, y) + found["off"] == pytest.approx(
            1, abs=0.05
        )  # the leaky slope jumps at 0
