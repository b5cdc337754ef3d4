"""Densities of one variance: those of scipy, alone and summed."""

import numpy as np
import pytest
from scipy import stats

from ravine.plots import OneVariance
from tests.pages.claims import Claims
from tests.plots.computed import computed, drawn

says = Claims("initialisation")


def distributions(sigma, cut, plain=False):
    left = 1 if plain else stats.truncnorm(-cut, cut).std()
    return {
        "normal": stats.norm(scale=sigma),
        "uniform": stats.uniform(-(3**0.5) * sigma, 2 * 3**0.5 * sigma),
        "truncated": stats.truncnorm(-cut, cut, scale=sigma / left),
    }


@pytest.mark.parametrize(("sigma", "cut", "plain"), [(1.0, 2.0, False), (0.5, 1.0, False), (1.3, 3.0, True)])
def test_densities_are_those_of_scipy_and_of_one_variance(sigma, cut, plain):
    (found,) = computed([OneVariance(sigma=sigma, cut=cut, plain=plain)], "curves", "left", "bound")
    for name, distribution in distributions(sigma, cut, plain).items():
        x, density = np.array(found["curves"][name]["one"]).T
        inside = np.abs(np.abs(x) - distribution.support()[1]) > 1e-6
        np.testing.assert_allclose(density[inside], distribution.pdf(x[inside]), rtol=1e-6, atol=1e-9)
        if not plain:
            assert distribution.std() == pytest.approx(sigma)
    assert found["left"] == pytest.approx(distributions(sigma, cut, plain)["truncated"].std(), rel=1e-6)
    assert found["bound"] == pytest.approx(3**0.5 * sigma)


@pytest.mark.parametrize("count", [2, 5, 16])
def test_sums_are_convolutions(count):
    (found,) = computed([OneVariance(count=count)], "curves")
    step, n = 0.01, 1201
    grid = (np.arange(n) - n // 2) * step
    for name, distribution in distributions(1.0, 2.0).items():
        one = (
            np.diff(distribution.cdf(np.append(grid, grid[-1] + step) - step / 2)) / step
        )  # of each cell, so edges count
        total = one
        for _ in range(count - 1):
            total = np.convolve(total, one) * step
        places = (np.arange(len(total)) - len(total) // 2) * step / count**0.5
        x, density = np.array(found["curves"][name]["sum"]).T
        expected = np.interp(x, places, total * count**0.5)
        np.testing.assert_allclose(density, expected, atol=6e-3)


def test_the_more_weights_the_less_their_shape_is_seen():
    def apart(count):
        (found,) = computed([OneVariance(count=count)], "curves")
        normal, uniform = (np.array(found["curves"][name]["sum"])[:, 1] for name in ("normal", "uniform"))
        return np.abs(normal - uniform).max()

    assert apart(2) > 2 * apart(4) > 4 * apart(16)


def test_what_an_uncorrected_cut_loses_is_what_the_page_says():
    (picture,) = drawn([OneVariance(plain=True)])
    assert "their variance 0.774 times that of the normal ones" in picture["html"]
    says("For $b=2$ the variance is $<.4f>\\,s^2$", stats.truncnorm(-2, 2).var())
