"""What the exercises of this chapter share: parts of the credit, cases, and sentences said more than once."""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case
from ravine.language import _

ORDINARY = _("gradients of ordinary size")
ZERO = _("a gradient of exactly zero")
FIRST = _("the first step")
LATER = _("later steps")
SMALL = _("gradients so small that ε counts")
DEFAULTS = _("optional arguments left out")

# Float32 agrees to within 6e-7 of the largest entry. (No draw has fewer than five entries: of one alone, the small
# difference of two large numbers would now and then be all that is compared.)
TOLERANCE = Tolerance(relative=1e-5)
SHAPES = ((5,), (2, 3), (3, 1, 2))


def a_case(part, **inputs):
    return Case(inputs, part)


def array(*numbers):
    return np.array(numbers, dtype=float)


def some_gradient(rng, shape, scale=1.0):
    return rng.normal(size=shape) * scale


def squares(rng, shape, scale=1.0):
    """An accumulator of squared gradients of this scale."""
    return rng.uniform(0.1, 3, shape) * scale**2


STALE = _(
    "The step divides by the accumulator of the step before: at the start that is lr·grad/√ε, a leap. Add the new "
    "square first, then divide. (The lecture's slide prints the old one here.)"
)
EPSILON_OUTSIDE = _(
    "ε was added to the root, as PyTorch does. The lecture adds it under the root, √(g2 + ε); the two differ where "
    "the gradients are as small as √ε."
)
NO_ROOT = _(
    "The root is missing: g2 holds squares, so only its root has the size of a gradient. Without it, large gradients "
    "take small steps and small ones large steps."
)
NO_EPSILON = _("Without ε, a weight that has had no gradient yet is given 0/0.")
STATE_IN_PLACE = _(
    "The numbers are right, but the caller's state arrays changed too: a second optimiser that started from the same "
    "zeros now shares them. Make new ones: `+=` and `*=` write into the old."
)

RHO_EXCHANGED = _(
    "ρ and 1 − ρ are exchanged: ρ is the weight of the old average, so ρ = 0.9 remembers about the last ten squares. "
    "Yours hardly remembers any."
)


def moments(m, v, grad, beta1, beta2):
    return beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2


def moment_cases(rng, small=((1e-4, 1e-8), (1e-8, 1e-8), (0.05, 0.05))):
    """What Adam, Nadam and RAdam are tried on; ``small``: a scale of gradients and an ε each."""
    for shape, beta2 in zip(SHAPES, (0.999, 0.7, 0.9)):
        w, grad, zero, lr = rng.normal(size=shape), some_gradient(rng, shape), np.zeros(shape), rng.uniform(0.05, 1)
        yield a_case(
            FIRST, w=w, m=zero, v=zero, t=1, grad=grad, lr=lr, beta1=rng.uniform(0.6, 0.95), beta2=beta2, eps=1e-15
        )
        for t in (2, *rng.integers(3, 12, 2), *rng.integers(12, 60, 2)):
            yield a_case(
                LATER,
                w=w,
                m=some_gradient(rng, shape),
                v=squares(rng, shape),
                t=int(t),
                grad=some_gradient(rng, shape),
                lr=lr,
                beta1=rng.uniform(0.6, 0.95),
                beta2=beta2,
                eps=1e-12,
            )
    for scale, eps in small:
        grad, m, v = some_gradient(rng, 5, scale), some_gradient(rng, 5, scale), squares(rng, 5, scale)
        yield a_case(
            SMALL,
            w=np.zeros(5),
            m=m,
            v=v,
            t=int(rng.integers(12, 40)),
            grad=grad,
            lr=rng.uniform(0.1, 1),
            beta1=0.8,
            beta2=rng.choice([0.8, 0.99]).item(),
            eps=eps,
        )
    rest = rng.permutation([0, 0, 1, 1, 1])
    w, m, v, grad = (
        rng.normal(size=5),
        rest * some_gradient(rng, 5),
        rest * squares(rng, 5),
        rest * some_gradient(rng, 5),
    )
    yield a_case(ZERO, w=w, m=m, v=v, t=9, grad=grad, lr=0.5, beta1=0.9, beta2=0.99, eps=1e-8)
    yield a_case(ZERO, w=w, m=m, v=v, t=9, grad=0 * grad, lr=0.5, beta1=0.9, beta2=0.99, eps=1e-8)
    w, grad, m, v, t = np.zeros(5), *some_gradient(rng, (2, 5), 1e-7), squares(rng, 5, 1e-7), int(rng.integers(12, 30))
    yield a_case(DEFAULTS, w=w, m=m, v=v, t=t, grad=grad)
    yield a_case(DEFAULTS, w=w, m=m, v=v, t=t, grad=grad, lr=0.3)
    yield a_case(DEFAULTS, w=w, m=m, v=v, t=t, grad=grad, lr=0.3, beta1=0.6)
    yield a_case(DEFAULTS, w=w, m=m, v=v, t=t, grad=grad, lr=0.3, beta1=0.6, beta2=0.7)


MOMENT_EXAMPLES = (
    a_case(
        FIRST, w=array(1, 1), m=array(0, 0), v=array(0, 0), t=1, grad=array(4, -2), lr=0.1, beta1=0.5,
        beta2=0.75, eps=1e-9,
    ),
    a_case(
        LATER, w=array(0, 0), m=array(1, -2), v=array(8, 16), t=2, grad=array(2, -4), lr=1.0, beta1=0.5,
        beta2=0.8, eps=1e-9,
    ),
    a_case(
        LATER, w=array(0, 0), m=array(1, -2), v=array(8, 16), t=6, grad=array(-3, 5), lr=1.0, beta1=0.5,
        beta2=0.7, eps=1e-9,
    ),
    a_case(LATER, w=array(1), m=array(2), v=array(9), t=20, grad=array(3), lr=0.1, beta1=0.9, beta2=0.99, eps=1e-9),
    a_case(SMALL, w=array(0), m=array(2), v=array(5), t=12, grad=array(1), lr=1.0, beta1=0.5, beta2=0.75, eps=2.0),
    a_case(
        ZERO, w=array(2, 2), m=array(0, 1), v=array(0, 4), t=9, grad=array(0, 2), lr=0.1, beta1=0.9, beta2=0.9,
        eps=1e-8,
    ),
    a_case(DEFAULTS, w=array(0), m=array(1e-7), v=array(3e-14), t=8, grad=array(-3e-7)),
)  # fmt: skip
MOMENT_PARTS = {FIRST: 1, LATER: 2, SMALL: 1, ZERO: 1, DEFAULTS: 1}

COUNTED_FROM_ZERO = _(
    "The corrections use t − 1, as if the first step were number 0: they divide by 1 − β⁰ = 0. Steps count from 1."
)
BETAS_EXCHANGED = _(
    "β₁ and β₂ are exchanged: β₁ belongs to the mean m of the gradients, β₂, the longer memory, to that of their "
    "squares."
)

EPSILON_INSIDE = _(
    "ε stands under the root here. Adam adds it to the root, √v̂ + ε; under it, 1e−8 acts as 1e−4 would outside."
)

MOMENTS_IN_PLACE = _(
    "The numbers are right, but the caller's moments changed too: a second optimiser that started from the same zeros "
    "now shares them. Write `m = beta1 * m + …`, not `m *= beta1`."
)
