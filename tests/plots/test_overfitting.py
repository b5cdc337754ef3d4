"""Polynomials of least squares: numpy's, with their losses."""

import numpy as np
import pytest
from numpy.polynomial import Polynomial
from scipy import integrate

from ravine.plots import Overfitting
from tests.plots.computed import computed

KEEP = ("xs", "ys", "curves", "best", "least")


@pytest.mark.parametrize(("points", "noise", "seed"), [(10, 0.2, 1), (11, 0.5, 7), (60, 0.1, 3)])
def test_curves_and_losses_are_those_of_numpy(points, noise, seed):
    (found,) = computed([Overfitting(points=points, noise=noise, seed=seed)], *KEEP)
    x, y = np.array(found["xs"]), np.array(found["ys"])
    fine = np.linspace(0, 1, 401)
    sine = np.sin(2 * np.pi * fine)
    for degree, curve in enumerate(found["curves"]):
        best = Polynomial.fit(x, y, degree)
        np.testing.assert_allclose(curve["curve"], best(fine), atol=1e-8)
        assert curve["training"] == pytest.approx(np.mean((best(x) - y) ** 2), abs=1e-12)
        apart = integrate.simpson((best(fine) - sine) ** 2, x=fine)
        assert curve["expected"] == pytest.approx(noise**2 + apart, rel=1e-3)


def test_the_first_state_shows_what_the_page_says():
    """Degree 9 goes through the ten points and does worse than the straight line; the cubic comes near the noise."""
    (found,) = computed([Overfitting()], *KEEP)
    losses = found["curves"]
    assert losses[9]["training"] < 1e-20 and losses[9]["expected"] > losses[1]["expected"]
    assert losses[3]["expected"] < 0.08 and losses[3]["expected"] < 1.5 * found["least"]
    training = [each["training"] for each in losses]
    assert training == sorted(training, reverse=True)


def test_more_points_cure_it():
    (many,) = computed([Overfitting(points=60)], *KEEP)
    assert many["curves"][9]["expected"] < 0.07
