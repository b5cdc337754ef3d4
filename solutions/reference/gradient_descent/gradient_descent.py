"""Gradient descent with a fixed learning rate, and the path that it takes."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from ravine.problems import QuadraticForm, Rosenbrock
from solutions.reference.gradient_descent._shared import positive_definite


def gradient_descent(grad, w0, lr, steps):
    """The path w ← w − lr·grad(w) from w0, shape (steps + 1, d), first row w0; ``grad`` is called once a step."""
    path = [w0]
    for _step in range(steps):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


FIRST, LATER, NONE, COST = "the first step", "later steps", "no step at all", "one gradient a step"


def _descent_case(rng, d, steps, part=None):
    centre = tuple(rng.uniform(-1, 1, d).tolist())
    surface = QuadraticForm(positive_definite(rng, rng.uniform(0.3, 3.0, d)).tolist(), centre)
    part = part or {0: NONE, 1: FIRST}.get(steps, LATER)
    return _path_case(surface, rng.uniform(-3, 3, d), float(rng.uniform(0.1, 0.5)), steps, part)


def _path_case(surface, w0, lr, steps, part):
    return Case({"grad": surface.gradient, "w0": w0, "lr": lr, "steps": steps}, part, calls=part == COST)


def _descent_cases(rng):
    for d, steps in ((3, 0), (2, 1), (1, 4), (2, int(rng.integers(3, 7))), (4, int(rng.integers(3, 7)))):
        yield _descent_case(rng, d, steps)
    for steps in (0, 1, 3):
        yield _descent_case(rng, 2, steps, COST)
    # Converged long before the last step: every one of them is asked for, and gives a row.
    yield _path_case(_BOWL, rng.uniform(1, 3, 2), 0.2, 60, LATER)
    yield _path_case(Rosenbrock(), rng.uniform(-1, 1, 2), 1e-3, 8, LATER)


_BOWL = QuadraticForm(((1.0, 0.0), (0.0, 4.0)))
_DESCENT_EXAMPLES = [
    _path_case(_BOWL, np.array([4.0, 1.0]), 0.1, 1, FIRST),
    _path_case(_BOWL, np.array([4.0, 1.0]), 0.5, 3, LATER),
    _path_case(_BOWL, np.array([4.0, 1.0]), 0.25, 40, LATER),
    _path_case(_BOWL, np.array([4.0, 1.0]), 0.1, 0, NONE),
    _path_case(_BOWL, np.array([4.0, 1.0]), 0.25, 2, COST),
]

exercise(
    gradient_descent, cases=_descent_cases, examples=_DESCENT_EXAMPLES, parts={FIRST: 1, LATER: 1, NONE: 1, COST: 1}
)


@misconception(
    gradient_descent,
    _("Your path begins after the first step: its first row should be w0 itself."),
    see="gradient-descent.html#the-step",
)
def start_left_out(grad, w0, lr, steps):
    return gradient_descent(grad, w0, lr, steps)[1:]


@misconception(
    gradient_descent,
    _("One step too few: w0 and then `steps` steps make steps + 1 rows."),
    see="gradient-descent.html#the-step",
)
def one_step_short(grad, w0, lr, steps):
    return gradient_descent(grad, w0, lr, steps - 1)


@misconception(
    gradient_descent,
    _("One step too many: w0 and then `steps` steps make steps + 1 rows."),
    see="gradient-descent.html#the-step",
)
def one_step_too_many(grad, w0, lr, steps):
    return gradient_descent(grad, w0, lr, steps + 1)


@misconception(
    gradient_descent,
    _("The path is right, but you ask for one gradient more than there are steps: at the last row nothing follows."),
    see="gradient-descent.html#the-step",
)
def one_gradient_too_many(grad, w0, lr, steps):
    path = gradient_descent(grad, w0, lr, steps)
    grad(path[-1])
    return path


@misconception(
    gradient_descent,
    _("You ask for each gradient twice. A gradient is the expensive part of a step: keep it in a variable."),
    see="gradient-descent.html#the-step",
)
def each_gradient_twice(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        grad(path[-1])
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


@misconception(
    gradient_descent,
    _("Every step uses the gradient at w0. Ask for it anew where you stand: grad(w), not grad(w0)."),
    see="gradient-descent.html#the-step",
)
def gradient_at_the_start(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        path.append(path[-1] - lr * grad(w0))
    return np.array(path)


@misconception(
    gradient_descent,
    _("The gradient is asked for only once, before the loop, and never again after a step."),
    see="gradient-descent.html#the-step",
)
def gradient_never_updated(grad, w0, lr, steps):
    slope = grad(w0)
    return np.array([w0 - i * lr * slope for i in range(steps + 1)])


@misconception(
    gradient_descent,
    _("Every step starts again from w0: put the new point where the old one was."),
    see="gradient-descent.html#the-step",
)
def point_never_updated(grad, w0, lr, steps):
    return np.array([w0] + [w0 - lr * grad(w0) for _step in range(steps)])


@misconception(
    gradient_descent,
    _("You climb: the gradient points uphill, and the step goes against it, −lr·grad(w)."),
    see="gradient-descent.html#steepest",
)
def uphill(grad, w0, lr, steps):
    return gradient_descent(grad, w0, -lr, steps)


@misconception(
    gradient_descent,
    _("The learning rate is missing: you go by the whole gradient."),
    see="gradient-descent.html#the-step",
)
def rate_forgotten(grad, w0, lr, steps):
    return gradient_descent(grad, w0, 1.0, steps)


@misconception(
    gradient_descent,
    _("Your steps all have the length lr: the gradient was divided by its norm. Plain gradient descent does not."),
    see="gradient-descent.html#the-step",
)
def normalised(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        slope = grad(path[-1])
        path.append(path[-1] - lr * slope / np.linalg.norm(slope))
    return np.array(path)


@misconception(
    gradient_descent,
    _("Only the last point is returned; the exercise asks for the whole path, w0 first."),
    see="gradient-descent.html#the-step",
)
def last_point_only(grad, w0, lr, steps):
    return gradient_descent(grad, w0, lr, steps)[-1]


@misconception(
    gradient_descent,
    _(
        "All rows of your path are the same array, changed in place by `w -= …`: append a copy, or write "
        "`w = w - …`, which makes a new one."
    ),
    see="gradient-descent.html#in-place",
)
def rows_are_one_array(grad, w0, lr, steps):
    w = w0.copy()
    path = [w]
    for _step in range(steps):
        w -= lr * grad(w)
        path.append(w)
    return np.array(path)


@misconception(
    gradient_descent,
    _("`w -= …` changes the caller's w0, since w is that same array: start from w0.copy(), or write `w = w - …`."),
    see="gradient-descent.html#in-place",
)
def start_changed(grad, w0, lr, steps):
    w = w0
    path = [w.copy()]
    for _step in range(steps):
        w -= lr * grad(w)
        path.append(w.copy())
    return np.array(path)


@misconception(
    gradient_descent,
    _(
        "All rows of your path are the same array, changed in place by `w -= …`, and that array is the caller's w0: "
        "write `w = w - …`, which makes a new one."
    ),
    see="gradient-descent.html#in-place",
)
def rows_are_the_start(grad, w0, lr, steps):
    path = [w0]
    for _step in range(steps):
        w0 -= lr * grad(w0)
        path.append(w0)
    return np.array(path)
