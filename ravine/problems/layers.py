"""Two small layers, with the same methods as every layer of the course, to build networks from.

They work entry by entry, so that the derivative by an entry of the input concerns one entry of the output only.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Scale:
    """y = W·x + b entry by entry: a layer with parameters W and b, of shape (d,), for x of shape (n, d)."""

    def __init__(self, W: ArrayLike, b: ArrayLike):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)
        self.dW = self.db = None

    def forward(self, x: NDArray) -> NDArray:
        self.x = x
        return self.W * x + self.b

    def backward(self, dy: NDArray) -> NDArray:
        self.dW, self.db = (self.x * dy).sum(axis=0), dy.sum(axis=0)
        return self.W * dy


class Tanh:
    """y = tanh(x) entry by entry: a layer without parameters."""

    def forward(self, x: NDArray) -> NDArray:
        self.y = np.tanh(x)
        return self.y

    def backward(self, dy: NDArray) -> NDArray:
        return (1 - self.y**2) * dy
