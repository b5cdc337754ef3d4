"""The steepest way down in a norm, and how steep it is: the dual norm of the gradient."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.exercises.kinds.steepest import agree, observe_steepest
from ravine.language import _
from solutions.reference.after._shared import TOLERANCE, a_case, array, matrix


def steepest_direction(grad, norm):
    """(d, dual) for a matrix `grad`: ⟨grad, d⟩ is −dual, the least that a step of length 1 in this norm can give.

    `norm` is "euclid", "max", "one" or "spectral" (Bernstein and Newhouse 2024). A zero gradient has d = 0, dual 0.
    Raises ValueError for any other norm.
    """
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad[largest])
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")


EUCLID = _("Euclid's norm")
MAX = _("the largest entry")
ONE = _("the sum of the sizes")
SPECTRAL = _("the largest singular value")
APART = _("a zero gradient, or another norm")
PARTS = {"euclid": EUCLID, "max": MAX, "one": ONE, "spectral": SPECTRAL}


def _each_norm(grad):
    return [a_case(part, grad=grad, norm=norm) for norm, part in PARTS.items()]


def _direction_cases(rng):
    for n_in, n_out in ((2, 3), (4, 2), (3, 3)):
        yield from _each_norm(matrix(rng, n_in, n_out) * 10.0 ** rng.integers(-2, 3))
    yield from _each_norm(rng.normal(size=(4, 1)))  # a column: its spectral norm is Euclid's
    yield from _each_norm(np.diag(rng.uniform(0.5, 2, 3) * [1, -1, 1]))
    yield from _each_norm(np.outer(rng.normal(size=3), rng.normal(size=2)))  # of rank one: d is not unique
    yield from _each_norm(-np.abs(rng.normal(size=(2, 2))))
    for norm in PARTS:
        yield a_case(APART, grad=np.zeros((2, 3)), norm=norm)
    for norm in ("ball", "nuclear", "trace"):
        yield a_case(APART, grad=rng.normal(size=(2, 2)), norm=norm)


exercise(
    steepest_direction,
    cases=_direction_cases,
    examples=[
        *_each_norm(array(3, 0, 4, 5).reshape(2, 2)),
        *_each_norm(array(1, -7, 2, 2, 0, -3).reshape(2, 3)),
        *_each_norm(array(-3, 4).reshape(2, 1)),
        *(a_case(APART, grad=np.zeros((2, 3)), norm=norm) for norm in PARTS),
        a_case(APART, grad=np.zeros((2, 2)), norm="frobenius"),
    ],
    parts={EUCLID: 1, MAX: 1, ONE: 1, SPECTRAL: 2, APART: 1},
    returns=("d", "dual"),
    tolerance=TOLERANCE,
    observe=observe_steepest,
    agree=agree,
)


@misconception(
    steepest_direction,
    _("d points along the gradient, and there the loss rises fastest. On the steepest way down ⟨grad, d⟩ is negative."),
    see="after.html#dual-norm",
)
def uphill(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return grad / (dual or 1), dual
    if norm == "max":
        return np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = np.sign(grad[largest])
        return d, np.abs(grad[largest])
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return (U * (sigma > 0)) @ Vt, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")


@misconception(
    steepest_direction,
    _(
        "d is the gradient itself, turned round. It must have length 1 in the norm that was asked for: only its "
        "direction is chosen."
    ),
    see="after.html#steepest-descent",
)
def not_normalised(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad, dual
    if norm == "max":
        return -grad, np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return -grad, np.abs(grad[largest])
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -grad, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")


@misconception(
    steepest_direction,
    _(
        "You returned the gradient's own norm. What the step gains is measured by the dual: `max` goes with the "
        "sum of the sizes, `one` with the largest size, `spectral` with the sum of the singular values."
    ),
    see="after.html#dual-norm",
)
def dual_is_the_norm_itself(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).max()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad).sum()
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt, sigma.max()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")


@misconception(
    steepest_direction,
    _(
        "grad/max|grad| has length 1 in the max norm, but every entry of d may be ±1: the corner of the cube "
        "gains more."
    ),
    see="after.html#steepest-descent",
)
def max_divided_by_the_largest(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -grad / max(np.abs(grad).max(), 1e-300), np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad[largest])
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")


@misconception(
    steepest_direction,
    _(
        "In the norm `one` all of the length goes into the coordinate whose gradient is largest; spread over all "
        "of them, it gains less."
    ),
    see="after.html#steepest-descent",
)
def one_moves_everything(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        return -grad / max(np.abs(grad).sum(), 1e-300), np.abs(grad).max()
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")


@misconception(
    steepest_direction,
    _("The largest entry was looked for without `abs`: −7 is larger than 2 here, and d goes against its sign."),
    see="after.html#steepest-descent",
)
def largest_without_its_sign(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(grad.argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad[largest])
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")


@misconception(
    steepest_direction,
    _(
        "grad/σ₁ has spectral norm 1, but its smaller singular values may be raised to 1, too, and each gains: "
        "the step is −UVᵀ."
    ),
    see="after.html#spectral",
)
def spectral_only_scaled(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad[largest])
    if norm == "spectral":
        sigma = np.linalg.svd(grad, compute_uv=False)
        return -grad / max(sigma[0], 1e-300), sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")


@misconception(
    steepest_direction, _("numpy's `svd` returns Vᵀ already: U @ Vt, not U @ Vt.T."), see="after.html#spectral"
)
def spectral_transposed(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / (dual or 1), dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad[largest])
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt.T, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")


@misconception(
    steepest_direction,
    _("A zero gradient has no direction, and 0/0 is no number: d is zero there, and the dual norm, too."),
    see="after.html#dual-norm",
)
def zero_divides(grad, norm):
    if norm == "euclid":
        dual = np.linalg.norm(grad)
        return -grad / dual, dual
    if norm == "max":
        return -np.sign(grad), np.abs(grad).sum()
    if norm == "one":
        largest = np.unravel_index(np.abs(grad).argmax(), grad.shape)
        d = np.zeros_like(grad)
        d[largest] = -np.sign(grad[largest])
        return d, np.abs(grad[largest])
    if norm == "spectral":
        U, sigma, Vt = np.linalg.svd(grad, full_matrices=False)
        return -(U * (sigma > 0)) @ Vt, sigma.sum()
    raise ValueError(f"there is no norm {norm!r} here: euclid, max, one or spectral")
