"""How many examples a batch should have: the gradient's noise over its square."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.after._shared import TOLERANCE, a_case, array


def noise_scale(gradients):
    """The noise scale tr Σ/‖G‖² (McCandlish et al. 2018) from b ≥ 2 examples' gradients, shape (b, …).

    Both estimates are unbiased. Where that of ‖G‖² is not positive, the noise drowns the gradient: inf.
    """
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2) / (len(gradients) - 1)
    signal = np.sum(mean**2) - noise / len(gradients)
    return noise / signal if signal > 0 else np.inf


VECTORS = _("gradients of one axis")
ARRAYS = _("gradients of several axes")
DROWNED = _("noise that drowns the gradient, or none")


def _noisy(rng, b, *shape):
    """b gradients with noise, which differs from weight to weight and never drowns their mean."""
    noise = rng.uniform(-1, 1, (b, *shape)) * rng.uniform(0.3, 1, shape)
    return rng.uniform(1, 2, shape) * rng.choice([-1, 1], shape) + noise - noise.mean(axis=0)


def _noise_cases(rng):
    for b in (2, 5, 50):
        yield a_case(VECTORS, gradients=_noisy(rng, b, 4) * 10.0 ** rng.integers(-1, 2))
        yield a_case(ARRAYS, gradients=_noisy(rng, b, 2, 3))
    for b in (2, 6):
        noise = rng.normal(size=(b, 3))
        yield a_case(DROWNED, gradients=noise - noise.mean(axis=0) + 0.01)
    yield a_case(DROWNED, gradients=array(0, 2).reshape(2, 1) * rng.integers(1, 9))  # the estimate is exactly 0
    yield a_case(DROWNED, gradients=np.ones((3, 2)) * rng.integers(1, 9))


exercise(
    noise_scale,
    cases=_noise_cases,
    examples=[
        a_case(VECTORS, gradients=array(1, 0, 3, 0, 2, 2, 2, -2).reshape(4, 2)),
        a_case(VECTORS, gradients=array(3, 5).reshape(2, 1)),
        a_case(VECTORS, gradients=array(0.3, 0.2, 0.1, 0.4).reshape(2, 2)),
        a_case(ARRAYS, gradients=array(2, 0, 1, 3, 4, 2, 1, 5, 3, 1, 4, 1).reshape(3, 2, 2)),
        a_case(DROWNED, gradients=array(1, 3, -1).reshape(3, 1)),
        a_case(DROWNED, gradients=array(0, 1).reshape(2, 1)),
        a_case(DROWNED, gradients=array(-2, -2, -2, -2).reshape(4, 1)),
    ],
    parts={VECTORS: 2, ARRAYS: 1, DROWNED: 1},
    tolerance=TOLERANCE,
)


@misconception(
    noise_scale,
    _(
        "The deviations are taken from the mean of the same examples, which lies closer to them than the true "
        "one: divide by b − 1."
    ),
    see="after-rates.html#batch-size",
)
def divided_by_b(gradients):
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2) / len(gradients)
    signal = np.sum(mean**2) - noise / len(gradients)
    return noise / signal if signal > 0 else np.inf


@misconception(
    noise_scale,
    _("The mean of b noisy gradients is noisy, too: its square is too large by S/b on average. Subtract that."),
    see="after-rates.html#batch-size",
)
def noise_left_in_the_mean(gradients):
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2) / (len(gradients) - 1)
    signal = np.sum(mean**2)
    return noise / signal if signal > 0 else np.inf


@misconception(
    noise_scale,
    _("Below the bar stands the square of the gradient's norm: a variance is divided by a square."),
    see="after-rates.html#batch-size",
)
def norm_not_squared(gradients):
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2) / (len(gradients) - 1)
    signal = np.sum(mean**2) - noise / len(gradients)
    return noise / np.sqrt(signal) if signal > 0 else np.inf


@misconception(
    noise_scale,
    _(
        "This is the signal over the noise. The noise scale is the noise over the signal: the noisier, the larger "
        "the batch should be."
    ),
    see="after-rates.html#batch-size",
)
def upside_down(gradients):
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2) / (len(gradients) - 1)
    signal = np.sum(mean**2) - noise / len(gradients)
    return signal / noise if noise > 0 else np.inf


@misconception(
    noise_scale,
    _(
        "You make a ratio for each weight and average those. Sum the noise and the squares over all weights "
        "first, and divide once."
    ),
    see="after-rates.html#batch-size",
)
def mean_of_ratios(gradients):
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2, axis=0) / (len(gradients) - 1)
    signal = mean**2 - noise / len(gradients)
    return np.mean(noise / signal) if np.all(signal > 0) else np.inf


@misconception(
    noise_scale,
    _("A gradient may have several axes, and all of its entries are one vector; you sum over one axis only."),
    see="after-rates.html#batch-size",
)
def only_the_first_axis(gradients):
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2, axis=(0, 1)) / (len(gradients) - 1)
    signal = np.sum(mean**2, axis=0) - noise / len(gradients)
    return np.where(signal > 0, noise / np.where(signal > 0, signal, 1), np.inf)


@misconception(
    noise_scale,
    _(
        "Where the estimate of ‖G‖² is not positive, the gradient cannot be told from the noise: the answer is "
        "inf, not a negative number."
    ),
    see="after-rates.html#batch-size",
)
def negative_answer(gradients):
    gradients = gradients.reshape(len(gradients), -1)
    mean = gradients.mean(axis=0)
    noise = np.sum((gradients - mean) ** 2) / (len(gradients) - 1)
    signal = np.sum(mean**2) - noise / len(gradients)
    return noise / signal
