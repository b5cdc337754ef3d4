"""Slips of chapter 2: gradient descent."""

import numpy as np

from ravine.course.slips import slip
from ravine.language import _
from solutions.reference.gradient_descent import (
    estimate_kappa,
    gradient_descent,
    largest_stable_learning_rate,
    linear_regression_gradient,
)


@slip(
    linear_regression_gradient,
    _(
        "The weights are moved while the gradient is still being computed: each entry but the first is taken at "
        "weights that have changed already. All entries belong to the w that was given; return them, and move nothing."
    ),
)
def moved_meanwhile(X, y, w):
    w, gradient = w.copy(), np.zeros_like(w)
    for j in range(len(w)):
        gradient[j] = X[:, j] @ (X @ w - y) / len(y)
        w[j] -= gradient[j]
    return gradient


@slip(
    gradient_descent,
    _(
        "The entries of w move one after another, each by a gradient taken where the others have moved already. In a "
        "step of gradient descent all move together, by one gradient."
    ),
)
def entry_by_entry(grad, w0, lr, steps):
    w, path = np.array(w0, dtype=float), [w0]
    for _step in range(steps):
        for i in range(len(w)):
            w[i] -= lr * grad(w)[i]
        path.append(w.copy())
    return np.array(path)


_CURVATURES = {
    "sum_of_a_row": lambda A: A.sum(axis=1).max(),
    "sizes_of_a_row": lambda A: np.abs(A).sum(axis=1).max(),
    "first_entry": lambda A: A[0, 0],
    "mean_eigenvalue": lambda A: np.trace(A) / len(A),
    "root": lambda A: np.sqrt(np.linalg.eigvalsh(A)[-1]),
    "square": lambda A: np.linalg.eigvalsh(A)[-1] ** 2,
    "determinant": np.linalg.det,
}
_TAKEN = {
    "sum_of_a_row": _("the largest sum of a row of A"),
    "sizes_of_a_row": _("the largest sum of a row's sizes, which is a bound"),
    "first_entry": _("the first entry of A"),
    "mean_eigenvalue": _("the mean of the eigenvalues"),
    "root": _("the root of the largest eigenvalue"),
    "square": _("the square of the largest eigenvalue"),
    "determinant": _("the determinant of A"),
}
for _name, _taken in _CURVATURES.items():

    @slip(
        largest_stable_learning_rate,
        _("You divide 2 by {taken}. The steepest curvature is the largest eigenvalue of A, in whatever direction it "
          "lies: 2/λ_max.").format(taken=_TAKEN[_name]),
        f"by_{_name}",
    )  # fmt: skip
    def _by_another(A, taken=_taken):
        return 2 / taken(A)


@slip(
    estimate_kappa,
    _(
        "You take the eigenvalues in the order in which numpy returns them, which is none. 1 − αλ is smallest in the "
        "steep direction: take the smallest and the largest of them, or sort."
    ),
)
def order_of_numpy(path):
    steps = np.diff(path, axis=0)
    first, second = 1 - np.linalg.eigvals(np.linalg.lstsq(steps[:-1], steps[1:])[0])
    return first / second


@slip(
    estimate_kappa,
    _(
        "You take the eigenvalues in the order in which numpy returns them, which is none. 1 − αλ is smallest in the "
        "steep direction: take the smallest and the largest of them, or sort."
    ),
)
def order_of_numpy_reversed(path):
    return 1 / order_of_numpy(path)
