"""Lion: the sign of a mean, and a second, longer mean that is kept."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.after._shared import DEFAULTS, a_case, array


def lion_step(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    """Step of Lion (Chen et al. 2023, algorithm 2): a sign with a memory. Returns (w, m).

    The sign's mean forgets faster (beta1) than the one that is kept (beta2).
    """
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return w - lr * (direction + decay * w), beta2 * m + (1 - beta2) * grad


ORDINARY = _("weights that do not decay")
DECAYING = _("weights that decay")


def _against(beta1, beta2):
    """Gradients against a memory of 1: between any two of these ratios one answer turns its sign."""
    now, renewed, later = (b / (1 - b) for b in (beta1, beta1 * beta2, beta2))
    return -array(0.3, np.sqrt(1 * now), now * 1.0001, np.sqrt(now * renewed), np.sqrt(renewed * later), 3 * later)


def _lion_state(rng, beta1=0.9, beta2=0.99):
    m = rng.uniform(0.5, 2, (2, 6)) * rng.choice([-1, 1], (2, 6))
    grad = m * np.stack([_against(beta1, beta2), rng.uniform(0.2, 2, 6)])
    return {"w": rng.normal(size=(2, 6)), "m": m, "grad": grad}


def _lion_cases(rng):
    for part in (ORDINARY, DECAYING):
        for _draw in range(3):
            beta1, beta2 = rng.uniform(0.55, 0.8), rng.uniform(0.9, 0.97)
            state, decay = _lion_state(rng, beta1, beta2), 0.0 if part is ORDINARY else rng.uniform(2, 4)
            yield a_case(part, **state, lr=rng.uniform(0.05, 0.2), decay=decay, beta1=beta1, beta2=beta2)
    short = {"lr": 0.1, "decay": 0.0, "beta1": rng.uniform(0.3, 0.4), "beta2": rng.uniform(0.42, 0.47)}
    yield a_case(ORDINARY, **_lion_state(rng, short["beta1"], short["beta2"]), **short)
    still = {"w": rng.normal(size=3), "m": np.zeros(3), "grad": np.zeros(3)}
    yield a_case(DECAYING, **still, lr=0.1, decay=0.3, beta1=0.7, beta2=0.9)
    state = _lion_state(rng)
    yield a_case(DEFAULTS, **{**state, "w": state["w"] * 1e-3})
    yield a_case(DEFAULTS, **state, lr=0.1)
    yield a_case(DEFAULTS, **state, lr=0.1, decay=0.4)
    yield a_case(DEFAULTS, **_lion_state(rng, 0.6), lr=0.1, decay=0.4, beta1=0.6)


_AGAINST = {"m": array(1, 1, -1, 1, 0), "grad": array(-5, -20, 3, -2.5, 0)}

exercise(
    lion_step,
    cases=_lion_cases,
    examples=[
        a_case(ORDINARY, w=array(1, 1, 1, 1, 1), **_AGAINST, lr=0.25, decay=0.0, beta1=0.75, beta2=0.9),
        a_case(DECAYING, w=array(4, 4, 4, 4, 4), **_AGAINST, lr=0.25, decay=0.5, beta1=0.75, beta2=0.9),
        a_case(DECAYING, w=array(-2, -6), m=array(1, 2), grad=array(2, 3), lr=0.1, decay=1.5, beta1=0.6, beta2=0.8),
        a_case(DEFAULTS, w=array(0, 0, 0), m=array(1, -1, 0.3), grad=array(-8.5, 20, -3)),
        a_case(DEFAULTS, w=array(1, 2, 3), m=array(1, -1, 0.3), grad=array(-8.5, 20, -3), lr=0.5),
    ],
    parts={ORDINARY: 2, DECAYING: 1, DEFAULTS: 1},
    returns=("w", "m"),
    tolerance=Tolerance(relative=1e-4),  # a memory that is nearly outvoted is a small difference of large numbers
)


@misconception(
    lion_step,
    _(
        "You take the sign of the new memory: that is Signum. Lion's sign sees the gradient with the weight 1 − "
        "β₁, its memory with 1 − β₂."
    ),
    see="after.html#sign-with-memory",
)
def sign_of_the_new_memory(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = np.sign(beta2 * m + (1 - beta2) * grad)
    return w - lr * (direction + decay * w), beta2 * m + (1 - beta2) * grad


@misconception(
    lion_step,
    _(
        "The memory must be renewed with β₂. With β₁ it forgets as fast as the step does, and Lion loses its long "
        "memory."
    ),
    see="after.html#sign-with-memory",
)
def memory_by_beta1(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return w - lr * (direction + decay * w), beta1 * m + (1 - beta1) * grad


@misconception(
    lion_step,
    _("β₁ and β₂ are exchanged: β₁ belongs to the step, β₂, the longer one, to the memory."),
    see="after.html#sign-with-memory",
)
def betas_exchanged(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = np.sign(beta2 * m + (1 - beta2) * grad)
    return w - lr * (direction + decay * w), beta1 * m + (1 - beta1) * grad


@misconception(
    lion_step,
    _("The mean in the sign is made from the old m. You renew the memory first, so that this gradient counts twice."),
    see="after.html#sign-with-memory",
)
def memory_renewed_first(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    m = beta2 * m + (1 - beta2) * grad
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return w - lr * (direction + decay * w), m


@misconception(
    lion_step,
    _(
        "The decay stands beside the sign. Inside it, only its sign is left, and how large the weight is does not "
        "matter."
    ),
    see="after-rates.html#weight-decay",
)
def decay_inside_the_sign(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = np.sign(beta1 * m + (1 - beta1) * grad + decay * w)
    return w - lr * direction, beta2 * m + (1 - beta2) * grad


@misconception(
    lion_step,
    _("The decay is multiplied by lr, like the sign: w shrinks by lr·decay."),
    see="after-rates.html#weight-decay",
)
def decay_without_lr(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = np.sign(beta1 * m + (1 - beta1) * grad)
    return w - lr * direction - decay * w, beta2 * m + (1 - beta2) * grad


@misconception(
    lion_step,
    _("The sign is missing: every weight moves by exactly lr, and by its decay."),
    see="after.html#sign-with-memory",
)
def no_sign(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = beta1 * m + (1 - beta1) * grad
    return w - lr * (direction + decay * w), beta2 * m + (1 - beta2) * grad


@misconception(
    lion_step,
    _(
        "You average signs. Average the gradients and take the sign of that: a large gradient may outvote the "
        "memory, its sign alone cannot."
    ),
    see="after.html#sign-with-memory",
)
def sign_of_signs(w, m, grad, lr=1e-4, decay=0.0, beta1=0.9, beta2=0.99):
    direction = np.sign(beta1 * np.sign(m) + (1 - beta1) * np.sign(grad))
    return w - lr * (direction + decay * w), beta2 * m + (1 - beta2) * grad
