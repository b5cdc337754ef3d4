"""A method of descent that does not say which it is: only how far from the minimum it comes."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class BlackBox:
    """Descent on ½λw² from w = 1 and at rest, by one of four linear methods: see `step_matrix`.

    `curvature` is λ, `beta` the share of the velocity that is kept. Raises ValueError for a method that is none.
    """

    method: str
    curvature: float = 1.0
    beta: float = 0.0

    def __post_init__(self):
        self.step_matrix(0.0)

    def step_matrix(self, lr: float) -> NDArray:
        """What a step with this learning rate does with (w, v), shape (2, 2)."""
        a, b = lr * self.curvature, self.beta
        match self.method:
            case "heavy ball":  # Polyak 1964; with beta 0 gradient descent
                velocity = [-a, b]
            case "nesterov":  # Nesterov 1983: the gradient at w + βv
                velocity = [-a, b * (1 - a)]
            case "averaged":  # v is a moving average of the gradients
                velocity = [-(1 - b) * a, b]
            case "reversed":  # −βv, as one of the slides prints it
                velocity = [-a, -b]
            case _:
                raise ValueError(f"no black box holds {self.method!r}")
        return np.array([[1 + velocity[0], velocity[1]], velocity])

    def distance(self, lr: float, steps: int) -> float:
        """How far w is from the minimum after so many steps, infinity where that is no number any more.

        Raises ValueError for fewer than no steps.
        """
        if (n := int(steps)) < 0:
            raise ValueError(f"nobody takes {n} steps")
        distance = abs(_power(self.step_matrix(float(lr)).ravel().tolist(), n)[0])
        return distance if distance == distance else math.inf


def _power(matrix, n):
    """The n-th power by repeated squaring, in numbers: a search asks for hundreds; numpy takes four times as long."""
    power, square = [1.0, 0.0, 0.0, 1.0], matrix
    while n:
        if n % 2:
            power = _product(power, square)
        square, n = _product(square, square), n // 2
    return power


def _product(first, second):
    """Of two matrices of shape (2, 2), each a list row by row."""
    (a, b, c, d), (e, f, g, h) = first, second
    return [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h]
