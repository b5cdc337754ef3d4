"""The normalised gradient: its direction alone, in a step of a given length."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import ORDINARY, SHAPES, TOLERANCE, ZERO, a_case, array


def normalised_step(w, grad, lr):
    """A step of length lr down the gradient: w ← w − lr·grad/‖grad‖; a zero gradient moves nothing."""
    length = np.linalg.norm(grad)
    return w - lr * grad / length if length > 0 else w


AXES = _("arrays of several axes")


def _normalised_cases(rng):
    for shape in SHAPES:
        w, grad = rng.normal(size=(2, *shape))
        part = AXES if len(shape) > 1 else ORDINARY
        yield a_case(part, w=w, grad=grad * 10.0 ** rng.integers(-2, 3), lr=rng.uniform(0.1, 2))
    yield a_case(AXES, w=rng.normal(size=(2, 2, 3)), grad=rng.normal(size=(2, 2, 3)), lr=rng.uniform(0.1, 2))
    yield a_case(ORDINARY, w=np.zeros(3), grad=rng.normal(size=3) * 1e-15, lr=rng.uniform(0.1, 2))
    yield a_case(ZERO, w=rng.normal(size=3), grad=np.zeros(3), lr=rng.uniform(0.1, 2))


exercise(
    normalised_step,
    cases=_normalised_cases,
    examples=[
        a_case(ORDINARY, w=array(1, 1), grad=array(3, -4), lr=0.5),
        a_case(ORDINARY, w=array(0, 0), grad=array(3e-15, 4e-15), lr=1.0),
        a_case(AXES, w=np.zeros((2, 2)), grad=array(0.1, 0.1, 0.5, 0.3).reshape(2, 2), lr=6.0),
        a_case(ZERO, w=array(1, 2), grad=array(0, 0), lr=0.5),
    ],
    parts={ORDINARY: 2, AXES: 1, ZERO: 1},
    tolerance=TOLERANCE,
)


@misconception(
    normalised_step,
    _("At a gradient of exactly zero this divides 0 by 0. There is no direction to go: w stays."),
    see="adaptive.html#normalised-gradient",
)
def zero_divided(w, grad, lr):
    with np.errstate(invalid="ignore"):
        return w - lr * grad / np.sqrt(np.sum(grad**2))


@misconception(
    normalised_step,
    _(
        "The small number added to the norm shortens the step where the gradient is small itself: the step's length "
        "is exactly lr. Only a norm of exactly 0 needs care."
    ),
    see="adaptive.html#normalised-gradient",
)
def epsilon_added(w, grad, lr):
    return w - lr * grad / (np.linalg.norm(grad) + 1e-8)


@misconception(
    normalised_step,
    _("The root is missing: ‖grad‖² is the sum of the squares, the norm is its square root."),
    see="adaptive.html#normalised-gradient",
)
def root_missing(w, grad, lr):
    square = np.sum(grad**2)
    return w - lr * grad / square if square > 0 else w


@misconception(
    normalised_step,
    _(
        "This divides by the sum of the absolute values. The length meant here is Euclid's: the root of the sum of "
        "squares."
    ),
    see="adaptive.html#normalised-gradient",
)
def sum_of_sizes(w, grad, lr):
    total = np.sum(np.abs(grad))
    return w - lr * grad / total if total > 0 else w


@misconception(
    normalised_step,
    _("This divides by the largest entry. The length meant here is Euclid's: the root of the sum of squares."),
    see="adaptive.html#normalised-gradient",
)
def largest_entry(w, grad, lr):
    largest = np.max(np.abs(grad))
    return w - lr * grad / largest if largest > 0 else w


@misconception(
    normalised_step,
    _(
        "This divides by the root of the mean square, so the step gets longer with the number of weights. "
        "The norm takes the sum, not the mean."
    ),
    see="adaptive.html#normalised-gradient",
)
def mean_square(w, grad, lr):
    size = np.sqrt(np.mean(grad**2))
    return w - lr * grad / size if size > 0 else w


@misconception(
    normalised_step,
    _(
        "Each weight was divided by its own size, which leaves only the signs. The normalised gradient has one length "
        "for all weights and keeps the direction."
    ),
    see="adaptive.html#normalised-gradient",
)
def each_by_its_own_size(w, grad, lr):
    return w - lr * np.sign(grad)


@misconception(
    normalised_step,
    _("Each row was divided by its own norm. There is one norm: that of all entries together."),
    see="adaptive.html#normalised-gradient",
)
def row_by_row(w, grad, lr):
    lengths = np.linalg.norm(grad, axis=-1, keepdims=True)
    return w - lr * np.divide(grad, lengths, out=np.zeros_like(grad), where=lengths > 0)


@misconception(
    normalised_step,
    _(
        "Of a matrix, `np.linalg.norm(grad, 2)` is the largest singular value. The length of all entries taken "
        "together is `np.linalg.norm(grad)`."
    ),
    see="adaptive.html#normalised-gradient",
)
def spectral_norm(w, grad, lr):
    length = np.linalg.norm(grad, 2)
    return w - lr * grad / length if length > 0 else w


@misconception(
    normalised_step,
    _("The step is right, but `w -= …` also changed the array of the one who called. Return a new array."),
    see="adaptive.html#explicit-state",
)
def w_changed_in_place(w, grad, lr):
    w -= lr * grad / (np.linalg.norm(grad) or 1.0)
    return w
