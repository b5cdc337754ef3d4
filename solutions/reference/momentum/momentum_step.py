"""The momentum step."""

from functools import partial

from ravine.exercises.exercise import exercise, misconception
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


def momentum_step(w, v, grad, lr, beta):
    """One heavy-ball step (Polyak 1964): v′ = βv − lr·grad, w′ = w + v′.

    w, v and grad = ∇L(w) have one shape. Returns (w′, v′).
    """
    v = beta * v - lr * grad
    return w + v, v


exercise(
    momentum_step,
    cases=momentum_cases,
    examples=MOMENTUM_EXAMPLES,
    parts={FROM_REST: 1, MOVING: 1, ANY_SHAPE: 1},
    returns=("the new w", "the new v"),
    tolerance=STEP,
)

wrong_momentum_step = partial(misconception, momentum_step)


@wrong_momentum_step(
    _(
        "Friction slows the ball down, it does not throw it back: with your sign the old velocity is turned round at "
        "every step. (The lecture's slide prints −βv; follow its derivation and see what β is.)"
    ),
    see="momentum.html#lecture-sign",
)
def _velocity_reversed(w, v, grad, lr, beta):
    v = -beta * v - lr * grad
    return w + v, v


@wrong_momentum_step(
    _(
        "This is the slide as it is printed, and it holds two traps: −β turns the old velocity round, and the weights "
        "move with the velocity from before the step. Derive both lines from the ball."
    ),
    see="momentum.html#lecture-sign",
)
def _as_the_slide_prints_it(w, v, grad, lr, beta):
    return w + v, -beta * v - lr * grad


@wrong_momentum_step(
    _(
        "The velocity is right, but the weights moved with the old one: this gradient moves them only one step later. "
        "Use the velocity that you have just computed."
    ),
    see="momentum.html#semi-implicit",
)
def _old_velocity(w, v, grad, lr, beta):
    return w + v, beta * v - lr * grad


@wrong_momentum_step(
    _(
        "The learning rate acts twice: the velocity already holds it, and you multiply by it again when the weights "
        "move. A step of momentum is the velocity itself."
    ),
    see="momentum.html#sum-of-gradients",
)
def _lr_twice(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    return w + lr * v, v


@wrong_momentum_step(
    _(
        "Your velocity gathers gradients, and the learning rate and the minus come when the weights move. This is "
        "PyTorch's convention: the same weights, another velocity. Here the velocity is the step itself."
    ),
    see="momentum.html#sum-of-gradients",
)
def _pytorch_convention(w, v, grad, lr, beta):
    v = beta * v + grad
    return w - lr * v, v


@wrong_momentum_step(
    _(
        "The learning rate multiplies the whole velocity when the weights move, and not the gradient when it joins the "
        "velocity. Here the velocity is the step itself: where must the learning rate be, then?"
    ),
    see="momentum.html#sum-of-gradients",
)
def _lr_on_the_position(w, v, grad, lr, beta):
    v = beta * v - grad
    return w + lr * v, v


@wrong_momentum_step(
    _("The learning rate is missing: the whole gradient joins the velocity."),
    see="momentum.html#sum-of-gradients",
)
def _lr_forgotten(w, v, grad, lr, beta):
    v = beta * v - grad
    return w + v, v


@wrong_momentum_step(
    _(
        "You weight the gradient by 1 − β, as in a moving average. That makes every step 1/(1−β) times shorter; in "
        "momentum the gradients are added up, not averaged."
    ),
    see="momentum.html#sum-of-gradients",
)
def _moving_average(w, v, grad, lr, beta):
    v = beta * v - (1 - beta) * lr * grad
    return w + v, v


@wrong_momentum_step(
    _(
        "Your velocity is a moving average of the gradients, multiplied by −lr when the weights move. Here the "
        "velocity is the step itself, and the gradients are added up, not averaged: no 1 − β."
    ),
    see="momentum.html#sum-of-gradients",
)
def _average_of_gradients(w, v, grad, lr, beta):
    v = beta * v + (1 - beta) * grad
    return w - lr * v, v


@wrong_momentum_step(
    _("You go uphill: the gradient points to where the loss grows. Check the sign with which it joins the velocity."),
    see="momentum.html#friction",
)
def _uphill(w, v, grad, lr, beta):
    v = beta * v + lr * grad
    return w + v, v


@wrong_momentum_step(
    _(
        "You add the gradient to the velocity and subtract the velocity from the weights. From rest this is right, but "
        "your velocity points uphill, and one that was handed to you points along the path: the two do not fit."
    ),
    see="momentum.html#sum-of-gradients",
)
def _velocity_points_uphill(w, v, grad, lr, beta):
    v = beta * v + lr * grad
    return w - v, v


@wrong_momentum_step(
    _("The velocity is right, but you subtract it from the weights: the ball moves against its own velocity."),
    see="momentum.html#friction",
)
def _backwards(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    return w - v, v


@wrong_momentum_step(
    _("You keep the share 1 − β of the old velocity. β is what is kept (about 0.9); friction takes the rest."),
    see="momentum.html#friction",
)
def _beta_as_friction(w, v, grad, lr, beta):
    v = (1 - beta) * v - lr * grad
    return w + v, v


@wrong_momentum_step(
    _("lr and beta have changed places: one belongs to the gradient, the other to the old velocity. Which to which?"),
    see="momentum.html#friction",
)
def _lr_and_beta_swapped(w, v, grad, lr, beta):
    v = lr * v - beta * grad
    return w + v, v


@wrong_momentum_step(
    _("The old velocity plays no part: this is plain gradient descent, a ball that forgets its speed at every step."),
    see="momentum.html#sum-of-gradients",
)
def _velocity_forgotten(w, v, grad, lr, beta):
    v = -lr * grad
    return w + v, v


@wrong_momentum_step(
    _("Friction is missing: the old velocity is kept whole, and β does nothing."),
    see="momentum.html#friction",
)
def _beta_forgotten(w, v, grad, lr, beta):
    v = v - lr * grad
    return w + v, v


@wrong_momentum_step(
    _(
        "This is Nesterov's step in its rewritten form: a later exercise of this notebook. The heavy ball moves by its "
        "new velocity, no more."
    ),
    see="momentum.html#nesterov",
)
def _nesterov(w, v, grad, lr, beta):
    v = beta * v - lr * grad
    return w + beta * v - lr * grad, v


@wrong_momentum_step(
    _("Both results are right, but in the wrong order: return the weights first, then the velocity."),
    see="momentum.html#sum-of-gradients",
)
def _swapped(w, v, grad, lr, beta):
    return momentum_step(w, v, grad, lr, beta)[::-1]


@wrong_momentum_step(CHANGED, see="momentum.html#sum-of-gradients")
def _in_place(w, v, grad, lr, beta):
    v *= beta
    v -= lr * grad
    w += v
    return w, v
