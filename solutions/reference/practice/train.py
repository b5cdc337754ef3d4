"""The capstone: a network of the reader's own parts, trained and examined with images that only grading has."""

from pathlib import Path

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds import training
from ravine.language import _
from ravine.problems import digits
from ravine.problems.digits import read_digits
from solutions.reference.adaptive.adam_step import adam_step
from solutions.reference.backpropagation import Linear, ReLU, Sequential, SoftmaxCrossEntropy
from solutions.reference.gradient_descent.minibatches import minibatches


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


def _hidden():
    return training.Examination(*digits(), *read_digits(Path(__file__).with_name("hidden_digits.npz")))


training.EXAMINATIONS["hidden"] = _hidden
ACCURACY = _("a network of your own layers, right on 95 % of new images")


def _train_cases(rng):
    yield Case({"images": "hidden", "seeds": tuple(int(s) for s in rng.integers(0, 1000, 3))}, ACCURACY)


exercise(
    train,
    cases=_train_cases,
    examples=[Case({"images": "public", "seeds": (0,)}, ACCURACY)],
    parts={ACCURACY: 1},
    observe=training.observe_training,
    agree=training.agree,
    credit=training.credit_for_accuracy,
)


@misconception(
    train,
    _(
        "Your answers are good, but Linear.forward and Linear.backward were hardly called. The task is to train a "
        "network that is built of your own layers: neither one of other functions counts, nor comparing with the "
        "given images."
    ),
    see="practice.html#capstone",
)
def nearest_neighbours(x, y, seed):
    def predict(images):
        distances = (x**2).sum(axis=1) - 2 * images @ x.T  # squared, but for what is the same for all of x
        return y[distances.argmin(axis=1)]

    return predict


@misconception(
    train,
    _("The network is never trained: it answers the same whatever labels it is given to learn, and that are guesses."),
    see="practice.html#capstone",
)
def not_trained(x, y, seed):
    return _trained(x, y, seed, epochs=0)


@misconception(
    train,
    _(
        "Forward and backward are called, but the weights do not change: the network answers the same whatever labels "
        "it learns. `w = w - …` makes a new array and leaves the layer's own as it was; `w[...] = …` or `w -= …` "
        "writes into it."
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
