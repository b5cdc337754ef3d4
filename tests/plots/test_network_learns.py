"""The network that learns: step by step it is the exercises' layers, on the same digits from the same weights."""

import numpy as np
import pytest

from ravine.plots import NetworkLearns
from ravine.problems import Tanh, digits
from ravine.problems.random_numbers import normal_numbers
from solutions.reference.backpropagation import Linear, ReLU, Sequential, SoftmaxCrossEntropy
from tests.plots.computed import computed

WIDTHS = [64] + [16] * 9 + [10]
DEVIATIONS = {
    "zeros": lambda n, m: 0,
    "small": lambda n, m: 0.01,
    "xavier": lambda n, m: (2 / (n + m)) ** 0.5,
    "he": lambda n, m: (2 / n) ** 0.5,
}
NAMES = ["zeros", "equal", "small", "xavier", "he"]
EQUAL = ("zeros", "equal")


def learnt_from():
    images, labels = digits()
    chosen = np.concatenate([np.flatnonzero(labels == digit)[:10] for digit in range(10)])
    x = images[chosen] - images[chosen].mean(axis=0)
    return x / np.sqrt(np.mean(x**2)), labels[chosen]


def network(initialiser, activation, seed):
    numbers = normal_numbers(seed)
    layers = [Linear(n, m, np.random.default_rng(0)) for n, m in zip(WIDTHS, WIDTHS[1:])]
    for linear, n, m in zip(layers, WIDTHS, WIDTHS[1:]):
        linear.b = np.zeros(m)
        drawn = [
            1 / n if initialiser == "equal" else DEVIATIONS[initialiser](n, m) * next(numbers) for _ in range(n * m)
        ]
        linear.W = np.array(drawn).reshape(n, m)
    between = ReLU if activation == "relu" else Tanh
    parts = [part for linear in layers for part in (linear, between())][:-1]
    return Sequential(parts), layers


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_every_step_is_one_of_the_references_layers(activation):
    steps, lr = 6, 0.1
    x, labels = learnt_from()
    runs = computed(
        [NetworkLearns(initialiser=i, activation=activation, learning_rate=lr, steps=steps) for i in NAMES], "record"
    )
    for name, run in zip(NAMES, runs):
        net, layers = network(name, activation, seed=1)
        loss = SoftmaxCrossEntropy()
        for t in range(steps + 1):
            logits = net.forward(x)
            seen = run["record"][t]
            assert seen["loss"] == pytest.approx(loss.forward(logits, labels), rel=1e-9), (name, t)
            assert seen["signal"][-1] == pytest.approx(np.mean(logits**2), rel=1e-9, abs=1e-30)
            lengths = [list(units.values()) if isinstance(units, dict) else units for units in seen["units"]]
            for linear, units in zip(layers, lengths):
                np.testing.assert_allclose(units, np.linalg.norm(linear.W, axis=0), rtol=1e-9, atol=1e-15)
            net.backward(loss.backward())
            for linear in layers:
                linear.W = linear.W - lr * linear.dW
                linear.b = linear.b - lr * linear.db


def test_units_that_start_equal_stay_equal_and_others_differ():
    for layer in (1, 5, 9):
        runs = computed([NetworkLearns(initialiser=i, layer=layer) for i in NAMES], "different", "last")
        for name, run in zip(NAMES, runs):
            assert set(run["different"]) == ({1} if name in EQUAL else {16}), (name, layer)
            assert run["last"] == 100


def test_what_the_page_says_of_the_beginnings():
    """Zeros and tiny weights stand still; equal units learn what one unit can; He's weights learn."""
    losses = {}
    for name, run in zip(NAMES, computed([NetworkLearns(initialiser=i) for i in NAMES], "record")):
        losses[name] = [moment["loss"] for moment in run["record"]]
    assert abs(losses["zeros"][-1] - np.log(10)) < 0.01 and abs(losses["small"][-1] - np.log(10)) < 0.01
    assert losses["he"][-1] < 1 < 1.5 < losses["equal"][-1] < losses["equal"][0]


def test_a_rate_that_is_too_large_ends_the_training_and_says_so():
    (found,) = computed([NetworkLearns(initialiser="he", learning_rate=1.0)], "last", "away")
    assert found["away"] == (found["last"] < 100)
