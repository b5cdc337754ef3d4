"""Slips of chapter 4: steps that adapt."""

import numpy as np

from ravine.course.slips import slip
from ravine.language import _
from solutions.reference.adaptive import (
    adadelta_step,
    adam_step,
    adamax_step,
    ema,
    hardest_gradients,
    nadam_step,
    normalised_step,
    radam_step,
    rmsprop_step,
    rprop_step,
    sign_step,
)
from solutions.reference.adaptive._shared import moments
from solutions.slips import SMALL_NUMBERS

# --- RProp


@slip(
    rprop_step,
    _(
        "The weights move by what the step before left: its gradient's sign and the old lengths. Both come one step "
        "late, and the first step moves nothing. First the lengths change, then the weights move, by the new gradient."
    ),
)
def one_step_stale(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is None:
        return w, step
    return w - step * np.sign(previous_grad), rprop_step(w, step, grad, previous_grad, up, down, smallest, largest)[1]


@slip(
    rprop_step,
    _("The first step moves nothing: without a previous gradient the lengths stay, but the weights move all the same."),
)
def first_step_rests(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is None:
        return w, step
    return rprop_step(w, step, grad, previous_grad, up, down, smallest, largest)


@slip(
    rprop_step,
    _(
        "Where a gradient is 0, your weight moves all the same: a test such as `grad > 0` has only two answers, and "
        "np.sign three. A weight without a gradient stays."
    ),
)
def zero_moves(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    step = rprop_step(w, step, grad, previous_grad, up, down, smallest, largest)[1]
    return w - np.where(grad < 0, -step, step), step


@slip(
    rprop_step,
    _("You step along the gradient, uphill: where it is positive the weight must become smaller."),
)
def uphill(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    step = rprop_step(w, step, grad, previous_grad, up, down, smallest, largest)[1]
    return w + step * np.sign(grad), step


# --- the length of a gradient

_SHORTENED = _(
    "Where the gradient is tiny your step is shorter than lr, or there is none: a small number is added to the norm, "
    "or bounds it below. The step's length is exactly lr, however small the gradient; only a norm of 0 needs care."
)
for _number in (1e-12, 1e-10, 1e-9, 1e-5):

    @slip(normalised_step, _SHORTENED, f"norm_at_least_{_number}")
    def _at_least(w, grad, lr, number=_number):
        return w - lr * grad / np.maximum(np.linalg.norm(grad), number)


for _number in (1e-16, 1e-15):

    @slip(normalised_step, _SHORTENED, f"norm_plus_{_number}")
    def _plus(w, grad, lr, number=_number):
        return w - lr * grad / (np.linalg.norm(grad) + number)


for _number in SMALL_NUMBERS:

    @slip(
        sign_step,
        _("grad/(|grad| + {number}) is a softened sign: where a gradient is as small as {number}, its step is shorter "
          "than lr. The sign of every number but 0 is ±1.").format(number=_number),
        f"softened_by_{_number}",
    )  # fmt: skip
    def _softened(w, grad, lr, number=_number):
        return w - lr * grad / (np.abs(grad) + number)


for _number in (n for n in SMALL_NUMBERS if n != 1e-8):  # which has a name

    @slip(
        adamax_step,
        _("The small number added to u, here {number}, shortens the steps where gradients are as small. Adamax needs "
          "none: where u is 0, the weight stays.").format(number=_number),
        f"u_plus_{_number}",
    )  # fmt: skip
    def _u_plus(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, number=_number):
        _w, m, u = adamax_step(w, m, u, t, grad, lr, beta1, beta2)
        return w - lr / (1 - beta1**t) * m / (u + number), m, u


# --- averages


@slip(
    ema,
    _(
        "Each value is divided by 1 − βᵗ before it joins the average. The correction is for the whole sum of weights "
        "so far: average as it comes, and divide what you hand out."
    ),
)
def values_corrected(x, beta, corrected=False):
    t = np.arange(1, len(x) + 1).reshape(-1, *[1] * (x.ndim - 1))
    with np.errstate(all="ignore"):
        return ema(x / (1 - beta**t) if corrected else x, beta)


@slip(
    rmsprop_step,
    _(
        "The first square joins g2 whole, without its weight 1 − ρ: where g2 is 0, you take grad² itself. The rule is "
        "the same at every step, also the first: ρ·0 + (1 − ρ)·grad²."
    ),
)
def first_square_whole(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2 if np.any(g2) else grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@slip(
    adadelta_step,
    _("The two averages begin together: d2 must take in this step's square only after it has given the step."),
)
def new_d2_moves(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    d2 = rho * d2 + (1 - rho) * (np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad) ** 2
    return w - np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad, g2, d2


# --- Adam and its kin

_CORRECTED_STATE = _(
    "The corrected averages come back as the state: at the next step they are averaged and corrected once more. The "
    "correction is for the step alone; return m and v as they were before it."
)


@slip(nadam_step, _CORRECTED_STATE)
def nadam_corrected_state(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new, m, v = nadam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return new, m / (1 - beta1**t), v / (1 - beta2**t)


@slip(radam_step, _CORRECTED_STATE)
def radam_corrected_state(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    new, m, v = radam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return new, m / (1 - beta1**t), v / (1 - beta2**t)


@slip(adamax_step, _("The corrected m comes back as the state: the correction is for the step alone."))
def adamax_corrected_state(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    new, m, u = adamax_step(w, m, u, t, grad, lr, beta1, beta2)
    return new, m / (1 - beta1**t), u


_SHARES_EXCHANGED = _(
    "β and 1 − β are exchanged throughout, in both averages and in their corrections: the new gradient gets the share "
    "β, the old average 1 − β. β is what is kept of the old, near 1."
)
for _right, _lr in ((adam_step, 1e-3), (nadam_step, 2e-3), (radam_step, 1e-3)):

    @slip(_right, _SHARES_EXCHANGED, "shares_exchanged")
    def _exchanged(w, m, v, t, grad, lr=_lr, beta1=0.9, beta2=0.999, eps=1e-8, right=_right):
        return right(w, m, v, t, grad, lr, 1 - beta1, 1 - beta2, eps)


_SHARE_OF_M = _("β₁ and 1 − β₁ are exchanged: β₁ is what is kept of the old mean, and the gradient gets the rest.")
_SHARE_OF_V = _("β₂ and 1 − β₂ are exchanged: β₂ is what is kept of the old squares, and the new one gets the rest.")


@slip(adam_step, _SHARE_OF_M)
def share_of_m_exchanged(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return _adam(w, *moments(m, v, grad, 1 - beta1, beta2), t, lr, beta1, beta2, eps)


@slip(adam_step, _SHARE_OF_V)
def share_of_v_exchanged(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return _adam(w, *moments(m, v, grad, beta1, 1 - beta2), t, lr, beta1, beta2, eps)


def _adam(w, m, v, t, lr, beta1, beta2, eps):
    """Adam's step by moments that are given."""
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


# --- the hardest gradients

for _name, _log, _words in (("log2", np.log2, "2"), ("log10", np.log10, "10")):

    @slip(
        hardest_gradients,
        _("The factor from one gradient to the next is not β₁/β₂: exp undoes the natural logarithm np.log, and yours "
          "is to base {base}. A power, (β₁/β₂)**age, needs neither.").format(base=_words),
        f"logarithm_{_name}",
    )  # fmt: skip
    def _other_base(n, beta1, beta2, log=_log):
        return np.exp(np.arange(n)[::-1] * log(beta1 / beta2))


# --- brackets and powers

_BRACKETS = _(
    "The brackets: you take (ρ·old + 1 − ρ)·new. The old average is multiplied by ρ and the new square by 1 − ρ, and "
    "then the two are added: ρ·old + (1 − ρ)·new."
)


@slip(adadelta_step, _BRACKETS)
def brackets_in_both(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = (rho * g2 + (1 - rho)) * grad**2
    step = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return w + step, g2, (rho * d2 + (1 - rho)) * step**2


@slip(
    nadam_step,
    _(
        "The powers of β stay those of the first step: 1 − β₁², 1 − β₁ and 1 − β₂, whatever t is. They are β₁ᵗ⁺¹, β₁ᵗ "
        "and β₂ᵗ, which fade as t grows."
    ),
)
def powers_of_the_first_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m_hat = beta1 * m / (1 - beta1**2) + (1 - beta1) * grad / (1 - beta1)
    return w - lr * m_hat / (np.sqrt(v / (1 - beta2)) + eps), m, v
