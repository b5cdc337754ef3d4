"""Adamax: Adam with a fading maximum of the gradients' sizes in place of the root."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import (
    COUNTED_FROM_ZERO,
    DEFAULTS,
    FIRST,
    LATER,
    MOMENT_PARTS,
    MOMENTS_IN_PLACE,
    SHAPES,
    SMALL,
    TOLERANCE,
    ZERO,
    a_case,
    array,
    some_gradient,
)


def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    """Step t = 1, 2, … of Adamax (Kingma and Ba 2015, algorithm 2). Returns (w, m, u).

    A weight that has never had a gradient, u = 0, stays where it is.
    """
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    direction = np.divide(m, u, out=np.zeros_like(m), where=u > 0)
    return w - lr / (1 - beta1**t) * direction, m, u


def _adamax_cases(rng):
    for shape, beta2 in zip(SHAPES, (0.999, 0.5, 0.9)):
        w, grad, zero, lr = rng.normal(size=shape), some_gradient(rng, shape), np.zeros(shape), rng.uniform(0.05, 1)
        beta1 = rng.uniform(0.6, 0.95)
        grad = grad + 0.1 * np.sign(grad)  # beside which an ε is nothing
        yield a_case(FIRST, w=w, m=zero, u=zero, t=1, grad=grad, lr=lr, beta1=beta1, beta2=beta2)
        for t in (2, *rng.integers(3, 30, 2)):
            state = {"m": some_gradient(rng, shape), "u": np.abs(some_gradient(rng, shape)) + 0.1, "t": int(t)}
            grad = some_gradient(rng, shape)
            yield a_case(LATER, w=w, **state, grad=grad, lr=lr, beta1=beta1, beta2=beta2)
            yield a_case(LATER, w=0 * w, **state, grad=4 * grad, lr=lr, beta1=beta1, beta2=beta2)
    w, m, u = rng.normal(size=5), some_gradient(rng, 5), rng.uniform(0.5, 1, 5)
    larger = rng.uniform(2, 4, 5)  # than the maximum so far
    signs = rng.permutation([1, -1, 1, -1, 1])
    yield a_case(
        SMALL, w=0 * w, m=1e-8 * m, u=1e-8 * u, t=int(t), grad=1e-8 * signs * larger, lr=0.3, beta1=0.8, beta2=0.9
    )
    signs = rng.permutation([0, 0, 1, -1, 1])
    m, u = signs * m, signs**2 * u
    yield a_case(ZERO, w=w, m=m, u=u, t=5, grad=signs * larger, lr=0.5, beta1=0.9, beta2=0.99)
    yield a_case(ZERO, w=w, m=m, u=u, t=5, grad=0 * larger, lr=0.5, beta1=0.9, beta2=0.99)
    w, m, u, grad = *rng.normal(size=(2, 5)), rng.uniform(0.5, 0.9, 5), rng.uniform(-0.4, 0.4, 5)
    yield a_case(DEFAULTS, w=w, m=m, u=u, t=3, grad=grad)
    yield a_case(DEFAULTS, w=w, m=m, u=u, t=3, grad=grad, lr=0.3)
    yield a_case(DEFAULTS, w=w, m=m, u=u, t=3, grad=grad, lr=0.3, beta1=0.6)


exercise(
    adamax_step,
    cases=_adamax_cases,
    examples=[
        a_case(
            FIRST, w=array(1, 1), m=array(0, 0), u=array(0, 0), t=1, grad=array(4, -2), lr=0.1, beta1=0.5,
            beta2=0.9,
        ),
        a_case(
            LATER, w=array(0, 0, 0), m=array(4, -2, 1), u=array(10, 2, 3), t=2, grad=array(-2, -4, 2), lr=0.3,
            beta1=0.5, beta2=0.8,
        ),
        a_case(LATER, w=array(0), m=array(1), u=array(3), t=2, grad=array(-2), lr=1.0, beta1=0.6, beta2=0.5),
        a_case(SMALL, w=array(0), m=array(-3e-8), u=array(2e-8), t=2, grad=array(1e-8), lr=1.0, beta1=0.5, beta2=0.9),
        a_case(
            ZERO, w=array(2, 2), m=array(0, -1), u=array(0, 4), t=3, grad=array(0, 2), lr=0.1, beta1=0.9, beta2=0.9
        ),
        a_case(DEFAULTS, w=array(0), m=array(-2), u=array(4), t=4, grad=array(-1)),
    ],
    parts=MOMENT_PARTS,
    returns=("w", "m", "u"),
    tolerance=TOLERANCE,
)  # fmt: skip


def _quotient(m, u):
    return np.divide(m, u, out=np.zeros_like(m), where=u != 0)


@misconception(
    adamax_step,
    _(
        "m is not corrected: it starts at 0 and is too small at first. Divide the rate by 1 − β₁ᵗ. (u needs no "
        "correction: a maximum is not drawn towards 0.)"
    ),
    see="adaptive-kin.html#adamax",
)
def m_not_corrected(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    return w - lr * _quotient(m, u), m, u


@misconception(adamax_step, COUNTED_FROM_ZERO, see="adaptive-adam.html#bias-correction")
def steps_counted_from_zero(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    with np.errstate(divide="ignore", invalid="ignore"):
        return w - lr / np.float64(1 - beta1 ** (t - 1)) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _(
        "u is corrected by 1 − β₂ᵗ as if it were a mean. It is a maximum: from the first gradient on it is as large as "
        "it should be."
    ),
    see="adaptive-kin.html#adamax",
)
def maximum_corrected(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    return w - lr / (1 - beta1**t) * _quotient(m, u / (1 - beta2**t)), m, u


@misconception(
    adamax_step,
    _(
        "u is a mean of the gradients' sizes here. In the limit p → ∞ the mean of the p-th powers becomes their "
        "largest: max(β₂u, |grad|)."
    ),
    see="adaptive-kin.html#adamax",
)
def mean_of_sizes(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, beta2 * u + (1 - beta2) * np.abs(grad)
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _("The absolute value is missing: a large negative gradient is large too. u = max(β₂u, |grad|)."),
    see="adaptive-kin.html#adamax",
)
def absolute_value_missing(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, grad)
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _("The old maximum never fades: it enters as β₂u, so that one huge gradient is forgotten in time."),
    see="adaptive-kin.html#adamax",
)
def maximum_never_fades(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(u, np.abs(grad))
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _("The gradient was squared, as in Adam. Adamax compares sizes, |grad|, and needs no root afterwards."),
    see="adaptive-kin.html#adamax",
)
def square_instead_of_size(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, grad**2)
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _(
        "One maximum over all weights: np.max gives a single number. The maximum is taken for each weight over time, "
        "np.maximum."
    ),
    see="adaptive-kin.html#adamax",
)
def maximum_over_weights(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.max(np.abs(grad)))
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _("A weight that has never had a gradient has u = 0, and 0/0 is not a number. Such a weight stays where it is."),
    see="adaptive-kin.html#adamax",
)
def zero_by_zero(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    with np.errstate(divide="ignore", invalid="ignore"):
        return w - lr / (1 - beta1**t) * m / u, m, u


@misconception(
    adamax_step,
    _(
        "An ε was added to u, as Keras does. The paper's Adamax has none: the step stays the same when all gradients "
        "are a million times smaller. Only u = 0 needs care."
    ),
    see="adaptive-kin.html#adamax",
)
def epsilon_in_adamax(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    return w - lr / (1 - beta1**t) * m / (u + 1e-8), m, u


@misconception(
    adamax_step,
    _("The step divides by the maximum of the step before: take this gradient's size into u first."),
    see="adaptive-adam.html#stale-accumulator",
)
def maximum_of_the_step_before(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, np.maximum(beta2 * u, np.abs(grad))


@misconception(
    adamax_step,
    _(
        "Your default for lr is Adam's 0.001. The paper gives Adamax 0.002; a default is part of what a function "
        "promises."
    ),
    see="adaptive-kin.html#adamax",
)
def adams_rate(w, m, u, t, grad, lr=1e-3, beta1=0.9, beta2=0.999):
    return adamax_step(w, m, u, t, grad, lr, beta1, beta2)


@misconception(adamax_step, MOMENTS_IN_PLACE, see="adaptive.html#explicit-state")
def maximum_changed_in_place(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    w, m[...], u[...] = adamax_step(w, m, u, t, grad, lr, beta1, beta2)
    return w, m, u
