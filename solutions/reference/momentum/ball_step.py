"""The rolling ball: one step of its motion."""

from functools import partial

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from solutions.reference.momentum._shared import ANY_SHAPE, CHANGED, FROM_REST, SHAPES, STEP, signed


def ball_step(x, v, grad, mass, friction, dt):
    """One semi-implicit Euler step of m·dv/dt = −∇L(x) − γv, dx/dt = v: first v, then x with the new v.

    x, v and grad = ∇L(x) have one shape; mass m > 0, friction γ ≥ 0, time step dt > 0. Returns (x′, v′).
    """
    v = v + dt / mass * (-grad - friction * v)
    return x + dt * v, v


COASTING = _("a moving ball without friction")
BRAKED = _("a moving ball with friction")


def _ball_case(part, rng, shape=(5,), at_rest=False, friction=None):
    return Case(
        {
            "x": signed(rng, 3, 6, shape),
            "v": np.zeros(shape) if at_rest else signed(rng, 1, 2, shape),
            "grad": signed(rng, 0.5, 2, shape),
            "mass": rng.uniform(1.5, 3),
            "friction": rng.uniform(0.5, 1.5) if friction is None else friction,
            "dt": rng.uniform(0.1, 0.4),
        },
        part,
    )


def _ball_cases(rng):
    yield _ball_case(FROM_REST, rng, at_rest=True)
    yield _ball_case(COASTING, rng, friction=0.0)
    for shape in SHAPES:
        yield _ball_case(BRAKED if shape == (5,) else ANY_SHAPE, rng, shape)


def _ball_example(part, x, v, grad, mass, friction, dt):
    arrays = {"x": np.array(x), "v": np.array(v), "grad": np.array(grad)}
    return Case(arrays | {"mass": mass, "friction": friction, "dt": dt}, part)


_BALL_EXAMPLES = (
    _ball_example(FROM_REST, [1.0, -3.0], [0.0, 0.0], [8.0, -16.0], 8.0, 3.0, 0.25),
    _ball_example(COASTING, [1.0, -3.0], [4.0, -8.0], [8.0, -16.0], 16.0, 0.0, 0.5),
    _ball_example(BRAKED, [1.0, -3.0], [4.0, -8.0], [8.0, -16.0], 2.0, 1.5, 0.25),
    _ball_example(ANY_SHAPE, [[1.0], [2.0]], [[4.0], [0.0]], [[-8.0], [8.0]], 16.0, 6.0, 0.5),
)

exercise(
    ball_step,
    cases=_ball_cases,
    examples=_BALL_EXAMPLES,
    parts={FROM_REST: 1, COASTING: 1, BRAKED: 1, ANY_SHAPE: 1},
    returns=("the new x", "the new v"),
    tolerance=STEP,
)

wrong_ball_step = partial(misconception, ball_step)


@wrong_ball_step(
    _(
        "You moved the ball with the velocity it had before the step. That is explicit Euler, which feeds energy into "
        "the ball. Let the force change the velocity first and the ball move after it."
    ),
    see="momentum.html#semi-implicit",
)
def _old_velocity(x, v, grad, mass, friction, dt):
    return x + dt * v, v + dt / mass * (-grad - friction * v)


@wrong_ball_step(
    _(
        "You moved the ball with the mean of the old and the new velocity (at school: x + v·t + ½a·t²). A good "
        "formula, but not the semi-implicit step: that one uses the new velocity alone."
    ),
    see="momentum.html#semi-implicit",
)
def _mean_velocity(x, v, grad, mass, friction, dt):
    v_new = v + dt / mass * (-grad - friction * v)
    return x + dt * (v + v_new) / 2, v_new


@wrong_ball_step(
    _(
        "The mass is missing: your ball takes up speed as if m were 1. Newton's law divides the whole force, slope and "
        "friction together, by the mass."
    ),
    see="momentum.html#discretisation",
)
def _mass_forgotten(x, v, grad, mass, friction, dt):
    v = v + dt * (-grad - friction * v)
    return x + dt * v, v


@wrong_ball_step(
    _(
        "Only the slope's force is divided by the mass, friction is not. Both are forces, and Newton's law divides "
        "their sum: look at the brackets."
    ),
    see="momentum.html#discretisation",
)
def _friction_not_divided(x, v, grad, mass, friction, dt):
    v = v - dt / mass * grad - dt * friction * v
    return x + dt * v, v


@wrong_ball_step(
    _(
        "Friction is divided by the mass twice. γ is the force for each unit of velocity; it becomes an acceleration "
        "by one division, the one that the slope's force gets too."
    ),
    see="momentum.html#discretisation",
)
def _friction_divided_twice(x, v, grad, mass, friction, dt):
    v = v + dt / mass * (-grad - friction / mass * v)
    return x + dt * v, v


@wrong_ball_step(
    _(
        "Friction takes its whole share γ/m of the velocity in one step, however short the step is. In the time Δt it "
        "takes only that part of it which belongs to Δt, as the slope's force does."
    ),
    see="momentum.html#discretisation",
)
def _friction_without_dt(x, v, grad, mass, friction, dt):
    v = v - dt / mass * grad - friction / mass * v
    return x + dt * v, v


@wrong_ball_step(
    _("Your ball rolls without friction: γ does nothing. What force does a moving ball feel against its motion?"),
    see="momentum.html#friction",
)
def _friction_forgotten(x, v, grad, mass, friction, dt):
    v = v - dt / mass * grad
    return x + dt * v, v


@wrong_ball_step(
    _(
        "Your friction drives the ball on: the faster it is, the harder it is pushed. Friction points against the "
        "velocity. Check its sign."
    ),
    see="momentum.html#friction",
)
def _friction_drives(x, v, grad, mass, friction, dt):
    v = v + dt / mass * (-grad + friction * v)
    return x + dt * v, v


@wrong_ball_step(
    _("Your ball rolls uphill. The gradient points up the slope; the force on the ball points the other way."),
    see="momentum.html#friction",
)
def _uphill(x, v, grad, mass, friction, dt):
    v = v + dt / mass * (grad - friction * v)
    return x + dt * v, v


@wrong_ball_step(
    _(
        "The velocity changes by the whole acceleration, as if the step lasted one unit of time. In a step of length "
        "Δt it changes by the acceleration times Δt."
    ),
    see="momentum.html#discretisation",
)
def _velocity_without_dt(x, v, grad, mass, friction, dt):
    v = v + (-grad - friction * v) / mass
    return x + dt * v, v


@wrong_ball_step(
    _(
        "The position changes by the whole velocity, as if the step lasted one unit of time. How far does a ball with "
        "velocity v come in the time Δt?"
    ),
    see="momentum.html#discretisation",
)
def _position_without_dt(x, v, grad, mass, friction, dt):
    v = v + dt / mass * (-grad - friction * v)
    return x + v, v


@wrong_ball_step(
    _(
        "You took the friction of the new velocity (implicit friction). It is a stable scheme, but the exercise asks "
        "for the friction that the old velocity feels, which leads to β = 1 − γΔt/m."
    ),
    see="momentum.html#discretisation",
)
def _implicit_friction(x, v, grad, mass, friction, dt):
    v = (v - dt / mass * grad) / (1 + dt * friction / mass)
    return x + dt * v, v


@wrong_ball_step(
    _("Both results are right, but in the wrong order: return the position first, then the velocity."),
    see="momentum.html#semi-implicit",
)
def _swapped(x, v, grad, mass, friction, dt):
    return ball_step(x, v, grad, mass, friction, dt)[::-1]


@wrong_ball_step(CHANGED, see="momentum.html#semi-implicit")
def _in_place(x, v, grad, mass, friction, dt):
    v += dt / mass * (-grad - friction * v)
    x += dt * v
    return x, v
