"""The magnified step: where the three methods ask, what they are answered and where they land, as in the exercises."""

import numpy as np
import pytest

from ravine.exercises.exercise import exercise_of
from ravine.plots import NesterovStep
from ravine.problems import Quadratic
from solutions.reference import momentum as reference
from tests.plots.computed import computed

P4 = next(m.answer for m in exercise_of(reference.nesterov_step).misconceptions if m.name == "gradient_at_w_plus_v")
METHODS = {
    "momentum": (0, lambda w, v, grad, lr, beta: reference.momentum_step(w, v, grad(w), lr, beta)),
    "nesterov": (None, reference.nesterov_step),
    "p4": (1, P4),
}


@pytest.mark.parametrize("beta", [0.0, 0.6, 0.95])
@pytest.mark.parametrize("rotation", [0, 35])
def test_steps_are_those_of_the_reference_to_1e_12(beta, rotation):
    w, v = np.array([-1.3, 0.4]), np.array([0.7, -1.9])
    plot = NesterovStep(
        beta=beta, rotation=rotation, condition_number=7.0, learning_rate=0.6, foot=w.tolist(), velocity=v.tolist()
    )
    (found,) = computed([plot], "steps", "before", "tip")
    surface = Quadratic(7.0, rotation)
    assert found["before"] == pytest.approx(surface.value(w), abs=1e-12)
    np.testing.assert_allclose(found["tip"], w + beta * v, atol=1e-12)
    for name, (ahead, method) in METHODS.items():
        step = found["steps"][name]
        at = w + (beta if ahead is None else ahead) * v
        after, _v = method(w, v, surface.gradient, 0.6, beta)
        np.testing.assert_allclose(step["asked"], at, atol=1e-12)
        np.testing.assert_allclose(step["gradient"], surface.gradient(at), atol=1e-12)
        np.testing.assert_allclose(step["next"], after, atol=1e-12)
        assert step["slope"] == pytest.approx(surface.gradient(at) @ v, abs=1e-12)
        assert step["loss"] == pytest.approx(surface.value(after), abs=1e-12)


def test_it_opens_where_the_foot_goes_down_and_the_tip_goes_up():
    """What the page says: momentum is pushed on downhill, Nesterov back by the wall in front, and ends lower."""
    (found,) = computed([NesterovStep()], "steps", "before")
    steps = found["steps"]
    assert steps["momentum"]["slope"] < 0 < steps["nesterov"]["slope"] < steps["p4"]["slope"]
    assert steps["nesterov"]["loss"] < found["before"] < steps["momentum"]["loss"]


def test_without_a_velocity_all_three_are_gradient_descent():
    (found,) = computed([NesterovStep(velocity=[0.0, 0.0])], "steps")
    places = [found["steps"][name]["next"] for name in METHODS]
    w = np.array(NesterovStep().foot)
    np.testing.assert_allclose(places, [w - 0.8 * Quadratic(10.0, 20).gradient(w)] * 3, atol=1e-12)
