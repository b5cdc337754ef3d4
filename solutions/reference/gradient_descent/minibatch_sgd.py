"""Stochastic gradient descent: a step for each mini-batch, new mini-batches every epoch."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.random_answers import MANY_EPOCHS, agree, observe_minibatch_sgd
from ravine.exercises.observe import Seed
from ravine.language import _
from ravine.problems import NoisyQuadratic
from solutions.reference.gradient_descent._shared import OWN_RANDOMNESS, any_seed, elsewhere
from solutions.reference.gradient_descent.minibatches import (
    batches_shuffled,
    in_old_order,
    last_dropped,
    minibatches,
    with_replacement,
)


def minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng):
    """The path of w ← w − lr·grad(w, indices) over the batches of each epoch; w0 first, one row a step."""
    path = [w0]
    for _epoch in range(epochs):
        for indices in minibatches(n, batch_size, rng):
            path.append(path[-1] - lr * grad(path[-1], indices))
    return np.array(path)


STEPS, EPOCHS = "each step follows the gradient of its batch", "new batches every epoch"


def _sgd_case(rng, examples, batch_size, epochs, part):
    surface = NoisyQuadratic(float(rng.uniform(2, 8)), 30.0, 1.0, examples, 1.0, int(rng.integers(1000)))
    inputs = {
        "grad": surface.gradient,
        "n": examples,
        "w0": rng.uniform(2, 4, 2),
        "lr": float(rng.uniform(0.1, 0.5)),
        "batch_size": batch_size,
        "epochs": epochs,
        "rng": any_seed(rng),
    }
    return Case(inputs, part)


def _sgd_cases(rng):
    size = int(rng.integers(4, 7))
    yield _sgd_case(rng, 3 * size + int(rng.integers(2, 4)), size, 3, STEPS)
    yield _sgd_case(rng, 4 * size, size, 2, STEPS)
    yield _sgd_case(rng, 12, 1, 2, STEPS)
    yield _sgd_case(rng, 12, 30, 3, STEPS)
    yield _sgd_case(rng, 4, 2, MANY_EPOCHS, EPOCHS)


def _sgd_example(examples, batch_size, epochs, part, lr=0.25):
    inputs = {
        "grad": NoisyQuadratic(4.0, 0.0, 1.0, examples, 1.0, 1).gradient,
        "n": examples,
        "w0": np.array([3.0, 2.0]),
        "lr": lr,
        "batch_size": batch_size,
        "epochs": epochs,
        "rng": Seed(1),
    }
    return Case(inputs, part)


_SGD_EXAMPLES = [
    _sgd_example(12, 4, 1, STEPS, 0.125),
    _sgd_example(14, 4, 3, STEPS),
    _sgd_example(4, 2, MANY_EPOCHS, EPOCHS),
]

exercise(
    minibatch_sgd,
    cases=_sgd_cases,
    examples=_SGD_EXAMPLES,
    parts={STEPS: 2, EPOCHS: 1},
    observe=observe_minibatch_sgd,
    agree=agree,
)


def _sgd(batches_of, step=lambda w, grad, lr, indices: w - lr * grad(w, indices)):
    """A run with other batches, drawn anew every epoch, or with another step."""

    def run(grad, n, w0, lr, batch_size, epochs, rng):
        path = [w0]
        for _epoch in range(epochs):
            for indices in batches_of(n, batch_size, rng):
                path.append(step(path[-1], grad, lr, indices))
        return np.array(path)

    return run


@misconception(
    minibatch_sgd,
    _("You shuffle once, before the first epoch, and use the same batches ever after. Draw new ones every epoch."),
    see="gradient-descent.html#epochs",
)
def shuffled_once(grad, n, w0, lr, batch_size, epochs, rng):
    batches = minibatches(n, batch_size, rng)
    return _sgd(lambda *_: batches)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _(
        "Your steps are as many times too long as a batch has examples: grad gives the mean over the batch, do not "
        "multiply it by the batch size."
    ),
    see="gradient-descent.html#unbiased",
)
def sum_for_mean(grad, n, w0, lr, batch_size, epochs, rng):
    def step(w, grad, lr, indices):
        return w - lr * len(indices) * grad(w, indices)

    return _sgd(minibatches, step)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You divide by the batch size once more: grad already gives the mean over the batch."),
    see="gradient-descent.html#unbiased",
)
def mean_taken_twice(grad, n, w0, lr, batch_size, epochs, rng):
    def step(w, grad, lr, indices):
        return w - lr * grad(w, indices) / len(indices)

    return _sgd(minibatches, step)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You climb: the step goes against the gradient, −lr·grad(w, indices)."),
    see="gradient-descent.html#steepest",
)
def sgd_uphill(grad, n, w0, lr, batch_size, epochs, rng):
    return minibatch_sgd(grad, n, w0, -lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You ask for the gradient at w0 in every step: ask where you stand."),
    see="gradient-descent.html#the-step",
)
def sgd_at_the_start(grad, n, w0, lr, batch_size, epochs, rng):
    def step(w, grad, lr, indices):
        return w - lr * grad(w0, indices)

    return _sgd(minibatches, step)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You make one step an epoch, with the batches' gradients added up: step after every batch."),
    see="gradient-descent.html#sgd",
)
def one_step_an_epoch(grad, n, w0, lr, batch_size, epochs, rng):
    path = [w0]
    for _epoch in range(epochs):
        gradients = [grad(path[-1], indices) for indices in minibatches(n, batch_size, rng)]
        path.append(path[-1] - lr * np.sum(gradients, axis=0))
    return np.array(path)


@misconception(
    minibatch_sgd,
    _("Your path has one row an epoch: the exercise asks for one row a step."),
    see="gradient-descent.html#sgd",
)
def one_row_an_epoch(grad, n, w0, lr, batch_size, epochs, rng):
    steps = -(-n // batch_size)
    return minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng)[::steps]


@misconception(
    minibatch_sgd,
    _("Your path begins after the first step: its first row should be w0 itself."),
    see="gradient-descent.html#the-step",
)
def sgd_start_left_out(grad, n, w0, lr, batch_size, epochs, rng):
    return minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng)[1:]


@misconception(
    minibatch_sgd,
    _("You make one epoch; the exercise asks for `epochs` of them."),
    see="gradient-descent.html#epochs",
)
def one_epoch(grad, n, w0, lr, batch_size, epochs, rng):
    return minibatch_sgd(grad, n, w0, lr, batch_size, 1, rng)


@misconception(
    minibatch_sgd,
    _("Every gradient is over all examples: give grad the indices of the batch as its second argument."),
    see="gradient-descent.html#sgd",
)
def whole_gradient(grad, n, w0, lr, batch_size, epochs, rng):
    def step(w, grad, lr, indices):
        return w - lr * grad(w, np.arange(n))

    return _sgd(minibatches, step)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("The last, shorter batch of each epoch is missing: its examples are not seen."),
    see="gradient-descent.html#epochs",
)
def sgd_last_dropped(grad, n, w0, lr, batch_size, epochs, rng):
    return _sgd(last_dropped)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("You draw batches with replacement: in one epoch some examples come several times and others never."),
    see="gradient-descent.html#epochs",
)
def sgd_with_replacement(grad, n, w0, lr, batch_size, epochs, rng):
    return _sgd(with_replacement)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("The batches go through the examples in their old order: shuffle the indices first, anew every epoch."),
    see="gradient-descent.html#epochs",
)
def sgd_in_old_order(grad, n, w0, lr, batch_size, epochs, rng):
    return _sgd(in_old_order)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("Only the order of your batches changes: the same examples always meet. Shuffle the indices, then cut."),
    see="gradient-descent.html#epochs",
)
def sgd_batches_shuffled(grad, n, w0, lr, batch_size, epochs, rng):
    return _sgd(batches_shuffled)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(minibatch_sgd, OWN_RANDOMNESS, see="initialisation.html#rng")
def sgd_own_randomness(grad, n, w0, lr, batch_size, epochs, rng):
    return minibatch_sgd(grad, n, w0, lr, batch_size, epochs, elsewhere)


@misconception(
    minibatch_sgd,
    _("You start each epoch with a new generator of the same seed, so that every epoch has the same batches."),
    see="gradient-descent.html#epochs",
)
def seeded_every_epoch(grad, n, w0, lr, batch_size, epochs, rng):
    def batches(n, batch_size, rng):
        return minibatches(n, batch_size, np.random.default_rng(0))

    return _sgd(batches)(grad, n, w0, lr, batch_size, epochs, rng)


@misconception(
    minibatch_sgd,
    _("`w -= …` changes the caller's w0, since w is that same array: start from w0.copy(), or write `w = w - …`."),
    see="gradient-descent.html#in-place",
)
def sgd_start_changed(grad, n, w0, lr, batch_size, epochs, rng):
    path = minibatch_sgd(grad, n, w0, lr, batch_size, epochs, rng)
    w0[...] = path[-1]
    return path
