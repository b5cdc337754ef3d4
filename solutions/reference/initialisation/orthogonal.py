"""A random matrix with orthonormal columns, or rows."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.random_answers import CALLS, agree, observe_orthogonal
from ravine.exercises.observe import Seed
from ravine.language import _
from solutions.reference.initialisation._shared import OWN_RANDOMNESS, OWN_SEED, PYTORCH_SHAPE, elsewhere, layer_case


def orthogonal(n_in, n_out, rng):
    """A random matrix (n_in, n_out) with orthonormal columns, or rows if n_in < n_out, Haar-distributed.

    QR of a normal draw, each column times the sign of R's diagonal (Mezzadri 2007); sign(0) counts as 1.
    """
    if n_in < n_out:
        return orthogonal(n_out, n_in, rng).T
    Q, R = np.linalg.qr(rng.normal(size=(n_in, n_out)))
    return Q * np.where(np.diag(R) < 0, -1.0, 1.0)


ORTHONORMAL = "orthonormal columns or rows"
HAAR = "every orthogonal matrix equally likely"


def _orthogonal_cases(rng):
    small, large = int(rng.integers(5, 9)), int(rng.integers(17, 30))
    yield layer_case(rng, large, small, ORTHONORMAL)
    yield layer_case(rng, small, large, ORTHONORMAL)
    yield _far_from_singular(rng, large, ORTHONORMAL, calls=2)
    yield layer_case(rng, 1, large, ORTHONORMAL)
    for n in (2, 3):
        yield _far_from_singular(rng, n, HAAR, calls=CALLS)
    for n_in, n_out in ((4, 2), (2, 4)):
        yield layer_case(rng, n_in, n_out, HAAR)


def _far_from_singular(rng, n, part, calls):
    """A case of square matrices, with a seed that gives no nearly singular normal draw A in the first calls.

    A(AᵀA)^(−1/2) is a right answer, too, and computes with the square of A's condition number: in one of ten thousand
    draws AᵀA had a negative eigenvalue.
    """
    while True:
        case = layer_case(rng, n, n, part)
        draws = np.random.default_rng(case.inputs["rng"].number).normal(size=(calls, n, n))
        if np.linalg.cond(draws).max() < 1e5:
            return case


_ORTHOGONAL_EXAMPLES = [
    Case({"n_in": 6, "n_out": 4, "rng": Seed(1)}, ORTHONORMAL),
    Case({"n_in": 4, "n_out": 6, "rng": Seed(2)}, ORTHONORMAL),
    Case({"n_in": 3, "n_out": 3, "rng": Seed(3)}, HAAR),
    Case({"n_in": 2, "n_out": 2, "rng": Seed(4)}, HAAR),  # tells one sign for the whole matrix
]

exercise(
    orthogonal,
    cases=_orthogonal_cases,
    examples=_ORTHOGONAL_EXAMPLES,
    parts={ORTHONORMAL: 1, HAAR: 1},
    observe=observe_orthogonal,
    agree=agree,
)


def _tall(draw):
    """The function (n_in, n_out, rng) that transposes a draw for the tall shape where the matrix is wide."""

    def either(n_in, n_out, rng):
        return draw(n_out, n_in, rng).T if n_in < n_out else draw(n_in, n_out, rng)

    return either


@misconception(
    orthogonal,
    _(
        "Your columns are orthonormal, but some directions come more often than others: the library's algorithm fixes "
        "the signs. With QR multiply each column by the sign of R's diagonal; with SVD return u @ vt, not u alone."
    ),
    see="initialisation.html#sign-fix",
)
def sign_not_fixed(n_in, n_out, rng):
    return _tall(lambda n, m, rng: np.linalg.qr(rng.normal(size=(n, m)))[0])(n_in, n_out, rng)


@misconception(
    orthogonal,
    _("You take the QR decomposition of uniform draws from [0, 1). Only normal draws have no preferred direction."),
    see="initialisation.html#sign-fix",
)
def from_uniform(n_in, n_out, rng):
    def draw(n, m, rng):
        Q, R = np.linalg.qr(rng.random((n, m)))
        return Q * np.where(np.diag(R) < 0, -1.0, 1.0)

    return _tall(draw)(n_in, n_out, rng)


@misconception(
    orthogonal,
    _("QR of a wide matrix gives only n_in orthogonal columns. For n_in < n_out decompose the transpose."),
    see="initialisation.html#orthogonal-shape",
)
def wide_not_transposed(n_in, n_out, rng):
    Q, R = np.linalg.qr(rng.normal(size=(n_in, n_out)))
    return Q * np.where(np.diag(R) < 0, -1.0, 1.0)


@misconception(orthogonal, PYTORCH_SHAPE, see="initialisation.html#shapes")
def orthogonal_transposed(n_in, n_out, rng):
    return orthogonal(n_in, n_out, rng).T


@misconception(
    orthogonal,
    _("Your columns have length √2: that is the gain for ReLU layers. The exercise asks for length 1."),
    see="initialisation.html#orthogonal",
)
def gain_of_relu(n_in, n_out, rng):
    return np.sqrt(2) * orthogonal(n_in, n_out, rng)


@misconception(
    orthogonal,
    _("Your columns have length 1, but they are not at right angles: dividing each by its length is not enough."),
    see="initialisation.html#orthogonal",
)
def only_normalised(n_in, n_out, rng):
    return _tall(lambda n, m, rng: _normalised(rng.normal(size=(n, m))))(n_in, n_out, rng)


def _normalised(A):
    return A / np.linalg.norm(A, axis=0)


@misconception(
    orthogonal,
    _("You return the identity, which is orthogonal, but not random."),
    see="initialisation.html#orthogonal",
)
def identity(n_in, n_out, rng):
    return np.eye(n_in, n_out)


@misconception(orthogonal, OWN_RANDOMNESS, see="initialisation.html#rng")
def orthogonal_own_randomness(n_in, n_out, rng):
    return orthogonal(n_in, n_out, elsewhere)


@misconception(orthogonal, OWN_SEED, see="initialisation.html#rng")
def orthogonal_own_seed(n_in, n_out, rng):
    return orthogonal(n_in, n_out, np.random.default_rng(0))
