"""Chapter 3, momentum: the right functions, and beside each the wrong ones that students write.

Arrays are float64 of any one shape with at least one axis; `grad` has the shape of the weights. Draws keep the terms
of a sum apart in size, so that no result is the small difference of large numbers: every correct way of computing
it, float32 too, then agrees within the tolerance.
"""

from functools import partial

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from ravine.problems import QuadraticForm

STEP = Tolerance(relative=1e-5)  # float32 arithmetic differs by up to 3e-6 on these draws

SHAPES = ((5,), (1,), (2, 3), (3, 1, 2))

FROM_REST = _("the first step, from rest")
MOVING = _("later steps, with a velocity")
ANY_SHAPE = _("arrays of any shape")

CHANGED = _(
    "The numbers are right, but `+=`, `-=` and `*=` on an array write into the array itself, and that one belongs to "
    "the caller: whoever keeps the old values, to draw a path for example, finds them overwritten. Make new arrays."
)


def _signed(rng, low, high, shape):
    """Numbers of either sign with size in [low, high]."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(low, high, shape)


def _rates(rng):
    return {"lr": rng.uniform(0.05, 0.25), "beta": rng.uniform(0.6, 0.95)}


# ---------------------------------------------------------------------------------------------- the rolling ball

COASTING = _("a moving ball without friction")
BRAKED = _("a moving ball with friction")


def _ball_case(part, rng, shape=(5,), at_rest=False, friction=None):
    return Case(
        {
            "x": _signed(rng, 3, 6, shape),
            "v": np.zeros(shape) if at_rest else _signed(rng, 1, 2, shape),
            "grad": _signed(rng, 0.5, 2, shape),
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
    _ball_example(FROM_REST, [1.0, -3.0], [0.0, 0.0], [8.0, -16.0], 4.0, 2.0, 0.5),
    _ball_example(COASTING, [1.0, -3.0], [4.0, -8.0], [8.0, -16.0], 4.0, 0.0, 0.5),
    _ball_example(BRAKED, [1.0, -3.0], [4.0, -8.0], [8.0, -16.0], 4.0, 2.0, 0.5),
    _ball_example(ANY_SHAPE, [[1.0], [2.0]], [[4.0], [0.0]], [[-8.0], [8.0]], 4.0, 2.0, 0.5),
)


@exercise(
    cases=_ball_cases,
    examples=_BALL_EXAMPLES,
    parts={FROM_REST: 1, COASTING: 1, BRAKED: 1, ANY_SHAPE: 1},
    returns=("the new x", "the new v"),
    tolerance=STEP,
)
def ball_step(x, v, grad, mass, friction, dt):
    """One semi-implicit Euler step of m·dv/dt = −∇L(x) − γv, dx/dt = v: first v, then x with the new v.

    x, v and grad = ∇L(x) have one shape; mass m > 0, friction γ ≥ 0, time step dt > 0. Returns (x′, v′).
    """
    v = v + dt / mass * (-grad - friction * v)
    return x + dt * v, v


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


# ------------------------------------------------------------------------------------- from the ball to momentum

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


@exercise(
    cases=_constants_cases,
    examples=(
        Case({"mass": 8.0, "friction": 0.0, "dt": 2.0}, NO_FRICTION),
        Case({"mass": 8.0, "friction": 1.0, "dt": 2.0}, LIGHT_FRICTION),
        Case({"mass": 8.0, "friction": 6.0, "dt": 2.0}, STRONG_FRICTION),
    ),
    parts={NO_FRICTION: 1, LIGHT_FRICTION: 2, STRONG_FRICTION: 1},
    returns=("lr", "beta"),
    tolerance=STEP,
)
def momentum_from_ball(mass, friction, dt):
    """(α, β) = (Δt²/m, 1 − γΔt/m): the momentum step that is `ball_step` with the velocity measured in Δt·v.

    Positive mass and time step, friction γ ≥ 0, all numbers.
    """
    return dt**2 / mass, 1 - friction * dt / mass


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


# ------------------------------------------------------------------------------------------------- the momentum step


def _momentum_case(part, rng, shape=(5,), at_rest=False):
    return Case(
        {
            "w": _signed(rng, 3, 6, shape),
            "v": np.zeros(shape) if at_rest else _signed(rng, 1, 2, shape),
            "grad": _signed(rng, 0.5, 2, shape),
            **_rates(rng),
        },
        part,
    )


def _momentum_cases(rng):
    yield _momentum_case(FROM_REST, rng, at_rest=True)
    for _i in range(2):
        for shape in SHAPES:
            yield _momentum_case(MOVING if shape == (5,) else ANY_SHAPE, rng, shape)


def _momentum_example(part, w, v, grad, lr=0.5, beta=0.75):
    return Case({"w": np.array(w), "v": np.array(v), "grad": np.array(grad), "lr": lr, "beta": beta}, part)


_MOMENTUM_EXAMPLES = (
    _momentum_example(FROM_REST, [1.0, 2.0], [0.0, 0.0], [4.0, -8.0]),
    _momentum_example(MOVING, [1.0, 2.0], [8.0, -4.0], [4.0, -8.0]),
    _momentum_example(ANY_SHAPE, [[1.0], [2.0]], [[4.0], [8.0]], [[-8.0], [0.0]]),
)


@exercise(
    cases=_momentum_cases,
    examples=_MOMENTUM_EXAMPLES,
    parts={FROM_REST: 1, MOVING: 1, ANY_SHAPE: 1},
    returns=("the new w", "the new v"),
    tolerance=STEP,
)
def momentum_step(w, v, grad, lr, beta):
    """One heavy-ball step (Polyak 1964): v′ = βv − lr·grad, w′ = w + v′.

    w, v and grad = ∇L(w) have one shape. Returns (w′, v′).
    """
    v = beta * v - lr * grad
    return w + v, v


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


# --------------------------------------------------------------------------------------- the best α and β of a ravine

BOWL = _("a round bowl, μ = L")
RAVINE = _("a ravine, μ < L")


def _ravine_cases(rng):
    yield Case(dict.fromkeys(("mu", "L"), rng.uniform(0.2, 5)), BOWL)
    for smallest, largest in (1.5, 10), (1.5, 10), (10, 1000), (10, 1000), (1e4, 1e6):
        mu = rng.uniform(0.2, 5)
        kappa = np.exp(rng.uniform(np.log(smallest), np.log(largest)))
        yield Case({"mu": mu, "L": kappa * mu}, RAVINE)


@exercise(
    cases=_ravine_cases,
    examples=(
        Case({"mu": 4.0, "L": 4.0}, BOWL),
        Case({"mu": 1.0, "L": 9.0}, RAVINE),
        Case({"mu": 4.0, "L": 36.0}, RAVINE),
    ),
    parts={BOWL: 1, RAVINE: 2},
    returns=("lr", "beta"),
    tolerance=STEP,
)
def optimal_heavy_ball(mu, L):
    """(lr, β) with the fastest heavy ball on quadratics with eigenvalues in [μ, L], 0 < μ ≤ L (Polyak 1964).

    lr = 4/(√L + √μ)², β = ((√L − √μ)/(√L + √μ))²; the error then shrinks by (√κ − 1)/(√κ + 1) a step, κ = L/μ.
    """
    total = np.sqrt(L) + np.sqrt(mu)
    return 4 / total**2, ((np.sqrt(L) - np.sqrt(mu)) / total) ** 2


wrong_optimal_heavy_ball = partial(misconception, optimal_heavy_ball)


@wrong_optimal_heavy_ball(
    _(
        "The roots are missing: your formulas hold the eigenvalues themselves. It is √μ and √L that decide, and that "
        "√ is all that momentum gains over gradient descent."
    ),
    see="momentum.html#best-parameters",
)
def _roots_forgotten(mu, L):
    return 4 / (L + mu) ** 2, ((L - mu) / (L + mu)) ** 2


@wrong_optimal_heavy_ball(
    _("The learning rate is right, but β is made of μ and L themselves: the roots are missing there."),
    see="momentum.html#best-parameters",
)
def _beta_without_roots(mu, L):
    return optimal_heavy_ball(mu, L)[0], ((L - mu) / (L + mu)) ** 2


@wrong_optimal_heavy_ball(
    _(
        "The learning rate is right; your β is the rate at which the error shrinks. That rate is √β: a step of the "
        "heavy ball holds β as the product of two roots of that size."
    ),
    see="momentum.html#best-parameters",
)
def _beta_not_squared(mu, L):
    lr, beta = optimal_heavy_ball(mu, L)
    return lr, np.sqrt(beta)


@wrong_optimal_heavy_ball(
    _("β is right, but the learning rate lacks its square: check its unit, which must be one over that of L."),
    see="momentum.html#best-parameters",
)
def _lr_not_squared(mu, L):
    return 2 / (np.sqrt(L) + np.sqrt(mu)), optimal_heavy_ball(mu, L)[1]


@wrong_optimal_heavy_ball(
    _("Both squares are missing: check the learning rate's unit, and whether β is the rate or the rate's square."),
    see="momentum.html#best-parameters",
)
def _nothing_squared(mu, L):
    lr, beta = optimal_heavy_ball(mu, L)
    return np.sqrt(lr), np.sqrt(beta)


@wrong_optimal_heavy_ball(
    _(
        "β is right, but 2/(L + μ) is the best learning rate of plain gradient descent. With momentum longer steps are "
        "stable: find where both ends of the spectrum shrink equally fast."
    ),
    see="momentum.html#best-parameters",
)
def _lr_of_gradient_descent(mu, L):
    return 2 / (L + mu), optimal_heavy_ball(mu, L)[1]


@wrong_optimal_heavy_ball(
    _(
        "These are Nesterov's parameters for a convex function, 1/L and (√κ − 1)/(√κ + 1). The heavy ball on a "
        "quadratic does better with other ones."
    ),
    see="momentum.html#best-parameters",
)
def _nesterov_parameters(mu, L):
    return 1 / L, np.sqrt(optimal_heavy_ball(mu, L)[1])


@wrong_optimal_heavy_ball(
    _(
        "β is right, but 1/L is a cautious learning rate. The best one makes both ends of the spectrum, μ and L, "
        "shrink equally fast."
    ),
    see="momentum.html#best-parameters",
)
def _lr_one_over_L(mu, L):
    return 1 / L, optimal_heavy_ball(mu, L)[1]


@wrong_optimal_heavy_ball(
    _(
        "β = (1 − √(μ/L))² is the best for the learning rate 1/L. With both free, a longer step and a smaller β do "
        "better: let both ends of the spectrum shrink equally fast."
    ),
    see="momentum.html#best-parameters",
)
def _best_beta_for_one_over_L(mu, L):
    return 1 / L, (1 - np.sqrt(mu / L)) ** 2


@wrong_optimal_heavy_ball(
    _("β is right, but the learning rate is four times too small: a factor was lost on the way."),
    see="momentum.html#best-parameters",
)
def _four_forgotten(mu, L):
    lr, beta = optimal_heavy_ball(mu, L)
    return lr / 4, beta


@wrong_optimal_heavy_ball(
    _("Both numbers are right, but in the wrong order: return the learning rate first, then β."),
    see="momentum.html#best-parameters",
)
def _swapped(mu, L):
    return optimal_heavy_ball(mu, L)[::-1]


# -------------------------------------------------------------------------------------------------- Nesterov's step

ONE_GRADIENT = _("one gradient a step, at the right point")


def _nesterov_case(part, rng, shape=(5,), at_rest=False, surface=None, **compared):
    return Case(
        {
            "w": _signed(rng, 3, 6, shape),
            "v": np.zeros(shape) if at_rest else _signed(rng, 1, 2, shape),
            "grad_fn": (surface or _bowl(rng, shape[-1])).gradient,
            **_rates(rng),
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


def _nesterov_example(part, w, v, surface, lr=0.5, beta=0.5, **compared):
    inputs = {"w": np.array(w), "v": np.array(v), "grad_fn": surface.gradient, "lr": lr, "beta": beta}
    return Case(inputs, part, **compared)


_STEEP = QuadraticForm(((2.0, 0.0), (0.0, 4.0)))

_NESTEROV_EXAMPLES = (
    _nesterov_example(FROM_REST, [1.0, 2.0], [0.0, 0.0], _STEEP, calls=False),
    _nesterov_example(MOVING, [1.0, 2.0], [4.0, -2.0], _STEEP, calls=False),
    _nesterov_example(ANY_SHAPE, [[1.0, 2.0], [0.0, 3.0]], [[4.0, -2.0], [2.0, 0.0]], _STEEP, calls=False),
    _nesterov_example(ONE_GRADIENT, [1.0, 2.0], [4.0, -2.0], _STEEP),
)


@exercise(
    cases=_nesterov_cases,
    examples=_NESTEROV_EXAMPLES,
    parts={FROM_REST: 1, MOVING: 1, ANY_SHAPE: 1, ONE_GRADIENT: 1},
    returns=("the new w", "the new v"),
    tolerance=STEP,
)
def nesterov_step(w, v, grad_fn, lr, beta):
    """One step of Nesterov's method (Nesterov 1983, as in Sutskever et al. 2013): the gradient is asked for once, at
    the look-ahead point: v′ = βv − lr·∇L(w + βv), w′ = w + v′.

    `grad_fn` maps points to gradients of the same shape. Returns (w′, v′).
    """
    v = beta * v - lr * grad_fn(w + beta * v)
    return w + v, v


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


# --------------------------------------------------------------------------------- Nesterov's step, rewritten


def _look_ahead(case):
    """The same inputs, with the weights under the name u."""
    inputs = dict(case.inputs)
    return Case({"u": inputs.pop("w"), **inputs}, case.part)


@exercise(
    cases=lambda rng: map(_look_ahead, _momentum_cases(rng)),
    examples=map(_look_ahead, _MOMENTUM_EXAMPLES),
    parts={FROM_REST: 1, MOVING: 1, ANY_SHAPE: 1},
    returns=("the new u", "the new v"),
    tolerance=STEP,
)
def nesterov_step_rewritten(u, v, grad, lr, beta):
    """Nesterov's step for the look-ahead point u = w + βv (PyTorch, Keras): v′ = βv − lr·grad, u′ = u + βv′ − lr·grad.

    u, v and grad = ∇L(u) have one shape. Equal to `nesterov_step` step by step. Returns (u′, v′).
    """
    v = beta * v - lr * grad
    return u + beta * v - lr * grad, v


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
