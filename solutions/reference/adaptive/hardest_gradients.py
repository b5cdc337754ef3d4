"""The gradients after which Adam's step is longest."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.gradient_sequences import observe_last_step
from ravine.language import _


def hardest_gradients(n, beta1, beta2):
    """n gradients of one weight, (n,), oldest first, for which |m̂ₙ|/√v̂ₙ is as large as it can be; n ≥ 1.

    Equality in Cauchy and Schwarz's inequality: each is proportional to the ratio of its weights in m and in v,
    (β₁/β₂)^age. Any multiple of them does as well.
    """
    age = np.arange(n)[::-1]
    return (beta1 / beta2) ** age


DEFAULTS = _("β₁ = 0.9 and β₂ = 0.999")
FEW = _("a few steps")
SHORT = _("β₂ with a shorter memory than β₁")


def _cases(rng):
    for longest in 60, 300:
        yield Case({"n": int(rng.integers(longest // 2, longest)), "beta1": 0.9, "beta2": 0.999}, DEFAULTS)
    for n in 3, 4, 5:
        yield Case({"n": n, "beta1": rng.uniform(0.4, 0.6), "beta2": rng.uniform(0.7, 0.8)}, FEW)
        yield Case({"n": 4 * n, "beta1": rng.uniform(0.8, 0.9), "beta2": rng.uniform(0.5, 0.6)}, SHORT)


exercise(
    hardest_gradients,
    cases=_cases,
    examples=[
        Case({"n": 100, "beta1": 0.9, "beta2": 0.999}, DEFAULTS),
        Case({"n": 1, "beta1": 0.5, "beta2": 0.75}, FEW),
        Case({"n": 3, "beta1": 0.5, "beta2": 0.75}, FEW),
        Case({"n": 10, "beta1": 0.875, "beta2": 0.5}, SHORT),
    ],
    parts={DEFAULTS: 1, FEW: 1, SHORT: 1},
    tolerance=Tolerance(relative=2e-4, absolute=0.0),
    observe=observe_last_step,
)

SEE = "adaptive-adam.html#step-length"


@misconception(
    hardest_gradients,
    _(
        "Your gradients are all equal, and then Adam's step is one learning rate long: m̂ is their common value, √v̂ its "
        "size. The two means forget at different speeds; make use of that."
    ),
    see=SEE,
)
def _steady(n, beta1, beta2):
    return np.ones(n)


@misconception(
    hardest_gradients,
    _(
        "One gradient after nothing but zeros is what Adam's authors thought of. It leaves m with one term. A little "
        "in the steps before costs v less than it brings to m."
    ),
    see=SEE,
)
def _single_spike(n, beta1, beta2):
    return np.eye(n)[-1]


@misconception(
    hardest_gradients,
    _(
        "Your gradients change their sign at every step. In m they cancel, in v they do not: that makes short steps, "
        "not long ones."
    ),
    see=SEE,
)
def _alternating(n, beta1, beta2):
    return (-1.0) ** np.arange(n)


@misconception(
    hardest_gradients,
    _(
        "Your sequence runs backward in time: the largest gradient stands where the smallest should. The oldest comes "
        "first, and the last is the one that Adam has just seen."
    ),
    see=SEE,
)
def _backward_in_time(n, beta1, beta2):
    return (beta1 / beta2) ** np.arange(n)


@misconception(
    hardest_gradients,
    _(
        "You made each gradient proportional to its weight in m. What it costs in v has a weight, too, and that one is "
        "smaller for the old ones: divide by it."
    ),
    see=SEE,
)
def _weights_of_m_alone(n, beta1, beta2):
    return beta1 ** np.arange(n)[::-1]


@misconception(
    hardest_gradients,
    _(
        "Your gradients grow by √β₂/β₁. Equality in Cauchy–Schwarz is for gradient times √weight, as under "
        "the second root; for the gradient alone divide by that root once more."
    ),
    see=SEE,
)
def _divided_by_one_root(n, beta1, beta2):
    return (beta1 / np.sqrt(beta2)) ** np.arange(n)[::-1]
