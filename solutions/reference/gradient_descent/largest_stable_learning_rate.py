"""The learning rate above which gradient descent on a quadratic form diverges."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _
from solutions.reference.gradient_descent._shared import positive_definite


def largest_stable_learning_rate(A):
    """2/λ_max, below which gradient descent on ½wᵀAw converges; A symmetric positive definite, (d, d)."""
    return 2 / np.linalg.eigvalsh(A)[-1]


def _stability_cases(rng):
    for d in (1, 2, 3, 5):
        yield Case({"A": positive_definite(rng, np.sort(rng.uniform(0.1, 5.0, d)))})
    yield Case({"A": positive_definite(rng, np.array([0.01, 1.0, 40.0]))})


_STABILITY_EXAMPLES = [
    Case({"A": np.array([[1.0, 0.0], [0.0, 4.0]])}),
    Case({"A": np.array([[6.0, -2.0], [-2.0, 3.0]])}),  # 2 and 7: no row, column or diagonal adds up to either
    Case({"A": np.array([[5.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 3.0]])}),
]

exercise(largest_stable_learning_rate, cases=_stability_cases, examples=_STABILITY_EXAMPLES)


@misconception(
    largest_stable_learning_rate,
    _("1/λ_max reaches the bottom of the steepest direction in one step; up to twice that, the steps still shrink."),
    see="gradient-descent.html#stability",
)
def one_over_largest(A):
    return 1 / np.linalg.eigvalsh(A)[-1]


@misconception(
    largest_stable_learning_rate,
    _("You took the smallest eigenvalue. The steepest direction, the largest eigenvalue, is the first to diverge."),
    see="gradient-descent.html#stability",
)
def two_over_smallest(A):
    return 2 / np.linalg.eigvalsh(A)[0]


@misconception(
    largest_stable_learning_rate,
    _("2/(λ_min + λ_max) is the best learning rate, not the largest stable one."),
    see="gradient-descent.html#best-rate",
)
def best_for_largest(A):
    eigenvalues = np.linalg.eigvalsh(A)
    return 2 / (eigenvalues[0] + eigenvalues[-1])


@misconception(
    largest_stable_learning_rate,
    _("You return λ_max/2, the reciprocal: the steeper the direction, the smaller the step that it can take."),
    see="gradient-descent.html#stability",
)
def reciprocal(A):
    return np.linalg.eigvalsh(A)[-1] / 2


@misconception(
    largest_stable_learning_rate,
    _("The trace is the sum of all eigenvalues. 2/trace is safe but too careful: only the largest one sets the bound."),
    see="gradient-descent.html#stability",
)
def two_over_trace(A):
    return 2 / np.trace(A)


@misconception(
    largest_stable_learning_rate,
    _("The largest entry on the diagonal is no eigenvalue unless A is diagonal, and λ_max is at least as large."),
    see="gradient-descent.html#stability",
)
def two_over_diagonal(A):
    return 2 / np.diag(A).max()


@misconception(
    largest_stable_learning_rate,
    _(
        "np.linalg.norm(A) is the Frobenius norm, the root of the sum of all squared eigenvalues. The largest "
        "eigenvalue alone is np.linalg.norm(A, 2), or the last of eigvalsh(A)."
    ),
    see="gradient-descent.html#stability",
)
def two_over_frobenius(A):
    return 2 / np.linalg.norm(A)


@misconception(
    largest_stable_learning_rate,
    _("This is the condition number λ_max/λ_min. It sets how many steps are needed, not how long they may be."),
    see="gradient-descent.html#stability",
)
def condition_number(A):
    return np.linalg.cond(A)
