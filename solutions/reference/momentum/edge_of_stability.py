"""The largest learning rate that a method bears, found by trying."""

from functools import partial

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from ravine.problems import BlackBox

LARGEST, LONG = 20.0, 1_000_000  # no box's edge lies beyond; so many steps tell also beside the edge


def edge_of_stability(distance):
    """The learning rate below which a black box comes to the minimum, and above which it flies off, by bisection.

    distance(lr, steps): how far the box is from the minimum after so many steps, from 1. The edge is between 0 and 20.
    """
    low, high = 0.0, LARGEST
    for _halving in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if distance(middle, LONG) < 1 else (low, middle)
    return low


DESCENT = _("a box without memory")
BALL = _("a box with a heavy ball")
OTHERS = _("boxes with other methods")
EDGES = {  # at curvature 1, where an eigenvalue of the step passes −1
    "heavy ball": lambda beta: 2 * (1 + beta),
    "nesterov": lambda beta: 2 * (1 + beta) / (1 + 2 * beta),
    "averaged": lambda beta: 2 * (1 + beta) / (1 - beta),
    "reversed": lambda beta: 2 * (1 - beta),
}


def _case(part, method, beta, edge):
    """A box whose curvature puts its edge there."""
    box = BlackBox(method, EDGES[method](beta) / edge, beta)
    return Case({"distance": box.distance}, part, calls=False)


def _cases(rng):
    def edge(low, high):
        """Not near a multiple of a tenth, where a rough search would find it."""
        return rng.integers(10 * low, 10 * high) / 10 + rng.uniform(0.03, 0.07)

    yield _case(DESCENT, "heavy ball", 0.0, edge(0.3, 9.0))
    yield _case(BALL, "heavy ball", rng.uniform(0.5, 0.7), edge(0.3, 9.0))
    yield _case(BALL, "heavy ball", rng.uniform(0.7, 0.9), edge(0.3, 9.0))
    for method in ("nesterov", "averaged", "reversed"):
        yield _case(OTHERS, method, rng.uniform(0.5, 0.9), edge(0.3, 9.0))


def _example(part, method, beta, curvature):
    return Case({"distance": BlackBox(method, curvature, beta).distance}, part, calls=False)


exercise(
    edge_of_stability,
    cases=_cases,
    examples=[
        _example(DESCENT, "heavy ball", 0.0, 3.2),
        _example(BALL, "heavy ball", 0.9, 4.0),
        _example(OTHERS, "nesterov", 0.9, 1.0),
        _example(OTHERS, "reversed", 0.9, 0.8),
        _example(OTHERS, "averaged", 0.5, 1.6),
    ],
    parts={DESCENT: 1, BALL: 1, OTHERS: 1},
    tolerance=Tolerance(relative=1e-3, absolute=0.0),
)

wrong_edge = partial(misconception, edge_of_stability, see="momentum.html#regimes")


def _bisected(is_stable):
    low, high = 0.0, LARGEST
    for _halving in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if is_stable(middle) else (low, middle)
    return low


@wrong_edge(
    _(
        "You looked at one step. From rest the first step of each of these methods goes along the gradient; only from "
        "the second on does the box show that it has a memory."
    )
)
def _one_step(distance):
    return _bisected(lambda lr: distance(lr, 1) < 1)


@wrong_edge(
    _(
        "You looked at ten steps. What swings may be on its way out then and come back, or on its way through the "
        "minimum and leave: what it does in the end shows after many steps."
    )
)
def _ten_steps(distance):
    return _bisected(lambda lr: distance(lr, 10) < 1)


@wrong_edge(
    _(
        "You asked that every step come nearer. A ball that swings around the minimum goes away from it again and "
        "again, and still comes to rest there."
    )
)
def _nearer_at_every_step(distance):
    def comes_nearer(lr):
        return all(distance(lr, steps) <= distance(lr, steps - 1) for steps in range(1, 13))

    return _bisected(comes_nearer)


@wrong_edge(
    _("You returned the rate that comes nearest to the minimum. That is the best rate, not the last stable one.")
)
def _best_rate(distance):
    rates = np.geomspace(0.001, LARGEST, 60)
    return float(rates[np.argmin([distance(lr, 25) for lr in rates])])


@wrong_edge(_("You tried rates a tenth apart. Between the last that is stable and the next halve, and halve again."))
def _to_a_tenth(distance):
    return np.floor(10 * edge_of_stability(distance)) / 10


@wrong_edge(
    _(
        "You waited until the distance was huge after a few steps. Just beyond the edge it grows slowly: ask whether "
        "it has grown at all, after very many."
    )
)
def _waits_for_an_explosion(distance):
    return _bisected(lambda lr: distance(lr, 10) < 1e6)


@wrong_edge(
    _(
        "You returned one over the edge, which grows with the curvature. The steeper the valley, the shorter the steps "
        "that it bears."
    )
)
def _reciprocal(distance):
    return 1 / edge_of_stability(distance)
