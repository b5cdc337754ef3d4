"""What the exercises of this chapter share: parts of the credit, cases, and sentences said more than once."""

import numpy as np

from ravine.language import _


def rotation(angle):
    """The rotation of the plane by ``angle`` (radians)."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])


def symmetric(eigenvalues, angle):
    """A symmetric 2 × 2 matrix with these eigenvalues, turned by ``angle`` (radians)."""
    turn = rotation(angle)
    A = turn @ np.diag(eigenvalues) @ turn.T
    return tuple(map(tuple, ((A + A.T) / 2).tolist()))


ONE_ROUND = _("one round")
SEVERAL_ROUNDS = _("several rounds")
