"""What the exercises of this chapter share: parts of the credit, cases, and sentences said more than once."""

import numpy as np

from ravine.exercises.observe import Seed
from ravine.language import _


def positive_definite(rng, eigenvalues):
    """A symmetric matrix with these eigenvalues in random directions, as QuadraticForm takes it."""
    Q, _R = np.linalg.qr(rng.normal(size=(len(eigenvalues), len(eigenvalues))))
    A = Q @ np.diag(eigenvalues) @ Q.T
    return (A + A.T) / 2


def any_seed(rng):
    return Seed(int(rng.integers(2**31)))


OWN_RANDOMNESS = _(
    "Two generators with the same seed must give the same order: draw it from rng, and not from np.random or from a "
    "generator of your own without a seed."
)

elsewhere = np.random.default_rng(0)  # stands for np.random's own generator, which knows nothing of rng
