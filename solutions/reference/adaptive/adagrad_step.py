"""Adagrad: each weight's step is divided by the root of the sum of its squared gradients."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import (
    DEFAULTS,
    EPSILON_OUTSIDE,
    FIRST,
    LATER,
    NO_EPSILON,
    NO_ROOT,
    SHAPES,
    SMALL,
    STALE,
    STATE_IN_PLACE,
    TOLERANCE,
    ZERO,
    a_case,
    array,
    some_gradient,
    squares,
)


def adagrad_step(w, g2, grad, lr, eps=1e-8):
    """One step of Adagrad (Duchi, Hazan and Singer 2011); g2 sums the squared gradients. Returns (w, g2)."""
    g2 = g2 + grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


def _adagrad_cases(rng):
    for shape in SHAPES:
        w, grad, g2, lr = rng.normal(size=shape), some_gradient(rng, shape), squares(rng, shape), rng.uniform(0.05, 1)
        yield a_case(FIRST, w=w, g2=0 * g2, grad=grad, lr=lr, eps=1e-15)
        yield a_case(LATER, w=w, g2=g2, grad=grad, lr=lr, eps=1e-12)
        yield a_case(LATER, w=w, g2=100 * g2, grad=grad, lr=lr, eps=1e-12)
    for scale, eps in ((1e-4, 1e-8), (0.03, 1e-3), (1.0, 1.0)):
        grad, g2 = some_gradient(rng, 5, scale), squares(rng, 5, scale)
        yield a_case(SMALL, w=np.zeros(5), g2=g2, grad=grad, lr=rng.uniform(0.1, 1), eps=eps)
    rest = rng.permutation([0, 0, 1, 1, 1])
    yield a_case(ZERO, w=rng.normal(size=5), g2=rest * g2, grad=rest * grad, lr=0.5, eps=1e-8)
    yield a_case(DEFAULTS, w=np.zeros(5), g2=squares(rng, 5, 1e-4), grad=some_gradient(rng, 5, 1e-4), lr=0.3)


exercise(
    adagrad_step,
    cases=_adagrad_cases,
    examples=[
        a_case(FIRST, w=array(1, 1), g2=array(0, 0), grad=array(3, -4), lr=0.1, eps=1e-12),
        a_case(LATER, w=array(1, 1), g2=array(16, 144), grad=array(3, -5), lr=0.5, eps=1e-12),
        a_case(SMALL, w=array(0), g2=array(5), grad=array(2), lr=1.0, eps=7.0),
        a_case(ZERO, w=array(2, 2), g2=array(0, 9), grad=array(0, 4), lr=0.5, eps=1e-8),
        a_case(DEFAULTS, w=array(0), g2=array(1e-8), grad=array(1e-4), lr=1.0),
    ],
    parts={FIRST: 1, LATER: 2, SMALL: 1, ZERO: 1, DEFAULTS: 1},
    returns=("w", "g2"),
    tolerance=TOLERANCE,
)


@misconception(adagrad_step, STALE, see="adaptive-adam.html#stale-accumulator")
def stale_accumulator(w, g2, grad, lr, eps=1e-8):
    return w - lr * grad / np.sqrt(g2 + eps), g2 + grad**2


@misconception(adagrad_step, EPSILON_OUTSIDE, see="adaptive-adam.html#where-epsilon-stands")
def epsilon_outside_root(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad**2
    return w - lr * grad / (np.sqrt(g2) + eps), g2


@misconception(adagrad_step, NO_ROOT, see="adaptive-adam.html#adagrad")
def square_root_missing(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad**2
    return w - lr * grad / (g2 + eps), g2


@misconception(adagrad_step, NO_EPSILON, see="adaptive-adam.html#where-epsilon-stands")
def epsilon_missing(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad**2
    with np.errstate(invalid="ignore"):
        return w - lr * grad / np.sqrt(g2), g2


@misconception(
    adagrad_step,
    _(
        "The gradient was added without squaring it: gradients of opposite sign cancel, and the root may be of a "
        "negative number."
    ),
    see="adaptive-adam.html#adagrad",
)
def gradient_not_squared(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad
    with np.errstate(invalid="ignore"):
        return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    adagrad_step,
    _("The old sum was forgotten: g2 is the sum of all squared gradients, the old ones and this one."),
    see="adaptive-adam.html#adagrad",
)
def old_squares_forgotten(w, g2, grad, lr, eps=1e-8):
    g2 = grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    adagrad_step,
    _(
        "All weights share one accumulator here, the squared norm of the gradient. Adagrad keeps one for each weight: "
        "grad², element by element."
    ),
    see="adaptive-adam.html#adagrad",
)
def one_accumulator_for_all(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + np.sum(grad**2)
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    adagrad_step,
    _("This is RMSprop's average. Adagrad adds the squares up and forgets nothing."),
    see="adaptive.html#rmsprop",
)
def average_instead_of_sum(w, g2, grad, lr, eps=1e-8):
    g2 = 0.9 * g2 + 0.1 * grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(adagrad_step, STATE_IN_PLACE, see="adaptive.html#explicit-state")
def sum_changed_in_place(w, g2, grad, lr, eps=1e-8):
    g2 += grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2
