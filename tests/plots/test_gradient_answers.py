"""The plot of answers to gradients: every method's steps are the reference's, and show what the page says of them."""

import numpy as np
import pytest

from ravine.exercises.exercise import exercise_of
from ravine.plots import GradientAnswers
from solutions.reference import adaptive
from tests.plots.computed import computed

STEPS = 60
(UNCORRECTED,) = [m.answer for m in exercise_of(adaptive.adam_step).misconceptions if m.name == "no_correction"]
METHODS = {
    "sign": (0, lambda w, t, g, beta2: (adaptive.sign_step(w, g, 1.0),)),
    "rmsprop": (1, lambda w, g2, t, g, beta2: adaptive.rmsprop_step(w, g2, g, 1.0)),
    "adagrad": (1, lambda w, g2, t, g, beta2: adaptive.adagrad_step(w, g2, g, 1.0)),
    "adam": (2, lambda w, m, v, t, g, beta2: adaptive.adam_step(w, m, v, t, g, 1.0, 0.9, beta2)),
    "uncorrected": (2, lambda w, m, v, t, g, beta2: UNCORRECTED(w, m, v, t, g, 1.0, 0.9, beta2)),
    "adamax": (2, lambda w, m, u, t, g, beta2: adaptive.adamax_step(w, m, u, t, g, 1.0, 0.9, beta2)),
    "nadam": (2, lambda w, m, v, t, g, beta2: adaptive.nadam_step(w, m, v, t, g, 1.0, 0.9, beta2)),
    "radam": (2, lambda w, m, v, t, g, beta2: adaptive.radam_step(w, m, v, t, g, 1.0, 0.9, beta2)),
}
KINDS = [value for value, _text in GradientAnswers.gradients.metadata["control"]["options"]]


def moved(**parameters):
    (found,) = computed([GradientAnswers(**parameters)], "gradients", "paths", "moved")
    return found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("beta2", (0.7, 0.999))
def test_paths_are_those_of_the_reference(kind, beta2):
    found = moved(gradients=kind, beta2=beta2, size=0.01, steps=STEPS)
    assert set(found["paths"]) == set(METHODS)
    for name, (states, step) in METHODS.items():
        w, state, path = np.zeros(1), [np.zeros(1)] * states, [0.0]
        for t, grad in enumerate(found["gradients"], start=1):
            w, *state = step(w, *state, t, np.array([grad]), beta2)
            path.append(w[0])
        np.testing.assert_allclose(found["paths"][name], path, rtol=1e-8, atol=1e-10, err_msg=name)
        np.testing.assert_allclose(found["moved"][name], np.diff(path), rtol=1e-6, atol=1e-9)


def test_first_steps_are_those_of_the_comparison():
    first = {name: steps[0] for name, steps in moved()["moved"].items()}
    wanted = {"sign": 1, "rmsprop": 10**0.5, "adagrad": 1, "adam": 1, "adamax": 1, "nadam": 1.47, "radam": 1}
    for name, length in wanted.items():
        assert -first[name] == pytest.approx(length, rel=5e-3)
    assert -moved(size=1000.0)["moved"]["radam"][0] == pytest.approx(1000)


def test_gradients_are_what_their_names_say():
    assert sum(moved(gradients="hinton")["gradients"][:10]) == pytest.approx(0, abs=1e-12)
    assert abs(np.mean(moved(gradients="noise")["gradients"])) < 0.15
    grown = np.array(moved(gradients="growing")["gradients"])
    assert (grown[:100] == 0).all()
    np.testing.assert_allclose(grown[101:] / grown[100:-1], 0.999 / 0.9)
    assert np.max(np.abs(moved(gradients="growing")["moved"]["adam"])) > 2
    outlier = moved(gradients="outlier")
    assert sorted(outlier["gradients"])[-2:] == [1, 100]
    assert abs(outlier["moved"]["rmsprop"][-1]) > 0.99 > 0.1 > abs(outlier["moved"]["adagrad"][-1])
