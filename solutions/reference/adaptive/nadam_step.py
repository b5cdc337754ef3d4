"""Nadam: Adam that looks one step ahead, as Nesterov does."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import (
    BETAS_EXCHANGED,
    EPSILON_INSIDE,
    MOMENT_EXAMPLES,
    MOMENT_PARTS,
    MOMENTS_IN_PLACE,
    TOLERANCE,
    moment_cases,
    moments,
)
from solutions.reference.adaptive.adam_step import adam_step


def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of Nadam (Dozat 2016) with a constant β₁. Returns (w, m, v)."""
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def _at_an_odd_step(case):
    """Adam's example, where the next step's number is no mere change of the last bit."""
    return Case(case.inputs | {"t": case.inputs["t"] | 1}, case.part)


exercise(
    nadam_step,
    cases=moment_cases,
    examples=[_at_an_odd_step(case) for case in MOMENT_EXAMPLES],
    parts=MOMENT_PARTS,
    returns=("w", "m", "v"),
    tolerance=TOLERANCE,
)


def _nadam(w, m_hat, m, v, t, lr, beta2, eps):
    return w - lr * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    nadam_step,
    _(
        "This is Adam. Nadam looks one step ahead: the part of m̂ that the next step will remember, β₁m, enters now, "
        "and this gradient counts on its own."
    ),
    see="adaptive-kin.html#nadam",
)
def plain_adam(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam_step(w, m, v, t, grad, lr, beta1, beta2, eps)


@misconception(
    nadam_step,
    _(
        "The first term is corrected by 1 − β₁ᵗ. β₁m already belongs to the next step, t + 1: divide it by "
        "1 − β₁^(t+1)."
    ),
    see="adaptive-kin.html#nadam",
)
def same_power_for_both(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return _nadam(w, (beta1 * m + (1 - beta1) * grad) / (1 - beta1**t), m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _("Both terms are corrected by 1 − β₁^(t+1). The gradient belongs to this step: divide it by 1 − β₁ᵗ."),
    see="adaptive-kin.html#nadam",
)
def next_power_for_both(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return _nadam(w, (beta1 * m + (1 - beta1) * grad) / (1 - beta1 ** (t + 1)), m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _(
        "The look-ahead takes the old m: that gives back Adam's mean, but for the corrections. It is the new m that "
        "the next step will remember."
    ),
    see="adaptive-kin.html#nadam",
)
def look_ahead_with_old_m(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1**t)
    m, v = moments(m, v, grad, beta1, beta2)
    return _nadam(w, m_hat, m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _("The gradient's own term is not corrected: it is (1 − β₁)·grad divided by 1 − β₁ᵗ."),
    see="adaptive-kin.html#nadam",
)
def gradient_not_corrected(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad
    return _nadam(w, m_hat, m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _("The gradient's own term has lost its weight 1 − β₁, so that it counts ten times too much at β₁ = 0.9."),
    see="adaptive-kin.html#nadam",
)
def gradient_not_weighted(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + grad / (1 - beta1**t)
    return _nadam(w, m_hat, m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _("Neither m nor v is corrected here, so the first steps have the wrong length."),
    see="adaptive-adam.html#bias-correction",
)
def nothing_corrected(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return w - lr * (beta1 * m + (1 - beta1) * grad) / (np.sqrt(v) + eps), m, v


@misconception(
    nadam_step,
    _("β₁ follows Dozat's schedule μ_t = β₁(1 − ½·0.96^(t/250)), as in PyTorch. The exercise keeps β₁ constant."),
    see="adaptive-kin.html#nadam",
)
def dozats_schedule(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    mu = beta1 * (1 - 0.5 * 0.96 ** (0.004 * np.arange(1, t + 2)))
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat = mu[t] * m / (1 - np.prod(mu)) + (1 - mu[t - 1]) * grad / (1 - np.prod(mu[:t]))
    return _nadam(w, m_hat, m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _(
        "v̂ carries an extra factor β₂, as in Dozat's Algorithm 2. No library has it, nor has the exercise: only the "
        "momentum looks ahead."
    ),
    see="adaptive-kin.html#nadam",
)
def second_moment_looks_ahead(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w_new, m, v = nadam_step(w, m, v, t, grad, lr, beta1, beta2, eps / np.sqrt(beta2))
    return w + (w_new - w) / np.sqrt(beta2), m, v


@misconception(nadam_step, BETAS_EXCHANGED, see="adaptive-adam.html#adam")
def nadam_betas_exchanged(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return nadam_step(w, m, v, t, grad, lr, beta2, beta1, eps)


@misconception(nadam_step, EPSILON_INSIDE, see="adaptive-adam.html#where-epsilon-stands")
def nadam_epsilon_inside(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1**t)
    return w - lr * m_hat / np.sqrt(v / (1 - beta2**t) + eps), m, v


@misconception(
    nadam_step,
    _(
        "Your default for lr is Adam's 0.001. The exercise takes 0.002, as Dozat and PyTorch do; a default is part of "
        "what a function promises."
    ),
    see="adaptive-kin.html#nadam",
)
def nadam_with_adams_rate(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return nadam_step(w, m, v, t, grad, lr, beta1, beta2, eps)


@misconception(nadam_step, MOMENTS_IN_PLACE, see="adaptive.html#explicit-state")
def nadam_changes_in_place(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m[...], v[...] = nadam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w, m, v
