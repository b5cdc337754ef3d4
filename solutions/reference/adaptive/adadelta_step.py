"""Adadelta: RMSprop with a rate of its own for every weight, the size of its earlier steps."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import (
    DEFAULTS,
    FIRST,
    LATER,
    RHO_EXCHANGED,
    SHAPES,
    SMALL,
    STATE_IN_PLACE,
    TOLERANCE,
    ZERO,
    a_case,
    array,
    some_gradient,
    squares,
)


def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    """One step of Adadelta (Zeiler 2012, algorithm 1); d2 averages the squared steps. Returns (w, g2, d2)."""
    g2 = rho * g2 + (1 - rho) * grad**2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    d2 = rho * d2 + (1 - rho) * delta**2
    return w + delta, g2, d2


def _adadelta_cases(rng):
    for shape, rho in zip(SHAPES, (0.6, 0.9, 0.95)):
        w, grad, g2 = rng.normal(size=shape), some_gradient(rng, shape), squares(rng, shape)
        yield a_case(FIRST, w=0 * w, g2=0 * g2, d2=0 * g2, grad=grad, rho=rho, eps=1e-3)
        yield a_case(LATER, w=w, g2=g2, d2=squares(rng, shape, 0.3), grad=grad, rho=rho, eps=1e-9)
        yield a_case(LATER, w=0 * w, g2=g2, d2=squares(rng, shape, 10.0), grad=grad, rho=rho, eps=1e-9)
    for scale, eps in ((1e-3, 1e-6), (0.03, 1e-3), (1.0, 1.0)):
        grad, g2, d2, rho = some_gradient(rng, 5, scale), *squares(rng, (2, 5), scale), rng.uniform(0.2, 0.8)
        yield a_case(SMALL, w=np.zeros(5), g2=g2, d2=d2, grad=grad, rho=rho, eps=eps)
    rest = rng.permutation([0, 0, 1, 1, 1])
    yield a_case(ZERO, w=np.zeros(5), g2=rest * g2, d2=d2, grad=rest * grad, rho=0.8, eps=1e-6)
    grad, g2, d2 = some_gradient(rng, 5, 1e-3), *squares(rng, (2, 5), 1e-3)
    yield a_case(DEFAULTS, w=np.zeros(5), g2=g2, d2=d2, grad=grad)
    yield a_case(DEFAULTS, w=np.zeros(5), g2=g2, d2=d2, grad=grad, rho=0.7)


exercise(
    adadelta_step,
    cases=_adadelta_cases,
    examples=[
        a_case(FIRST, w=array(0), g2=array(0), d2=array(0), grad=array(8), rho=0.75, eps=9.0),
        a_case(
            LATER, w=array(1, 1), g2=array(6, 20), d2=array(4, 36), grad=array(-4, 10), rho=0.5, eps=1e-9
        ),
        a_case(SMALL, w=array(0), g2=array(3), d2=array(12), grad=array(9), rho=0.5, eps=4.0),
        a_case(ZERO, w=array(2, 2), g2=array(0, 9), d2=array(1, 1), grad=array(0, 4), rho=0.8, eps=1e-6),
        a_case(DEFAULTS, w=array(0), g2=array(1e-6), d2=array(3e-6), grad=array(2e-3)),
    ],
    parts={FIRST: 1, LATER: 2, SMALL: 1, ZERO: 1, DEFAULTS: 1},
    returns=("w", "g2", "d2"),
    tolerance=TOLERANCE,
)  # fmt: skip


def _adadelta(w, g2, d2, delta, rho):
    return w + delta, g2, rho * d2 + (1 - rho) * delta**2


@misconception(
    adadelta_step,
    _(
        "The step divides by the average of the step before, which does not know this gradient yet. Average first, "
        "then divide. (The lecture's slide prints the old one here.)"
    ),
    see="adaptive-adam.html#stale-accumulator",
)
def stale_gradient_average(w, g2, d2, grad, rho=0.9, eps=1e-6):
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return _adadelta(w, rho * g2 + (1 - rho) * grad**2, d2, delta, rho)


@misconception(
    adadelta_step,
    _(
        "ε stands outside the roots. In Adadelta it stands under both: under the upper one it is what sets the first "
        "step in motion."
    ),
    see="adaptive-adam.html#adadelta",
)
def epsilon_beside_the_roots(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, -(np.sqrt(d2) + eps) / (np.sqrt(g2) + eps) * grad, rho)


@misconception(
    adadelta_step,
    _("Without ε under the upper root Adadelta never starts: d2 = 0 gives a step of 0, which leaves d2 at 0."),
    see="adaptive-adam.html#adadelta",
)
def never_starts(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, -np.sqrt(d2) / np.sqrt(g2 + eps) * grad, rho)


@misconception(
    adadelta_step,
    _(
        "The roots are missing: d2 and g2 hold squares, and only the quotient of their roots, times the gradient, "
        "has the unit of a weight."
    ),
    see="adaptive-adam.html#adadelta",
)
def roots_missing(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, -(d2 + eps) / (g2 + eps) * grad, rho)


@misconception(
    adadelta_step,
    _(
        "The quotient stands on its head: above is the usual size of a step, √(d2 + ε), below that of a gradient, "
        "√(g2 + ε)."
    ),
    see="adaptive-adam.html#adadelta",
)
def quotient_upside_down(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, -np.sqrt(g2 + eps) / np.sqrt(d2 + eps) * grad, rho)


@misconception(
    adadelta_step,
    _("These steps climb: Δ has the sign of −grad."),
    see="adaptive-adam.html#adadelta",
)
def climbs(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad, rho)


@misconception(
    adadelta_step,
    _("d2 averages the squares of the steps Δ, not of the gradients: it says how far this weight usually moves."),
    see="adaptive-adam.html#adadelta",
)
def average_of_gradients_twice(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return w + delta, g2, rho * d2 + (1 - rho) * grad**2


@misconception(
    adadelta_step,
    _("d2 averages the squares of the steps, Δ²; yours averages Δ itself, whose sign changes."),
    see="adaptive-adam.html#adadelta",
)
def step_not_squared(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return w + delta, g2, rho * d2 + (1 - rho) * delta


@misconception(adadelta_step, RHO_EXCHANGED, see="adaptive.html#moving-average")
def rho_and_rest_exchanged(w, g2, d2, grad, rho=0.9, eps=1e-6):
    return adadelta_step(w, g2, d2, grad, 1 - rho, eps)


@misconception(
    adadelta_step,
    _("d2 came back as it went in: the square of the step just taken belongs into its average."),
    see="adaptive-adam.html#adadelta",
)
def step_not_remembered(w, g2, d2, grad, rho=0.9, eps=1e-6):
    w, g2, _new = adadelta_step(w, g2, d2, grad, rho, eps)
    return w, g2, d2


@misconception(
    adadelta_step,
    _(
        "Your default for ρ is 0.95, as in the paper's experiments and in Keras. The exercise takes the lecture's 0.9; "
        "a default is part of what a function promises."
    ),
    see="adaptive-adam.html#adadelta",
)
def papers_rho(w, g2, d2, grad, rho=0.95, eps=1e-6):
    return adadelta_step(w, g2, d2, grad, rho, eps)


@misconception(adadelta_step, STATE_IN_PLACE, see="adaptive.html#explicit-state")
def averages_changed_in_place(w, g2, d2, grad, rho=0.9, eps=1e-6):
    w, g2[...], d2[...] = adadelta_step(w, g2, d2, grad, rho, eps)
    return w, g2, d2
