"""The measured edge: what the experiment records is the largest curvature in Adam's units, and the plot shows it."""

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ravine.plots import EdgeOnDigits
from solutions.experiments import recorded
from solutions.experiments.edge import TanhNetwork, adams_sharpness
from tests.plots.computed import computed, drawn

RUNS = {float(beta1): rows for beta1, rows in recorded("edge").items()}


def test_the_limits_are_those_of_averaging():
    (found,) = computed([EdgeOnDigits(runs=RUNS)], "runs")
    assert [(run["beta"], run["limit"]) for run in found["runs"]] == [(0.9, pytest.approx(38)), (0.5, 6), (0, 2)]


def test_the_summary_says_the_last_measurement():
    (picture,) = drawn([EdgeOnDigits(runs=RUNS)])
    said = BeautifulSoup(picture["html"], "html.parser").select_one(".ravine-summary").text
    assert said.startswith("At step 4000 of 4000, the largest curvature αλ is 38 for β₁ = 0.9 (limit 38)")


def test_the_records_begin_as_the_experiment_does_now():
    (now,) = adams_sharpness(0.001, 0.9, 250)
    assert now == pytest.approx(RUNS[0.9][0], rel=1e-3)


def test_the_power_iteration_finds_the_largest_eigenvalue():
    net = TanhNetwork(0)
    w = net.weights()
    scale = np.random.default_rng(3).uniform(0.5, 2, w.size)
    value, u = net.sharpness(w, scale, np.random.default_rng(4).normal(size=w.size), rounds=100)
    others = np.random.default_rng(5).normal(size=(20, w.size))
    for v in others / np.linalg.norm(others, axis=1, keepdims=True):
        assert net.sharpness(w, scale, v, rounds=1)[0] < value
    assert net.sharpness(w, scale, u, rounds=1)[0] == pytest.approx(value, rel=1e-3)


def test_the_gradient_is_that_of_the_loss():
    net = TanhNetwork(0)
    w, v = net.weights(), np.random.default_rng(6).normal(size=net.weights().size)
    slope = (net.gradient(w + 1e-6 * v)[1] - net.gradient(w - 1e-6 * v)[1]) / 2e-6
    assert net.gradient(w)[0] @ v == pytest.approx(slope, rel=1e-6)
