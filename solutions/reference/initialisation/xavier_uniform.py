"""Xavier's initialisation, uniform: a compromise between the way forward and the way back."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.initialisation._shared import LAYER, OWN_RANDOMNESS, OWN_SEED, PYTORCH_SHAPE, elsewhere


def xavier_uniform(n_in, n_out, rng):
    """U(−a, a) with a = √6/√(n_in + n_out), variance 2/(n_in + n_out) (Glorot and Bengio 2010, equation 16)."""
    limit = np.sqrt(6 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_in, n_out))


exercise(xavier_uniform, **LAYER)


@misconception(
    xavier_uniform,
    _("It is √6, not 6, above the root of n_in + n_out: the bound is √(6/(n_in + n_out))."),
    see="initialisation.html#xavier",
)
def xavier_six(n_in, n_out, rng):
    limit = 6 / np.sqrt(n_in + n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("The root is missing below: the bound is √6/√(n_in + n_out)."),
    see="initialisation.html#xavier",
)
def xavier_root_above_only(n_in, n_out, rng):
    limit = np.sqrt(6) / (n_in + n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("The bound is the root √(6/(n_in + n_out)): you left the root out."),
    see="initialisation.html#xavier",
)
def xavier_root_missing(n_in, n_out, rng):
    limit = 6 / (n_in + n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _(
        "√(2/(n_in + n_out)) is the standard deviation. The bound of a uniform distribution is √3 times that: "
        "√(6/(n_in + n_out))."
    ),
    see="initialisation.html#variance-uniform",
)
def xavier_deviation_for_bound(n_in, n_out, rng):
    limit = np.sqrt(2 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("This is the bound for variance 1/(n_in + n_out). Xavier's variance is one over the mean of n_in and n_out."),
    see="initialisation.html#xavier",
)
def xavier_sum_for_mean(n_in, n_out, rng):
    limit = np.sqrt(3 / (n_in + n_out))
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("You use n_in alone. That keeps the signal's variance, but Xavier's compromise looks at the gradient's too."),
    see="initialisation.html#xavier",
)
def xavier_fan_in(n_in, n_out, rng):
    limit = np.sqrt(3 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("You use n_out alone. That keeps the gradient's variance, but Xavier's compromise looks at the signal's too."),
    see="initialisation.html#xavier",
)
def xavier_fan_out(n_in, n_out, rng):
    limit = np.sqrt(3 / n_out)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    xavier_uniform,
    _("The variance is right, but the draws are normal: the exercise asks for uniform ones."),
    see="initialisation.html#xavier",
)
def xavier_normal(n_in, n_out, rng):
    return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))


@misconception(
    xavier_uniform,
    _("All your weights are positive: the interval is symmetric about zero."),
    see="initialisation.html#xavier",
)
def xavier_one_sided(n_in, n_out, rng):
    return rng.uniform(0, np.sqrt(6 / (n_in + n_out)), (n_in, n_out))


@misconception(xavier_uniform, PYTORCH_SHAPE, see="initialisation.html#shapes")
def xavier_transposed(n_in, n_out, rng):
    return xavier_uniform(n_in, n_out, rng).T


@misconception(xavier_uniform, OWN_RANDOMNESS, see="initialisation.html#rng")
def xavier_own_randomness(n_in, n_out, rng):
    return xavier_uniform(n_in, n_out, elsewhere)


@misconception(xavier_uniform, OWN_SEED, see="initialisation.html#rng")
def xavier_own_seed(n_in, n_out, rng):
    return xavier_uniform(n_in, n_out, np.random.default_rng(0))
