"""What the exercises of this chapter share: parts of the credit, cases, and sentences said more than once."""

import numpy as np

from ravine.exercises.exercise import Case
from ravine.exercises.kinds.random_answers import agree, observe_draws
from ravine.exercises.observe import Seed
from ravine.language import _

SHAPE = "the shape, and randomness from rng alone"
DISTRIBUTION = "the distribution"
DRAWS = 25_000  # a call, two calls a case

elsewhere = np.random.default_rng(0)  # stands for np.random's own generator, which knows nothing of rng


def any_seed(rng):
    return Seed(int(rng.integers(2**31)))


OWN_RANDOMNESS = _(
    "Two generators with the same seed must give the same numbers: draw everything from rng, and nothing from "
    "np.random or from a generator of your own without a seed."
)
OWN_SEED = _(
    "Your second call gives the first call's numbers again: you make a generator of your own with a fixed seed. Draw "
    "from the rng that you are given; it goes on from call to call."
)


def layer_case(rng, n_in, n_out, part=DISTRIBUTION):
    return Case({"n_in": int(n_in), "n_out": int(n_out), "rng": any_seed(rng)}, part)


def layer_cases(rng):
    yield layer_case(rng, 2, rng.integers(6, 9), SHAPE)
    yield layer_case(rng, rng.integers(6, 9), 1, SHAPE)
    for n_in in (int(rng.integers(60, 110)), int(rng.integers(500, 800))):
        yield layer_case(rng, n_in, DRAWS // n_in)


LAYER_EXAMPLES = [
    Case({"n_in": 3, "n_out": 6, "rng": Seed(1)}, SHAPE),
    Case({"n_in": 4, "n_out": 3, "rng": Seed(3)}, SHAPE),
    Case({"n_in": 80, "n_out": 300, "rng": Seed(2)}, DISTRIBUTION),
]

LAYER = {
    "cases": layer_cases,
    "examples": LAYER_EXAMPLES,
    "parts": {SHAPE: 1, DISTRIBUTION: 2},
    "observe": observe_draws,
    "agree": agree,
}

PYTORCH_SHAPE = _(
    "Your matrix has shape (n_out, n_in), as PyTorch keeps it. In this course a layer computes x @ W on rows: W has "
    "shape (n_in, n_out)."
)
