"""The plot's step is the steepest of its norm: the reference's, and no other step of that length is lower."""

import numpy as np
import pytest

from ravine.plots import SteepestStep
from solutions.reference.after import steepest_direction
from tests.plots.computed import computed, drawn

GRADIENTS = [[1.8, 0.9], [-2.5, 0.3], [0.4, -1.1], [1.0, 1.0], [2.0, 0.0], [-0.01, 3.0]]
AXIS, TURN = 0.3, 50
UNIT = np.array([np.cos(angle := np.linspace(0, 2 * np.pi, 3601)), np.sin(angle)]).T


def ellipse():
    """P of the plot's ellipse."""
    a = np.radians(TURN)
    axes = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    return axes.T @ np.diag([1, AXIS**-2]) @ axes


def length(name, steps):
    """The norm of each of the steps, (n, 2), from its definition."""
    matrices = np.stack([steps, steps[:, ::-1]], axis=1)  # [[a, b], [b, a]]
    return {
        "euclid": lambda: np.linalg.norm(steps, axis=1),
        "max": lambda: np.abs(steps).max(axis=1),
        "one": lambda: np.abs(steps).sum(axis=1),
        "ellipse": lambda: np.sqrt(np.einsum("ni,ij,nj->n", steps, ellipse(), steps)),
        "matrix": lambda: np.linalg.norm(matrices, 2, axis=(1, 2)),
    }[name]()


@pytest.mark.parametrize("form", ["length", "price"])
def test_no_step_is_lower_and_duals_are_the_references_to_1e_12(form):
    plots = [SteepestStep(gradient=g, form=form, learning_rate=0.7, axis=AXIS, turn=TURN) for g in GRADIENTS]
    for g, found in zip(np.array(GRADIENTS), computed(plots, "rows")):
        for row in found["rows"]:
            name, steps = row["name"], np.array(row["steps"])
            product = 2 if name == "matrix" else 1
            around = UNIT / length(name, UNIT)[:, None]
            gains = -product * around @ g
            assert gains.max() <= row["dual"] * (1 + 1e-12) and gains.max() == pytest.approx(row["dual"], rel=1e-5)
            expected = 0.7 if form == "length" else 0.7 * row["dual"]
            np.testing.assert_allclose(length(name, steps), expected, rtol=1e-12)
            np.testing.assert_allclose(product * steps @ g, -expected * row["dual"], rtol=1e-12)
            if name in ("euclid", "max", "one"):
                assert row["dual"] == pytest.approx(steepest_direction(g[:, None], name)[1], rel=1e-12)
            if name == "matrix":
                assert row["dual"] == pytest.approx(
                    steepest_direction(np.array([g, g[::-1]]), "spectral")[1], rel=1e-12
                )


def test_where_several_steps_are_best_the_whole_edge_is_drawn():
    flat, tied = computed([SteepestStep(gradient=g, learning_rate=1.0) for g in ([2.0, 0.0], [1.0, 1.0])], "rows")
    steps = {row["name"]: row["steps"] for row in flat["rows"]}
    assert sorted(steps["max"]) == [[-1, -1], [-1, 1]] and len(steps["one"]) == 1
    assert sorted(map(tuple, {r["name"]: r["steps"] for r in tied["rows"]}["one"])) == [(-1, 0), (0, -1)]
    (picture,) = drawn([SteepestStep(norm="max", gradient=[2.0, 0.0])])
    assert "every step from (−1, −1) to (−1, 1) is as good" in picture["html"]


def test_with_a_zero_gradient_nothing_is_claimed():
    (picture,) = drawn([SteepestStep(gradient=[0.0, 0.0])])
    assert "no step lowers the loss" in picture["html"]
