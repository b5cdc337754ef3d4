"""Muon: momentum for a matrix of weights, and of its step the singular values are made equal."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from ravine.problems import Polar
from solutions.reference.after._shared import DEFAULTS, TOLERANCE, a_case, array, matrix


def muon_step(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    """Step of Muon (Jordan et al. 2024) with Nesterov's look ahead, for W of shape (n_in, n_out). Returns (W, B).

    `orthogonalise(M)` makes all singular values of M equal to one (or nearly). The step is scaled by the shape, the
    decay is not.
    """
    n_in, n_out = W.shape
    B = beta * B + grad
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise(grad + beta * B)
    return W - lr * (step + decay * W), B


SQUARE = _("square matrices")
WIDE = _("more outputs than inputs")
TALL = _("more inputs than outputs")
DECAYING = _("weights that decay")
ONE_CALL = _("one matrix orthogonalised a step, the right one")
ORTHOGONALISE = Polar().orthogonalise


def _muon_case(rng, part, n_in, n_out, decay=0.0, calls=False):
    """What is orthogonalised has singular values between 0.3 and 1: no answer hangs on a small one."""
    beta, B = rng.uniform(0.5, 0.95), rng.normal(size=(n_in, n_out))
    grad = (matrix(rng, n_in, n_out) - beta**2 * B) / (1 + beta)
    W, lr = rng.normal(size=(n_in, n_out)), rng.uniform(0.05, 0.5)
    return a_case(part, calls, W=W, B=B, grad=grad, orthogonalise=ORTHOGONALISE, lr=lr, beta=beta, decay=decay)


def _muon_cases(rng):
    for part, n_in, n_out in ((SQUARE, 3, 3), (WIDE, 2, 5), (WIDE, 1, 4), (TALL, 5, 3), (TALL, 4, 1)):
        yield _muon_case(rng, part, n_in, n_out)
        yield _muon_case(rng, DECAYING, n_in, n_out, decay=rng.uniform(0.1, 0.5))
    yield _muon_case(rng, ONE_CALL, 3, 2, decay=rng.uniform(0.1, 0.5), calls=True)
    W, B = rng.normal(size=(2, 2, 3))
    grad = (matrix(rng, 2, 3) - 0.95**2 * B) / 1.95
    yield a_case(DEFAULTS, False, W=W, B=B, grad=grad, orthogonalise=ORTHOGONALISE)
    yield a_case(DEFAULTS, False, W=W, B=B, grad=grad, orthogonalise=ORTHOGONALISE, lr=rng.uniform(0.1, 0.5))


_W, _B = array(1, 0, 0, 0, 0, 1, 0, 0).reshape(2, 4), array(0, 2, 0, 0, 0, 0, 0, 1).reshape(2, 4)
_GRAD = array(3, 0, 0, 0, 0, -1, 0, 2).reshape(2, 4)


def _muon_example(part, change=np.array, decay=0.5, calls=False):
    arrays = {"W": change(_W), "B": change(_B), "grad": change(_GRAD)}
    return a_case(part, calls, **arrays, orthogonalise=ORTHOGONALISE, lr=0.1, beta=0.5, decay=decay)


exercise(
    muon_step,
    cases=_muon_cases,
    examples=[
        _muon_example(SQUARE, lambda A: A[:, [0, 1]] + A[:, [3, 2]], decay=0.0),
        _muon_example(WIDE, decay=0.0),
        _muon_example(TALL, np.transpose, decay=0.0),
        _muon_example(DECAYING),
        _muon_example(DECAYING, np.transpose),
        _muon_example(DECAYING, lambda A: A[:, [0, 1]] + A[:, [3, 2]]),
        _muon_example(ONE_CALL, calls=True),
        a_case(DEFAULTS, False, W=_W, B=_B, grad=_GRAD, orthogonalise=ORTHOGONALISE),
    ],
    parts={SQUARE: 1, WIDE: 1, TALL: 1, DECAYING: 1, ONE_CALL: 1, DEFAULTS: 1},
    returns=("W", "B"),
    tolerance=TOLERANCE,
)


@misconception(
    muon_step,
    _(
        "You orthogonalise the gradient and gather the results. First gather the gradients, then orthogonalise: a "
        "sum of orthogonal matrices is not orthogonal."
    ),
    see="after.html#muon",
)
def momentum_after_orthogonalising(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    turned = orthogonalise(grad)
    B = beta * B + turned
    step = np.sqrt(max(1, n_out / n_in)) * (turned + beta * B)
    return W - lr * (step + decay * W), B


@misconception(
    muon_step,
    _(
        "You orthogonalise B′ itself, the plain ball; grad + β·B with the old B is the same. Nesterov's form, "
        "which is asked for, looks ahead with the renewed one: grad + β·B′."
    ),
    see="after.html#muon",
)
def no_look_ahead(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + grad
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise(B)
    return W - lr * (step + decay * W), B


@misconception(
    muon_step,
    _(
        "β·B + (1 − β)·grad is PyTorch's buffer, an average. Here the memory is the sum β·B + grad. Both lead to "
        "the same steps if they are kept up from the start; given the sum, yours weighs the gradient too little."
    ),
    see="after.html#muon",
)
def averaged_buffer(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + (1 - beta) * grad
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise((1 - beta) * grad + beta * B)
    return W - lr * (step + decay * W), B


@misconception(
    muon_step,
    _(
        "√max(1, n_in/n_out) is how PyTorch's formula reads if one forgets that its weights have the shape "
        "(n_out, n_in). Here W has the shape (n_in, n_out): the factor is √max(1, n_out/n_in)."
    ),
    see="after.html#muon",
)
def scale_upside_down(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + grad
    step = np.sqrt(max(1, n_in / n_out)) * orthogonalise(grad + beta * B)
    return W - lr * (step + decay * W), B


@misconception(
    muon_step,
    _(
        "0.2·√max(n_in, n_out) is the factor that gives the step the size of AdamW's, for which its rates can be "
        "kept. Asked for is √max(1, n_out/n_in)."
    ),
    see="after.html#muon",
)
def adamw_scale(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + grad
    step = 0.2 * np.sqrt(max(n_in, n_out)) * orthogonalise(grad + beta * B)
    return W - lr * (step + decay * W), B


@misconception(
    muon_step,
    _("The step lacks its factor √max(1, n_out/n_in): a layer that has more outputs than inputs takes longer steps."),
    see="after.html#muon",
)
def scale_forgotten(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    B = beta * B + grad
    step = orthogonalise(grad + beta * B)
    return W - lr * (step + decay * W), B


@misconception(
    muon_step,
    _("The factor of the shape belongs to the step and not to the decay: every weight shrinks by lr·decay."),
    see="after.html#muon",
)
def decay_scaled_too(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + grad
    step = orthogonalise(grad + beta * B) + decay * W
    return W - lr * np.sqrt(max(1, n_out / n_in)) * step, B


@misconception(
    muon_step,
    _(
        "Added to the gradient, the decay is orthogonalised with it, and nothing of its size is left. Let the "
        "weights shrink beside the step."
    ),
    see="after-rates.html#weight-decay",
)
def decay_in_the_gradient(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    grad = grad + decay * W
    B = beta * B + grad
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise(grad + beta * B)
    return W - lr * step, B


@misconception(
    muon_step,
    _("`orthogonalise` is called twice. It is the dear part of the step: once is enough."),
    see="after.html#muon",
)
def orthogonalised_twice(W, B, grad, orthogonalise, lr=0.02, beta=0.95, decay=0.0):
    n_in, n_out = W.shape
    B = beta * B + grad
    step = np.sqrt(max(1, n_out / n_in)) * orthogonalise(orthogonalise(grad + beta * B))
    return W - lr * (step + decay * W), B
