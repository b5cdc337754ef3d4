"""Lookahead whose α is where the fitted parabola is lowest."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from ravine.problems import HeavyBall, QuadraticForm
from solutions.reference.lookahead._shared import ONE_ROUND, SEVERAL_ROUNDS, rotation, symmetric
from solutions.reference.lookahead.best_alpha import best_alpha, not_clipped, two_lost
from solutions.reference.lookahead.fit_quadratic import fit_quadratic


def lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    """Lookahead with each round's α at the parabola's minimum (the lecture).

    Returns the slow weights, shape (rounds + 1, d), first row w0, and the alphas, shape (rounds,). A round costs
    k inner steps, the loss at its start and at its finish, and the gradient at its finish.
    """
    slow, alphas = [w0], []
    for _round in range(rounds):
        start = finish = slow[-1]
        for _step in range(k):
            finish = inner_step(finish)
        slope = grad(finish) @ (finish - start)
        a, b, _c = fit_quadratic(loss(start), loss(finish), slope)
        alphas.append(best_alpha(a, b, low, high))
        slow.append((1 - alphas[-1]) * start + alphas[-1] * finish)
    return np.array(slow), np.array(alphas)


END_OF_RANGE = _("α at the end of its range")


def _fitted_case(rng, part, lr, k, rounds, **bounds):
    """It starts off both axes; along the steep one the inner steps overshoot, so that the first α is inside (0, 1)."""
    flat, steep, angle = rng.uniform(0.05, 0.2), rng.uniform(1.8, 2.2), rng.uniform(0.2, 1.3)
    matrix = symmetric([flat, steep], angle)
    centre = tuple(rng.uniform(-1, 1, 2).tolist())
    surface = QuadraticForm(matrix, centre)
    return Case(
        {
            "loss": surface.value,
            "grad": surface.gradient,
            "inner_step": HeavyBall(matrix, centre, lr / steep).step,
            "w0": np.array(centre) + rotation(angle) @ (rng.uniform(1, 2, 2) * rng.choice([-1, 1], 2)),
            "k": k,
            "rounds": rounds,
            **bounds,
        },
        part,
    )


def _fitted_cases(rng):
    for k in (1, 3):
        yield _fitted_case(rng, ONE_ROUND, rng.uniform(1.7, 1.9), k, 1)
        yield _fitted_case(rng, SEVERAL_ROUNDS, rng.uniform(1.7, 1.9), k, 3)
    yield _fitted_case(rng, END_OF_RANGE, rng.uniform(0.1, 0.2), 3, 1)
    yield _fitted_case(rng, END_OF_RANGE, -rng.uniform(0.2, 0.4), 1, 1)  # uphill: α at the lower end
    yield _fitted_case(rng, END_OF_RANGE, rng.uniform(1.7, 1.9), 1, 1, low=0.8, high=0.95)


_PARABOLA = QuadraticForm(((1.0,),), (0.0,))
_PLANE_RAVINE = QuadraticForm(((1.0, 0.0), (0.0, 2.0)), (0.0, 0.0))


def _plane_ravine(part, k, rounds, high):
    """Here no line leads to the minimum, so that α is never the quotient of two rounding errors."""
    inner = HeavyBall(_PLANE_RAVINE.matrix, _PLANE_RAVINE.centre, 0.75).step
    inputs = {"loss": _PLANE_RAVINE.value, "grad": _PLANE_RAVINE.gradient, "inner_step": inner}
    return Case({**inputs, "w0": np.array([4.0, 1.0]), "k": k, "rounds": rounds, "low": 0.0, "high": high}, part)


_FITTED_EXAMPLES = [
    Case(
        {
            "loss": _PARABOLA.value,
            "grad": _PARABOLA.gradient,
            "inner_step": HeavyBall(((1.0,),), (0.0,), 1.5).step,  # w → −w/2
            "w0": np.array([2.0]),
            "k": 1,
            "rounds": 1,
            "low": 0.0,
            "high": 1.0,
        },
        ONE_ROUND,
    ),
    _plane_ravine(SEVERAL_ROUNDS, 2, 3, high=2.0),
    _plane_ravine(END_OF_RANGE, 1, 2, high=31 / 32),
    Case(
        {
            "loss": _PARABOLA.value,
            "grad": _PARABOLA.gradient,
            "inner_step": HeavyBall(((1.0,),), (0.0,), -0.5).step,  # uphill, w → 3w/2: the minimum lies behind
            "w0": np.array([2.0]),
            "k": 1,
            "rounds": 1,
            "low": 0.125,
            "high": 0.75,
        },
        END_OF_RANGE,
    ),
]

exercise(
    lookahead_fitted,
    cases=_fitted_cases,
    examples=_FITTED_EXAMPLES,
    parts={ONE_ROUND: 1, SEVERAL_ROUNDS: 2, END_OF_RANGE: 1},
    returns=("slow", "alphas"),
    tolerance=Tolerance(relative=1e-5, absolute=1e-6),  # weights about 1, and α fitted in float32
)


def _fitted(loss, grad, inner_step, w0, k, rounds, low, high, *, slope=None, alpha=best_alpha, mix=None, go_on=False):
    """`lookahead_fitted` with one of its pieces replaced."""
    slope = slope or (lambda start, finish: grad(finish) @ (finish - start))
    mix = mix or (lambda start, finish, alpha: (1 - alpha) * start + alpha * finish)
    slow, alphas, fast = [w0], [], w0
    for _round in range(rounds):
        start = slow[-1]
        finish = fast if go_on else start
        for _step in range(k):
            finish = inner_step(finish)
        fast = finish
        a, b, _c = fit_quadratic(loss(start), loss(finish), slope(start, finish))
        alphas.append(alpha(a, b, low, high))
        slow.append(mix(start, finish, alphas[-1]))
    return np.array(slow), np.array(alphas)


@misconception(
    lookahead_fitted,
    _("The gradient is asked for at the start of the round. The slope L′(1) belongs to its finish, where α = 1."),
    see="lookahead.html#parabola",
)
def gradient_at_the_start(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(
        loss, grad, inner_step, w0, k, rounds, low, high, slope=lambda start, finish: grad(start) @ (finish - start)
    )


@misconception(
    lookahead_fitted,
    _(
        "The slope has the wrong sign: α grows from the start to the finish, so the direction of the line is "
        "finish − start."
    ),
    see="lookahead.html#parabola",
)
def direction_reversed(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(
        loss, grad, inner_step, w0, k, rounds, low, high, slope=lambda start, finish: grad(finish) @ (start - finish)
    )


@misconception(
    lookahead_fitted,
    _(
        "The slope along the line is the gradient's product with finish − start, not the gradient's length: the "
        "chain rule brings in how far α moves the weights."
    ),
    see="lookahead.html#slope-at-finish",
)
def length_of_the_gradient(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(
        loss, grad, inner_step, w0, k, rounds, low, high, slope=lambda start, finish: np.linalg.norm(grad(finish))
    )


@misconception(
    lookahead_fitted,
    _("α is not kept within [low, high]: outside, the parabola is a guess about a region that no step has seen."),
    see="lookahead.html#guard",
)
def fitted_alpha_not_clipped(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(loss, grad, inner_step, w0, k, rounds, low, high, alpha=not_clipped)


@misconception(
    lookahead_fitted,
    _("The two ends are swapped: with α = 1 the round should end at the finish of the inner steps."),
    see="lookahead.html#slow-and-fast",
)
def fitted_ends_swapped(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(
        loss, grad, inner_step, w0, k, rounds, low, high,
        mix=lambda start, finish, alpha: alpha * start + (1 - alpha) * finish,
    )  # fmt: skip


@misconception(
    lookahead_fitted,
    _("The next round goes on from where the inner steps ended. It should begin at the slow weights."),
    see="lookahead.html#slow-and-fast",
)
def fitted_fast_weights_go_on(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(loss, grad, inner_step, w0, k, rounds, low, high, go_on=True)


@misconception(
    lookahead_fitted,
    _("α is fitted in the first round only. Every round has its own line, and so its own parabola and α."),
    see="lookahead.html#best-alpha",
)
def fitted_once(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    first = []

    def alpha(a, b, low, high):
        first.append(best_alpha(a, b, low, high))
        return first[0]

    return _fitted(loss, grad, inner_step, w0, k, rounds, low, high, alpha=alpha)


@misconception(
    lookahead_fitted,
    _(
        "The numbers are right, but you asked for the same losses again. On a network each is a pass over the data: "
        "ask once at the start and once at the finish, and keep the answers."
    ),
    see="lookahead.html#lookahead-cost",
)
def losses_asked_again(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    def twice(w):
        loss(w)
        return loss(w)

    return lookahead_fitted(twice, grad, inner_step, w0, k, rounds, low, high)


@misconception(
    lookahead_fitted,
    _(
        "The numbers are right, but you asked for more gradients than you use. One a round is enough: the one at the "
        "finish."
    ),
    see="lookahead.html#lookahead-cost",
)
def gradients_asked_again(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    def twice(w):
        grad(w)
        return grad(w)

    return lookahead_fitted(loss, twice, inner_step, w0, k, rounds, low, high)


@misconception(
    lookahead_fitted,
    _(
        "The picked α is the one for which the parabola comes back to its value at the start, −b/a. Its lowest point "
        "lies half way: −b/(2a)."
    ),
    see="lookahead.html#best-alpha",
)
def fitted_two_lost(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return _fitted(loss, grad, inner_step, w0, k, rounds, low, high, alpha=two_lost)


@misconception(
    lookahead_fitted,
    _("Both results are right, but in the wrong order: return the slow weights first, then the alphas."),
    see="lookahead.html#best-alpha",
)
def fitted_results_swapped(loss, grad, inner_step, w0, k, rounds, low=0.0, high=1.0):
    return lookahead_fitted(loss, grad, inner_step, w0, k, rounds, low, high)[::-1]
