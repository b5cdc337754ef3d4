"""The map of momentum: its rates are those of the method's matrix, its scale says what the colours mean."""

import re

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ravine.plots import MomentumRegimes
from solutions.reference.momentum import optimal_heavy_ball
from tests.plots.computed import computed, drawn

PAIRS = [(0.3, 0.9), (1.0, 0.5), (2.5, 0.4), (3.0, 0.8), (0.05, 0.2)]


@pytest.mark.parametrize("kappa", [1.0, 20.0, 300.0])
def test_rates_are_the_largest_moduli_of_the_matrices(kappa):
    plots = [MomentumRegimes(learning_rate=lr, beta=beta, condition_number=kappa) for lr, beta in PAIRS]
    for (lr, beta), found in zip(PAIRS, computed(plots, "rate", "bestLr", "bestBeta")):
        matrices = [[[1 - lr * c, beta], [-lr * c, beta]] for c in (1 / kappa, 1.0)]
        assert found["rate"] == pytest.approx(np.abs(np.linalg.eigvals(matrices)).max(), abs=1e-7)
        assert [found["bestLr"], found["bestBeta"]] == pytest.approx(optimal_heavy_ball(1 / kappa, 1.0), abs=1e-12)


@pytest.mark.parametrize("kappa", [1.0, 20.0, 1000.0])
def test_the_scale_gives_the_steps_at_the_borders_of_the_colours(kappa):
    (picture,) = drawn([MomentumRegimes(condition_number=kappa)])
    panel = BeautifulSoup(picture["html"], "html.parser").select_one("svg.ravine-panel")
    labels = [t for t in panel.select("text.ravine-note") if re.fullmatch(r"[\d.]+", t.text)]
    at, steps = zip(*sorted((float(t["x"]), float(t.text)) for t in labels))
    rate = np.sqrt(optimal_heavy_ball(1 / kappa, 1.0)[1])
    best = max(1, np.log(10) / -np.log(rate)) if rate else 1
    assert steps == pytest.approx([best * slower for slower in (20, 4, 1.8, 1.15)], rel=0.06)  # two digits
    colours = panel.select("rect.ravine-fast-region")  # one on the other: the more, the stronger
    covered = [sum(float(r["x"]) < x + 1 < float(r["x"]) + float(r["width"]) for r in colours) for x in at]
    assert covered == [1, 3, 5, 7]
