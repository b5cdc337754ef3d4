"""Putting it to work: the triangular learning rate, and a network trained from the reader's own parts (chapter 7).

Cyclical learning rates are Smith, *Cyclical Learning Rates for Training Neural Networks* (WACV 2017). The capstone is
examined with images that only grading has.
"""

from math import floor
from pathlib import Path

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds import training
from ravine.language import _
from ravine.problems import digits
from ravine.problems.digits import read_digits
from solutions.reference.adaptive import adam_step
from solutions.reference.backpropagation import Linear, ReLU, Sequential, SoftmaxCrossEntropy
from solutions.reference.gradient_descent import minibatches

# --- triangular_learning_rate -----------------------------------------------------------------------------------

FIRST_CYCLE, LATER_CYCLES = _("the first cycle"), _("later cycles")


def _rate_case(part, step, lowest, highest, half_cycle):
    return Case({"step": step, "lowest": lowest, "highest": highest, "half_cycle": half_cycle}, part)


def _rate_cases(rng):
    lowest, highest, half_cycle = rng.uniform(0.01, 0.1), rng.uniform(0.5, 2), int(rng.integers(5, 40))
    cycle = 2 * half_cycle
    for step in (0, *rng.integers(1, half_cycle, 2), half_cycle, *rng.integers(half_cycle + 1, cycle, 2)):
        yield _rate_case(FIRST_CYCLE, int(step), lowest, highest, half_cycle)
    for step in (cycle, *rng.integers(cycle + 1, 3 * half_cycle, 2), *rng.integers(3 * half_cycle, 9 * cycle, 3)):
        yield _rate_case(LATER_CYCLES, int(step), lowest, highest, half_cycle)


@exercise(
    cases=_rate_cases,
    examples=[
        *(_rate_case(FIRST_CYCLE, step, 0.25, 2.25, 8) for step in (0, 2, 8, 12)),
        *(_rate_case(LATER_CYCLES, step, 0.25, 2.25, 8) for step in (16, 22, 28)),
    ],
    parts={FIRST_CYCLE: 1, LATER_CYCLES: 1},
    tolerance=Tolerance(relative=1e-5),  # single precision differs by up to 1e-6 on these draws
)
def triangular_learning_rate(step, lowest, highest, half_cycle):
    """From ``lowest`` up to ``highest`` in ``half_cycle`` steps and down again, for ever; ``step`` counts from 0."""
    cycle = floor(1 + step / (2 * half_cycle))
    x = abs(step / half_cycle - 2 * cycle + 1)
    return lowest + (highest - lowest) * max(0, 1 - x)


@misconception(
    triangular_learning_rate,
    _("The triangle stands on its head: at step 0 the rate should be the lowest, and the highest half a cycle later."),
    see="practice.html#triangular",
)
def upside_down(step, lowest, highest, half_cycle):
    return lowest + highest - triangular_learning_rate(step, lowest, highest, half_cycle)


@misconception(
    triangular_learning_rate,
    _("The cycles count from 1: ⌊1 + step/(2·half_cycle)⌋. From 0, x never comes below 1 and the rate never rises."),
    see="practice.html#triangular",
)
def cycles_from_zero(step, lowest, highest, half_cycle):
    x = abs(step / half_cycle - 2 * floor(step / (2 * half_cycle)) + 1)
    return lowest + (highest - lowest) * max(0, 1 - x)


@misconception(
    triangular_learning_rate,
    _("Your whole cycle takes half_cycle steps. It is the way up that takes so many, and the way down as many again."),
    see="practice.html#triangular",
)
def whole_for_half(step, lowest, highest, half_cycle):
    return triangular_learning_rate(step, lowest, highest, half_cycle / 2)


@misconception(
    triangular_learning_rate,
    _("At the top the rate falls back at once, like a saw. It should come down as slowly as it went up."),
    see="practice.html#triangular",
)
def saw(step, lowest, highest, half_cycle):
    return lowest + (highest - lowest) * (step % (2 * half_cycle)) / (2 * half_cycle)


@misconception(
    triangular_learning_rate,
    _("There is one triangle only, and then the rate stays at the lowest. Count the cycles, and begin each anew."),
    see="practice.html#triangular",
)
def one_cycle(step, lowest, highest, half_cycle):
    return lowest + (highest - lowest) * max(0, 1 - abs(step / half_cycle - 1))


@misconception(
    triangular_learning_rate,
    _("Each cycle is half as high as the one before: that is triangular2. Here all cycles have the same height."),
    see="practice.html#triangular2",
)
def halved_each_cycle(step, lowest, highest, half_cycle):
    height = (highest - lowest) / 2 ** floor(step / (2 * half_cycle))
    return triangular_learning_rate(step, lowest, lowest + height, half_cycle)


@misconception(
    triangular_learning_rate,
    _("The top is at lowest + highest. The height of the triangle is the difference, highest − lowest."),
    see="practice.html#triangular",
)
def height_is_highest(step, lowest, highest, half_cycle):
    return triangular_learning_rate(step, lowest, lowest + highest, half_cycle)


@misconception(
    triangular_learning_rate,
    _("You count the steps from 1. The first step is 0, and there the rate is the lowest."),
    see="practice.html#triangular",
)
def counted_from_one(step, lowest, highest, half_cycle):
    return triangular_learning_rate(step - 1, lowest, highest, half_cycle)


@misconception(
    triangular_learning_rate,
    _("x is a distance from the top, and distances are not negative: the bars of |…| are missing, abs() in Python."),
    see="practice.html#triangular",
)
def bars_forgotten(step, lowest, highest, half_cycle):
    x = step / half_cycle - 2 * floor(1 + step / (2 * half_cycle)) + 1
    return lowest + (highest - lowest) * max(0, 1 - x)


# --- train ------------------------------------------------------------------------------------------------------


def _hidden():
    return training.Examination(*digits(), *read_digits(Path(__file__).with_name("hidden_digits.npz")))


training.EXAMINATIONS["hidden"] = _hidden
ACCURACY = _("a network of your own layers, right on 95 % of new images")


def _train_cases(rng):
    yield Case({"images": "hidden", "seeds": tuple(int(s) for s in rng.integers(0, 1000, 3))}, ACCURACY)


@exercise(
    cases=_train_cases,
    examples=[Case({"images": "public", "seeds": (0,)}, ACCURACY)],
    parts={ACCURACY: 1},
    observe=training.observe_training,
    agree=training.agree,
    credit=training.credit_for_accuracy,
)
def train(x, y, seed):
    """Train a network on images x (n, 64) with labels y (n,); returns predict: images → labels.

    Two layers with 64 hidden ReLUs, Adam on batches of 32, 40 times through the images.
    """
    return _trained(x, y, seed)


def _trained(x, y, seed, epochs=40, lr=5e-3, move=adam_step):
    """`train` with its pieces to be replaced."""
    rng = np.random.default_rng(seed)
    network = Sequential([Linear(64, 64, rng), ReLU(), Linear(64, 10, rng)])
    loss = SoftmaxCrossEntropy()
    network.forward(x[:1])
    means = [(np.zeros_like(w), np.zeros_like(w)) for w, _gradient in network.parameters()]
    t = 0
    for _epoch in range(epochs):
        for batch in minibatches(len(x), 32, rng):
            t += 1
            loss.forward(network.forward(x[batch]), y[batch])
            network.backward(loss.backward())
            for i, (w, gradient) in enumerate(network.parameters()):
                w[...], *means[i] = move(w, *means[i], t, gradient, lr)
    return lambda images: network.forward(images).argmax(axis=1)


@misconception(
    train,
    _(
        "Your answers are good, but no network was trained: Linear.forward and Linear.backward were hardly called. "
        "The task is to train one from your own layers; comparing with the given images teaches nothing about it."
    ),
    see="practice.html#capstone",
)
def nearest_neighbours(x, y, seed):
    def predict(images):
        distances = ((images[:, None, :] - x[None, :, :]) ** 2).sum(axis=2)
        return y[distances.argmin(axis=1)]

    return predict


@misconception(
    train,
    _("The network is built but never trained: its weights are those that were drawn, and its answers are guesses."),
    see="practice.html#capstone",
)
def not_trained(x, y, seed):
    return _trained(x, y, seed, epochs=0)


@misconception(
    train,
    _(
        "Forward and backward are called, and still the network only guesses. Do the weights change? `w = w - …` makes "
        "a new array and leaves the layer's own as it was; `w[...] = …` or `w -= …` writes into it. And does the step "
        "go down, against the gradient?"
    ),
    see="practice.html#in-place",
)
def weights_unchanged(x, y, seed):
    return _trained(x, y, seed, epochs=2, move=lambda w, m, v, t, gradient, lr: (w, m, v))


@misconception(
    train,
    _(
        "The network learns, but has not come far. Try more epochs or a larger learning rate, and print the loss now "
        "and then: as long as it falls steadily, go on."
    ),
    see="practice.html#range-test",
)
def stopped_early(x, y, seed):
    return _trained(x, y, seed, epochs=3, lr=5e-4)


@misconception(
    train,
    _(
        "predict returns the network's last layer, ten numbers for each image. The label is the place of the largest: "
        "argmax along the second axis."
    ),
    see="practice.html#capstone",
)
def logits_returned(x, y, seed):
    rng = np.random.default_rng(seed)
    network = Sequential([Linear(64, 64, rng), ReLU(), Linear(64, 10, rng)])
    return network.forward
