"""Nesterov's step, rewritten for the point where the gradient is taken."""

from functools import partial

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from solutions.reference.momentum._shared import (
    ANY_SHAPE,
    CHANGED,
    FROM_REST,
    MOMENTUM_EXAMPLES,
    MOVING,
    STEP,
    momentum_cases,
)


def nesterov_step_rewritten(u, v, grad, lr, beta):
    """Nesterov's step for the look-ahead point u = w + βv (PyTorch, Keras): v′ = βv − lr·grad, u′ = u + βv′ − lr·grad.

    u, v and grad = ∇L(u) have one shape. Equal to `nesterov_step` step by step. Returns (u′, v′).
    """
    v = beta * v - lr * grad
    return u + beta * v - lr * grad, v


def _look_ahead(case):
    """The same inputs, with the weights under the name u."""
    inputs = dict(case.inputs)
    return Case({"u": inputs.pop("w"), **inputs}, case.part)


exercise(
    nesterov_step_rewritten,
    cases=lambda rng: map(_look_ahead, momentum_cases(rng)),
    examples=map(_look_ahead, MOMENTUM_EXAMPLES),
    parts={FROM_REST: 1, MOVING: 1, ANY_SHAPE: 1},
    returns=("the new u", "the new v"),
    tolerance=STEP,
)

wrong_nesterov_step_rewritten = partial(misconception, nesterov_step_rewritten)


@wrong_nesterov_step_rewritten(
    _(
        "You moved u by the new velocity alone, βv − lr·grad with the old v in it: that is the heavy ball. Perhaps v "
        "was overwritten before its old value was needed, or the old v stands where the new one should. u lies ahead "
        "of the weights: write down u = w + βv before and after the step, and subtract."
    ),
    see="momentum.html#rewritten",
)
def _heavy_ball(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    return u + v, v


@wrong_nesterov_step_rewritten(
    _("The gradient enters only through the velocity. Subtract the two look-ahead points once more: a term is lost."),
    see="momentum.html#rewritten",
)
def _gradient_forgotten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    return u + beta * v, v


@wrong_nesterov_step_rewritten(
    _(
        "The new velocity carries u on whole. The weights move by the new velocity, and how far u lies ahead of them "
        "changes too: count how much of the velocity remains."
    ),
    see="momentum.html#rewritten",
)
def _beta_forgotten(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    return u + v - lr * grad, v


@wrong_nesterov_step_rewritten(
    _(
        "You moved by the whole new velocity and then looked ahead from there, but u looked ahead already: the old "
        "look-ahead must be taken back first."
    ),
    see="momentum.html#rewritten",
)
def _old_look_ahead_kept(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    return u + (1 + beta) * v, v


@wrong_nesterov_step_rewritten(
    _(
        "The old look-ahead enters with the wrong sign: u′ − u holds the new look-ahead minus the old one, and you "
        "added both."
    ),
    see="momentum.html#rewritten",
)
def _old_look_ahead_added(u, v, grad, lr, beta):
    v_new = beta * v - lr * grad
    return u + beta * v + (1 + beta) * v_new, v_new


@wrong_nesterov_step_rewritten(
    _(
        "Friction slows the ball down, it does not throw it back: your old velocity enters the new one with a minus. "
        "(The lecture's slide prints it so; follow its derivation.)"
    ),
    see="momentum.html#lecture-sign",
)
def _velocity_reversed(u, v, grad, lr, beta):
    v = -beta * v - lr * grad
    return u + beta * v - lr * grad, v


@wrong_nesterov_step_rewritten(
    _(
        "Your velocity gathers gradients, and the learning rate and the minus come when u moves. This is PyTorch's "
        "convention: the same u, another velocity. Here the velocity holds the learning rate and points along the path."
    ),
    see="momentum.html#rewritten",
)
def _pytorch_convention(u, v, grad, lr, beta):
    v = beta * v + grad
    return u - lr * (grad + beta * v), v


@wrong_nesterov_step_rewritten(
    _(
        "The learning rate is missing from the velocity, though u's own gradient has it. Both places where the "
        "gradient enters need it."
    ),
    see="momentum.html#sum-of-gradients",
)
def _lr_forgotten_in_v(u, v, grad, lr, beta):
    v = beta * v - grad
    return u + beta * v - lr * grad, v


@wrong_nesterov_step_rewritten(
    _("The learning rate is missing: the whole gradient enters, both times."),
    see="momentum.html#sum-of-gradients",
)
def _lr_forgotten(u, v, grad, lr, beta):
    v = beta * v - grad
    return u + beta * v - grad, v


@wrong_nesterov_step_rewritten(
    _("The velocity is right, but u's own gradient lacks the learning rate."),
    see="momentum.html#rewritten",
)
def _lr_forgotten_in_u(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    return u + beta * v - grad, v


@wrong_nesterov_step_rewritten(
    _("You go uphill: the gradient points to where the loss grows. Check the sign with which it enters, both times."),
    see="momentum.html#friction",
)
def _uphill(u, v, grad, lr, beta):
    v = beta * v + lr * grad
    return u + beta * v + lr * grad, v


@wrong_nesterov_step_rewritten(
    _("The velocity is right, but u's own gradient leads uphill: check its sign."),
    see="momentum.html#rewritten",
)
def _gradient_added(u, v, grad, lr, beta):
    v = beta * v - lr * grad
    return u + beta * v + lr * grad, v


@wrong_nesterov_step_rewritten(
    _(
        "You weight the gradient by 1 − β in the velocity, as in a moving average. In momentum the gradients are added "
        "up, not averaged."
    ),
    see="momentum.html#sum-of-gradients",
)
def _moving_average(u, v, grad, lr, beta):
    v = beta * v - (1 - beta) * lr * grad
    return u + beta * v - lr * grad, v


@wrong_nesterov_step_rewritten(
    _("Both results are right, but in the wrong order: return the look-ahead point first, then the velocity."),
    see="momentum.html#rewritten",
)
def _swapped(u, v, grad, lr, beta):
    return nesterov_step_rewritten(u, v, grad, lr, beta)[::-1]


@wrong_nesterov_step_rewritten(CHANGED, see="momentum.html#rewritten")
def _in_place(u, v, grad, lr, beta):
    v *= beta
    v -= lr * grad
    u += beta * v - lr * grad
    return u, v
