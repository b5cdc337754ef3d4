"""The orthogonal matrix nearest to a matrix, for exercises that take a function `M → O`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Polar:
    """The polar factor: UVᵀ of M = UΣVᵀ, by a singular value decomposition."""

    def orthogonalise(self, M: ArrayLike) -> NDArray:
        """UVᵀ, shape of M, (n, m): all singular values of M made equal to one."""
        U, _sigma, Vt = np.linalg.svd(np.asarray(M, dtype=float), full_matrices=False)
        return U @ Vt
