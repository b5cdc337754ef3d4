"""Loss surfaces to descend, layers to stack and digits to learn from, with numpy alone."""

from ravine.problems.black_box import BlackBox
from ravine.problems.cubed_sum import CubedSum
from ravine.problems.digits import digits
from ravine.problems.inner_steps import HeavyBall
from ravine.problems.layers import Scale, Tanh
from ravine.problems.polar import Polar
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
    "BlackBox",
    "CubedSum",
    "ErrorRate",
    "HeavyBall",
    "Himmelblau",
    "Kink",
    "NoisyQuadratic",
    "Plateau",
    "Polar",
    "Quadratic",
    "QuadraticForm",
    "Rosenbrock",
    "Saddle",
    "Scale",
    "Tanh",
    "digits",
]
