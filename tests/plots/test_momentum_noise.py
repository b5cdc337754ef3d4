"""The balls of momentum and descent: the prediction solves the moments' equation, the runs agree with it."""

import numpy as np
import pytest

from ravine.plots import MomentumNoise
from solutions.reference.momentum import momentum_step, optimal_heavy_ball
from tests.plots.computed import computed

S = 0.3
PAIRS = [(0.05, 0.9), (0.3, 0.5), (1.5, 0.2), (2.5, 0.6)]


def ball(lr, beta, curvature):
    """The stationary E w² of w, v under noise: P = M P Mᵀ + s² g gᵀ, solved."""
    (a, c), (b, d) = (
        np.ravel(momentum_step(np.array([w]), np.array([v]), curvature * np.array([w]), lr, beta))
        for w, v in ((1.0, 0.0), (0.0, 1.0))
    )
    M, g = np.array([[a, b], [c, d]]), -lr * np.ones(2)
    return np.linalg.solve(np.eye(4) - np.kron(M, M), S**2 * np.outer(g, g).ravel())[0]


@pytest.mark.parametrize("kappa", [5.0, 20.0])
def test_predicted_balls_solve_the_equation_of_the_moments(kappa):
    plots = [MomentumNoise(learning_rate=lr, beta=beta, condition_number=kappa, compared="same") for lr, beta in PAIRS]
    for (lr, beta), found in zip(PAIRS, computed(plots, "momentum", "descent")):
        for name, decay in (("momentum", beta), ("descent", 0.0)):
            if lr >= 2 * (1 + decay):
                assert found[name]["ball"] is None
                continue
            expected = [ball(lr, decay, curvature) for curvature in (1 / kappa, 1.0)]
            np.testing.assert_allclose(found[name]["ball"], expected, rtol=1e-9)
            matrices = [[[1 - lr * c, decay], [-lr * c, decay]] for c in (1 / kappa, 1.0)]
            rate = np.abs(np.linalg.eigvals(matrices)).max()
            assert found[name]["digits"] == pytest.approx(-np.log(10) / np.log(rate), rel=1e-6)


def test_long_runs_leave_the_predicted_balls_within_their_errors():
    plots = [MomentumNoise(learning_rate=lr, beta=beta, seed=s) for lr, beta in PAIRS[:2] for s in (1, 2, 3)]
    for found in computed(plots, "momentum", "descent"):
        for method in found.values():
            measured, error = method["measured"]["mean"], method["measured"]["error"]
            assert abs(measured - sum(method["ball"])) < 4 * error and error < 0.15 * measured


@pytest.mark.parametrize("kappa", [4.0, 20.0, 100.0])
def test_at_their_best_the_ball_of_momentum_is_larger_by_the_factor_of_the_page(kappa):
    lr, beta = optimal_heavy_ball(1 / kappa, 1.0)
    plot = MomentumNoise(learning_rate=lr, beta=beta, condition_number=kappa, compared="best")
    (found,) = computed([plot], "momentum", "descent", "best")
    factor = (kappa + 1) / (2 * kappa**0.5)
    np.testing.assert_allclose(np.divide(found["momentum"]["ball"], found["descent"]["ball"]), factor, rtol=1e-9)
    best = found["best"]
    assert best["momentum"]["size"] / best["descent"]["size"] == pytest.approx(factor, rel=1e-9)


def test_no_momentum_and_the_effective_rate_are_the_same_method():
    (found,) = computed([MomentumNoise(beta=0.0, learning_rate=0.4)], "momentum", "descent")
    assert found["momentum"] == found["descent"]
