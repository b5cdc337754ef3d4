"""What the exercises of this chapter share: parts of the credit, cases, and sentences said more than once."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case
from ravine.language import _

STEP = Tolerance(relative=1e-5)  # float32 arithmetic differs by up to 3e-6 on these draws

SHAPES = ((5,), (1,), (2, 3), (3, 1, 2))

FROM_REST = _("the first step, from rest")
MOVING = _("later steps, with a velocity")
ANY_SHAPE = _("arrays of any shape")

CHANGED = _(
    "The numbers are right, but `+=`, `-=` and `*=` on an array write into the array itself, and that one belongs to "
    "the caller: whoever keeps the old values, to draw a path for example, finds them overwritten. Make new arrays."
)


def signed(rng, low, high, shape):
    """Numbers of either sign with size in [low, high]."""
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(low, high, shape)


def rates(rng):
    return {"lr": rng.uniform(0.05, 0.25), "beta": rng.uniform(0.6, 0.95)}


def momentum_case(part, rng, shape=(5,), at_rest=False):
    return Case(
        {
            "w": signed(rng, 3, 6, shape),
            "v": np.zeros(shape) if at_rest else signed(rng, 1, 2, shape),
            "grad": signed(rng, 0.5, 2, shape),
            **rates(rng),
        },
        part,
    )


def momentum_cases(rng):
    yield momentum_case(FROM_REST, rng, at_rest=True)
    for _i in range(2):
        for shape in SHAPES:
            yield momentum_case(MOVING if shape == (5,) else ANY_SHAPE, rng, shape)


def momentum_example(part, w, v, grad, lr=0.5, beta=0.75):
    return Case({"w": np.array(w), "v": np.array(v), "grad": np.array(grad), "lr": lr, "beta": beta}, part)


MOMENTUM_EXAMPLES = (
    momentum_example(FROM_REST, [1.0, 2.0], [0.0, 0.0], [4.0, -8.0], 0.125),
    momentum_example(MOVING, [1.0, 2.0], [8.0, -4.0], [4.0, -8.0]),
    momentum_example(ANY_SHAPE, [[1.0], [2.0]], [[4.0], [8.0]], [[-8.0], [0.0]], 0.25, 0.875),
)
