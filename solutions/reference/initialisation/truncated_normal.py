"""The normal distribution, cut off on both sides by drawing again."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.random_answers import agree, observe_draws
from ravine.exercises.observe import Seed
from ravine.language import _
from solutions.reference.initialisation._shared import (
    DISTRIBUTION,
    DRAWS,
    OWN_RANDOMNESS,
    OWN_SEED,
    SHAPE,
    any_seed,
    elsewhere,
)


def truncated_normal(shape, std, rng, bound=2.0):
    """Draws of N(0, std²), those beyond ±bound·std drawn anew until none is left; not rescaled."""
    x = rng.normal(0.0, std, shape)
    while (beyond := np.abs(x) > bound * std).any():
        x[beyond] = rng.normal(0.0, std, np.count_nonzero(beyond))
    return x


def _truncated_case(rng, shape, std, part=DISTRIBUTION, **bound):
    return Case({"shape": shape, "std": std, "rng": any_seed(rng), **bound}, part)


def _truncated_cases(rng):
    yield _truncated_case(rng, (int(rng.integers(2, 6)), int(rng.integers(6, 9))), 0.5, SHAPE)
    yield _truncated_case(rng, (2, 3, 4), 1.5, SHAPE, bound=1.0)
    yield _truncated_case(rng, (2, 3, 4), 1.5, SHAPE, bound=7.0)  # where nothing is to be drawn anew
    # ±2.0·std lies a little below a threshold of the count, so that what lies beyond is seen.
    yield _truncated_case(rng, (250, DRAWS // 250), 0.24, bound=2.0)
    yield _truncated_case(rng, (DRAWS,), float(rng.uniform(0.05, 0.4)))  # the default bound
    yield _truncated_case(rng, (10, 50, DRAWS // 500), float(rng.uniform(1.5, 2.5)), bound=float(rng.uniform(0.6, 1.2)))


_TRUNCATED_EXAMPLES = [
    Case({"shape": (2, 3), "std": 0.1, "rng": Seed(1), "bound": 0.5}, SHAPE),
    Case({"shape": (DRAWS,), "std": 0.24, "rng": Seed(2), "bound": 2.0}, DISTRIBUTION),
    Case({"shape": (DRAWS,), "std": 1.5, "rng": Seed(3), "bound": 0.8}, DISTRIBUTION),
]

exercise(
    truncated_normal,
    cases=_truncated_cases,
    examples=_TRUNCATED_EXAMPLES,
    parts={SHAPE: 1, DISTRIBUTION: 2},
    observe=observe_draws,
    agree=agree,
)


@misconception(
    truncated_normal,
    _(
        "You pull what lies beyond the bound back onto it, so that one draw in 22 (at bound 2) sits exactly on the "
        "bound. Truncating throws such draws away and draws again."
    ),
    see="initialisation.html#truncated",
)
def clipped(shape, std, rng, bound=2.0):
    return np.clip(rng.normal(0.0, std, shape), -bound * std, bound * std)


@misconception(
    truncated_normal,
    _("Some of your draws lie beyond the bound: these are draws of the whole normal distribution."),
    see="initialisation.html#truncated",
)
def not_truncated(shape, std, rng, bound=2.0):
    return rng.normal(0.0, std, shape)


@misconception(
    truncated_normal,
    _(
        "You draw anew once, but a second draw can fall beyond the bound too. Repeat it until no draw is left "
        "outside: a while, not an if."
    ),
    see="initialisation.html#truncated",
)
def redrawn_once(shape, std, rng, bound=2.0):
    x = rng.normal(0.0, std, shape)
    beyond = np.abs(x) > bound * std
    x[beyond] = rng.normal(0.0, std, np.count_nonzero(beyond))
    return x


@misconception(
    truncated_normal,
    _("You set what lies beyond the bound to zero. Truncating throws such draws away and draws again."),
    see="initialisation.html#truncated",
)
def zeroed(shape, std, rng, bound=2.0):
    x = rng.normal(0.0, std, shape)
    return np.where(np.abs(x) > bound * std, 0.0, x)


@misconception(
    truncated_normal,
    _(
        "You stretch the draws so that their standard deviation is std after the truncation. Libraries' He and "
        "LeCun normals do that; here the truncation may take its share, and nothing exceeds bound·std."
    ),
    see="initialisation.html#truncation-loss",
)
def rescaled(shape, std, rng, bound=2.0):
    x = truncated_normal(shape, std, rng, bound)
    return x / _truncated_deviation(bound)


def _truncated_deviation(bound):
    """The standard deviation of N(0, 1) truncated to ±bound."""
    z = np.linspace(-bound, bound, 10_001)
    density = np.exp(-z * z / 2)
    return np.sqrt(np.sum(z * z * density) / np.sum(density))


@misconception(
    truncated_normal,
    _("bound counts standard deviations: a draw is kept where |x| ≤ bound·std, not where |x| ≤ bound."),
    see="initialisation.html#truncated",
)
def bound_not_scaled(shape, std, rng, bound=2.0):
    return std * _kept(shape, bound / std, rng)


def _kept(shape, limit, rng):
    """Draws of N(0, 1) within ±limit; a draw on so many attempts that a small limit ends too."""
    return truncated_normal(shape, 1.0, rng, limit)


@misconception(
    truncated_normal,
    _("The third argument of the normal draw is a standard deviation: you gave it the variance std²."),
    see="initialisation.html#variance-or-deviation",
)
def variance_for_deviation(shape, std, rng, bound=2.0):
    return std * truncated_normal(shape, std, rng, bound)


@misconception(
    truncated_normal,
    _("Your draws are uniform between the bounds. A truncated normal keeps the bell: more draws near zero."),
    see="initialisation.html#truncated",
)
def uniform_between_bounds(shape, std, rng, bound=2.0):
    return rng.uniform(-bound * std, bound * std, shape)


@misconception(
    truncated_normal,
    _("All your draws have one sign: the bounds are −bound·std and +bound·std."),
    see="initialisation.html#truncated",
)
def one_sided(shape, std, rng, bound=2.0):
    return np.abs(truncated_normal(shape, std, rng, bound))


@misconception(truncated_normal, OWN_RANDOMNESS, see="initialisation.html#rng")
def own_randomness(shape, std, rng, bound=2.0):
    return truncated_normal(shape, std, elsewhere, bound)


@misconception(truncated_normal, OWN_SEED, see="initialisation.html#rng")
def own_seed(shape, std, rng, bound=2.0):
    return truncated_normal(shape, std, np.random.default_rng(0), bound)
