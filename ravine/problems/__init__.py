"""Loss surfaces to descend, written with numpy alone."""

from ravine.problems.inner_steps import HeavyBall
from ravine.problems.surfaces import (
    Beale,
    Himmelblau,
    NoisyQuadratic,
    Plateau,
    Quadratic,
    QuadraticForm,
    Rosenbrock,
    Saddle,
)

__all__ = [
    "Beale",
    "HeavyBall",
    "Himmelblau",
    "NoisyQuadratic",
    "Plateau",
    "Quadratic",
    "QuadraticForm",
    "Rosenbrock",
    "Saddle",
]
