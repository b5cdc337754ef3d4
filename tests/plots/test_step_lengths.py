"""The plot of step lengths: its paths are those of the reference, and it shows what the page says of it."""

import numpy as np
import pytest

from ravine.plots import StepLengths
from ravine.problems import Quadratic
from solutions.reference import adaptive
from tests.plots.computed import computed

START, LR, STEPS = np.array([-4.0, 2.5]), 0.2, 30


def descent(w, state, t, grad):
    return w - LR * grad, state


def stateless(step):
    return lambda w, state, t, grad: (step(w, grad, LR), state)


def rprop(w, state, t, grad):
    length, before = state or (np.full(2, LR), None)
    w, length = adaptive.rprop_step(w, length, grad, before)
    return w, (length, grad)


def rmsprop(w, state, t, grad):
    w, g2 = adaptive.rmsprop_step(w, np.zeros(2) if state is None else state, grad, LR)
    return w, g2


def adam(w, state, t, grad):
    w, *state = adaptive.adam_step(w, *(state or np.zeros((2, 2))), t, grad, LR)
    return w, state


METHODS = {
    "descent": descent,
    "normalised": stateless(adaptive.normalised_step),
    "sign": stateless(adaptive.sign_step),
    "rprop": rprop,
    "rmsprop": rmsprop,
    "adam": adam,
}


def test_every_method_is_tried():
    assert set(METHODS) == {value for value, _text in StepLengths.method.metadata["control"]["options"]}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("rotation", (0, 30))
def test_paths_on_all_examples_are_those_of_the_reference(method, rotation):
    plot = StepLengths(method=method, learning_rate=LR, rotation=rotation, start=START, steps=STEPS)
    (found,) = computed([plot], "path", "lengths")
    surface = Quadratic(20.0, rotation)
    w, state = START, None
    for t, after in enumerate(found["path"][1:], start=1):
        w, state = METHODS[method](w, state, t, surface.gradient(w))
        np.testing.assert_allclose(after, w, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(found["lengths"], np.abs(np.diff(found["path"], axis=0)), atol=1e-12)


@pytest.mark.parametrize("examples", ("skewed", "scattered"))
def test_examples_have_their_mean_in_the_minimum(examples):
    (found,) = computed([StepLengths(examples=examples)], "points")
    np.testing.assert_allclose(np.mean(found["points"], axis=0), 0, atol=1e-12)
    near = (np.array(found["points"]) < 0).all(axis=1).sum()
    assert len(found["points"]) == 20 and (near == 18) == (examples == "skewed")


def test_batches_hold_every_example_once_an_epoch():
    """Gradient descent of rate α on a round bowl adds α·(example − w): twenty steps tell the twenty examples."""
    plot = StepLengths(method="descent", batch_size=1, learning_rate=0.5, condition_number=1.0, steps=20)
    (found,) = computed([plot], "path", "points")
    path = np.array(found["path"])
    seen = path[:-1] + np.diff(path, axis=0) / 0.5
    np.testing.assert_allclose(sorted(seen.tolist()), sorted(found["points"]), atol=1e-9)


def test_what_the_page_says_of_rprop():
    all_of_them, one = computed([StepLengths(batch_size=b) for b in (20, 1)], "path", "lengths", "points")
    assert np.linalg.norm(all_of_them["path"][-1]) < 1e-4
    eighteen = np.array([p for p in one["points"] if max(p) < 0])
    low, high = eighteen.min(axis=0), eighteen.max(axis=0)
    last = np.array(one["path"][-1])
    assert (low <= last).all() and (last <= high).all()
    assert np.max(one["lengths"][-1]) < 1e-5  # and there it is stuck
    (fair,) = computed([StepLengths(method="adam", batch_size=1)], "path")
    assert np.linalg.norm(np.mean(fair["path"][-100:], axis=0)) < 0.15 < np.linalg.norm(last)
