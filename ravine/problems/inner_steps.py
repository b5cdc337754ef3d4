"""Steps of a simple optimiser on a quadratic, for exercises that take a step function (`w → w′`)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ravine.problems.surfaces import QuadraticForm


@dataclass
class HeavyBall:
    """Polyak's heavy ball on `QuadraticForm(matrix, centre)`; with `beta` 0, plain gradient descent.

    Its velocity lives here, starts at zero and is never reset: the steps of one object are one run.
    """

    matrix: tuple[tuple[float, ...], ...]
    centre: tuple[float, ...]
    lr: float
    beta: float = 0.0

    def __post_init__(self):
        self.velocity = np.zeros(len(self.centre))

    def step(self, w: ArrayLike) -> NDArray:
        """v ← βv − lr·∇L(w), then w + v; shape of w, (d,)."""
        gradient = QuadraticForm(self.matrix, self.centre).gradient(w)
        self.velocity = self.beta * self.velocity - self.lr * gradient
        return np.asarray(w, dtype=float) + self.velocity
