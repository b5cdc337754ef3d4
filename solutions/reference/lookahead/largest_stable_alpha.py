"""How far back Lookahead must step to tame an inner method that flies off by itself."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def largest_stable_alpha(curvatures, lr, k):
    """The bound α* ≤ 1 below which every α > 0 makes Lookahead converge; 0.0 where no α does.

    The inner method is gradient descent with the learning rate lr > 0 on ½ Σ λᵢwᵢ²; `curvatures` are the λᵢ > 0, (d,).
    A round multiplies coordinate i by 1 − α(1 − Qᵢ) with Qᵢ = (1 − lr·λᵢ)ᵏ, which lies between −1 and 1 for
    Qᵢ < 1 and α < 2/(1 − Qᵢ).
    """
    rounds = (1 - lr * curvatures) ** k
    if rounds.max() >= 1:
        return 0.0
    return min(1.0, 2 / (1 - rounds.min()))


CONVERGES = _("an inner method that converges by itself")
ODD = _("one that flies off, with an odd number of steps")
EVEN = _("one that flies off, with an even number of steps")


def _case(part, steepest, k, rng):
    """Curvatures in any order; the inner step multiplies the steepest direction by 1 − steepest."""
    lr = rng.uniform(0.2, 0.8)
    others = rng.uniform(0.1, 0.9, rng.integers(1, 4))
    return Case({"curvatures": rng.permutation([steepest, *others]) / lr, "lr": lr, "k": k}, part)


def _cases(rng):
    for k in (3, 5):
        yield _case(CONVERGES, rng.uniform(1.7, 1.9), k, rng)
        yield _case(ODD, rng.uniform(2.1, 2.3), k, rng)
        yield _case(ODD, rng.uniform(2.3, 2.5), k, rng)
    for k in (2, 4):
        yield _case(CONVERGES, rng.uniform(1.3, 1.8), k, rng)
        yield _case(EVEN, rng.uniform(2.05, 2.15), k, rng)
        yield _case(EVEN, rng.uniform(2.2, 2.5), k, rng)
    yield Case({"curvatures": np.array([4.0, 1.0]), "lr": 0.5, "k": 2}, EVEN)  # neither comes nearer nor flies off


def _example(part, curvatures, lr, k):
    return Case({"curvatures": np.array(curvatures), "lr": lr, "k": k}, part)


exercise(
    largest_stable_alpha,
    cases=_cases,
    examples=[
        _example(CONVERGES, [0.25, 3.0], 0.6, 3),
        _example(CONVERGES, [0.5, 0.25], 0.4, 2),
        _example(ODD, [1.0, 6.0], 0.5, 3),
        _example(ODD, [9.0, 1.0, 2.0], 0.25, 5),
        _example(EVEN, [1.5, 6.0], 0.5, 2),
        _example(EVEN, [4.25, 1.0], 0.5, 2),
        _example(EVEN, [4.0, 1.0], 0.5, 2),
    ],
    parts={CONVERGES: 1, ODD: 1, EVEN: 1},
    tolerance=Tolerance(relative=1e-5),  # a power of a difference: float32 loses two digits more than elsewhere
)


@misconception(
    largest_stable_alpha,
    _(
        "You took the size of the round's factor, |Q|. With an even k the finish lies on the side of the start, "
        "farther out: every point of the line between them that is not the start is farther out, too."
    ),
    see="lookahead.html#calmer-worth",
)
def _parity_forgotten(curvatures, lr, k):
    return min(1.0, 2 / (1 + np.abs(1 - lr * curvatures).max() ** k))


@misconception(
    largest_stable_alpha,
    _(
        "You gave up where the inner method flies off by itself. With an odd k its finish lies beyond the minimum: "
        "walk along the line from the start to it, and you come past the minimum."
    ),
    see="lookahead.html#calmer-worth",
)
def _given_up(curvatures, lr, k):
    return 1.0 if np.abs(1 - lr * curvatures).max() < 1 else 0.0


@misconception(
    largest_stable_alpha,
    _(
        "1/(1 − Q) is the α that brings the steepest direction to the minimum in one round. Up to twice that a round "
        "still ends nearer than it began."
    ),
    see="lookahead.html#calmer-worth",
)
def _fastest_alpha(curvatures, lr, k):
    rounds = (1 - lr * curvatures) ** k
    return 0.0 if rounds.max() >= 1 else min(1.0, 1 / (1 - rounds.min()))


@misconception(
    largest_stable_alpha,
    _("You looked at the flattest direction. One α serves all, and it is the steepest that flies off first."),
    see="lookahead.html#calmer-worth",
)
def _flattest_direction(curvatures, lr, k):
    return largest_stable_alpha(curvatures.min(keepdims=True), lr, k)


@misconception(
    largest_stable_alpha,
    _("You stepped back after every single step. A round has k of them: its factor is (1 − lr·λ) to the power k."),
    see="lookahead.html#slow-and-fast",
)
def _one_step_a_round(curvatures, lr, k):
    return largest_stable_alpha(curvatures, lr, 1)


@misconception(
    largest_stable_alpha,
    _("Your α exceeds 1 where the inner method converges by itself. The exercise asks for a bound of at most 1."),
    see="lookahead.html#slow-and-fast",
)
def _beyond_the_finish(curvatures, lr, k):
    rounds = (1 - lr * curvatures) ** k
    return 0.0 if rounds.max() >= 1 else 2 / (1 - rounds.min())


@misconception(
    largest_stable_alpha,
    _(
        "You asked that α|Q| be below 1. But a round's end is (1 − α) times the start plus α times the finish, and the "
        "start pulls back, too: look at 1 − α + αQ."
    ),
    see="lookahead.html#calmer-worth",
)
def _start_forgotten(curvatures, lr, k):
    return min(1.0, 1 / np.abs(1 - lr * curvatures).max() ** k)


@misconception(
    largest_stable_alpha,
    _(
        "Your formula 2/(1 − Q) goes below 0, or divides by 0, where a round leads away from the minimum (Q ≥ 1). "
        "There no α converges: return 0."
    ),
    see="lookahead.html#calmer-worth",
)
def _below_zero(curvatures, lr, k):
    with np.errstate(divide="ignore"):
        return min(1.0, (2 / (1 - (1 - lr * curvatures) ** k)).min())
