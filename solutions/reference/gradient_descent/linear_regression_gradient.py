"""The gradient of the mean squared error of a linear model."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def linear_regression_gradient(X, y, w):
    """The gradient Xᵀ(Xw − y)/n of (1/2n)‖Xw − y‖², for X of shape (n, d), y (n,) and w (d,)."""
    return X.T @ (X @ w - y) / len(y)


def _regression_case(rng, n, d):
    X, w = rng.normal(size=(n, d)) + rng.uniform(0.5, 1.5, d), rng.normal(size=d)
    residuals = rng.uniform(1, 4, n) * rng.choice([-1, 1], n)  # near 0 single precision would lose digits
    return Case({"X": X, "y": X @ w - residuals, "w": w})


def _regression_cases(rng):
    for n, d in ((3, 3), (5, 3), (2, 4), (1, 3), (20, 6)):
        yield _regression_case(rng, n, d)


_REGRESSION_EXAMPLES = [
    Case({"X": np.array([[1.0, 2.0], [3.0, 4.0]]), "y": np.array([1.0, 0.0]), "w": np.array([1.0, 1.0])}),
    Case({"X": np.array([[1.0], [2.0], [3.0]]), "y": np.array([2.0, 3.0, 4.0]), "w": np.array([2.0])}),
    Case({"X": np.array([[2.0, 0.0, 1.0]]), "y": np.array([1.0]), "w": np.array([1.0, 1.0, 1.0])}),
]

# Single precision differs by up to 4e-6 of the largest entry on 10,000 draws.
exercise(
    linear_regression_gradient,
    cases=_regression_cases,
    examples=_REGRESSION_EXAMPLES,
    tolerance=Tolerance(relative=1e-5),
)


@misconception(
    linear_regression_gradient,
    _("The loss is a mean over the n examples, and so is its gradient: the factor 1/n is missing."),
    see="gradient-descent.html#problem",
)
def sum_over_examples(X, y, w):
    return X.T @ (X @ w - y)


@misconception(
    linear_regression_gradient,
    _("You divide by the number of weights. The mean is over the examples: divide by n, the number of rows of X."),
    see="gradient-descent.html#problem",
)
def mean_over_weights(X, y, w):
    return X.T @ (X @ w - y) / len(w)


@misconception(
    linear_regression_gradient,
    _("Your gradient is twice as long: the loss has a factor ½, which cancels the 2 of the square's derivative."),
    see="gradient-descent.html#regression-gradient",
)
def half_forgotten(X, y, w):
    return 2 * X.T @ (X @ w - y) / len(y)


@misconception(
    linear_regression_gradient,
    _("Your gradient points downhill: the residual is Xw − y, prediction minus target."),
    see="gradient-descent.html#regression-gradient",
)
def residual_reversed(X, y, w):
    return X.T @ (y - X @ w) / len(y)


@misconception(
    linear_regression_gradient,
    _("The transposition is missing: weight j meets column j of X, so the residuals are multiplied by Xᵀ."),
    see="gradient-descent.html#regression-gradient",
)
def not_transposed(X, y, w):
    return X @ (X @ w - y) / len(y)


@misconception(
    linear_regression_gradient,
    _("The targets y do not appear in your gradient."),
    see="gradient-descent.html#regression-gradient",
)
def targets_forgotten(X, y, w):
    return X.T @ X @ w / len(y)


@misconception(
    linear_regression_gradient,
    _("You return the loss, a single number. The gradient has one entry for every weight."),
    see="gradient-descent.html#regression-gradient",
)
def loss_returned(X, y, w):
    return np.mean((X @ w - y) ** 2) / 2


@misconception(
    linear_regression_gradient,
    _("You take one mean over everything. Each weight has a mean of its own, over the examples (axis 0)."),
    see="gradient-descent.html#regression-gradient",
)
def mean_over_everything(X, y, w):
    return np.mean(X * (X @ w - y)[:, None])


@misconception(
    linear_regression_gradient,
    _("The residuals' signs are lost: only sign(Xw − y) enters, as in the gradient of the absolute error."),
    see="gradient-descent.html#regression-gradient",
)
def absolute_error(X, y, w):
    return X.T @ np.sign(X @ w - y) / len(y)
