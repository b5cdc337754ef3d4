"""RAdam: Adam that divides only once the mean of the squares is known well enough."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import (
    BETAS_EXCHANGED,
    EPSILON_INSIDE,
    FIRST,
    LATER,
    MOMENT_EXAMPLES,
    MOMENT_PARTS,
    MOMENTS_IN_PLACE,
    SMALL,
    TOLERANCE,
    a_case,
    array,
    moment_cases,
    moments,
    some_gradient,
    squares,
)
from solutions.reference.adaptive.adam_step import adam_step


def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of RAdam (Liu et al. 2020, algorithm 2). Returns (w, m, v)."""
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho <= 4:
        return w - lr * m_hat, m, v
    r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
    v_hat = v / (1 - beta2**t)
    return w - lr * r * m_hat / (np.sqrt(v_hat) + eps), m, v


def _radam_cases(rng):
    """Adam's, and steps on either side of every threshold that could be meant."""
    yield from moment_cases(rng)
    for t in (5, 6):  # of w = 0 the step is all that is compared: ρ − 4 in single precision shows
        yield a_case(
            LATER, w=np.zeros(5), m=some_gradient(rng, 5), v=squares(rng, 5), t=t, grad=some_gradient(rng, 5),
            lr=rng.uniform(0.05, 1), beta1=rng.uniform(0.6, 0.95), beta2=0.999, eps=1e-12,
        )  # fmt: skip
    for beta2, steps in ((0.999, range(1, 8)), (0.9, range(3, 8)), (0.7, (4, 5, 6, 9, 10, 11)), (0.5, (3, 9, 40))):
        for t in steps:
            yield a_case(
                FIRST if t == 1 else LATER, w=rng.normal(size=5), m=some_gradient(rng, 5), v=squares(rng, 5), t=t,
                grad=some_gradient(rng, 5), lr=rng.uniform(0.05, 1), beta1=rng.uniform(0.6, 0.95), beta2=beta2,
                eps=1e-12,
            )  # fmt: skip


_RADAM_EXAMPLES = (
    *(case for case in MOMENT_EXAMPLES if case.part != SMALL),
    a_case(SMALL, w=array(0), m=array(2), v=array(5), t=12, grad=array(1), lr=1.0, beta1=0.5, beta2=0.7, eps=2.0),
    a_case(LATER, w=array(0), m=array(1), v=array(4), t=5, grad=array(2), lr=1.0, beta1=0.5, beta2=0.9, eps=1e-9),
    a_case(LATER, w=array(0), m=array(1), v=array(4), t=5, grad=array(2), lr=1.0, beta1=0.5, beta2=0.7, eps=1e-9),
    a_case(LATER, w=array(0), m=array(1), v=array(4), t=9, grad=array(2), lr=1.0, beta1=0.5, beta2=0.5, eps=1e-9),
)

exercise(
    radam_step,
    cases=_radam_cases,
    examples=_RADAM_EXAMPLES,
    parts=MOMENT_PARTS,
    returns=("w", "m", "v"),
    tolerance=TOLERANCE,
)


def _rho(t, beta2):
    rho_inf = 2 / (1 - beta2) - 1
    return rho_inf, rho_inf - 2 * t * beta2**t / (1 - beta2**t)


def _rectification(rho_inf, rho):
    return np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))


def _adaptive(w, m_hat, v, t, rate, beta2, eps):
    return w - rate * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps)


@misconception(
    radam_step,
    _(
        "This is Adam. RAdam shortens the step by r_t, and in the first steps, where ρ_t ⩽ 4, does not divide by √v̂ "
        "at all."
    ),
    see="adaptive-kin.html#radam",
)
def unrectified(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam_step(w, m, v, t, grad, lr, beta1, beta2, eps)


@misconception(
    radam_step,
    _(
        "Your step adapts from ρ_t = 5 on, as in PyTorch and optax. The paper's threshold is 4, where the variance "
        "first exists: one step earlier at β₂ between 0.9 and 0.999."
    ),
    see="adaptive-kin.html#radam",
)
def threshold_of_five(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if rho < 5:
        return w - lr * m_hat, m, v
    return _adaptive(w, m_hat, v, t, lr * _rectification(rho_inf, rho), beta2, eps), m, v


@misconception(
    radam_step,
    _(
        "The step adapts from a fixed step number on, t = 5. That is right for β₂ near 1 only: what decides is "
        "ρ_t > 4, and ρ_t depends on β₂."
    ),
    see="adaptive-kin.html#radam",
)
def from_a_fixed_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if t < 5:
        return w - lr * m_hat, m, v
    with np.errstate(invalid="ignore"):
        return _adaptive(w, m_hat, v, t, lr * _rectification(rho_inf, rho), beta2, eps), m, v


@misconception(
    radam_step,
    _(
        "r_t was used in every step. Below ρ_t = 4 there is no variance to rectify: its formula has a negative number "
        "under the root, or gives one that means nothing. There the step is lr·m̂."
    ),
    see="adaptive-kin.html#radam",
)
def rectified_from_the_start(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    with np.errstate(invalid="ignore"):
        rate = lr * _rectification(*_rho(t, beta2))
    return _adaptive(w, m / (1 - beta1**t), v, t, rate, beta2, eps), m, v


@misconception(
    radam_step,
    _("The adaptive steps are those of Adam: the factor r_t is missing."),
    see="adaptive-kin.html#radam",
)
def rectification_missing(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat, (_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    return w - lr * m_hat if rho <= 4 else _adaptive(w, m_hat, v, t, lr, beta2, eps), m, v


@misconception(
    radam_step,
    _("r_t is the root of the quotient of variances; yours is the quotient itself."),
    see="adaptive-kin.html#radam",
)
def rectification_without_root(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if rho <= 4:
        return w - lr * m_hat, m, v
    return _adaptive(w, m_hat, v, t, lr * _rectification(rho_inf, rho) ** 2, beta2, eps), m, v


@misconception(
    radam_step,
    _(
        "Where ρ_t ⩽ 4 you still divide by √v̂. There the step is lr·m̂: a v̂ of so few gradients is what must not be "
        "trusted."
    ),
    see="adaptive-kin.html#radam",
)
def first_steps_divided(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    rate = lr if rho <= 4 else lr * _rectification(rho_inf, rho)
    return _adaptive(w, m_hat, v, t, rate, beta2, eps), m, v


@misconception(
    radam_step,
    _("In the first steps m is not corrected. They too go along m̂ = m/(1 − β₁ᵗ)."),
    see="adaptive-kin.html#radam",
)
def first_steps_uncorrected(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w_right, m, v = radam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w - lr * m if _rho(t, beta2)[1] <= 4 else w_right, m, v


@misconception(
    radam_step,
    _("In the first steps the weights rest. Where ρ_t ⩽ 4 RAdam is gradient descent with momentum: w − lr·m̂."),
    see="adaptive-kin.html#radam",
)
def rests_at_first(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w_right, m, v = radam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w if _rho(t, beta2)[1] <= 4 else w_right, m, v


@misconception(
    radam_step,
    _("In ρ_t the factor t is missing: ρ_t = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ)."),
    see="adaptive-kin.html#radam",
)
def rho_without_t(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat, rho_inf = m / (1 - beta1**t), 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * beta2**t / (1 - beta2**t)
    if rho <= 4:
        return w - lr * m_hat, m, v
    return _adaptive(w, m_hat, v, t, lr * _rectification(rho_inf, rho), beta2, eps), m, v


@misconception(
    radam_step,
    _("v is not corrected where it divides: RAdam divides by √v̂ with v̂ = v/(1 − β₂ᵗ)."),
    see="adaptive-adam.html#bias-correction",
)
def v_not_corrected(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if rho <= 4:
        return w - lr * m_hat, m, v
    return w - lr * _rectification(rho_inf, rho) * m_hat / (np.sqrt(v) + eps), m, v


@misconception(radam_step, EPSILON_INSIDE, see="adaptive-adam.html#where-epsilon-stands")
def radam_epsilon_inside(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if rho <= 4:
        return w - lr * m_hat, m, v
    return w - lr * _rectification(rho_inf, rho) * m_hat / np.sqrt(v / (1 - beta2**t) + eps), m, v


@misconception(radam_step, BETAS_EXCHANGED, see="adaptive-adam.html#adam")
def radam_betas_exchanged(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return radam_step(w, m, v, t, grad, lr, beta2, beta1, eps)


@misconception(radam_step, MOMENTS_IN_PLACE, see="adaptive.html#explicit-state")
def radam_changes_in_place(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m[...], v[...] = radam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w, m, v
