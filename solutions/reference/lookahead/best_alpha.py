"""Where in a range a parabola is lowest."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def best_alpha(a, b, low=0.0, high=1.0):
    """The minimiser of aα² + bα over [low, high]; ``high`` where both ends of a curve without minimum tie."""
    if a > 0:
        return float(np.clip(-b / (2 * a), low, high))
    return low if a * low**2 + b * low < a * high**2 + b * high else high


_INSIDE, _OUTSIDE, _NO_MINIMUM = _("a minimum inside [0, 1]"), _("a minimum outside [0, 1]"), _("no minimum (a ≤ 0)")


def _alpha_case(part, a, b, *bounds):
    return Case({"a": a, "b": b, **dict(zip(("low", "high"), bounds))}, part)


def _alpha_cases(rng):
    for _draw in range(3):
        a, alpha = rng.uniform(0.5, 3), rng.uniform(0.55, 0.9)
        yield _alpha_case(_INSIDE, a, -2 * a * alpha)
        yield _alpha_case(_INSIDE, a / 6, -2 * a / 6 * alpha)
        yield _alpha_case(_OUTSIDE, a, -2 * a * rng.uniform(1.3, 2))
        yield _alpha_case(_OUTSIDE, a, 2 * a * rng.uniform(0.3, 1))
        low, high = rng.uniform(0.1, 0.3), rng.uniform(0.6, 0.8)
        yield _alpha_case(_OUTSIDE, a, -2 * a * rng.uniform(1.1, 2), low, high)
        yield _alpha_case(_OUTSIDE, a, 2 * a * rng.uniform(0.3, 1), low, high)
        yield _alpha_case(_OUTSIDE, a, -2 * a * rng.uniform(1.2, 1.7), low, 2.0)  # beyond the finish, and allowed
        yield _alpha_case(_OUTSIDE, a, 2 * a * rng.uniform(0.2, 0.7), -1.0, high)  # before the start, and allowed
        yield _alpha_case(_OUTSIDE, a, -2 * a * rng.uniform(1.3, 2), low, 1.2)
        yield _alpha_case(_OUTSIDE, a, 2 * a * rng.uniform(0.3, 1), -0.2, high)
        yield _alpha_case(_NO_MINIMUM, -a, a * rng.uniform(0.4, 0.9))
        yield _alpha_case(_NO_MINIMUM, -a, a * rng.uniform(1.2, 1.9))
        for little in (-0.004, 0.004):  # more or less than b = −a(low + high), where both ends are equal
            yield _alpha_case(_NO_MINIMUM, -a, a * (low + high) * (1 + little), low, high)
        yield _alpha_case(_NO_MINIMUM, -a, -a * rng.uniform(0.4, 0.9), low, high)
        yield _alpha_case(_NO_MINIMUM, 0.0, rng.uniform(0.5, 2), low, high)
        yield _alpha_case(_NO_MINIMUM, 0.0, -rng.uniform(0.5, 2), low, high)
    a = float(rng.integers(1, 9))
    yield _alpha_case(_NO_MINIMUM, -a, a)  # both ends have the value 0


exercise(
    best_alpha,
    cases=_alpha_cases,
    examples=[
        Case({"a": 1.5, "b": -1.0}, _INSIDE),  # 1/3, which no grid has, and no slip of brackets ends at a bound
        _alpha_case(_OUTSIDE, 1.0, -4.0),
        _alpha_case(_OUTSIDE, 1.0, 3.0, 0.25, 0.75),
        _alpha_case(_OUTSIDE, 1.0, -3.0, 0.0, 2.0),
        _alpha_case(_OUTSIDE, 1.0, 1.0, -1.0, 1.0),
        _alpha_case(_NO_MINIMUM, -4.0, 5.0),
        _alpha_case(_NO_MINIMUM, -4.0, 3.0),
        _alpha_case(_NO_MINIMUM, -2.0, -1.0),
        _alpha_case(_NO_MINIMUM, 0.0, 1.0),
        _alpha_case(_NO_MINIMUM, -2.0, 2.0),
    ],
    parts={_INSIDE: 1, _OUTSIDE: 1, _NO_MINIMUM: 1},
)


@misconception(
    best_alpha,
    _("α is not kept within [low, high]: outside, the parabola is a guess about a region that no step has seen."),
    see="lookahead.html#guard",
)
def not_clipped(a, b, low=0.0, high=1.0):
    return -b / (2 * a) if a > 0 else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("The derivative 2aα + b is zero at −b/(2a); your α has the other sign."),
    see="lookahead.html#best-alpha",
)
def sign_lost(a, b, low=0.0, high=1.0):
    return float(np.clip(b / (2 * a), low, high)) if a > 0 else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("You found −b/a, where the parabola is back at its value for α = 0. Its lowest point lies half way: −b/(2a)."),
    see="lookahead.html#best-alpha",
)
def two_lost(a, b, low=0.0, high=1.0):
    return float(np.clip(-b / a, low, high)) if a > 0 else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("With a < 0 the point −b/(2a) is the top of the hill: there the best α is one of the two ends."),
    see="lookahead.html#guard",
)
def top_of_the_hill(a, b, low=0.0, high=1.0):
    return float(np.clip(-b / (2 * a), low, high)) if a else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("Where the parabola has no minimum you always go to `high`. Compare both ends: the start can be the better one."),
    see="lookahead.html#guard",
)
def always_high(a, b, low=0.0, high=1.0):
    return best_alpha(a, b, low, high) if a > 0 else high


@misconception(
    best_alpha,
    _("Where the parabola has no minimum you always go to `low`. Compare both ends: the finish can be the better one."),
    see="lookahead.html#guard",
)
def always_low(a, b, low=0.0, high=1.0):
    return best_alpha(a, b, low, high) if a > 0 else low


@misconception(
    best_alpha,
    _("Where both ends are equally good the exercise asks for `high`: the inner steps' work is kept."),
    see="lookahead.html#guard",
)
def tie_goes_low(a, b, low=0.0, high=1.0):
    tie = a <= 0 and a * low**2 + b * low == a * high**2 + b * high
    return low if tie else best_alpha(a, b, low, high)


@misconception(
    best_alpha,
    _("You clip to [0, 1] whatever the caller asks for: use `low` and `high`."),
    see="lookahead.html#guard",
)
def range_ignored(a, b, low=0.0, high=1.0):
    return best_alpha(a, b)


@misconception(
    best_alpha,
    _(
        "Where the line still falls at α = 1 you take `high`, and where it rises from α = 0 on you take `low`. "
        "These signs compare the minimum with 0 and 1, not with your range: keep −b/(2a) within [low, high]."
    ),
    see="lookahead.html#guard",
)
def signs_for_the_range(a, b, low=0.0, high=1.0):
    if a > 0 and 2 * a + b < 0:
        return high
    return low if a > 0 and b > 0 else best_alpha(a, b, low, high)
