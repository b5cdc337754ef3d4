"""LeCun's initialisation, uniform: the variance of a weight is 1/n_in."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.initialisation._shared import LAYER, OWN_RANDOMNESS, OWN_SEED, PYTORCH_SHAPE, elsewhere


def lecun_uniform(n_in, n_out, rng):
    """U(−√(3/n_in), √(3/n_in)), variance 1/n_in (LeCun et al. 1998); shape (n_in, n_out)."""
    limit = np.sqrt(3 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


exercise(lecun_uniform, **LAYER)


@misconception(
    lecun_uniform,
    _("You divide by n_out. A unit sums over its inputs, so it is n_in that decides how large the sum gets."),
    see="initialisation.html#lecun",
)
def lecun_fan_out(n_in, n_out, rng):
    limit = np.sqrt(3 / n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    lecun_uniform,
    _(
        "√(1/n_in) is the standard deviation. The bound of a uniform distribution is √3 times that, because the "
        "variance of U(−a, a) is a²/3."
    ),
    see="initialisation.html#variance-uniform",
)
def lecun_deviation_for_bound(n_in, n_out, rng):
    limit = np.sqrt(1 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    lecun_uniform,
    _("The bound is the root √(3/n_in): you left the root out."),
    see="initialisation.html#lecun",
)
def lecun_root_missing(n_in, n_out, rng):
    return rng.uniform(-3 / n_in, 3 / n_in, (n_in, n_out))


@misconception(
    lecun_uniform,
    _("The root covers the whole fraction: √(3/n_in), not 3/√n_in."),
    see="initialisation.html#lecun",
)
def lecun_root_below_only(n_in, n_out, rng):
    return rng.uniform(-3 / np.sqrt(n_in), 3 / np.sqrt(n_in), (n_in, n_out))


@misconception(
    lecun_uniform,
    _("The root covers the whole fraction: √(3/n_in), not √3/n_in."),
    see="initialisation.html#lecun",
)
def lecun_root_above_only(n_in, n_out, rng):
    return rng.uniform(-np.sqrt(3) / n_in, np.sqrt(3) / n_in, (n_in, n_out))


@misconception(
    lecun_uniform,
    _("√(6/n_in) is He's uniform bound, for ReLU layers. LeCun's layers are linear near zero and need no factor 2."),
    see="initialisation.html#lecun",
)
def lecun_he(n_in, n_out, rng):
    limit = np.sqrt(6 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    lecun_uniform,
    _("All your weights are positive: the interval is from −√(3/n_in) to √(3/n_in)."),
    see="initialisation.html#lecun",
)
def lecun_one_sided(n_in, n_out, rng):
    return rng.uniform(0, np.sqrt(3 / n_in), (n_in, n_out))


@misconception(
    lecun_uniform,
    _("The variance is right, but the draws are normal: the exercise asks for uniform ones."),
    see="initialisation.html#lecun",
)
def lecun_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(1 / n_in), (n_in, n_out))


@misconception(
    lecun_uniform,
    _("√(3/n_in) bounds a uniform draw; you gave it to a normal one, as its standard deviation."),
    see="initialisation.html#variance-uniform",
)
def lecun_bound_for_deviation(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(3 / n_in), (n_in, n_out))


@misconception(lecun_uniform, PYTORCH_SHAPE, see="initialisation.html#shapes")
def lecun_transposed(n_in, n_out, rng):
    return lecun_uniform(n_in, n_out, rng).T


@misconception(lecun_uniform, OWN_RANDOMNESS, see="initialisation.html#rng")
def lecun_own_randomness(n_in, n_out, rng):
    return lecun_uniform(n_in, n_out, elsewhere)


@misconception(lecun_uniform, OWN_SEED, see="initialisation.html#rng")
def lecun_own_seed(n_in, n_out, rng):
    return lecun_uniform(n_in, n_out, np.random.default_rng(0))
