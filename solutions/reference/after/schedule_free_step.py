"""Schedule-free: one point runs, one averages, and the gradient is asked between them."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from ravine.problems import QuadraticForm
from solutions.reference.after._shared import DEFAULTS, TOLERANCE, a_case, array


def schedule_free_step(x, z, t, grad_fn, lr, beta=0.9):
    """Step t = 1, 2, … of schedule-free gradient descent (Defazio et al. 2024). Returns (x, z).

    z runs, x is the mean of all z after the start, and is what one evaluates; `grad_fn` is asked once, between them.
    """
    z = z - lr * grad_fn((1 - beta) * z + beta * x)
    return x + (z - x) / t, z


FIRST = _("the first step")
LATER = _("later steps")
ONE_GRADIENT = _("one gradient a step, at the right point")


def _bowl(rng):
    A = rng.normal(size=(3, 3))
    return QuadraticForm(tuple(map(tuple, (A @ A.T / 3 + np.eye(3)).tolist()))).gradient


def _free_cases(rng):
    for t in (1, 2, int(rng.integers(3, 8)), int(rng.integers(20, 60))):
        x, z = rng.uniform(0.5, 2, (2, 3)) * rng.choice([-1, 1], (2, 3))
        numbers = {"lr": rng.uniform(0.05, 0.3), "beta": rng.uniform(0.6, 0.85)}
        part = FIRST if t == 1 else LATER
        yield a_case(part, False, x=z if t == 1 else x, z=z, t=t, grad_fn=_bowl(rng), **numbers)
        yield a_case(ONE_GRADIENT, x=x, z=z, t=t, grad_fn=_bowl(rng), **numbers)
        yield a_case(DEFAULTS, False, x=x, z=z, t=t + 1, grad_fn=_bowl(rng), lr=numbers["lr"])
    yield a_case(LATER, False, x=x, z=z, t=4, grad_fn=_bowl(rng), lr=0.2, beta=rng.uniform(0.3, 0.4))


_PULL = QuadraticForm(((3.0,),)).gradient

exercise(
    schedule_free_step,
    cases=_free_cases,
    examples=[
        a_case(FIRST, False, x=array(2), z=array(2), t=1, grad_fn=_PULL, lr=0.1, beta=0.75),
        a_case(LATER, False, x=array(2), z=array(-1), t=2, grad_fn=_PULL, lr=0.1, beta=0.75),
        a_case(LATER, False, x=array(2), z=array(1), t=10, grad_fn=_PULL, lr=0.2, beta=0.6),
        a_case(ONE_GRADIENT, x=array(2), z=array(-1), t=5, grad_fn=_PULL, lr=0.1, beta=0.75),
        a_case(DEFAULTS, False, x=array(2), z=array(-1), t=3, grad_fn=_PULL, lr=0.1),
    ],
    parts={FIRST: 1, LATER: 2, ONE_GRADIENT: 1, DEFAULTS: 1},
    returns=("x", "z"),
    tolerance=TOLERANCE,
)


@misconception(
    schedule_free_step,
    _("The gradient is asked at the average x. It is asked between the two: at (1 − β)z + βx."),
    see="after-rates.html#schedule-free",
)
def gradient_at_x(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn(x)
    return x + (z - x) / t, z


@misconception(
    schedule_free_step,
    _("The gradient is asked at z: that is the mean of plain descent. It is asked between the two: at (1 − β)z + βx."),
    see="after-rates.html#schedule-free",
)
def gradient_at_z(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn(z)
    return x + (z - x) / t, z


@misconception(
    schedule_free_step,
    _("β and 1 − β are exchanged: at β = 0.9 nine tenths of the point are x."),
    see="after-rates.html#schedule-free",
)
def beta_exchanged(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn(beta * z + (1 - beta) * x)
    return x + (z - x) / t, z


@misconception(
    schedule_free_step,
    _("The step is taken from z. The point between is only where the gradient is asked."),
    see="after-rates.html#schedule-free",
)
def z_steps_from_y(x, z, t, grad_fn, lr, beta=0.9):
    y = (1 - beta) * z + beta * x
    z = y - lr * grad_fn(y)
    return x + (z - x) / t, z


@misconception(
    schedule_free_step,
    _("x takes in the new z; yours averages the one that came in, a step late."),
    see="after-rates.html#schedule-free",
)
def average_of_the_old_z(x, z, t, grad_fn, lr, beta=0.9):
    y = (1 - beta) * z + beta * x
    return x + (z - x) / t, z - lr * grad_fn(y)


@misconception(
    schedule_free_step,
    _(
        "1/(t + 1) is the formula of a t that counts from 0. Here t counts from 1, and after the first step x = "
        "z: the start is no member of the average."
    ),
    see="after-rates.html#schedule-free",
)
def one_over_t_plus_one(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn((1 - beta) * z + beta * x)
    return x + (z - x) / (t + 1), z


@misconception(
    schedule_free_step,
    _("Your x forgets with 1 − β. Here every z weighs the same, 1/t."),
    see="after-rates.html#averages",
)
def moving_average(x, z, t, grad_fn, lr, beta=0.9):
    z = z - lr * grad_fn((1 - beta) * z + beta * x)
    return beta * x + (1 - beta) * z, z


@misconception(
    schedule_free_step,
    _("`grad_fn` is asked twice. In a network every answer is a pass over the data: one a step."),
    see="after-rates.html#schedule-free",
)
def gradient_asked_twice(x, z, t, grad_fn, lr, beta=0.9):
    y = (1 - beta) * z + beta * x
    grad_fn(y)
    z = z - lr * grad_fn(y)
    return x + (z - x) / t, z
