"""The plot of the moving average: its averages are those of the reference, its weights those of the page."""

import re

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ravine.plots import MovingAverage
from solutions.reference.adaptive import ema
from tests.plots.computed import computed, drawn


@pytest.mark.parametrize("signal", ("constant", "jump", "wave", "turns"))
@pytest.mark.parametrize("beta", (0.0, 0.9, 0.995))
def test_averages_are_those_of_the_reference(signal, beta):
    (found,) = computed([MovingAverage(signal=signal, beta=beta)], "values", "truth", "plain", "corrected", "half")
    values = np.array(found["values"])
    np.testing.assert_allclose(found["plain"], ema(values, beta), atol=1e-12)
    np.testing.assert_allclose(found["corrected"], ema(values, beta, corrected=True), atol=1e-12)
    assert found["half"] == (pytest.approx(np.log(0.5) / np.log(beta)) if beta else 0)
    noise = values - found["truth"]
    assert noise.std() == pytest.approx(0.6, rel=0.25)


def test_without_noise_the_corrected_average_of_a_constant_is_the_constant():
    (found,) = computed([MovingAverage(noise=0.0)], "plain", "corrected")
    np.testing.assert_allclose(found["corrected"], 1)
    np.testing.assert_allclose(found["plain"], 1 - 0.95 ** np.arange(1, 201))


def test_it_opens_with_what_is_to_come_seen_pale():
    (picture,) = drawn([MovingAverage()])
    panel = BeautifulSoup(picture["html"], "html.parser").select_one("svg.ravine-panel")
    drawn_to = [re.findall(r"([\d.]+),", curve["points"]) for curve in panel.select(".ravine-to-come polyline")]
    ground = panel.select_one("rect.ravine-ground")
    assert max(map(float, sum(drawn_to, []))) == float(ground["x"]) + float(ground["width"])
