"""Nesterov's step: the gradient is taken where the momentum carries the weights."""

from functools import partial

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from ravine.problems import QuadraticForm
from solutions.reference.momentum._shared import ANY_SHAPE, CHANGED, FROM_REST, MOVING, SHAPES, STEP, rates, signed


def nesterov_step(w, v, grad_fn, lr, beta):
    """One step of Nesterov's method (Nesterov 1983, as in Sutskever et al. 2013): the gradient is asked for once, at
    the look-ahead point: v′ = βv − lr·∇L(w + βv), w′ = w + v′.

    `grad_fn` maps points to gradients of the same shape. Returns (w′, v′).
    """
    v = beta * v - lr * grad_fn(w + beta * v)
    return w + v, v


ONE_GRADIENT = _("one gradient a step, at the right point")


def _nesterov_case(part, rng, shape=(5,), at_rest=False, surface=None, **compared):
    return Case(
        {
            "w": signed(rng, 3, 6, shape),
            "v": np.zeros(shape) if at_rest else signed(rng, 1, 2, shape),
            "grad_fn": (surface or _bowl(rng, shape[-1])).gradient,
            **rates(rng),
        },
        part,
        **compared,
    )


def _bowl(rng, d):
    """A quadratic in d dimensions with eigenvalues in [0.1, 0.4], turned at random."""
    directions, _triangle = np.linalg.qr(rng.normal(size=(d, d)))
    matrix = directions @ np.diag(rng.uniform(0.1, 0.4, d)) @ directions.T
    return QuadraticForm(tuple(map(tuple, (matrix + matrix.T) / 2)))


def _nesterov_cases(rng):
    yield _nesterov_case(FROM_REST, rng, at_rest=True, calls=False)
    for _i in range(2):
        yield _nesterov_case(MOVING, rng, calls=False)
        yield _nesterov_case(ONE_GRADIENT, rng)
        for shape in SHAPES[1:]:
            yield _nesterov_case(ANY_SHAPE, rng, shape, calls=False)
    yield _nesterov_case(ONE_GRADIENT, rng, at_rest=True)


def _nesterov_example(part, w, v, surface, lr=0.25, beta=0.5, **compared):
    inputs = {"w": np.array(w), "v": np.array(v), "grad_fn": surface.gradient, "lr": lr, "beta": beta}
    return Case(inputs, part, **compared)


_STEEP = QuadraticForm(((2.0, 0.0), (0.0, 4.0)))

_NESTEROV_EXAMPLES = (
    _nesterov_example(FROM_REST, [1.0, 2.0], [0.0, 0.0], _STEEP, 0.125, calls=False),
    _nesterov_example(MOVING, [1.0, 2.0], [4.0, -2.0], _STEEP, calls=False),
    _nesterov_example(ANY_SHAPE, [[1.0, 2.0], [0.0, 3.0]], [[4.0, -2.0], [2.0, 0.0]], _STEEP, 0.125, 0.75, calls=False),
    _nesterov_example(ONE_GRADIENT, [1.0, 2.0], [4.0, -2.0], _STEEP),
)

exercise(
    nesterov_step,
    cases=_nesterov_cases,
    examples=_NESTEROV_EXAMPLES,
    parts={FROM_REST: 1, MOVING: 1, ANY_SHAPE: 1, ONE_GRADIENT: 1},
    returns=("the new w", "the new v"),
    tolerance=STEP,
)

wrong_nesterov_step = partial(misconception, nesterov_step)


@wrong_nesterov_step(
    _(
        "You asked for the gradient where the ball stands: that is the heavy ball. Nesterov first looks where the old "
        "velocity carries it, and asks there."
    ),
    see="momentum.html#nesterov",
)
def _gradient_at_w(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w)
    return w + v, v


@wrong_nesterov_step(
    _(
        "You asked for the gradient at w + v, as the first of the two lectures does. Friction acts before the ball "
        "gets there: only a part of v carries it on."
    ),
    see="momentum.html#nesterov",
)
def _gradient_at_w_plus_v(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w + v)
    return w + v, v


@wrong_nesterov_step(
    _(
        "This is the slide as it is printed: gradient at w + v and −βv. Friction slows the ball down, it does not turn "
        "it round, and it acts before the ball gets to w + v."
    ),
    see="momentum.html#lecture-sign",
)
def _as_the_slide_prints_it(w, v, grad_fn, lr, beta):
    v = -beta * v - lr * grad_fn(w + v)
    return w + v, v


@wrong_nesterov_step(
    _("You looked back instead of ahead: the gradient was asked for behind the ball. The velocity points forward."),
    see="momentum.html#nesterov",
)
def _gradient_behind(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w - beta * v)
    return w + v, v


@wrong_nesterov_step(
    _(
        "The gradient is asked for at the right point, but the old velocity enters with a minus: friction slows the "
        "ball down, it does not turn it round."
    ),
    see="momentum.html#lecture-sign",
)
def _velocity_reversed(w, v, grad_fn, lr, beta):
    v = -beta * v - lr * grad_fn(w + beta * v)
    return w + v, v


@wrong_nesterov_step(
    _(
        "You took a whole heavy-ball step, and then asked again where it ended: two gradients for one step. To look "
        "ahead Nesterov uses the old velocity only, which needs no gradient."
    ),
    see="momentum.html#nesterov",
)
def _two_gradients(w, v, grad_fn, lr, beta):
    ahead = w + beta * v - lr * grad_fn(w)
    v = beta * v - lr * grad_fn(ahead)
    return w + v, v


@wrong_nesterov_step(
    _(
        "You stepped on from the look-ahead point, and so moved by βv twice. The look-ahead point is for asking only; "
        "the step starts where the ball stands."
    ),
    see="momentum.html#nesterov",
)
def _step_from_the_look_ahead_point(w, v, grad_fn, lr, beta):
    ahead = w + beta * v
    v = beta * v - lr * grad_fn(ahead)
    return ahead + v, v


@wrong_nesterov_step(
    _("The velocity is right, but the weights moved with the old one. Use the velocity that you have just computed."),
    see="momentum.html#semi-implicit",
)
def _old_velocity(w, v, grad_fn, lr, beta):
    return w + v, beta * v - lr * grad_fn(w + beta * v)


@wrong_nesterov_step(
    _("The learning rate acts twice: the velocity already holds it, and you multiply by it again to move the weights."),
    see="momentum.html#sum-of-gradients",
)
def _lr_twice(w, v, grad_fn, lr, beta):
    v = beta * v - lr * grad_fn(w + beta * v)
    return w + lr * v, v


@wrong_nesterov_step(
    _("The learning rate is missing: the whole gradient joins the velocity."),
    see="momentum.html#sum-of-gradients",
)
def _lr_forgotten(w, v, grad_fn, lr, beta):
    v = beta * v - grad_fn(w + beta * v)
    return w + v, v


@wrong_nesterov_step(
    _("You go uphill: the gradient points to where the loss grows. Check the sign with which it joins the velocity."),
    see="momentum.html#friction",
)
def _uphill(w, v, grad_fn, lr, beta):
    v = beta * v + lr * grad_fn(w + beta * v)
    return w + v, v


@wrong_nesterov_step(
    _(
        "This is the rewritten form, whose weights are the look-ahead point itself. It is the next exercise; here w is "
        "where the ball stands, and the gradient is asked for ahead of it."
    ),
    see="momentum.html#rewritten",
)
def _rewritten(w, v, grad_fn, lr, beta):
    grad = grad_fn(w)
    v = beta * v - lr * grad
    return w + beta * v - lr * grad, v


@wrong_nesterov_step(
    _(
        "The numbers are right, but you asked for the same gradient twice. In training every gradient is a pass "
        "through the whole network: ask once and keep the answer."
    ),
    see="momentum.html#nesterov",
)
def _asked_twice(w, v, grad_fn, lr, beta):
    v_new = beta * v - lr * grad_fn(w + beta * v)
    return w + beta * v - lr * grad_fn(w + beta * v), v_new


@wrong_nesterov_step(
    _("Both results are right, but in the wrong order: return the weights first, then the velocity."),
    see="momentum.html#nesterov",
)
def _swapped(w, v, grad_fn, lr, beta):
    return nesterov_step(w, v, grad_fn, lr, beta)[::-1]


@wrong_nesterov_step(CHANGED, see="momentum.html#nesterov")
def _in_place(w, v, grad_fn, lr, beta):
    v *= beta
    v -= lr * grad_fn(w + v)
    w += v
    return w, v
