"""He's initialisation, normal: twice LeCun's variance, because ReLU halves the signal's."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.initialisation._shared import LAYER, OWN_RANDOMNESS, OWN_SEED, PYTORCH_SHAPE, elsewhere
from solutions.reference.initialisation.truncated_normal import rescaled, truncated_normal


def he_normal(n_in, n_out, rng):
    """N(0, 2/n_in), standard deviation √(2/n_in), for ReLU layers (He et al. 2015, equation 10)."""
    return rng.normal(0.0, np.sqrt(2 / n_in), (n_in, n_out))


exercise(he_normal, **LAYER)


@misconception(
    he_normal,
    _("2/n_in is the variance; the normal draw wants the standard deviation, its root √(2/n_in)."),
    see="initialisation.html#variance-or-deviation",
)
def he_variance_for_deviation(n_in, n_out, rng):
    return rng.normal(0.0, 2 / n_in, (n_in, n_out))


@misconception(
    he_normal,
    _("The factor 2 is missing: ReLU throws away half of the signal's power, and the weights must make up for it."),
    see="initialisation.html#he",
)
def he_factor_missing(n_in, n_out, rng):
    return rng.normal(0.0, np.sqrt(1 / n_in), (n_in, n_out))


@misconception(
    he_normal,
    _("You divide by n_out. A unit sums over its inputs, so it is n_in that decides how large the sum gets."),
    see="initialisation.html#he",
)
def he_fan_out(n_in, n_out, rng):
    return rng.normal(0.0, np.sqrt(2 / n_out), (n_in, n_out))


@misconception(
    he_normal,
    _("2/(n_in + n_out) is Xavier's variance, for layers that are linear near zero. He's is 2/n_in."),
    see="initialisation.html#he",
)
def he_xavier(n_in, n_out, rng):
    return rng.normal(0.0, np.sqrt(2 / (n_in + n_out)), (n_in, n_out))


@misconception(
    he_normal,
    _("The root covers the whole fraction: √(2/n_in), not 2/√n_in."),
    see="initialisation.html#he",
)
def he_root_below_only(n_in, n_out, rng):
    return rng.normal(0.0, 2 / np.sqrt(n_in), (n_in, n_out))


@misconception(
    he_normal,
    _("√6 belongs to the bound of a uniform draw. A normal draw wants its standard deviation √(2/n_in) as it is."),
    see="initialisation.html#variance-uniform",
)
def he_bound_for_deviation(n_in, n_out, rng):
    return rng.normal(0.0, np.sqrt(6 / n_in), (n_in, n_out))


@misconception(
    he_normal,
    _("The variance is right, but the draws are uniform: the exercise asks for normal ones."),
    see="initialisation.html#he",
)
def he_uniform(n_in, n_out, rng):
    limit = np.sqrt(6 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    he_normal,
    _("You draw uniformly between ±√(2/n_in). That number is a standard deviation, and the draws should be normal."),
    see="initialisation.html#variance-uniform",
)
def he_deviation_for_bound(n_in, n_out, rng):
    limit = np.sqrt(2 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    he_normal,
    _(
        "Your draws are cut off at two standard deviations, as in Keras's HeNormal. The exercise asks for the whole "
        "normal distribution."
    ),
    see="initialisation.html#truncation-loss",
)
def he_truncated(n_in, n_out, rng):
    return truncated_normal((n_in, n_out), np.sqrt(2 / n_in), rng)


@misconception(
    he_normal,
    _(
        "This is Keras's HeNormal: cut off at two standard deviations and stretched to the right variance. The "
        "exercise asks for the whole normal distribution."
    ),
    see="initialisation.html#truncation-loss",
)
def he_truncated_rescaled(n_in, n_out, rng):
    return rescaled((n_in, n_out), np.sqrt(2 / n_in), rng)


@misconception(he_normal, PYTORCH_SHAPE, see="initialisation.html#shapes")
def he_transposed(n_in, n_out, rng):
    return he_normal(n_in, n_out, rng).T


@misconception(he_normal, OWN_RANDOMNESS, see="initialisation.html#rng")
def he_own_randomness(n_in, n_out, rng):
    return he_normal(n_in, n_out, elsewhere)


@misconception(he_normal, OWN_SEED, see="initialisation.html#rng")
def he_own_seed(n_in, n_out, rng):
    return he_normal(n_in, n_out, np.random.default_rng(0))
