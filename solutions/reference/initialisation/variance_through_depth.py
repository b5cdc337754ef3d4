"""What becomes of a signal's variance on its way through the layers."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def variance_through_depth(n, weight_std, depth, activation):
    """Predicted variances of the pre-activations z₁ … z_depth for inputs with E x² = 1, shape (depth,).

    "linear": (nσ²)ˡ; "relu": nσ²·(nσ²/2)ˡ⁻¹ (He et al. 2015, equation 9). Raises ValueError otherwise.
    """
    if activation not in ("linear", "relu"):
        raise ValueError(f"activation must be 'linear' or 'relu', not {activation!r}")
    gain = n * weight_std**2
    passed_on = 1.0 if activation == "linear" else 0.5  # E φ(z)² = passed_on · Var z
    return gain * (gain * passed_on) ** np.arange(depth)


LINEAR, RELU, UNKNOWN = "linear layers", "ReLU layers", "an unknown activation"
_PART = {"linear": LINEAR, "relu": RELU}


def _depth_case(n, weight_std, depth, activation):
    inputs = {"n": n, "weight_std": weight_std, "depth": depth, "activation": activation}
    return Case(inputs, _PART.get(activation, UNKNOWN))


def _depth_cases(rng):
    for activation in ("linear", "relu"):
        for depth in (1, int(rng.integers(2, 5)), int(rng.integers(6, 12))):
            n = int(rng.integers(10, 200))
            yield _depth_case(n, float(rng.uniform(0.7, 1.8) / np.sqrt(n)), depth, activation)
    yield _depth_case(5, 0.3, 2, "sigmoid")


_DEPTH_EXAMPLES = [
    _depth_case(2, 1.0, 3, "linear"),
    _depth_case(8, 0.5, 3, "relu"),
    _depth_case(5, 0.3, 2, "swish"),
]

exercise(variance_through_depth, cases=_depth_cases, examples=_DEPTH_EXAMPLES, parts={LINEAR: 1, RELU: 2, UNKNOWN: 1})


def _known(activation):
    if activation not in ("linear", "relu"):
        raise ValueError(activation)
    return 1.0 if activation == "linear" else 0.5


@misconception(
    variance_through_depth,
    _("Your ReLU layers behave like linear ones: ReLU passes on only half of the mean square, a factor ½ a layer."),
    see="initialisation.html#he",
)
def half_missing(n, weight_std, depth, activation):
    _known(activation)
    return (n * weight_std**2) ** np.arange(1, depth + 1)


@misconception(
    variance_through_depth,
    _(
        "The factor ½ comes one layer early: these are the mean squares after each ReLU. The exercise asks for the "
        "pre-activations before it; the inputs have mean square 1 as they are, so the ½ appears from z₂ on."
    ),
    see="initialisation.html#first-layer",
)
def half_a_layer_early(n, weight_std, depth, activation):
    return (n * weight_std**2 * _known(activation)) ** np.arange(1, depth + 1)


@misconception(
    variance_through_depth,
    _("The factor ½ comes one layer late: z₂ already sums over units that a ReLU has halved."),
    see="initialisation.html#first-layer",
)
def half_a_layer_late(n, weight_std, depth, activation):
    layers = np.arange(1, depth + 1)
    return (n * weight_std**2) ** layers * _known(activation) ** np.maximum(layers - 2, 0)


@misconception(
    variance_through_depth,
    _("σ is a standard deviation: the variance of a weight, by which each layer multiplies, is σ²."),
    see="initialisation.html#variance-or-deviation",
)
def deviation_for_variance(n, weight_std, depth, activation):
    gain = n * weight_std
    return gain * (gain * _known(activation)) ** np.arange(depth)


@misconception(
    variance_through_depth,
    _("A unit sums n terms, so its variance is n times that of one: the factor n is missing."),
    see="initialisation.html#one-layer",
)
def width_missing(n, weight_std, depth, activation):
    gain = weight_std**2
    return gain * (gain * _known(activation)) ** np.arange(depth)


@misconception(
    variance_through_depth,
    _("These are standard deviations: the exercise asks for their squares, the variances."),
    see="initialisation.html#variance-or-deviation",
)
def deviations_returned(n, weight_std, depth, activation):
    return np.sqrt(variance_through_depth(n, weight_std, depth, activation))


@misconception(
    variance_through_depth,
    _("Your array begins with the inputs. It should begin with z₁, after the first matrix, and hold depth values."),
    see="initialisation.html#first-layer",
)
def inputs_included(n, weight_std, depth, activation):
    return np.concatenate([[1.0], variance_through_depth(n, weight_std, depth, activation)])


@misconception(
    variance_through_depth,
    _("Your array begins one layer early, with the inputs' 1: its first entry should be Var z₁ = nσ²."),
    see="initialisation.html#first-layer",
)
def begins_at_inputs(n, weight_std, depth, activation):
    return inputs_included(n, weight_std, depth, activation)[:depth]


@misconception(
    variance_through_depth,
    _("Only the last layer's variance is returned; the exercise asks for all of them, z₁ to z_depth."),
    see="initialisation.html#first-layer",
)
def last_layer_only(n, weight_std, depth, activation):
    return variance_through_depth(n, weight_std, depth, activation)[-1]


@misconception(
    variance_through_depth,
    _("An activation that the formula does not know should raise a ValueError; yours is taken for a linear one."),
    see="initialisation.html#first-layer",
)
def unknown_taken_for_linear(n, weight_std, depth, activation):
    return variance_through_depth(n, weight_std, depth, "relu" if activation == "relu" else "linear")


@misconception(
    variance_through_depth,
    _("An activation that the formula does not know should raise a ValueError; yours is taken for ReLU."),
    see="initialisation.html#first-layer",
)
def unknown_taken_for_relu(n, weight_std, depth, activation):
    return variance_through_depth(n, weight_std, depth, "linear" if activation == "linear" else "relu")
