"""A function of arrays of any shape whose difference quotients can be written down."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class CubedSum:
    """f(x) = (Σ cᵢxᵢ)³, where `weights` is c and x has the shape of c.

    With s = Σ cᵢxᵢ, (f(x + heᵢ) − f(x − heᵢ))/2h is 3s²cᵢ + h²cᵢ³: the derivative and an error that is exactly h²cᵢ³.
    """

    weights: tuple

    def value(self, x: ArrayLike) -> float:
        """f(x). Raises ValueError where x has another shape than the weights."""
        c, x = np.asarray(self.weights, dtype=float), np.asarray(x, dtype=float)
        if x.shape != c.shape:
            raise ValueError(f"this function takes arrays of shape {c.shape}, not {x.shape}")
        return float(np.sum(c * x) ** 3)

    def gradient(self, x: ArrayLike) -> NDArray:
        """3s²c, shape of x."""
        c = np.asarray(self.weights, dtype=float)
        return 3 * np.sum(c * x) ** 2 * c
