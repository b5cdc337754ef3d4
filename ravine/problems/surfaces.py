"""Loss surfaces: each has `value(w)` and `gradient(w)` and, where it has second derivatives, `hessian(w)`.

The two-dimensional ones take w of shape (..., 2) and have twins in `ravine/plots/js/surfaces.js`; a test ties
them. Fields are plain numbers or tuples, so that a surface can be written as JSON.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import cos, radians, sin

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ravine.problems.random_numbers import normal_numbers


def _coordinates(w):
    """x and y of w with shape (..., 2). Raises ValueError for any other shape."""
    w = np.asarray(w, dtype=float)
    if w.ndim == 0 or w.shape[-1] != 2:
        raise ValueError(f"a point of this surface has 2 coordinates along its last axis, not shape {w.shape}")
    return w[..., 0], w[..., 1]


def _stack(x, y):
    stacked = np.empty((*np.broadcast(x, y).shape, 2))
    stacked[..., 0], stacked[..., 1] = x, y
    return stacked


def _symmetric(a, b, d):
    """The matrices [[a, b], [b, d]], shape (..., 2, 2)."""
    return _stack(_stack(a, b), _stack(b, d))


@dataclass(frozen=True)
class QuadraticForm:
    """L(w) = ½ (w − c)ᵀ A (w − c) in any dimension d; minimum 0 at c where A is positive definite.

    `matrix` is A, symmetric, (d, d); `centre` is c, (d,), zero if not given. Raises ValueError for other matrices.
    """

    matrix: tuple[tuple[float, ...], ...]
    centre: tuple[float, ...] | None = None

    def __post_init__(self):
        A = np.asarray(self.matrix, dtype=float)
        if A.ndim != 2 or A.shape[0] != A.shape[1] or not np.array_equal(A, A.T):
            raise ValueError(f"matrix must be square and symmetric, not {self.matrix}")
        c = np.zeros(len(A)) if self.centre is None else np.asarray(self.centre, dtype=float)
        if c.shape != (len(A),):
            raise ValueError(f"centre must have {len(A)} coordinates, as many as matrix has rows, not {self.centre}")
        object.__setattr__(self, "matrix", tuple(map(tuple, A.tolist())))
        object.__setattr__(self, "centre", tuple(c.tolist()))

    def value(self, w: ArrayLike) -> NDArray:
        """L(w), shape (...) for w of shape (..., d)."""
        step = np.asarray(w, dtype=float) - self.centre
        return 0.5 * np.sum(step * (step @ np.array(self.matrix)), axis=-1)

    def gradient(self, w: ArrayLike) -> NDArray:
        """A (w − c), shape of w."""
        return (np.asarray(w, dtype=float) - self.centre) @ np.array(self.matrix)

    def hessian(self, w: ArrayLike) -> NDArray:
        """A, shape (..., d, d) for w of shape (..., d)."""
        A = np.array(self.matrix)
        return np.broadcast_to(A, (*np.shape(w)[:-1], *A.shape)).copy()


@dataclass(frozen=True)
class Quadratic:
    """The ravine, L(w) = ½ wᵀ R diag(λ/κ, λ) Rᵀ w; minimum 0 at the origin.

    `condition_number` is κ ≥ 1, `largest` the largest eigenvalue λ, `rotation` the angle in degrees, anticlockwise,
    by which R turns the flat direction away from the first axis.
    """

    condition_number: float = 10.0
    rotation: float = 0.0
    largest: float = 1.0

    def __post_init__(self):
        if not (self.condition_number >= 1 and self.largest > 0):
            raise ValueError(
                f"a ravine needs condition_number ≥ 1 and largest > 0, not {self.condition_number} and {self.largest}"
            )

    @cached_property
    def matrix(self) -> NDArray:
        """The Hessian, shape (2, 2)."""
        flat, steep = self.largest / self.condition_number, self.largest
        c, s = cos(radians(self.rotation)), sin(radians(self.rotation))
        off = (flat - steep) * c * s
        return np.array([[flat * c * c + steep * s * s, off], [off, flat * s * s + steep * c * c]])

    def value(self, w: ArrayLike) -> NDArray:
        """L(w), shape (...) for w of shape (..., 2)."""
        x, y = _coordinates(w)
        (a, b), (_, d) = self.matrix.tolist()
        return 0.5 * (a * x * x + 2 * b * x * y + d * y * y)

    def gradient(self, w: ArrayLike) -> NDArray:
        """A w, shape of w."""
        x, y = _coordinates(w)
        (a, b), (_, d) = self.matrix.tolist()
        return _stack(a * x + b * y, b * x + d * y)

    def hessian(self, w: ArrayLike) -> NDArray:
        """A, shape (..., 2, 2) for w of shape (..., 2)."""
        return np.broadcast_to(self.matrix, (*np.shape(w)[:-1], 2, 2)).copy()


@dataclass(frozen=True)
class Rosenbrock:
    """L(x, y) = (a − x)² + b (y − x²)²; minimum 0 at (a, a²), in a bent valley (Rosenbrock 1960)."""

    a: float = 1.0
    b: float = 100.0

    def value(self, w: ArrayLike) -> NDArray:
        """L(w), shape (...) for w of shape (..., 2)."""
        x, y = _coordinates(w)
        return (self.a - x) ** 2 + self.b * (y - x * x) ** 2

    def gradient(self, w: ArrayLike) -> NDArray:
        """(−2(a − x) − 4bx(y − x²), 2b(y − x²)), shape of w."""
        x, y = _coordinates(w)
        return _stack(-2 * (self.a - x) - 4 * self.b * x * (y - x * x), 2 * self.b * (y - x * x))

    def hessian(self, w: ArrayLike) -> NDArray:
        """[[2 − 4b(y − 3x²), −4bx], [−4bx, 2b]], shape (..., 2, 2)."""
        x, y = _coordinates(w)
        return _symmetric(2 - 4 * self.b * (y - 3 * x * x), -4 * self.b * x, 2 * self.b)


@dataclass(frozen=True)
class Beale:
    """L(x, y) = Σᵢ (cᵢ − x + xyⁱ)² for i = 1, 2, 3 with c = (1.5, 2.25, 2.625); minimum 0 at (3, 0.5) (Beale 1958)."""

    def value(self, w: ArrayLike) -> NDArray:
        """L(w), shape (...) for w of shape (..., 2)."""
        x, y = _coordinates(w)
        return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y * y) ** 2 + (2.625 - x + x * y * y * y) ** 2

    def gradient(self, w: ArrayLike) -> NDArray:
        """With rᵢ = cᵢ − x + xyⁱ: (Σ 2rᵢ(yⁱ − 1), Σ 2rᵢ·i·x·yⁱ⁻¹), shape of w."""
        x, y = _coordinates(w)
        r1, r2, r3 = 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y
        return _stack(
            2 * (r1 * (y - 1) + r2 * (y * y - 1) + r3 * (y * y * y - 1)),
            2 * x * (r1 + 2 * r2 * y + 3 * r3 * y * y),
        )

    def hessian(self, w: ArrayLike) -> NDArray:
        """Of each rᵢ² twice the product of its slopes, pᵢ = yⁱ − 1 and i·x·yⁱ⁻¹, and 2rᵢ times its second derivatives.

        Shape (..., 2, 2) for w of shape (..., 2).
        """
        x, y = _coordinates(w)
        r1, r2, r3 = 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y
        p1, p2, p3 = y - 1, y * y - 1, y * y * y - 1
        across = x * (p1 + 2 * p2 * y + 3 * p3 * y * y) + (r1 + 2 * r2 * y + 3 * r3 * y * y)
        up = x * x * (1 + 4 * y * y + 9 * y * y * y * y) + x * (2 * r2 + 6 * r3 * y)
        return _symmetric(2 * (p1 * p1 + p2 * p2 + p3 * p3), 2 * across, 2 * up)


@dataclass(frozen=True)
class Himmelblau:
    """L(x, y) = (x² + y − 11)² + (x + y² − 7)²; four minima of value 0, one at (3, 2) (Himmelblau 1972)."""

    def value(self, w: ArrayLike) -> NDArray:
        """L(w), shape (...) for w of shape (..., 2)."""
        x, y = _coordinates(w)
        return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2

    def gradient(self, w: ArrayLike) -> NDArray:
        """(4x(x² + y − 11) + 2(x + y² − 7), 2(x² + y − 11) + 4y(x + y² − 7)), shape of w."""
        x, y = _coordinates(w)
        r, s = x * x + y - 11, x + y * y - 7
        return _stack(4 * x * r + 2 * s, 2 * r + 4 * y * s)

    def hessian(self, w: ArrayLike) -> NDArray:
        """[[4(x² + y − 11) + 8x² + 2, 4(x + y)], [4(x + y), 4(x + y² − 7) + 8y² + 2]], shape (..., 2, 2)."""
        x, y = _coordinates(w)
        return _symmetric(4 * (x * x + y - 11) + 8 * x * x + 2, 4 * (x + y), 4 * (x + y * y - 7) + 8 * y * y + 2)


@dataclass(frozen=True)
class Saddle:
    """L(x, y) = ½x² − ½y² + ¼y⁴; a saddle at the origin between the minima −¼ at (0, ±1)."""

    def value(self, w: ArrayLike) -> NDArray:
        """L(w), shape (...) for w of shape (..., 2)."""
        x, y = _coordinates(w)
        return 0.5 * x * x - 0.5 * y * y + 0.25 * y * y * y * y

    def gradient(self, w: ArrayLike) -> NDArray:
        """(x, y³ − y), shape of w."""
        x, y = _coordinates(w)
        return _stack(x, y * y * y - y)

    def hessian(self, w: ArrayLike) -> NDArray:
        """diag(1, 3y² − 1), shape (..., 2, 2)."""
        _x, y = _coordinates(w)
        return _symmetric(1.0, 0.0, 3 * y * y - 1)


@dataclass(frozen=True)
class Plateau:
    """L(w) = ‖w‖²/(width² + ‖w‖²): a hole in a plain on which the gradient dies; minimum 0 at the origin."""

    width: float = 1.0

    def __post_init__(self):
        if not self.width > 0:
            raise ValueError(f"the hole's width must be positive, not {self.width}")

    def value(self, w: ArrayLike) -> NDArray:
        """L(w), shape (...) for w of shape (..., 2)."""
        x, y = _coordinates(w)
        square = x * x + y * y
        return square / (self.width * self.width + square)

    def gradient(self, w: ArrayLike) -> NDArray:
        """2 width² w / (width² + ‖w‖²)², shape of w."""
        x, y = _coordinates(w)
        width2 = self.width * self.width
        below = width2 + x * x + y * y
        return _stack(2 * width2 * x / (below * below), 2 * width2 * y / (below * below))

    def hessian(self, w: ArrayLike) -> NDArray:
        """2 width² I / (width² + ‖w‖²)² − 8 width² w wᵀ / (width² + ‖w‖²)³, shape (..., 2, 2)."""
        x, y = _coordinates(w)
        width2 = self.width * self.width
        below = width2 + x * x + y * y
        even, bent = 2 * width2 / (below * below), 8 * width2 / (below * below * below)
        return _symmetric(even - bent * x * x, -bent * x * y, even - bent * y * y)


@dataclass(frozen=True)
class Kink:
    """L(x, y) = |x| + slope·|y|: no derivative where x or y is 0, minimum 0 at the origin."""

    slope: float = 0.3

    def value(self, w: ArrayLike) -> NDArray:
        """L(w), shape (...) for w of shape (..., 2)."""
        x, y = _coordinates(w)
        return np.abs(x) + self.slope * np.abs(y)

    def gradient(self, w: ArrayLike) -> NDArray:
        """(sign x, slope·sign y), where sign 0 = 0, shape of w."""
        x, y = _coordinates(w)
        return _stack(np.sign(x), self.slope * np.sign(y))


@dataclass(frozen=True)
class ErrorRate:
    """The share of examples that a classifier gets wrong, which says "yes" to aᵢ where x·aᵢ + y > 0.

    Constant but for jumps, so the gradient is 0 wherever there is one. `inputs` are the aᵢ, `answers` the right ones.
    """

    inputs: tuple[float, ...] = (-3.0, -2.2, -1.5, -0.6, 0.4, 1.1, 1.9, 2.8)
    answers: tuple[bool, ...] = (False, False, False, True, False, True, True, True)

    def value(self, w: ArrayLike) -> NDArray:
        """L(w), shape (...) for w of shape (..., 2)."""
        x, y = _coordinates(w)
        said = x[..., None] * np.array(self.inputs) + y[..., None] > 0
        return np.mean(said != np.array(self.answers), axis=-1)

    def gradient(self, w: ArrayLike) -> NDArray:
        """0, shape of w."""
        x, y = _coordinates(w)
        return _stack(0 * x, 0 * y)


@dataclass(frozen=True)
class NoisyQuadratic:
    """A loss of `examples` examples, L(w) = meanᵢ ½ (w − cᵢ)ᵀ A (w − cᵢ), with A as in `Quadratic`.

    The centres cᵢ are normal draws with standard deviation `spread`, shifted so that their mean, which is where the
    minimum lies, is the origin. `value` and `gradient` take the `indices` of a mini-batch; without them, all examples.
    """

    condition_number: float = 10.0
    rotation: float = 0.0
    largest: float = 1.0
    examples: int = 64
    spread: float = 1.0
    seed: int = 1

    @cached_property
    def quadratic(self) -> Quadratic:
        """The surface that every example shares, but for its centre."""
        return Quadratic(self.condition_number, self.rotation, self.largest)

    @cached_property
    def centres(self) -> NDArray:
        """The examples' minima, shape (examples, 2)."""
        draws = np.array(list(islice(normal_numbers(self.seed), 2 * self.examples))).reshape(-1, 2)
        return self.spread * (draws - draws.mean(axis=0))

    def _differences(self, w, indices):
        """w − cᵢ, shape (..., batch, 2)."""
        _coordinates(w)
        centres = self.centres if indices is None else self.centres[np.asarray(indices)]
        return np.asarray(w, dtype=float)[..., None, :] - centres

    def value(self, w: ArrayLike, indices: ArrayLike | None = None) -> NDArray:
        """Mean loss of the examples, shape (...) for w of shape (..., 2)."""
        return self.quadratic.value(self._differences(w, indices)).mean(axis=-1)

    def gradient(self, w: ArrayLike, indices: ArrayLike | None = None) -> NDArray:
        """Mean gradient of the examples, shape of w."""
        return self.quadratic.gradient(self._differences(w, indices)).mean(axis=-2)

    def hessian(self, w: ArrayLike) -> NDArray:
        """A, which all examples share, shape (..., 2, 2)."""
        return self.quadratic.hessian(w)
