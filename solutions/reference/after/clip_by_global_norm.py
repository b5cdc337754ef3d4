"""Clipping: gradients that are too long are cut to a given length, and keep their direction."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.after._shared import TOLERANCE, a_case, array


def clip_by_global_norm(grads, max_norm):
    """The arrays `grads`, one long vector, cut to the length max_norm if it is longer (Pascanu et al. 2013).

    Returns (list of arrays, length before).
    """
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], norm


LONG = _("gradients that are too long")
SHORT = _("gradients that are short enough")
SMALL = _("small gradients, and zero")


def _some_arrays(rng, scale=1.0):
    return [rng.normal(size=shape) * scale for shape in ((2, 3), (3,), (1,))]


def _clip_cases(rng):
    for scale in (0.3, 1.0, 50.0):
        grads = _some_arrays(rng, scale)
        sizes = [np.linalg.norm(g) for g in grads]
        length = float(np.hypot(*sizes[:2]))
        yield a_case(LONG, grads=grads, max_norm=length * rng.uniform(0.3, 0.6))
        yield a_case(LONG, grads=grads, max_norm=length * 0.999)
        yield a_case(SHORT, grads=grads, max_norm=sum(sizes) * rng.uniform(1.1, 3))
    grad = rng.normal(size=4) * 3
    yield a_case(LONG, grads=[grad], max_norm=float(np.linalg.norm(grad)) * rng.uniform(0.1, 0.6))
    yield a_case(SHORT, grads=[array(3, 0), array(-4)], max_norm=5.0)
    grads = _some_arrays(rng, 1e-6)
    yield a_case(SMALL, grads=grads, max_norm=1e-6 * rng.uniform(0.3, 0.6))
    yield a_case(SMALL, grads=[np.zeros((2, 2)), np.zeros(3)], max_norm=rng.uniform(0.5, 2))


exercise(
    clip_by_global_norm,
    cases=_clip_cases,
    examples=[
        a_case(LONG, grads=[array(3, 0), array(4)], max_norm=1.0),
        a_case(LONG, grads=[array(-0.3, 0), array(0.4)], max_norm=0.45),
        a_case(LONG, grads=[array(6, -8).reshape(2, 1)], max_norm=5.0),
        a_case(SHORT, grads=[array(3, 0), array(4)], max_norm=6.0),
        a_case(SHORT, grads=[array(3, 0), array(-4)], max_norm=5.0),
        a_case(SMALL, grads=[array(3e-6, 4e-6)], max_norm=1e-6),
        a_case(SMALL, grads=[array(0, 0), array(0)], max_norm=1.0),
    ],
    parts={LONG: 2, SHORT: 1, SMALL: 1},
    returns=("grads", "norm"),
    tolerance=TOLERANCE,
)


@misconception(
    clip_by_global_norm,
    _(
        "Each array is cut by its own norm: that is Keras's `clipnorm`. One norm for all of them keeps their "
        "proportions, and so the direction."
    ),
    see="after-rates.html#clipping",
)
def each_array_alone(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    own = [np.linalg.norm(grad) for grad in grads]
    return [grad * (max_norm / n) if n > max_norm else grad for grad, n in zip(grads, own)], norm


@misconception(
    clip_by_global_norm,
    _("Each entry is kept within ±max_norm: clipping by value, which turns the gradient. Shorten the whole of it."),
    see="after-rates.html#clipping",
)
def each_entry(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [np.clip(grad, -max_norm, max_norm) for grad in grads], norm


@misconception(
    clip_by_global_norm,
    _("Short gradients stay as they are; yours are stretched to max_norm."),
    see="after-rates.html#clipping",
)
def always_scaled(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad * (max_norm / norm) if norm > 0 else grad for grad in grads], norm


@misconception(
    clip_by_global_norm,
    _("The norm of all arrays together is the root of the sum of squares, not the sum of their norms."),
    see="after-rates.html#clipping",
)
def sum_of_norms(grads, max_norm):
    norm = sum(np.linalg.norm(grad) for grad in grads)
    return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], norm


@misconception(
    clip_by_global_norm,
    _("The root is missing: you compare the square of the norm with max_norm."),
    see="after-rates.html#clipping",
)
def root_forgotten(grads, max_norm):
    norm = sum(np.sum(grad**2) for grad in grads)
    return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], norm


@misconception(
    clip_by_global_norm,
    _("PyTorch adds 1e−6 to the norm. Where the bound is as small as that, half of the gradient is lost."),
    see="after-rates.html#clipping",
)
def epsilon_added(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad * min(1, max_norm / (norm + 1e-6)) for grad in grads], norm


@misconception(
    clip_by_global_norm,
    _("Return the norm before clipping: it is what one watches. Afterwards it says little more than max_norm."),
    see="after-rates.html#clipping",
)
def norm_afterwards(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad * (max_norm / norm) if norm > max_norm else grad for grad in grads], min(norm, max_norm)


@misconception(
    clip_by_global_norm,
    _("Gradients that are all zero are divided by their norm, 0. Nothing is too long there, and nothing is divided."),
    see="after-rates.html#clipping",
)
def zero_gradient_nan(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad / norm * min(norm, max_norm) for grad in grads], norm


@misconception(
    clip_by_global_norm,
    _("The numbers are right, but `grad *= …` also changed the caller's gradients. Return new arrays."),
    see="adaptive.html#explicit-state",
)
def changed_in_place(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    if norm > max_norm:
        for grad in grads:
            grad *= max_norm / norm
    return grads, norm
