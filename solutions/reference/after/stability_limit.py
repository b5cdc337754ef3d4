"""The edge of stability: the learning rate beyond which a method leaves a quadratic."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.after._shared import TOLERANCE, a_case, array


def stability_limit(curvature, method, beta=0.0, divisor=1.0):
    """The learning rate at which `method` stops converging where the largest `curvature` is λ (Cohen et al. 2021).

    "gradient descent", "momentum", "nesterov", "averaging" (momentum by m ← βm + (1 − β)g) or "adam", whose steps are
    those of "averaging" divided by `divisor`, √v̂ + ε. Raises ValueError for another method.
    """
    factors = {
        "gradient descent": 1,
        "momentum": 1 + beta,
        "nesterov": (1 + beta) / (1 + 2 * beta),
        "averaging": (1 + beta) / (1 - beta),
        "adam": divisor * (1 + beta) / (1 - beta),
    }
    if method not in factors:
        raise ValueError(f"there is no method {method!r} here: {', '.join(factors)}")
    return 2 * factors[method] / np.max(curvature)


DESCENT = _("gradient descent")
MOMENTUM = _("momentum")
NESTEROV = _("Nesterov's momentum")
AVERAGING = _("momentum by averages")
ADAM = _("Adam")
OTHER = _("another method")
METHODS = {
    "gradient descent": DESCENT,
    "momentum": MOMENTUM,
    "nesterov": NESTEROV,
    "averaging": AVERAGING,
    "adam": ADAM,
}


def _each_method(curvature, beta, divisor):
    for method, part in METHODS.items():
        yield a_case(part, curvature=curvature, method=method, beta=beta, divisor=divisor)


def _limit_cases(rng):
    for beta in (0.0, rng.uniform(0.3, 0.6), rng.uniform(0.8, 0.95)):
        yield from _each_method(float(rng.uniform(1, 20)), beta, float(rng.uniform(0.01, 0.1)))
        yield from _each_method(
            rng.permutation(rng.uniform(0.1, 1, 4) * [1, 4, 16, 64]), beta, float(rng.uniform(0.01, 0.1))
        )
    for part, method in ((MOMENTUM, "momentum"), (NESTEROV, "nesterov"), (AVERAGING, "averaging")):
        yield a_case(part, curvature=float(rng.uniform(1, 20)), method=method, beta=beta)
    yield a_case(DESCENT, curvature=float(rng.uniform(1, 20)), method="gradient descent")
    yield a_case(ADAM, curvature=float(rng.uniform(1, 20)), method="adam", beta=beta)
    yield a_case(OTHER, curvature=float(rng.uniform(1, 20)), method="newton", beta=beta, divisor=1.0)


exercise(
    stability_limit,
    cases=_limit_cases,
    examples=[
        *_each_method(4.0, 0.9, 0.01),
        *_each_method(array(0.5, 8, 2), 0.5, 0.25),
        a_case(DESCENT, curvature=4.0, method="gradient descent"),
        a_case(ADAM, curvature=4.0, method="adam", beta=0.8),
        a_case(MOMENTUM, curvature=4.0, method="momentum"),
        a_case(OTHER, curvature=4.0, method="newton", beta=0.9, divisor=1.0),
    ],
    parts={DESCENT: 1, MOMENTUM: 1, NESTEROV: 1, AVERAGING: 1, ADAM: 1, OTHER: 1},
    tolerance=TOLERANCE,
)


@misconception(
    stability_limit,
    _(
        "1/λ is the rate at which gradient descent arrives in one step. It still converges up to twice that, and "
        "every limit here is twice yours."
    ),
    see="after-rates.html#edge",
)
def best_instead_of_limit(curvature, method, beta=0.0, divisor=1.0):
    factors = {
        "gradient descent": 1,
        "momentum": 1 + beta,
        "nesterov": (1 + beta) / (1 + 2 * beta),
        "averaging": (1 + beta) / (1 - beta),
        "adam": divisor * (1 + beta) / (1 - beta),
    }
    if method not in factors:
        raise ValueError(f"there is no method {method!r} here: {', '.join(factors)}")
    return factors[method] / np.max(curvature)


@misconception(
    stability_limit,
    _("The steepest direction gives way first: of several curvatures the largest counts."),
    see="after-rates.html#edge",
)
def smallest_curvature(curvature, method, beta=0.0, divisor=1.0):
    factors = {
        "gradient descent": 1,
        "momentum": 1 + beta,
        "nesterov": (1 + beta) / (1 + 2 * beta),
        "averaging": (1 + beta) / (1 - beta),
        "adam": divisor * (1 + beta) / (1 - beta),
    }
    if method not in factors:
        raise ValueError(f"there is no method {method!r} here: {', '.join(factors)}")
    return 2 * factors[method] / np.min(curvature)


@misconception(
    stability_limit,
    _("With momentum the limit is 1 + β times larger than 2/λ: the ball's memory works against the oscillation."),
    see="after-rates.html#edge",
)
def momentum_not_counted(curvature, method, beta=0.0, divisor=1.0):
    factors = {
        "gradient descent": 1,
        "momentum": 1,
        "nesterov": (1 + beta) / (1 + 2 * beta),
        "averaging": (1 + beta) / (1 - beta),
        "adam": divisor * (1 + beta) / (1 - beta),
    }
    if method not in factors:
        raise ValueError(f"there is no method {method!r} here: {', '.join(factors)}")
    return 2 * factors[method] / np.max(curvature)


@misconception(
    stability_limit,
    _(
        "2(1 − β)/λ is a good guess, since the ball's steps add up, and wrong: at the edge the gradients change "
        "their signs and do not add up. The limit grows, to 2(1 + β)/λ."
    ),
    see="after-rates.html#edge",
)
def momentum_shrinks_it(curvature, method, beta=0.0, divisor=1.0):
    factors = {
        "gradient descent": 1,
        "momentum": 1 - beta,
        "nesterov": (1 + beta) / (1 + 2 * beta),
        "averaging": (1 + beta) / (1 - beta),
        "adam": divisor * (1 + beta) / (1 - beta),
    }
    if method not in factors:
        raise ValueError(f"there is no method {method!r} here: {', '.join(factors)}")
    return 2 * factors[method] / np.max(curvature)


@misconception(
    stability_limit,
    _("Looking ahead costs some of what momentum gains: divide by 1 + 2β."),
    see="after-rates.html#edge",
)
def nesterov_as_momentum(curvature, method, beta=0.0, divisor=1.0):
    factors = {
        "gradient descent": 1,
        "momentum": 1 + beta,
        "nesterov": 1 + beta,
        "averaging": (1 + beta) / (1 - beta),
        "adam": divisor * (1 + beta) / (1 - beta),
    }
    if method not in factors:
        raise ValueError(f"there is no method {method!r} here: {', '.join(factors)}")
    return 2 * factors[method] / np.max(curvature)


@misconception(
    stability_limit,
    _(
        "Where the gradient enters with 1 − β, the rate that counts is (1 − β)·α. The limit grows by 1/(1 − β): "
        "to 38/λ at β = 0.9. Adam's does, too."
    ),
    see="after-rates.html#edge",
)
def averaging_as_sum(curvature, method, beta=0.0, divisor=1.0):
    factors = {
        "gradient descent": 1,
        "momentum": 1 + beta,
        "nesterov": (1 + beta) / (1 + 2 * beta),
        "averaging": 1 + beta,
        "adam": divisor * (1 + beta),
    }
    if method not in factors:
        raise ValueError(f"there is no method {method!r} here: {', '.join(factors)}")
    return 2 * factors[method] / np.max(curvature)


@misconception(
    stability_limit,
    _("A small divisor makes Adam's steps long, and so the limit small: multiply by the divisor."),
    see="after-rates.html#edge",
)
def divisor_upside_down(curvature, method, beta=0.0, divisor=1.0):
    factors = {
        "gradient descent": 1,
        "momentum": 1 + beta,
        "nesterov": (1 + beta) / (1 + 2 * beta),
        "averaging": (1 + beta) / (1 - beta),
        "adam": (1 + beta) / (1 - beta) / divisor,
    }
    if method not in factors:
        raise ValueError(f"there is no method {method!r} here: {', '.join(factors)}")
    return 2 * factors[method] / np.max(curvature)
