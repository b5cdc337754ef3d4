"""The learning-rate plot: its factors, its edge of stability, and the surfaces that only it shows."""

import json
import subprocess

import numpy as np
import pytest

from ravine.plots import LearningRate, bundle
from ravine.problems import ErrorRate, Himmelblau, Kink, Plateau, Quadratic, Saddle
from solutions.reference import gradient_descent as reference
from tests.plots.computed import computed

PYTHON = {"kink": Kink(), "staircase": ErrorRate(), "minima": Himmelblau(), "saddle": Saddle(), "plateau": Plateau()}
START = [0.73, -0.41]


@pytest.mark.parametrize("name", ["ravine", *PYTHON])
def test_paths_are_those_of_the_reference(name):
    surface = PYTHON.get(name, Quadratic(10.0, 15.0))
    plot = LearningRate(surface=name, start=START, learning_rate=0.02, steps=20)
    (found,) = computed([plot], "paths.path", "losses.path")
    path = reference.gradient_descent(surface.gradient, np.array(START), 0.02, 20)
    np.testing.assert_allclose(found["paths.path"], path, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found["losses.path"], surface.value(path), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("surface", [Kink(), Kink(0.7), ErrorRate()], ids=repr)
def test_surfaces_agree_with_python(surface):
    points = np.random.default_rng(1).uniform(-4, 4, (50, 2)).tolist() + [[0.0, 0.0]]
    fields = {"name": type(surface).__name__, **vars(surface)}
    script = (
        f"import {{ surface }} from {json.dumps((bundle.SOURCE / 'surfaces.js').as_uri())};"
        f"const {{ value, gradient }} = surface({json.dumps(fields)});"
        f"console.log(JSON.stringify({json.dumps(points)}.map((w) => [value(w), ...gradient(w)])));"
    )
    done = bundle.node("--input-type=module", "-e", script, stdout=subprocess.PIPE, check=True)
    value, *gradient = np.array(json.loads(done.stdout)).T
    np.testing.assert_allclose(value, surface.value(points), atol=1e-15)
    np.testing.assert_allclose(np.transpose(gradient), surface.gradient(points), atol=1e-15)


def test_gradients_are_differences_where_there_are_any():
    for surface in (Kink(), ErrorRate()):
        for w in np.random.default_rng(2).uniform(0.1, 3, (20, 2)) * [1, -1]:
            steps = 1e-7 * np.eye(2)
            slope = [(surface.value(w + s) - surface.value(w - s)) / 2e-7 for s in steps]
            np.testing.assert_allclose(surface.gradient(w), slope, atol=1e-6)


@pytest.mark.parametrize("kappa", [2.0, 4.0, 37.0])
def test_the_edge_is_where_paths_stop_converging_and_the_ring_where_they_are_fastest(kappa):
    def rate(lr):
        """The factor by which the longest of the last steps' errors shrinks."""
        plot = LearningRate(condition_number=kappa, learning_rate=lr, steps=200, start=START)
        (found,) = computed([plot], "losses.path", "ravine")
        loss = found["losses.path"]
        return (loss[200] / loss[100]) ** (1 / 200), found["ravine"]

    before, ravine = rate(1.99)
    assert ravine["edge"] == reference.largest_stable_learning_rate(Quadratic(kappa).matrix) == 2
    assert before < 1 and rate(2.0)[0] == pytest.approx(1) and rate(2.01)[0] > 1
    best, _ravine = rate(ravine["best"])
    assert best == pytest.approx(ravine["rate"], abs=1e-3)
    assert all(rate(ravine["best"] * change)[0] > best for change in (0.97, 1.03))
