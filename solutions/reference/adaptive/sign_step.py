"""Only the sign of the gradient: every weight moves by the same length."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import ORDINARY, SHAPES, TOLERANCE, ZERO, a_case, array


def sign_step(w, grad, lr):
    """A step of the same length for every weight: w ← w − lr·sign(grad), with sign(0) = 0."""
    return w - lr * np.sign(grad)


def _sign_cases(rng):
    for shape in SHAPES:
        w, grad = rng.normal(size=(2, *shape))
        yield a_case(ORDINARY, w=w, grad=grad * 10.0 ** rng.integers(-3, 4), lr=rng.uniform(0.01, 1))
    tiny = rng.choice([-1.0, 1.0], 4) * rng.uniform(1, 4, 4) * 1e-9  # a sign is a sign, however small the number
    yield a_case(ORDINARY, w=rng.normal(size=4), grad=tiny, lr=rng.uniform(0.01, 1))
    grad = rng.normal(size=6) * rng.permutation([0, 0, 1, 1, 1, 1])
    yield a_case(ZERO, w=rng.normal(size=6), grad=grad, lr=rng.uniform(0.01, 1))


exercise(
    sign_step,
    cases=_sign_cases,
    examples=[
        a_case(ORDINARY, w=array(1, 2), grad=array(0.3, -40), lr=0.1),
        a_case(ORDINARY, w=array(1, 2), grad=array(-2e-9, 0.5), lr=0.1),
        a_case(ZERO, w=array(5, 5, 5), grad=array(3, 0, -3), lr=0.5),
    ],
    parts={ORDINARY: 2, ZERO: 1},
    tolerance=TOLERANCE,
)


@misconception(
    sign_step,
    _("This is plain gradient descent: a large gradient still gives a large step. Only its sign is wanted here."),
    see="adaptive.html#only-the-sign",
)
def size_kept(w, grad, lr):
    return w - lr * grad


@misconception(
    sign_step,
    _("These steps climb: the gradient points uphill, so the step is −lr·sign(grad)."),
    see="adaptive.html#only-the-sign",
)
def uphill(w, grad, lr):
    return w + lr * np.sign(grad)


@misconception(
    sign_step,
    _("A gradient of exactly 0 has no sign to follow: sign(0) = 0, and that weight stays where it is."),
    see="adaptive.html#only-the-sign",
)
def zero_counts_as_positive(w, grad, lr):
    return w - lr * np.where(grad >= 0, 1.0, -1.0)


@misconception(
    sign_step,
    _(
        "A gradient of exactly 0 has no sign to follow: sign(0) = 0, and that weight stays where it is. "
        "A test for `grad > 0` alone sends it upwards."
    ),
    see="adaptive.html#only-the-sign",
)
def zero_counts_as_negative(w, grad, lr):
    return w - lr * np.where(grad > 0, 1.0, -1.0)


@misconception(
    sign_step,
    _(
        "Dividing by the length of the whole gradient keeps the proportions between the weights. "
        "Here each weight has its own sign, and all steps are equally long."
    ),
    see="adaptive.html#normalised-gradient",
)
def divided_by_length(w, grad, lr):
    return w - lr * grad / np.linalg.norm(grad)


@misconception(
    sign_step,
    _("The step is right, but `w -= …` also changed the array of the one who called. Return a new array."),
    see="adaptive.html#explicit-state",
)
def changed_in_place(w, grad, lr):
    w -= lr * np.sign(grad)
    return w
