"""What the exercises of this chapter share: cases, and sentences said more than once."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case
from ravine.language import _

TOLERANCE = Tolerance(relative=1e-5)  # float32 agrees to within 6e-7 of the largest entry

DEFAULTS = _("optional arguments left out")


def a_case(part, calls=True, /, **inputs):
    return Case(inputs, part, calls)


def array(*numbers):
    return np.array(numbers, dtype=float)


def matrix(rng, n_in, n_out):
    """A matrix whose singular values lie between 0.3 and 1, turned at random on both sides."""
    U, _sigma, Vt = np.linalg.svd(rng.normal(size=(n_in, n_out)), full_matrices=False)
    return U * rng.uniform(0.3, 1, len(Vt)) @ Vt


# --- schedules

WARMING_UP = _("the warm-up")
FALLING = _("the fall")
AT_THE_END = _("the last step and beyond")

FIRST_STEP_ZERO = _(
    "step/warmup makes no move at step 0, and the first gradient is thrown away; (step + 1)/warmup begins at once."
)
LOWEST_AS_A_FLOOR = _(
    "max(lowest, …) cuts the curve off. lowest + (peak − lowest)·… ends there, with the whole fall above it."
)
LOWEST_AS_A_SHARE = _("`lowest` is a learning rate like `peak`, not a fraction of it.")

# √ and cos leave 2e−33 where 0 is right, and float32 a rounding of the peak
RATE_TOLERANCE = Tolerance(relative=1e-5, absolute=1e-6)
