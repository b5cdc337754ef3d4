"""AdamW: Adam's step, and beside it weights that shrink."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import BETAS_EXCHANGED, EPSILON_INSIDE
from solutions.reference.after._shared import DEFAULTS, TOLERANCE, a_case, array


def adamw_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of AdamW (Loshchilov and Hutter 2019) as PyTorch and optax have it. Returns (w, m, v).

    Adam's step by the gradient alone, and the weights that came in shrink by lr·decay, whatever their gradients are.
    """
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps) - lr * decay * w, m, v


WITHOUT = _("no decay: Adam itself")
DECAYING = _("weights that decay")
NO_GRADIENT = _("a weight that has no gradient")


def _adam_state(rng, shape, scale=1.0):
    m, grad = rng.normal(size=(2, *shape)) * scale
    w = rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape)
    return {"w": w, "m": m, "v": rng.uniform(0.1, 3, shape) * scale**2, "t": int(rng.integers(2, 30)), "grad": grad}


def _adamw_cases(rng):
    for shape in ((5,), (2, 3)):
        for part, decay in ((WITHOUT, 0.0), (DECAYING, rng.uniform(0.1, 0.4)), (DECAYING, rng.uniform(0.5, 0.9))):
            lr, beta1, beta2 = rng.uniform(0.05, 0.5), rng.uniform(0.6, 0.95), rng.uniform(0.7, 0.99)
            state = _adam_state(rng, shape)
            yield a_case(part, **state, lr=lr, decay=decay, beta1=beta1, beta2=beta2, eps=1e-8)
            small = _adam_state(rng, shape, 1e-3)
            yield a_case(part, **small, lr=lr, decay=decay, beta1=beta1, beta2=beta2, eps=1e-3)
            first = state | {"m": np.zeros(shape), "v": np.zeros(shape), "t": 1}
            yield a_case(part, **first, lr=lr, decay=decay, beta1=beta1, beta2=beta2, eps=1e-8)
    yield a_case(WITHOUT, **_adam_state(rng, (5,)), lr=0.2, decay=0.0, beta1=0.3, beta2=0.4, eps=1e-8)
    rest = {name: np.zeros(3) for name in ("m", "v", "grad")}
    yield a_case(NO_GRADIENT, w=rng.normal(size=3), **rest, t=4, lr=0.1, decay=0.3, beta1=0.8, beta2=0.9, eps=1e-8)
    state = _adam_state(rng, (5,))
    inputs = {**{k: state[k] for k in ("w", "m", "v", "t", "grad")}}
    yield a_case(DEFAULTS, **{**inputs, "w": inputs["w"] * 1e-3})
    for name, value in (("lr", 2.0), ("decay", 0.3), ("beta1", 0.6), ("beta2", 0.7)):
        inputs[name] = value
        yield a_case(DEFAULTS, **inputs)


_STATE = {"w": array(1, -2), "m": array(0.5, 1), "v": array(0.04, 4), "t": 3, "grad": array(-0.3, 2)}

exercise(
    adamw_step,
    cases=_adamw_cases,
    examples=[
        a_case(WITHOUT, **_STATE, lr=0.1, decay=0.0, beta1=0.5, beta2=0.9, eps=0.5),
        a_case(DECAYING, **_STATE, lr=0.1, decay=0.2, beta1=0.5, beta2=0.9, eps=1e-9),
        a_case(DECAYING, **_STATE, lr=0.2, decay=0.7, beta1=0.8, beta2=0.6, eps=0.3),
        a_case(
            NO_GRADIENT,
            w=array(1, -4),
            m=array(0, 0),
            v=array(0, 0),
            t=2,
            grad=array(0, 0),
            lr=0.1,
            decay=0.5,
            beta1=0.5,
            beta2=0.9,
            eps=1e-9,
        ),
        a_case(DEFAULTS, **_STATE, lr=2.0),
        a_case(DEFAULTS, **{**_STATE, "w": array(0, 0)}),
        a_case(DEFAULTS, **_STATE, lr=0.1, decay=0.2, beta1=0.5),
    ],
    parts={WITHOUT: 1, DECAYING: 2, NO_GRADIENT: 1, DEFAULTS: 1},
    returns=("w", "m", "v"),
    tolerance=TOLERANCE,
)


@misconception(
    adamw_step,
    _(
        "This is L2 inside Adam: what the decay adds to the gradient is divided by √v̂ with it, and weights with "
        "large gradients hardly shrink. Leave the gradient alone and let the weight shrink beside the step."
    ),
    see="after-rates.html#decay-inside-adam",
)
def decay_in_the_gradient(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    grad = grad + decay * w
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    adamw_step,
    _(
        "decay·w was added to m̂ and is divided by √v̂ as well. The weight itself shrinks, by lr·decay, whatever "
        "its gradients are."
    ),
    see="after-rates.html#decay-inside-adam",
)
def decay_above_the_bar(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * (m_hat + decay * w) / (np.sqrt(v_hat) + eps), m, v


@misconception(
    adamw_step,
    _(
        "This is the paper's form, where a factor of the schedule stands instead of lr. Here, as in the "
        "libraries, the weight shrinks by lr·decay."
    ),
    see="after-rates.html#weight-decay",
)
def decay_without_lr(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps) - decay * w, m, v


@misconception(
    adamw_step,
    _("The weight shrinks after it has moved. Both act on the w that came in: w − lr·(step) − lr·decay·w."),
    see="after-rates.html#weight-decay",
)
def decay_after_the_step(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return (w - lr * m_hat / (np.sqrt(v_hat) + eps)) * (1 - lr * decay), m, v


@misconception(adamw_step, _("The decay has the wrong sign: the weights grow."), see="after-rates.html#weight-decay")
def weights_grow(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps) + lr * decay * w, m, v


@misconception(
    adamw_step,
    _(
        "The penalty is (decay/2)·w², whose derivative is decay·w: the 2 is gone already, and the weight shrinks "
        "by lr·decay."
    ),
    see="after-rates.html#weight-decay",
)
def decay_twice(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps) - 2 * lr * decay * w, m, v


@misconception(
    adamw_step, _("Where the argument is left out, decay is 0.01 and not 0."), see="after-rates.html#weight-decay"
)
def default_of_adam(w, m, v, t, grad, lr=1e-3, decay=0.0, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps) - lr * decay * w, m, v


@misconception(
    adamw_step,
    _("The decay shrinks w. Your moments see it, too: m and v are made of the gradient alone."),
    see="after-rates.html#decay-inside-adam",
)
def decay_of_the_moments(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m_hat = (beta1 * m + (1 - beta1) * grad) / (1 - beta1**t)
    v_hat = (beta2 * v + (1 - beta2) * grad**2) / (1 - beta2**t)
    total = grad + decay * w
    return (
        w - lr * m_hat / (np.sqrt(v_hat) + eps) - lr * decay * w,
        beta1 * m + (1 - beta1) * total,
        beta2 * v + (1 - beta2) * total**2,
    )


@misconception(
    adamw_step,
    _(
        "Nothing corrects the start: m and v begin at 0 and are too small at first. Divide by 1 − β₁ᵗ and 1 − "
        "β₂ᵗ, as in Adam."
    ),
    see="adaptive-adam.html#bias-correction",
)
def no_correction(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    return w - lr * m / (np.sqrt(v) + eps) - lr * decay * w, m, v


@misconception(adamw_step, BETAS_EXCHANGED, see="adaptive-adam.html#adam")
def betas_exchanged(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta2) * grad
    v = beta1 * v + (1 - beta1) * grad**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps) - lr * decay * w, m, v


@misconception(adamw_step, EPSILON_INSIDE, see="adaptive-adam.html#where-epsilon-stands")
def epsilon_under_root(w, m, v, t, grad, lr=1e-3, decay=0.01, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / np.sqrt(v_hat + eps) - lr * decay * w, m, v
