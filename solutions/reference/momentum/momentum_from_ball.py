"""From the ball to momentum: the learning rate and β that belong to a ball."""

from functools import partial

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from solutions.reference.momentum._shared import STEP


def momentum_from_ball(mass, friction, dt):
    """(α, β) = (Δt²/m, 1 − γΔt/m): the momentum step that is `ball_step` with the velocity measured in Δt·v.

    Positive mass and time step, friction γ ≥ 0, all numbers.
    """
    return dt**2 / mass, 1 - friction * dt / mass


NO_FRICTION = _("a ball without friction")
LIGHT_FRICTION = _("friction that slows the ball, γΔt < m")
STRONG_FRICTION = _("friction that turns the ball round in one step, γΔt > m")


def _constants_case(part, mass, dt, share):
    """A ball of which friction takes this share of the velocity, γΔt/m, in one step."""
    return Case({"mass": mass, "friction": share * mass / dt, "dt": dt}, part)


def _constants_cases(rng):
    def ball():
        return rng.uniform(1.5, 3), rng.uniform(0.1, 0.6)

    yield _constants_case(NO_FRICTION, *ball(), 0.0)
    for _i in range(3):
        yield _constants_case(LIGHT_FRICTION, *ball(), rng.uniform(0.1, 0.4))
        yield _constants_case(LIGHT_FRICTION, *ball(), rng.uniform(0.6, 0.9))
        yield _constants_case(STRONG_FRICTION, *ball(), rng.uniform(1.1, 1.9))


exercise(
    momentum_from_ball,
    cases=_constants_cases,
    examples=(
        Case({"mass": 4.0, "friction": 0.0, "dt": 0.5}, NO_FRICTION),
        Case({"mass": 8.0, "friction": 1.0, "dt": 2.0}, LIGHT_FRICTION),
        Case({"mass": 2.0, "friction": 6.0, "dt": 0.5}, STRONG_FRICTION),
    ),
    parts={NO_FRICTION: 1, LIGHT_FRICTION: 2, STRONG_FRICTION: 1},
    returns=("lr", "beta"),
    tolerance=STEP,
)

wrong_momentum_from_ball = partial(misconception, momentum_from_ball)


@wrong_momentum_from_ball(
    _(
        "Your learning rate holds Δt once. The momentum's velocity is a step, Δt times the ball's velocity: the force "
        "acts for Δt to change the velocity, and the velocity acts for Δt to move the ball."
    ),
    see="momentum.html#discretisation",
)
def _dt_not_squared(mass, friction, dt):
    return dt / mass, 1 - friction * dt / mass


@wrong_momentum_from_ball(
    _("The mass is missing from both. A heavy ball takes up speed slowly and loses it slowly."),
    see="momentum.html#discretisation",
)
def _mass_forgotten(mass, friction, dt):
    return dt**2, 1 - friction * dt


@wrong_momentum_from_ball(
    _("β is right, but the mass is missing from the learning rate: the same slope moves a heavy ball less."),
    see="momentum.html#discretisation",
)
def _mass_forgotten_in_lr(mass, friction, dt):
    return dt**2, 1 - friction * dt / mass


@wrong_momentum_from_ball(
    _("The learning rate is right, but the mass is missing from β: the same friction slows a heavy ball less."),
    see="momentum.html#discretisation",
)
def _mass_forgotten_in_beta(mass, friction, dt):
    return dt**2 / mass, 1 - friction * dt


@wrong_momentum_from_ball(
    _(
        "β is 1 minus the friction itself. How much of its velocity a ball loses in one step depends on the length of "
        "the step and on the mass too."
    ),
    see="momentum.html#discretisation",
)
def _friction_alone(mass, friction, dt):
    return dt**2 / mass, 1 - friction


@wrong_momentum_from_ball(
    _("The time step is missing from β: in a shorter step friction takes less of the velocity."),
    see="momentum.html#discretisation",
)
def _beta_without_dt(mass, friction, dt):
    return dt**2 / mass, 1 - friction / mass


@wrong_momentum_from_ball(
    _(
        "β holds Δt². Friction acts on the velocity alone, and only once in a step; it is the slope that goes through "
        "Δt twice."
    ),
    see="momentum.html#discretisation",
)
def _beta_with_dt_squared(mass, friction, dt):
    return dt**2 / mass, 1 - friction * dt**2 / mass


@wrong_momentum_from_ball(
    _(
        "Your β is the share of the velocity that friction takes. β is what multiplies the old velocity: the share "
        "that is left."
    ),
    see="momentum.html#friction",
)
def _what_friction_takes(mass, friction, dt):
    return dt**2 / mass, friction * dt / mass


@wrong_momentum_from_ball(
    _(
        "Your β has the opposite sign. It fits the slide, which prints −βv, but not v ← βv − α∇L, the momentum step of "
        "this course."
    ),
    see="momentum.html#lecture-sign",
)
def _sign_of_the_slide(mass, friction, dt):
    return dt**2 / mass, friction * dt / mass - 1


@wrong_momentum_from_ball(
    _(
        "You cut β off at 0. Strong friction or a long step does make β negative: the discretised ball is thrown back, "
        "and the formula should show it, not hide it."
    ),
    see="momentum.html#discretisation",
)
def _clipped(mass, friction, dt):
    return dt**2 / mass, max(0.0, 1 - friction * dt / mass)


@wrong_momentum_from_ball(
    _(
        "Your β is the exact decay exp(−γΔt/m) of a ball without slope. The Euler step replaces the exponential by its "
        "tangent: expand it to first order."
    ),
    see="momentum.html#discretisation",
)
def _exact_decay(mass, friction, dt):
    return dt**2 / mass, np.exp(-friction * dt / mass)


@wrong_momentum_from_ball(
    _("Both numbers are right, but in the wrong order: return the learning rate first, then β."),
    see="momentum.html#discretisation",
)
def _swapped(mass, friction, dt):
    return momentum_from_ball(mass, friction, dt)[::-1]
