"""What the exercises of this chapter share: parts of the credit, cases, and sentences said more than once."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case

SINGLE = Tolerance(relative=1e-5)  # sums and exponentials in float32 stray by up to 1e-6 of the largest entry

PASSES = "a pass forward and backward"
SECOND = "a second pass"


def activation_case(rng, part, shapes, size=2.0):
    return Case(
        {
            "x": [rng.uniform(0.2, size, shape) * rng.choice([-1, 1], shape) for shape in shapes],
            "dy": [rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape) for shape in shapes],
        },
        part,
    )


SIGNS = np.array([[1.0, -2.0], [3.0, 0.5], [-1.0, 2.0]])
UPSTREAM = np.array([[2.0, 4.0], [-1.0, 1.0], [8.0, -3.0]])
