"""The bars of the velocity are what the reference's steps add up to."""

import numpy as np
import pytest

from ravine.plots import DecayingWeights
from solutions.reference.momentum import momentum_step
from tests.plots.computed import computed, drawn

KEEP = ("gradients", "velocities", "weights", "bound", "half")
KINDS = ("steady", "turns", "outlier", "noise")


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.99])
def test_the_velocity_is_the_references_and_the_sum_of_the_weighted_gradients(beta):
    for found in computed([DecayingWeights(gradients=kind, beta=beta) for kind in KINDS], *KEEP):
        velocity, gradients = 0.0, np.array(found["gradients"])
        for t, g in enumerate(gradients):
            _w, velocity = momentum_step(0.0, velocity, g, 0.1, beta)
            assert found["velocities"][t] == pytest.approx(velocity, rel=1e-12, abs=1e-15)
            assert np.dot(found["weights"][: t + 1], gradients[t::-1]) == pytest.approx(velocity, rel=1e-9, abs=1e-12)
        assert found["bound"] == pytest.approx(-0.1 / (1 - beta))


def test_what_a_steady_and_a_turning_gradient_come_to():
    steady, turns = computed([DecayingWeights(gradients=kind, steps=500) for kind in ("steady", "turns")], *KEEP)
    assert steady["velocities"][-1] == pytest.approx(-0.1 / (1 - 0.9))
    assert abs(turns["velocities"][-1]) == pytest.approx(0.1 / (1 + 0.9))


def test_the_summary_says_the_velocity_and_the_weights_so_far():
    (picture,) = drawn([DecayingWeights(step=10)])
    total = -(1 - 0.9**10)
    assert (
        f"At step 10 the velocity is −{-total:.3f}. Its weights sum to −{-total:.3f} so far, of −1" in picture["html"]
    )
