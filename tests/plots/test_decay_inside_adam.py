"""Both runs of the decay's plot are the reference's Adam with L2 and AdamW, on the same draws."""

from itertools import islice

import numpy as np
import pytest

from ravine.plots import DecayInsideAdam
from ravine.problems.random_numbers import normal_numbers
from solutions.reference.adaptive import adam_step
from solutions.reference.after import adamw_step
from tests.plots.computed import computed, drawn


def test_both_runs_are_the_references():
    noise, decay, lr, steps = 5.0, 0.2, 0.01, 60
    half = np.array(list(islice(normal_numbers(7), 20 * steps))).reshape(steps, 20)
    draws = np.hstack([half, -half])
    plot = DecayInsideAdam(noise=noise, decay=decay, learning_rate=lr, steps=steps)
    (found,) = computed([plot], "inside.means", "beside.means")
    inside, beside = (np.ones(40), 0 * draws[0], 0 * draws[0]), (np.ones(40), 0 * draws[0], 0 * draws[0])
    for t, xi in enumerate(draws, start=1):
        inside = adam_step(*inside, t, noise * xi + decay * inside[0], lr)
        beside = adamw_step(*beside, t, noise * xi, lr, decay)
        assert found["inside.means"][t] == pytest.approx(inside[0].mean(), rel=1e-12)
        assert found["beside.means"][t] == pytest.approx(beside[0].mean(), rel=1e-12)


def test_without_noise_the_summary_says_what_adam_divides():
    (picture,) = drawn([DecayInsideAdam(noise=0.0)])
    assert "it divides δ by itself" in picture["html"]
