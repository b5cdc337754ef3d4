"""How steep a ravine is, read off the footprints of a descent."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def estimate_kappa(path):
    """κ = λ_max/λ_min of a quadratic with two coordinates, from a path of gradient descent on it.

    path: (steps + 1, 2), steps ≥ 3. Learning rate, directions and minimum are unknown. Steps obey
    d_{t+1} = (I − αA) d_t, so that the matrix that leads from each to the next has the eigenvalues 1 − αλ.
    """
    steps = np.diff(path, axis=0)
    factors = np.linalg.eigvals(np.linalg.lstsq(steps[:-1], steps[1:])[0])
    return (1 - factors.min()) / (1 - factors.max())


ALONG = _("a ravine along the axes, its minimum at the origin")
TURNED = _("a turned ravine, its minimum elsewhere")
ZIGZAG = _("a path that zigzags")


def _path(factors, start, direction=(1.0, 0.0), minimum=(0.0, 0.0), steps=15):
    """A path whose coordinates along `direction`, of length 1, and across it shrink by these factors."""
    x, y = direction
    powers = np.power.outer(np.array(factors), np.arange(steps + 1)).T
    return powers * start @ np.array([[x, y], [-y, x]]) + minimum


def _case(part, rng, steepest, turned=(0.4, 1.1), kappa=(8, 30)):
    """The steep direction has α·λ = steepest. turned: by an angle between these; None where it is not."""
    angle = rng.uniform(*turned) if turned else 0.0
    factors = 1 - steepest / np.array([rng.uniform(*kappa), 1.0])
    start = rng.uniform(2, 4, 2) * rng.choice([-1, 1], 2)
    minimum = rng.uniform(3, 5, 2) * rng.choice([-1, 1], 2) * bool(turned)
    direction = np.cos(angle), np.sin(angle)
    return Case({"path": _path(factors, start, direction, minimum, int(rng.integers(12, 20)))}, part)


def _cases(rng):
    for turned in ((0.4, 0.7), (0.9, 1.2)):  # on either side of 45°, where numpy's eigenvalues change places
        yield _case(ALONG, rng, rng.uniform(0.3, 0.8), turned=None)
        yield _case(TURNED, rng, rng.uniform(0.3, 0.8), turned)
        yield _case(ZIGZAG, rng, rng.uniform(1.2, 1.5), turned)
    yield _case(ZIGZAG, rng, 1.5, kappa=(2, 2.5))  # both directions shrink fast


exercise(
    estimate_kappa,
    cases=_cases,
    examples=[
        Case({"path": _path((0.875, 0.25), (1.0, 2.0), steps=4)}, ALONG),
        Case({"path": _path((0.9375, 0.25), (5.0, 10.0), (0.6, 0.8), (-4.0, 3.0), steps=4)}, TURNED),
        Case({"path": _path((0.9375, -0.25), (5.0, 10.0), (0.8, 0.6), (3.0, 5.0), steps=4)}, ZIGZAG),
    ],
    parts={ALONG: 1, TURNED: 1, ZIGZAG: 1},
    tolerance=Tolerance(relative=0.01, absolute=0.0),
)


def _factors(path):
    return np.linalg.eigvals(np.linalg.lstsq(np.diff(path, axis=0)[:-1], np.diff(path, axis=0)[1:])[0])


@misconception(
    estimate_kappa,
    _(
        "You divided the two factors by which the coordinates shrink. They are 1 − αλ: take each from 1 first, and the "
        "learning rate cancels when you divide."
    ),
    see="gradient-descent.html#contraction",
)
def _ratio_of_the_factors(path):
    factors = _factors(path)
    return factors.max() / factors.min()


@misconception(
    estimate_kappa,
    _(
        "You took the minimum to lie at the origin. It is unknown; but in the difference of two points of the path it "
        "cancels, and differences shrink as distances do."
    ),
    see="gradient-descent.html#contraction",
)
def _minimum_at_the_origin(path):
    factors = np.linalg.eigvals(np.linalg.lstsq(path[:-1], path[1:])[0]).real
    return (1 - factors.min()) / (1 - factors.max())


@misconception(
    estimate_kappa,
    _(
        "You measured how x and y shrink. In a turned ravine each of them is a mixture of the steep and the flat "
        "direction: find the matrix that leads from one step to the next, and its eigenvalues."
    ),
    see="gradient-descent.html#contraction",
)
def _along_the_axes(path):
    steps = np.diff(path, axis=0)
    factors = steps[1] / steps[0]
    return (1 - factors.min()) / (1 - factors.max())


@misconception(
    estimate_kappa,
    _(
        "You lost a sign: where the path jumps from wall to wall its factor 1 − αλ is negative, and αλ is "
        "1 plus its size."
    ),
    see="gradient-descent.html#stability",
)
def _sign_lost(path):
    factors = np.abs(_factors(path))
    return (1 - factors.min()) / (1 - factors.max())


@misconception(
    estimate_kappa,
    _(
        "You took (1 + ρ)/(1 − ρ) of the factor ρ by which the steps shrink at the end. That is κ only at the best "
        "learning rate, where both directions shrink equally fast."
    ),
    see="gradient-descent.html#best-rate",
)
def _as_if_at_the_best_rate(path):
    rho = np.abs(_factors(path)).max()
    return (1 + rho) / (1 - rho)


@misconception(
    estimate_kappa,
    _(
        "You took α to be 1/λ_max, which would do the steep direction in one step. The path shows the steep direction "
        "too: read its own factor off."
    ),
    see="gradient-descent.html#contraction",
)
def _steep_direction_in_one_step(path):
    return 1 / (1 - _factors(path).max())


@misconception(
    estimate_kappa,
    _("This is 1/κ: the condition number is the largest curvature divided by the smallest, and at least 1."),
    see="gradient-descent.html#best-rate",
)
def _inverted(path):
    return 1 / estimate_kappa(path)
