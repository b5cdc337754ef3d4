"""An orthogonal matrix without a decomposition: an odd polynomial acts on the singular values alone."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.after._shared import DEFAULTS, a_case, array, matrix


def newton_schulz(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    """UVᵀ of G = UΣVᵀ, roughly: what `steps` rounds of X ← aX + (bA + cA²)X with A = XXᵀ make of G/(‖G‖ + eps).

    The coefficients are those of Jordan et al. (2024): singular values of 0.0015‖G‖ and more end in [0.68, 1.21].
    """
    a, b, c = coefficients
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X


SQUARE = _("square matrices")
RECTANGULAR = _("tall and wide matrices")
FEW = _("one round, or none")
NOTHING = _("a zero matrix, and a tiny one")
OTHERS = ((1.5, -0.5, 0.0), (1.875, -1.25, 0.375), (2.5, -2.0, 0.7))


def _iteration_cases(rng):
    for n_in, n_out, part in ((3, 3, SQUARE), (4, 4, SQUARE), (4, 2, RECTANGULAR), (2, 5, RECTANGULAR)):
        G = matrix(rng, n_in, n_out) * 10.0 ** rng.integers(-1, 3)
        yield a_case(DEFAULTS, G=G)
        for steps in (2, 3, 5):
            yield a_case(part, G=G, steps=steps, coefficients=OTHERS[rng.integers(3)], eps=1e-7)
        yield a_case(FEW, G=G, steps=1, coefficients=OTHERS[rng.integers(3)], eps=1e-7)
        yield a_case(FEW, G=G, steps=0, coefficients=OTHERS[0], eps=1e-7)
        yield a_case(NOTHING, G=G * 1e-9, steps=2, coefficients=OTHERS[0], eps=1e-7)
        yield a_case(NOTHING, G=0 * G, steps=5, coefficients=OTHERS[0], eps=1e-7)


_SLANTED, _TALL = array(3, 1, -2, 4).reshape(2, 2), array(1, 2, 3, 4, 5, 6).reshape(3, 2)

exercise(
    newton_schulz,
    cases=_iteration_cases,
    examples=[
        a_case(SQUARE, G=_SLANTED, steps=2, coefficients=(2.5, -2.0, 0.7), eps=1e-7),
        a_case(RECTANGULAR, G=_TALL, steps=3, coefficients=(2.5, -2.0, 0.7), eps=1e-7),
        a_case(RECTANGULAR, G=_TALL.T, steps=3, coefficients=(1.5, -0.5, 0.0), eps=1e-7),
        a_case(FEW, G=_SLANTED, steps=1, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7),
        a_case(FEW, G=_SLANTED, steps=0, coefficients=(1.5, -0.5, 0.0), eps=1e-7),
        a_case(NOTHING, G=np.zeros((2, 3)), steps=5, coefficients=(1.5, -0.5, 0.0), eps=1e-7),
        a_case(NOTHING, G=_SLANTED, steps=1, coefficients=(1.5, -0.5, 0.0), eps=2.0),
        a_case(DEFAULTS, G=_TALL),
        a_case(DEFAULTS, G=_SLANTED),
    ],
    parts={SQUARE: 1, RECTANGULAR: 1, FEW: 1, NOTHING: 1, DEFAULTS: 1},
    tolerance=Tolerance(relative=1e-4),  # each round lets a rounding of float32 grow up to 3.4 times
)


@misconception(
    newton_schulz,
    _(
        "Without the division the singular values lie beyond 1, where the polynomial explodes. Divide by ‖G‖ "
        "first: then all of them are in [0, 1]."
    ),
    see="after.html#newton-schulz",
)
def not_scaled_first(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X


@misconception(
    newton_schulz,
    _(
        "You divide by the largest singular value. It is not known without a decomposition; Euclid's norm of all "
        "entries is, and is never smaller."
    ),
    see="after.html#newton-schulz",
)
def scaled_by_the_spectral_norm(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G / (np.linalg.norm(G, 2) + eps)
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X


@misconception(
    newton_schulz,
    _(
        "The division stands before the rounds, once. Yours is made in every round and undoes what the round has "
        "gained."
    ),
    see="after.html#newton-schulz",
)
def scaled_every_round(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps):
        X = X / (np.linalg.norm(X) + eps)
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X


@misconception(
    newton_schulz,
    _(
        "This takes the cube of each entry. XXᵀX multiplies matrices, so that the singular values are cubed and "
        "the directions stay."
    ),
    see="after.html#newton-schulz",
)
def powers_of_entries(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps):
        X = a * X + b * X**3 + c * X**5
    return X


@misconception(
    newton_schulz,
    _(
        "This is UVᵀ itself, from a decomposition. Asked for is the iteration, which needs none; after five "
        "rounds its singular values lie between 0.68 and 1.21."
    ),
    see="after.html#newton-schulz",
)
def exact_by_svd(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    U, _sigma, Vt = np.linalg.svd(G, full_matrices=False)
    return U @ Vt


@misconception(
    newton_schulz,
    _(
        "These are the textbook's 3/2 and −1/2. They converge, and need many more rounds: left out, the "
        "coefficients are Muon's."
    ),
    see="after.html#newton-schulz",
)
def cubic_coefficients(G, steps=5, coefficients=(1.5, -0.5, 0.0), eps=1e-7):
    a, b, c = coefficients
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X


@misconception(newton_schulz, _("The last term is cA²X = c(XXᵀ)²X; yours has A once."), see="after.html#newton-schulz")
def quintic_term_wrong(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A) @ X
    return X


@misconception(
    newton_schulz,
    _("You make one round too many: `steps` rounds, and with `steps=0` only the division is left."),
    see="after.html#newton-schulz",
)
def one_round_off(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps + 1):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X


@misconception(
    newton_schulz,
    _("The tall matrix was transposed, which saves work, and not turned back."),
    see="after.html#newton-schulz",
)
def returned_transposed(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    if G.shape[0] > G.shape[1]:
        G = G.T
    X = G / (np.linalg.norm(G) + eps)
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X


@misconception(
    newton_schulz,
    _("Without `eps` beside the norm a zero matrix is divided by zero. With it, zeros stay zeros."),
    see="after.html#newton-schulz",
)
def zero_matrix_nan(G, steps=5, coefficients=(3.4445, -4.7750, 2.0315), eps=1e-7):
    a, b, c = coefficients
    X = G / np.linalg.norm(G)
    for _round in range(steps):
        A = X @ X.T
        X = a * X + (b * A + c * A @ A) @ X
    return X
