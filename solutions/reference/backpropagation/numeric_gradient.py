"""Derivatives by difference quotients."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from ravine.problems import CubedSum


def numeric_gradient(f, x, h=1e-5):
    """Central differences (f(x + h·eᵢ) − f(x − h·eᵢ))/2h for every entry of x, an array of the shape of x."""
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


_VECTORS, _SHAPES, _LARGE = "vectors", "arrays of any shape", "a large h"


def _nested(array):
    """An array as tuples, as a problem's parameters are given."""
    return tuple(map(_nested, array)) if array.ndim > 1 else tuple(array.tolist())


def _numeric_case(rng, part, shape, h=None):
    """A point where the derivative, of either sign, is of the size of the function, so that rounding stays small."""
    weights = rng.uniform(0.4, 1, shape) * rng.permuted(np.resize([1, -1], shape))
    x = weights * rng.uniform(0.3, 0.6, shape) + rng.uniform(-0.05, 0.05, shape)
    inputs = {"f": CubedSum(_nested(weights)).value, "x": x}
    return Case(inputs if h is None else {**inputs, "h": h}, part, calls=False)


def _numeric_cases(rng):
    yield _numeric_case(rng, _VECTORS, (3,))
    yield _numeric_case(rng, _VECTORS, (int(rng.integers(2, 6)),), 1e-4)
    yield _numeric_case(rng, _SHAPES, (2, 3), 1e-3)
    yield _numeric_case(rng, _SHAPES, (2, 1, 2), rng.uniform(0.01, 0.1))
    yield _numeric_case(rng, _LARGE, (3,), rng.uniform(0.3, 0.6))
    yield _numeric_case(rng, _LARGE, (2, 2), rng.uniform(0.3, 0.6))


def _numeric_example(part, weights, x, h):
    return Case({"f": CubedSum(weights).value, "x": np.array(x), "h": h}, part, calls=False)


_NUMERIC_EXAMPLES = [
    _numeric_example(_VECTORS, (1.0, 2.0), [0.1, 0.2], 1e-3),
    _numeric_example(_SHAPES, ((1.0, -1.0, 2.0), (0.5, 1.0, -2.0)), [[0.7, 0.1, 0.3], [0.2, 0.6, -0.1]], 0.01),
    _numeric_example(_LARGE, (1.0, 2.0), [1.0, 0.0], 0.5),
]

exercise(
    numeric_gradient,
    cases=_numeric_cases, examples=_NUMERIC_EXAMPLES, parts={_VECTORS: 1, _SHAPES: 1, _LARGE: 1}
)  # fmt: skip


def _for_every_entry(x, quotient):
    """An array of what ``quotient`` gives for each unit vector."""
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        unit = np.zeros_like(x)
        unit[i] = 1
        gradient[i] = quotient(unit)
    return gradient


@misconception(
    numeric_gradient,
    _(
        "You look to one side only, (f(x + h) − f(x))/h. Its error shrinks like h; that of the central difference "
        "like h²."
    ),
    see="backpropagation.html#central-difference",
)
def forward_difference(f, x, h=1e-5):
    return _for_every_entry(x, lambda unit: (f(x + h * unit) - f(x)) / h)


@misconception(
    numeric_gradient,
    _("You look back only, (f(x) − f(x − h))/h. Its error shrinks like h; that of the central difference like h²."),
    see="backpropagation.html#central-difference",
)
def backward_difference(f, x, h=1e-5):
    return _for_every_entry(x, lambda unit: (f(x) - f(x - h * unit)) / h)


@misconception(
    numeric_gradient,
    _("From x − h to x + h is a way of 2h, but you divide by h: every entry comes out twice as large."),
    see="backpropagation.html#central-difference",
)
def divided_by_h(f, x, h=1e-5):
    return 2 * numeric_gradient(f, x, h)


@misconception(
    numeric_gradient,
    _(
        "2 * h stands behind a division without brackets: a / 2 * h means (a / 2)·h. The way 2h belongs in brackets, "
        "below the line."
    ),
    see="backpropagation.html#central-difference",
)
def multiplied_by_h(f, x, h=1e-5):
    return _for_every_entry(x, lambda unit: (f(x + h * unit) - f(x - h * unit)) / 2 * h)


@misconception(
    numeric_gradient,
    _("The sign is turned round: it is the value ahead, f(x + h), minus the one behind, f(x − h)."),
    see="backpropagation.html#central-difference",
)
def sign_turned(f, x, h=1e-5):
    return -numeric_gradient(f, x, h)


@misconception(
    numeric_gradient,
    _(
        "You move all entries at once: that is the derivative along (1, …, 1), one number. For a gradient, move one "
        "entry and hold the others."
    ),
    see="backpropagation.html#central-difference",
)
def all_entries_at_once(f, x, h=1e-5):
    return np.full_like(x, (f(x + h) - f(x - h)) / (2 * h))


@misconception(
    numeric_gradient,
    _("An entry is not put back before the next one is moved: each quotient then belongs to another point."),
    see="backpropagation.html#central-difference",
)
def entry_not_put_back(f, x, h=1e-5):
    x, gradient = x.copy(), np.empty_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        ahead = f(x)
        x[i] -= 2 * h
        gradient[i] = (ahead - f(x)) / (2 * h)
    return gradient


@misconception(
    numeric_gradient,
    _("h is ignored: you always use a step of your own. The caller may ask for another."),
    see="backpropagation.html#best-step",
)
def step_of_its_own(f, x, h=1e-5):
    return numeric_gradient(f, x)


@misconception(
    numeric_gradient,
    _("The derivatives are right, but they come as one flat row: give them the shape of x."),
    see="backpropagation.html#central-difference",
)
def flat(f, x, h=1e-5):
    return numeric_gradient(f, x, h).ravel()


@misconception(
    numeric_gradient,
    _(
        "You work on the caller's x and take away again what you added. But (x + h) − h is not x to the last digit: "
        "keep the old value and put it back, or work on a copy."
    ),
    see="backpropagation.html#central-difference",
)
def put_back_by_arithmetic(f, x, h=1e-5):
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        ahead = f(x)
        x[i] -= 2 * h
        gradient[i] = (ahead - f(x)) / (2 * h)
        x[i] += h
    return gradient
