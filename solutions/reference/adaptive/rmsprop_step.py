"""RMSprop: each weight's step is divided by the root of the mean of its squared gradients."""

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
    RHO_EXCHANGED,
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
from solutions.reference.adaptive.adagrad_step import adagrad_step


def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    """One step of RMSprop (Tieleman and Hinton 2012); g2 averages the squared gradients. Returns (w, g2)."""
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


def _rmsprop_cases(rng):
    for shape, rho in zip(SHAPES, (0.6, 0.9, 0.99)):
        w, grad, g2, lr = rng.normal(size=shape), some_gradient(rng, shape), squares(rng, shape), rng.uniform(0.05, 1)
        yield a_case(FIRST, w=w, g2=0 * g2, grad=grad, lr=lr, rho=rho, eps=1e-20)
        yield a_case(LATER, w=w, g2=g2, grad=grad, lr=lr, rho=rho, eps=1e-12)
        yield a_case(LATER, w=0 * w, g2=g2, grad=10 * grad, lr=lr, rho=rho, eps=1e-12)
    for scale, eps in ((1e-4, 1e-8), (0.03, 1e-3), (1.0, 1.0)):
        grad, g2, rho = some_gradient(rng, 5, scale), squares(rng, 5, scale), rng.uniform(0.2, 0.8)
        yield a_case(SMALL, w=np.zeros(5), g2=g2, grad=grad, lr=rng.uniform(0.1, 1), rho=rho, eps=eps)
    rest = rng.permutation([0, 0, 1, 1, 1])
    yield a_case(ZERO, w=rng.normal(size=5), g2=rest * g2, grad=rest * grad, lr=0.5, rho=0.8, eps=1e-8)
    w, grad, g2 = np.zeros(5), some_gradient(rng, 5, 1e-4), squares(rng, 5, 1e-4)
    yield a_case(DEFAULTS, w=w, g2=g2, grad=grad, lr=0.3)
    yield a_case(DEFAULTS, w=w, g2=g2, grad=grad, lr=0.3, rho=0.7)


exercise(
    rmsprop_step,
    cases=_rmsprop_cases,
    examples=[
        a_case(FIRST, w=array(1, 1), g2=array(0, 0), grad=array(4, -8), lr=0.1, rho=0.75, eps=1e-12),
        a_case(LATER, w=array(1, 1), g2=array(4, 6), grad=array(8, -2), lr=0.5, rho=0.8, eps=1e-12),
        a_case(SMALL, w=array(0), g2=array(8), grad=array(2), lr=1.0, rho=0.25, eps=4.0),
        a_case(ZERO, w=array(2, 2), g2=array(0, 9), grad=array(0, 4), lr=0.5, rho=0.8, eps=1e-8),
        a_case(DEFAULTS, w=array(0), g2=array(2e-8), grad=array(1e-4), lr=1.0),
    ],
    parts={FIRST: 1, LATER: 2, SMALL: 1, ZERO: 1, DEFAULTS: 1},
    returns=("w", "g2"),
    tolerance=TOLERANCE,
)


@misconception(rmsprop_step, STALE, see="adaptive-adam.html#stale-accumulator")
def stale_average(w, g2, grad, lr, rho=0.9, eps=1e-8):
    return w - lr * grad / np.sqrt(g2 + eps), rho * g2 + (1 - rho) * grad**2


@misconception(rmsprop_step, EPSILON_OUTSIDE, see="adaptive-adam.html#where-epsilon-stands")
def root_plus_epsilon(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * grad / (np.sqrt(g2) + eps), g2


@misconception(rmsprop_step, NO_ROOT, see="adaptive.html#rmsprop")
def no_root(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * grad / (g2 + eps), g2


@misconception(rmsprop_step, NO_EPSILON, see="adaptive-adam.html#where-epsilon-stands")
def no_epsilon(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2
    with np.errstate(invalid="ignore"):
        return w - lr * grad / np.sqrt(g2), g2


@misconception(rmsprop_step, RHO_EXCHANGED, see="adaptive.html#moving-average")
def rho_exchanged(w, g2, grad, lr, rho=0.9, eps=1e-8):
    return rmsprop_step(w, g2, grad, lr, 1 - rho, eps)


@misconception(
    rmsprop_step,
    _(
        "The new square has no weight 1 − ρ, so that g2 grows to 1/(1 − ρ) times the mean square and the steps get "
        "shorter by the root of that."
    ),
    see="adaptive.html#rmsprop",
)
def new_square_unweighted(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    rmsprop_step,
    _("This is Adagrad's sum: it never forgets. RMSprop lets old squares fade, ρ·g2 + (1 − ρ)·grad²."),
    see="adaptive.html#rmsprop",
)
def sum_instead_of_average(w, g2, grad, lr, rho=0.9, eps=1e-8):
    return adagrad_step(w, g2, grad, lr, eps)


@misconception(
    rmsprop_step,
    _(
        "You averaged the gradient and squared the average; wanted is the average of the squares. Where gradients "
        "change their sign, the first is nearly 0 and the second is not."
    ),
    see="adaptive.html#square-of-the-sum",
)
def square_of_the_mean(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = (rho * np.sqrt(g2) + (1 - rho) * grad) ** 2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    rmsprop_step,
    _(
        "Your default for ρ is 0.99, as in PyTorch. The exercise takes Hinton's and the lecture's 0.9; a default is "
        "part of what a function promises."
    ),
    see="adaptive.html#rmsprop",
)
def pytorchs_rho(w, g2, grad, lr, rho=0.99, eps=1e-8):
    return rmsprop_step(w, g2, grad, lr, rho, eps)


@misconception(rmsprop_step, STATE_IN_PLACE, see="adaptive.html#explicit-state")
def average_changed_in_place(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 *= rho
    g2 += (1 - rho) * grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2
