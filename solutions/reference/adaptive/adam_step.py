"""Adam: the mean of the gradients divided by the root of the mean of their squares, both corrected."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import (
    BETAS_EXCHANGED,
    COUNTED_FROM_ZERO,
    EPSILON_INSIDE,
    MOMENT_EXAMPLES,
    MOMENT_PARTS,
    MOMENTS_IN_PLACE,
    TOLERANCE,
    moment_cases,
    moments,
)


def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of Adam (Kingma and Ba 2015, algorithm 1). Returns (w, m, v)."""
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


exercise(
    adam_step,
    cases=moment_cases,
    examples=MOMENT_EXAMPLES,
    parts=MOMENT_PARTS,
    returns=("w", "m", "v"),
    tolerance=TOLERANCE,
)

_WEIGHTS_EXCHANGED = _(
    "β and 1 − β are exchanged: β is the weight of what is remembered, 1 − β that of the new gradient. "
    "(The lecture's slide on Adam exchanges them too.)"
)

_CORRECTED_STATE = _(
    "The corrected moments came back as the new state, and will be corrected again at the next step. m̂ and v̂ serve "
    "this step alone; m and v are carried on."
)
_GIVEN_STATE_IGNORED = _(
    "The step does not go on from the m and v that it is given. A state that starts afresh at every step, or lives in "
    "a global variable, is lost or shared between two optimisers: take it as an argument, return it."
)


@misconception(
    adam_step,
    _(
        "Nothing corrects the start: m and v begin at 0 and are too small at first, v more so than m, and the first "
        "steps come out too long. Divide by 1 − β₁ᵗ and 1 − β₂ᵗ. (The lecture P4 leaves this out.)"
    ),
    see="adaptive-adam.html#bias-correction",
)
def no_correction(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@misconception(adam_step, COUNTED_FROM_ZERO, see="adaptive-adam.html#bias-correction")
def counted_from_zero(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    with np.errstate(divide="ignore", invalid="ignore"):
        m_hat, v_hat = m / np.float64(1 - beta1 ** (t - 1)), v / np.float64(1 - beta2 ** (t - 1))
        return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    adam_step,
    _("Only m is corrected. v starts at 0 too and is further from its mean: divide it by 1 − β₂ᵗ."),
    see="adaptive-adam.html#bias-correction",
)
def only_m_corrected(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v) + eps), m, v


@misconception(
    adam_step,
    _(
        "Only v is corrected. m starts at 0 too: divide it by 1 − β₁ᵗ, or the first step is a tenth of what it should "
        "be."
    ),
    see="adaptive-adam.html#bias-correction",
)
def only_v_corrected(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return w - lr * m / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    adam_step,
    _("The corrections divide by 1 − β at every step. After t steps the weights sum to 1 − βᵗ: t is a power."),
    see="adaptive-adam.html#bias-correction",
)
def power_of_t_forgotten(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return w - lr * m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps), m, v


@misconception(adam_step, BETAS_EXCHANGED, see="adaptive-adam.html#adam")
def betas_exchanged(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam_step(w, m, v, t, grad, lr, beta2, beta1, eps)


@misconception(adam_step, _WEIGHTS_EXCHANGED, see="adaptive.html#moving-average")
def old_and_new_exchanged(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, 1 - beta1, 1 - beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(adam_step, EPSILON_INSIDE, see="adaptive-adam.html#where-epsilon-stands")
def epsilon_under_root(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps), m, v


@misconception(
    adam_step,
    _(
        "ε was added to √v before the correction: that is ε̂ of the paper's shorter form and of Keras, which counts "
        "1/√(1 − β₂ᵗ) times more. Algorithm 1 adds it to √v̂."
    ),
    see="adaptive-adam.html#where-epsilon-stands",
)
def epsilon_hat(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - rate * m / (np.sqrt(v) + eps), m, v


@misconception(
    adam_step,
    _(
        "v averages the squares of the gradients. Yours averages the square of their mean m, which is nearly 0 where "
        "gradients change their sign."
    ),
    see="adaptive.html#square-of-the-sum",
)
def mean_squared(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * m**2
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    adam_step,
    _("The root is missing: v̂ holds squares, and only its root has the size of a gradient."),
    see="adaptive-adam.html#adam",
)
def root_left_out(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (v / (1 - beta2**t) + eps), m, v


@misconception(
    adam_step,
    _(
        "The step uses m and v as they came in and updates them afterwards: this gradient counts one step late, and "
        "the first step goes nowhere."
    ),
    see="adaptive-adam.html#stale-accumulator",
)
def moments_of_the_step_before(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w = w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w, *moments(m, v, grad, beta1, beta2)


@misconception(
    adam_step,
    _(
        "Above the root stands the gradient itself: that is RMSprop. Adam goes along m̂, the mean of the gradients: the "
        "ball that it remembers."
    ),
    see="adaptive-adam.html#adam",
)
def ball_forgotten(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    return w - lr * grad / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(adam_step, _CORRECTED_STATE, see="adaptive-adam.html#bias-correction")
def corrected_state_returned(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = moments(m, v, grad, beta1, beta2)
    m, v = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@misconception(adam_step, _GIVEN_STATE_IGNORED, see="adaptive.html#explicit-state")
def given_state_ignored(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam_step(w, 0 * m, 0 * v, t, grad, lr, beta1, beta2, eps)


@misconception(adam_step, MOMENTS_IN_PLACE, see="adaptive.html#explicit-state")
def moments_changed_in_place(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m[...], v[...] = adam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w, m, v
