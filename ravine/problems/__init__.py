"""Loss surfaces to descend, written with numpy alone."""

from ravine.problems.inner_steps import HeavyBall
from ravine.problems.surfaces import (
    Beale,
    ErrorRate,
    Himmelblau,
    Kink,
    NoisyQuadratic,
    Plateau,
    Quadratic,
    QuadraticForm,
    Rosenbrock,
    Saddle,
)

__all__ = [
    "Beale",
    "ErrorRate",
    "HeavyBall",
    "Himmelblau",
    "Kink",
    "NoisyQuadratic",
    "Plateau",
    "Quadratic",
    "QuadraticForm",
    "Rosenbrock",
    "Saddle",
]
