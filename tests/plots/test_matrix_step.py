"""The matrix plot's steps are the reference's, its race is that of the formula, and its matrices are numpy's."""

import json

import numpy as np
import pytest

from ravine.plots import MatrixStep
from ravine.problems.random_numbers import normal_numbers
from solutions.reference.after import newton_schulz, steepest_direction
from tests.plots.computed import computed
from tests.plots.test_expected_loss import module_says

STEPS = {
    "descent": lambda G: G,
    "normalised": lambda G: G / np.linalg.norm(G),
    "sign": np.sign,
    "polar": lambda G: -steepest_direction(G, "spectral")[0],
    "schulz": newton_schulz,
}


def turned(degrees):
    a = np.radians(degrees)
    return np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])


@pytest.mark.parametrize("sigma, left, right", [(0.15, 20, 65), (1.0, 0, 30), (0.6, -50, -50)])
def test_every_step_is_that_of_the_reference_scaled_to_stretch_by_one(sigma, left, right):
    (found,) = computed([MatrixStep(sigma=sigma, left=left, right=right)], "gradient", "steps")
    G = np.array(found["gradient"])
    np.testing.assert_allclose(G, turned(left) @ np.diag([1, sigma]) @ turned(right).T, atol=1e-15)
    for name, row in found["steps"].items():
        step = STEPS[name](G)
        longest, shortest = np.linalg.svd(step, compute_uv=False)
        np.testing.assert_allclose(row["step"], step / longest, rtol=1e-12, atol=1e-14)
        assert row["stretch"] == pytest.approx(shortest / longest, abs=1e-12)


def curvature(turn):
    """A² = B², in numpy."""
    a = np.radians(turn)
    R = np.eye(4)
    for i in (0, 1):
        Q = np.eye(4)
        Q[[i, i, 3 - i, 3 - i], [i, 3 - i, i, 3 - i]] = np.cos(a), -np.sin(a), np.sin(a), np.cos(a)
        R = Q @ R
    return R @ np.diag(10.0 ** (-2 * np.arange(4) / 3)) @ R.T


def first():
    normal = normal_numbers(3)
    return np.array([[next(normal) for _ in range(4)] for _ in range(4)])


@pytest.mark.parametrize("turn", [0, 30])
def test_each_step_of_the_race_is_that_of_the_formula_to_1e_12(turn):
    """Every step from the plot's weights before it: where a sign turns a last digit of a whole run grows."""
    (found,) = computed([MatrixStep(turn=turn, tuned=False, rate=0.3)], "races")
    H = curvature(turn)
    for name, run in found["races"].items():
        weights = np.array(run["weights"])
        np.testing.assert_array_equal(weights[0], first())
        for t, (W, after) in enumerate(zip(weights, weights[1:])):
            G = H @ W @ H
            assert run["losses"][t] == pytest.approx(np.sum(W * G) / 2, rel=1e-12), (name, t)
            stepped = W - 0.3 * (1 - t / 100) * STEPS[name](G)
            np.testing.assert_allclose(after, stepped, rtol=0, atol=1e-12 * np.abs(W).max(), err_msg=f"{name}, {t}")


def test_no_other_rate_of_the_slider_is_much_better_and_none_is_the_last_tried():
    (best,) = computed([MatrixStep(turn=20)], "races")
    rates = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0]
    for found in computed([MatrixStep(turn=20, tuned=False, rate=r) for r in rates], "races"):
        for name, run in found["races"].items():
            end = run["losses"][-1]
            assert end is None or end > best["races"][name]["losses"][-1] / 3, name


def test_decompositions_are_numpys():
    rng = np.random.default_rng(0)
    for shape in ((2, 2), (5, 3), (3, 7), (32, 64)):
        G = rng.normal(size=shape)
        found = module_says("matrices", f"singularValues({json.dumps(G.tolist())})")
        np.testing.assert_allclose(found, np.linalg.svd(G, compute_uv=False), rtol=1e-12)
        np.testing.assert_allclose(
            module_says("matrices", f"newtonSchulz({json.dumps(G.tolist())})"), newton_schulz(G), rtol=0, atol=1e-12
        )
        if shape[0] >= shape[1]:
            polar = -steepest_direction(G, "spectral")[0]
            np.testing.assert_allclose(
                module_says("matrices", f"polarFactor({json.dumps(G.tolist())})"), polar, atol=1e-12
            )
