"""From RProp to Adam: every weight gets a step length of its own.

State goes in and comes out; squares, roots and quotients of arrays act on each weight alone. The inputs that tell
right from wrong have gradients and states near √ε, many of them from w = 0, where the step is all that is returned.
"""

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
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
_SHAPES = ((5,), (2, 3), (3, 1, 2))


def _case(part, **inputs):
    return Case(inputs, part)


def _array(*numbers):
    return np.array(numbers, dtype=float)


# --- only the sign


def _sign_cases(rng):
    for shape in _SHAPES:
        w, grad = rng.normal(size=(2, *shape))
        yield _case(ORDINARY, w=w, grad=grad * 10.0 ** rng.integers(-3, 4), lr=rng.uniform(0.01, 1))
    grad = rng.normal(size=6) * rng.permutation([0, 0, 1, 1, 1, 1])
    yield _case(ZERO, w=rng.normal(size=6), grad=grad, lr=rng.uniform(0.01, 1))


@exercise(
    cases=_sign_cases,
    examples=[
        _case(ORDINARY, w=_array(1, 2), grad=_array(0.3, -40), lr=0.1),
        _case(ZERO, w=_array(5, 5, 5), grad=_array(3, 0, -3), lr=0.5),
    ],
    parts={ORDINARY: 2, ZERO: 1},
    tolerance=TOLERANCE,
)
def sign_step(w, grad, lr):
    """A step of the same length for every weight: w ← w − lr·sign(grad), with sign(0) = 0."""
    return w - lr * np.sign(grad)


@misconception(
    sign_step,
    _("This is plain gradient descent: a large gradient still gives a large step. Only its sign is wanted here."),
    see="adaptive.html#only-the-sign",
)
def size_kept(w, grad, lr):
    return w - lr * grad


@misconception(
    sign_step,
    _("These steps climb: the gradient points uphill, so the step is −lr·sign(grad)."),
    see="adaptive.html#only-the-sign",
)
def uphill(w, grad, lr):
    return w + lr * np.sign(grad)


@misconception(
    sign_step,
    _("A gradient of exactly 0 has no sign to follow: sign(0) = 0, and that weight stays where it is."),
    see="adaptive.html#only-the-sign",
)
def zero_counts_as_positive(w, grad, lr):
    return w - lr * np.where(grad >= 0, 1.0, -1.0)


@misconception(
    sign_step,
    _(
        "A gradient of exactly 0 has no sign to follow: sign(0) = 0, and that weight stays where it is. "
        "A test for `grad > 0` alone sends it upwards."
    ),
    see="adaptive.html#only-the-sign",
)
def zero_counts_as_negative(w, grad, lr):
    return w - lr * np.where(grad > 0, 1.0, -1.0)


@misconception(
    sign_step,
    _(
        "Dividing by the length of the whole gradient keeps the proportions between the weights. "
        "Here each weight has its own sign, and all steps are equally long."
    ),
    see="adaptive.html#normalised-gradient",
)
def divided_by_length(w, grad, lr):
    return w - lr * grad / np.linalg.norm(grad)


@misconception(
    sign_step,
    _("The step is right, but `w -= …` also changed the array of the one who called. Return a new array."),
    see="adaptive.html#explicit-state",
)
def changed_in_place(w, grad, lr):
    w -= lr * np.sign(grad)
    return w


# --- RProp

UNBOUNDED = _("the sign holds or turns")
BOUNDS = _("the smallest and the largest step length")


def _rprop_cases(rng):
    def gradients(n):
        """Two gradients whose signs agree and differ; no product of them is near zero."""
        return rng.uniform(0.1, 3, (2, n)) * rng.permuted(np.resize([1, 1, -1], (2, n)), axis=1)

    w, (grad, previous) = rng.normal(size=6), gradients(6)
    step = 10 ** rng.uniform(-3, 0, 6)
    yield _case(FIRST, w=w, step=step, grad=grad, previous_grad=None)
    yield _case(FIRST, w=w, step=rng.permutation(_array(80, 60, 1e-8, 1e-7, 1, 2)), grad=grad, previous_grad=None)
    zeros = np.where(rng.permutation(6) < 2, 0, grad)
    yield _case(FIRST, w=w, step=step, grad=zeros, previous_grad=None)
    yield _case(DEFAULTS, w=w, step=step, grad=grad, previous_grad=previous)
    for up, down in ((1.2, 0.5), (1.5, 0.25), (2.0, 0.9)):
        w, (grad, previous) = rng.normal(size=5), gradients(5)
        step = 10 ** rng.uniform(-2, 0, 5)
        yield _case(UNBOUNDED, w=w, step=step, grad=grad, previous_grad=previous, up=up, down=down)
        turned = step.reshape(1, 5), grad.reshape(1, 5), -np.abs(previous).reshape(1, 5)
        yield _case(
            UNBOUNDED, w=w.reshape(1, 5), step=turned[0], grad=turned[1], previous_grad=turned[2], up=up, down=down
        )
        turned = np.argmax(grad * previous < 0)  # there is one, and it stays
        rest = np.insert(rng.permutation([0, 0, 1, 1]), turned, 1)
        yield _case(ZERO, w=w, step=step, grad=grad * rest, previous_grad=previous, up=up, down=down)
        yield _case(ZERO, w=w, step=step, grad=grad, previous_grad=previous * rest, up=up, down=down)
        yield _case(ZERO, w=w, step=step, grad=grad * rest, previous_grad=previous * rest, up=up, down=down)
    w, (grad, previous) = rng.normal(size=6), gradients(6)
    yield _case(BOUNDS, w=w, step=rng.uniform(35, 60, 6), grad=grad, previous_grad=previous)
    yield _case(BOUNDS, w=0 * w, step=rng.uniform(8e-7, 2e-6, 6), grad=grad, previous_grad=previous)
    yield _case(
        BOUNDS, w=w, step=rng.uniform(0.1, 1.1, 6), grad=grad, previous_grad=previous,
        up=1.3, down=0.4, smallest=rng.uniform(0.2, 0.3), largest=rng.uniform(0.6, 0.8),
    )  # fmt: skip


@exercise(
    cases=_rprop_cases,
    examples=[
        _case(FIRST, w=_array(1, 1), step=_array(0.1, 100), grad=_array(3, -3), previous_grad=None),
        _case(DEFAULTS, w=_array(1, 1), step=_array(1, 1), grad=_array(2, 2), previous_grad=_array(3, -1)),
        _case(
            UNBOUNDED, w=_array(0, 0, 0), step=_array(1, 2, 3), grad=_array(5, -5, 5),
            previous_grad=_array(5, 5, -1), up=2.0, down=0.5,
        ),
        _case(
            ZERO, w=_array(0, 0, 0), step=_array(1, 1, 1), grad=_array(0, 4, 4),
            previous_grad=_array(4, 0, 4), up=2.0, down=0.5,
        ),
        _case(BOUNDS, w=_array(0, 0), step=_array(45, 45), grad=_array(1, 1), previous_grad=_array(1, -1)),
        _case(BOUNDS, w=_array(0), step=_array(1.5e-6), grad=_array(1), previous_grad=_array(-1)),
    ],
    parts={FIRST: 1, UNBOUNDED: 2, ZERO: 1, BOUNDS: 1, DEFAULTS: 1},
    returns=("w", "step"),
    tolerance=TOLERANCE,
)  # fmt: skip
def rprop_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    """One step of RProp (Riedmiller and Braun 1993) with the factors of the lecture P4.

    ``step`` holds each weight's step length. It grows where the gradient kept its sign and shrinks elsewhere.
    At the first step, ``previous_grad=None``, it stays as it is. Returns (w, step).
    """
    if previous_grad is not None:
        factor = np.where(grad * previous_grad > 0, up, down)
        step = np.clip(step * factor, smallest, largest)
    return w - step * np.sign(grad), step


def _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest):
    if previous_grad is None:
        return step
    return np.clip(step * np.where(grad * previous_grad > 0, up, down), smallest, largest)


@misconception(
    rprop_step,
    _(
        "The weights still move by the old step lengths. First each length grows or shrinks, then the weight moves "
        "by the new one."
    ),
    see="adaptive.html#rprop",
)
def factor_after_the_step(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    new_step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    return w - step * np.sign(grad), new_step


@misconception(
    rprop_step,
    _(
        "The move follows the sign of the gradient before: it comes one step late. The old gradient only decides "
        "whether the length grows or shrinks; the new one says which way to go."
    ),
    see="adaptive.html#rprop-variants",
)
def one_step_late(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    return w - step * np.sign(grad if previous_grad is None else previous_grad), step


@misconception(
    rprop_step,
    _(
        "Where the product of the gradients is 0, your step length stays. That is the rule of the papers; "
        "the lecture's “⩽ 0” shrinks it there too."
    ),
    see="adaptive.html#rprop-variants",
)
def zero_keeps_the_length(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        product = grad * previous_grad
        factor = np.where(product > 0, up, np.where(product < 0, down, 1.0))
        step = np.clip(step * factor, smallest, largest)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "Where the product of the gradients is 0, your step length grows. Only a product above 0 says that the sign "
        "held; at 0 the lecture's rule shrinks."
    ),
    see="adaptive.html#rprop",
)
def zero_grows(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        step = np.clip(step * np.where(grad * previous_grad >= 0, up, down), smallest, largest)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "The factors are exchanged: a step length grows (`up`) where the sign of the gradient held and shrinks "
        "(`down`) where it turned."
    ),
    see="adaptive.html#rprop",
)
def up_and_down_swapped(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    return rprop_step(w, step, grad, previous_grad, down, up, smallest, largest)


@misconception(
    rprop_step,
    _(
        "Where the sign turned, your weight rests. That is iRprop−, as PyTorch has it: it sets such a gradient to "
        "zero. The lecture's rule moves at once, by the shorter step."
    ),
    see="adaptive.html#rprop-variants",
)
def rests_after_a_turn(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    if previous_grad is not None:
        grad = np.where(grad * previous_grad < 0, 0, grad)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "Where the sign turned, your weight takes its last step back. That is RProp of 1993 (Rprop+); the lecture's "
        "rule goes on from where it is, by the shorter step."
    ),
    see="adaptive.html#rprop-variants",
)
def takes_the_step_back(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    new_step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    move = -new_step * np.sign(grad)
    if previous_grad is not None:
        move = np.where(grad * previous_grad < 0, step * np.sign(previous_grad), move)
    return w + move, new_step


@misconception(
    rprop_step,
    _(
        "Your default for `down` is 0.5, the papers' factor. The exercise takes the lecture's 0.6; a default is part "
        "of what a function promises."
    ),
    see="adaptive.html#rprop-variants",
)
def papers_factor(w, step, grad, previous_grad, up=1.2, down=0.5, smallest=1e-6, largest=50.0):
    return rprop_step(w, step, grad, previous_grad, up, down, smallest, largest)


@misconception(
    rprop_step,
    _("Nothing holds your step lengths within [smallest, largest]: without bounds they grow or vanish exponentially."),
    see="adaptive.html#rprop",
)
def bounds_forgotten(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    return rprop_step(w, step, grad, previous_grad, up, down, 0.0, np.inf)


@misconception(
    rprop_step,
    _("The weight moves by a step length that is not yet held within [smallest, largest]: bound it first, then move."),
    see="adaptive.html#rprop",
)
def bounded_after_the_move(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is None:
        return w - step * np.sign(grad), step
    step = step * np.where(grad * previous_grad > 0, up, down)
    return w - step * np.sign(grad), np.clip(step, smallest, largest)


@misconception(
    rprop_step,
    _(
        "At the first step there is no gradient to compare with: the step length is used as it came in, "
        "not brought within the bounds."
    ),
    see="adaptive.html#rprop",
)
def first_step_bounded(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        step = step * np.where(grad * previous_grad > 0, up, down)
    step = np.clip(step, smallest, largest)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "The missing gradient before the first step was taken for 0, so that “⩽ 0” shrank the step length before "
        "anything was learned. With `previous_grad=None` the length stays as it is."
    ),
    see="adaptive.html#rprop",
)
def first_step_shrinks(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    previous_grad = np.zeros_like(grad) if previous_grad is None else previous_grad
    return rprop_step(w, step, grad, previous_grad, up, down, smallest, largest)


@misconception(
    rprop_step,
    _(
        "The step is multiplied by the gradient itself. RProp takes only its sign: the length is `step`, whatever "
        "the gradient's size."
    ),
    see="adaptive.html#only-the-sign",
)
def gradient_size_kept(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    step = _rprop_lengths(step, grad, previous_grad, up, down, smallest, largest)
    return w - step * grad, step


@misconception(
    rprop_step,
    _(
        "One decision for all weights: the scalar product of the gradients says only whether they agree on the "
        "whole. Compare the signs of each weight by itself."
    ),
    see="adaptive.html#rprop",
)
def one_decision_for_all(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        factor = up if np.sum(grad * previous_grad) > 0 else down
        step = np.clip(step * factor, smallest, largest)
    return w - step * np.sign(grad), step


@misconception(
    rprop_step,
    _(
        "The numbers are right, but `step *= …` also changed the caller's array: another optimiser that started from "
        "the same array now has your step lengths."
    ),
    see="adaptive.html#explicit-state",
)
def step_changed_in_place(w, step, grad, previous_grad, up=1.2, down=0.6, smallest=1e-6, largest=50.0):
    if previous_grad is not None:
        step *= np.where(grad * previous_grad > 0, up, down)
        np.clip(step, smallest, largest, out=step)
    return w - step * np.sign(grad), step


# --- the normalised gradient

AXES = _("arrays of several axes")


def _normalised_cases(rng):
    for shape in _SHAPES:
        w, grad = rng.normal(size=(2, *shape))
        part = AXES if len(shape) > 1 else ORDINARY
        yield _case(part, w=w, grad=grad * 10.0 ** rng.integers(-2, 3), lr=rng.uniform(0.1, 2))
    yield _case(AXES, w=rng.normal(size=(2, 2, 3)), grad=rng.normal(size=(2, 2, 3)), lr=rng.uniform(0.1, 2))
    yield _case(ORDINARY, w=np.zeros(3), grad=rng.normal(size=3) * 1e-7, lr=rng.uniform(0.1, 2))
    yield _case(ZERO, w=rng.normal(size=3), grad=np.zeros(3), lr=rng.uniform(0.1, 2))


@exercise(
    cases=_normalised_cases,
    examples=[
        _case(ORDINARY, w=_array(1, 1), grad=_array(3, -4), lr=0.5),
        _case(ORDINARY, w=_array(0, 0), grad=_array(3e-8, 4e-8), lr=1.0),
        _case(AXES, w=np.zeros((2, 2)), grad=_array(1, 1, 5, 3).reshape(2, 2), lr=6.0),
        _case(ZERO, w=_array(1, 2), grad=_array(0, 0), lr=0.5),
    ],
    parts={ORDINARY: 2, AXES: 1, ZERO: 1},
    tolerance=TOLERANCE,
)
def normalised_step(w, grad, lr):
    """A step of length lr down the gradient: w ← w − lr·grad/‖grad‖; a zero gradient moves nothing."""
    length = np.linalg.norm(grad)
    return w - lr * grad / length if length > 0 else w


@misconception(
    normalised_step,
    _("At a gradient of exactly zero this divides 0 by 0. There is no direction to go: w stays."),
    see="adaptive.html#normalised-gradient",
)
def zero_divided(w, grad, lr):
    with np.errstate(invalid="ignore"):
        return w - lr * grad / np.sqrt(np.sum(grad**2))


@misconception(
    normalised_step,
    _(
        "The small number added to the norm shortens the step where the gradient is small itself: the step's length "
        "is exactly lr. Only a norm of exactly 0 needs care."
    ),
    see="adaptive.html#normalised-gradient",
)
def epsilon_added(w, grad, lr):
    return w - lr * grad / (np.linalg.norm(grad) + 1e-8)


@misconception(
    normalised_step,
    _("The root is missing: ‖grad‖² is the sum of the squares, the norm is its square root."),
    see="adaptive.html#normalised-gradient",
)
def root_missing(w, grad, lr):
    square = np.sum(grad**2)
    return w - lr * grad / square if square > 0 else w


@misconception(
    normalised_step,
    _(
        "This divides by the sum of the absolute values. The length meant here is Euclid's: the root of the sum of "
        "squares."
    ),
    see="adaptive.html#normalised-gradient",
)
def sum_of_sizes(w, grad, lr):
    total = np.sum(np.abs(grad))
    return w - lr * grad / total if total > 0 else w


@misconception(
    normalised_step,
    _("This divides by the largest entry. The length meant here is Euclid's: the root of the sum of squares."),
    see="adaptive.html#normalised-gradient",
)
def largest_entry(w, grad, lr):
    largest = np.max(np.abs(grad))
    return w - lr * grad / largest if largest > 0 else w


@misconception(
    normalised_step,
    _(
        "This divides by the root of the mean square, so the step gets longer with the number of weights. "
        "The norm takes the sum, not the mean."
    ),
    see="adaptive.html#normalised-gradient",
)
def mean_square(w, grad, lr):
    size = np.sqrt(np.mean(grad**2))
    return w - lr * grad / size if size > 0 else w


@misconception(
    normalised_step,
    _(
        "Each weight was divided by its own size, which leaves only the signs. The normalised gradient has one length "
        "for all weights and keeps the direction."
    ),
    see="adaptive.html#normalised-gradient",
)
def each_by_its_own_size(w, grad, lr):
    return w - lr * np.sign(grad)


@misconception(
    normalised_step,
    _("Each row was divided by its own norm. There is one norm: that of all entries together."),
    see="adaptive.html#normalised-gradient",
)
def row_by_row(w, grad, lr):
    lengths = np.linalg.norm(grad, axis=-1, keepdims=True)
    return w - lr * np.divide(grad, lengths, out=np.zeros_like(grad), where=lengths > 0)


@misconception(
    normalised_step,
    _(
        "Of a matrix, `np.linalg.norm(grad, 2)` is the largest singular value. The length of all entries taken "
        "together is `np.linalg.norm(grad)`."
    ),
    see="adaptive.html#normalised-gradient",
)
def spectral_norm(w, grad, lr):
    length = np.linalg.norm(grad, 2)
    return w - lr * grad / length if length > 0 else w


@misconception(
    normalised_step,
    _("The step is right, but `w -= …` also changed the array of the one who called. Return a new array."),
    see="adaptive.html#explicit-state",
)
def w_changed_in_place(w, grad, lr):
    w -= lr * grad / (np.linalg.norm(grad) or 1.0)
    return w


# --- the moving average

PLAIN = _("without correction")
CORRECTED = _("with correction")


def _ema_cases(rng):
    for shape in ((1,), (7,), (5, 2), (4, 2, 3)):
        x, beta = rng.normal(size=shape) + rng.normal(), rng.uniform(0.3, 0.95)
        yield _case(PLAIN, x=x, beta=beta)
        yield _case(PLAIN, x=x, beta=beta, corrected=False)
        yield _case(CORRECTED, x=x, beta=beta, corrected=True)
    x = rng.normal(size=30)
    yield _case(PLAIN, x=x, beta=0.99)
    yield _case(CORRECTED, x=x, beta=0.99, corrected=True)
    yield _case(CORRECTED, x=x, beta=0.0, corrected=True)


@exercise(
    cases=_ema_cases,
    examples=[
        _case(PLAIN, x=_array(8, 4, 0), beta=0.75),
        _case(CORRECTED, x=_array(6, 3), beta=0.5, corrected=True),
        _case(PLAIN, x=_array(4, 0, 0, 8).reshape(2, 2), beta=0.5, corrected=False),
        _case(CORRECTED, x=_array(4, 4, 4), beta=0.9, corrected=True),
    ],
    parts={PLAIN: 1, CORRECTED: 1},
    tolerance=TOLERANCE,
)
def ema(x, beta, corrected=False):
    """The exponential moving average m_t = βm_{t−1} + (1−β)x_t of x_1, x_2, … (first axis), with m_0 = 0.

    ``corrected``: divided by the sum 1−βᵗ of its weights (Kingma and Ba 2015, section 3). Returns the shape of x.
    """
    m, averages = 0.0, []
    for t, value in enumerate(x, start=1):
        m = beta * m + (1 - beta) * value
        averages.append(m / (1 - beta**t) if corrected else m)
    return np.array(averages)


@misconception(
    ema,
    _(
        "β and 1 − β are exchanged: β is the weight of what is remembered, 1 − β that of the new value. "
        "(The lecture's slide on Adam exchanges them too.)"
    ),
    see="adaptive.html#moving-average",
)
def weights_exchanged(x, beta, corrected=False):
    m, averages = 0.0, []
    for t, value in enumerate(x, start=1):
        m = (1 - beta) * m + beta * value
        averages.append(m / (1 - beta**t) if corrected else m)
    return np.array(averages)


@misconception(
    ema,
    _(
        "Your average starts at the first value. The exercise's starts at m_0 = 0; that it is too small at first is "
        "what the correction is for."
    ),
    see="adaptive.html#bias-correction",
)
def starts_at_the_first_value(x, beta, corrected=False):
    averages = [x[0]]
    for value in x[1:]:
        averages.append(beta * averages[-1] + (1 - beta) * value)
    return np.array(averages)


@misconception(
    ema,
    _(
        "The correction's t counts from 0, so that the first average is divided by 1 − β⁰ = 0. The first value is "
        "t = 1."
    ),
    see="adaptive.html#bias-correction",
)
def counts_from_zero(x, beta, corrected=False):
    powers = beta ** np.arange(len(x)).reshape(-1, *[1] * (np.ndim(x) - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return ema(x, beta) / (1 - powers) if corrected else ema(x, beta)


@misconception(
    ema,
    _("Divided by 1 − β at every step. After t values the weights sum to 1 − βᵗ: t is a power."),
    see="adaptive.html#bias-correction",
)
def power_forgotten(x, beta, corrected=False):
    return ema(x, beta) / (1 - beta) if corrected else ema(x, beta)


@misconception(
    ema,
    _(
        "All averages were divided by the sum of the weights at the end. Each has its own t: the t-th is divided by "
        "1 − βᵗ."
    ),
    see="adaptive.html#bias-correction",
)
def last_power_for_all(x, beta, corrected=False):
    return ema(x, beta) / (1 - beta ** len(x)) if corrected else ema(x, beta)


@misconception(
    ema,
    _(
        "With `corrected=True` the averages are divided by the sum 1 − βᵗ of their weights. Yours stay too small at "
        "first."
    ),
    see="adaptive.html#bias-correction",
)
def correction_forgotten(x, beta, corrected=False):
    return ema(x, beta)


@misconception(
    ema,
    _("Your averages are corrected even where `corrected` is False."),
    see="adaptive.html#bias-correction",
)
def always_corrected(x, beta, corrected=False):
    return ema(x, beta, corrected=True)


@misconception(
    ema,
    _(
        "The corrected average was carried on as the running one. The correction is for reading alone: the recursion "
        "goes on with the uncorrected m."
    ),
    see="adaptive.html#bias-correction",
)
def correction_fed_back(x, beta, corrected=False):
    m, averages = 0.0, []
    for t, value in enumerate(x, start=1):
        m = beta * m + (1 - beta) * value
        m = m / (1 - beta**t) if corrected else m
        averages.append(m)
    return np.array(averages)


@misconception(
    ema,
    _("These averages come one value late: m_t already contains x_t."),
    see="adaptive.html#moving-average",
)
def one_value_late(x, beta, corrected=False):
    averages = ema(x, beta, corrected)
    return np.concatenate([np.zeros_like(averages[:1]), averages[:-1]])


@misconception(
    ema,
    _("The new value has no weight 1 − β: this is a sum that forgets, 1/(1 − β) times larger than an average."),
    see="adaptive.html#moving-average",
)
def new_value_unweighted(x, beta, corrected=False):
    return ema(x, beta, corrected) / (1 - beta)


@misconception(
    ema,
    _("Only the last average came back. Asked for are all of them, one for each value of x."),
    see="adaptive.html#moving-average",
)
def only_the_last(x, beta, corrected=False):
    return ema(x, beta, corrected)[-1]


@misconception(
    ema,
    _("The averages run along the last axis. Time runs along the first: x[0] is the first value, and may be an array."),
    see="adaptive.html#moving-average",
)
def along_the_last_axis(x, beta, corrected=False):
    return np.moveaxis(ema(np.moveaxis(x, -1, 0), beta, corrected), 0, -1)


# --- divide by a running size: Adagrad, RMSprop, Adadelta


def _gradient(rng, shape, scale=1.0):
    return rng.normal(size=shape) * scale


def _squares(rng, shape, scale=1.0):
    """An accumulator of squared gradients of this scale."""
    return rng.uniform(0.1, 3, shape) * scale**2


def _adagrad_cases(rng):
    for shape in _SHAPES:
        w, grad, g2, lr = rng.normal(size=shape), _gradient(rng, shape), _squares(rng, shape), rng.uniform(0.05, 1)
        yield _case(FIRST, w=w, g2=0 * g2, grad=grad, lr=lr, eps=1e-15)
        yield _case(LATER, w=w, g2=g2, grad=grad, lr=lr, eps=1e-6)
        yield _case(LATER, w=w, g2=100 * g2, grad=grad, lr=lr, eps=1e-6)
    for scale, eps in ((1e-4, 1e-8), (0.03, 1e-3), (1.0, 1.0)):
        grad, g2 = _gradient(rng, 5, scale), _squares(rng, 5, scale)
        yield _case(SMALL, w=np.zeros(5), g2=g2, grad=grad, lr=rng.uniform(0.1, 1), eps=eps)
    rest = rng.permutation([0, 0, 1, 1, 1])
    yield _case(ZERO, w=rng.normal(size=5), g2=rest * g2, grad=rest * grad, lr=0.5, eps=1e-8)
    yield _case(DEFAULTS, w=np.zeros(5), g2=_squares(rng, 5, 1e-4), grad=_gradient(rng, 5, 1e-4), lr=0.3)


@exercise(
    cases=_adagrad_cases,
    examples=[
        _case(FIRST, w=_array(1, 1), g2=_array(0, 0), grad=_array(3, -4), lr=0.1, eps=1e-12),
        _case(LATER, w=_array(1, 1), g2=_array(16, 144), grad=_array(3, -5), lr=0.5, eps=1e-12),
        _case(SMALL, w=_array(0), g2=_array(5), grad=_array(2), lr=1.0, eps=7.0),
        _case(ZERO, w=_array(2, 2), g2=_array(0, 9), grad=_array(0, 4), lr=0.5, eps=1e-8),
        _case(DEFAULTS, w=_array(0), g2=_array(1e-8), grad=_array(1e-4), lr=1.0),
    ],
    parts={FIRST: 1, LATER: 2, SMALL: 1, ZERO: 1, DEFAULTS: 1},
    returns=("w", "g2"),
    tolerance=TOLERANCE,
)
def adagrad_step(w, g2, grad, lr, eps=1e-8):
    """One step of Adagrad (Duchi, Hazan and Singer 2011); g2 sums the squared gradients. Returns (w, g2)."""
    g2 = g2 + grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


_STALE = _(
    "The step divides by the accumulator of the step before: at the start that is lr·grad/√ε, a leap. Add the new "
    "square first, then divide. (The lecture's slide prints the old one here.)"
)
_EPSILON_OUTSIDE = _(
    "ε was added to the root, as PyTorch does. The lecture adds it under the root, √(g2 + ε); the two differ where "
    "the gradients are as small as √ε."
)
_NO_ROOT = _(
    "The root is missing: g2 holds squares, so only its root has the size of a gradient. Without it, large gradients "
    "take small steps and small ones large steps."
)
_NO_EPSILON = _("Without ε, a weight that has had no gradient yet is given 0/0.")
_STATE_IN_PLACE = _(
    "The numbers are right, but the caller's state arrays changed too: a second optimiser that started from the same "
    "zeros now shares them. Write `g2 = g2 + …`, not `g2 += …`."
)


@misconception(adagrad_step, _STALE, see="adaptive.html#stale-accumulator")
def stale_accumulator(w, g2, grad, lr, eps=1e-8):
    return w - lr * grad / np.sqrt(g2 + eps), g2 + grad**2


@misconception(adagrad_step, _EPSILON_OUTSIDE, see="adaptive.html#where-epsilon-stands")
def epsilon_outside_root(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad**2
    return w - lr * grad / (np.sqrt(g2) + eps), g2


@misconception(adagrad_step, _NO_ROOT, see="adaptive.html#adagrad")
def square_root_missing(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad**2
    return w - lr * grad / (g2 + eps), g2


@misconception(adagrad_step, _NO_EPSILON, see="adaptive.html#where-epsilon-stands")
def epsilon_missing(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad**2
    with np.errstate(invalid="ignore"):
        return w - lr * grad / np.sqrt(g2), g2


@misconception(
    adagrad_step,
    _(
        "The gradient was added without squaring it: gradients of opposite sign cancel, and the root may be of a "
        "negative number."
    ),
    see="adaptive.html#adagrad",
)
def gradient_not_squared(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + grad
    with np.errstate(invalid="ignore"):
        return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    adagrad_step,
    _("The old sum was forgotten: g2 is the sum of all squared gradients, the old ones and this one."),
    see="adaptive.html#adagrad",
)
def old_squares_forgotten(w, g2, grad, lr, eps=1e-8):
    g2 = grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    adagrad_step,
    _(
        "All weights share one accumulator here, the squared norm of the gradient. Adagrad keeps one for each weight: "
        "grad², element by element."
    ),
    see="adaptive.html#adagrad",
)
def one_accumulator_for_all(w, g2, grad, lr, eps=1e-8):
    g2 = g2 + np.sum(grad**2)
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    adagrad_step,
    _("This is RMSprop's average. Adagrad adds the squares up and forgets nothing."),
    see="adaptive.html#rmsprop",
)
def average_instead_of_sum(w, g2, grad, lr, eps=1e-8):
    g2 = 0.9 * g2 + 0.1 * grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(adagrad_step, _STATE_IN_PLACE, see="adaptive.html#explicit-state")
def sum_changed_in_place(w, g2, grad, lr, eps=1e-8):
    g2 += grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


def _rmsprop_cases(rng):
    for shape, rho in zip(_SHAPES, (0.6, 0.9, 0.99)):
        w, grad, g2, lr = rng.normal(size=shape), _gradient(rng, shape), _squares(rng, shape), rng.uniform(0.05, 1)
        yield _case(FIRST, w=w, g2=0 * g2, grad=grad, lr=lr, rho=rho, eps=1e-20)
        yield _case(LATER, w=w, g2=g2, grad=grad, lr=lr, rho=rho, eps=1e-6)
        yield _case(LATER, w=0 * w, g2=g2, grad=10 * grad, lr=lr, rho=rho, eps=1e-6)
    for scale, eps in ((1e-4, 1e-8), (0.03, 1e-3), (1.0, 1.0)):
        grad, g2, rho = _gradient(rng, 5, scale), _squares(rng, 5, scale), rng.uniform(0.2, 0.8)
        yield _case(SMALL, w=np.zeros(5), g2=g2, grad=grad, lr=rng.uniform(0.1, 1), rho=rho, eps=eps)
    rest = rng.permutation([0, 0, 1, 1, 1])
    yield _case(ZERO, w=rng.normal(size=5), g2=rest * g2, grad=rest * grad, lr=0.5, rho=0.8, eps=1e-8)
    w, grad, g2 = np.zeros(5), _gradient(rng, 5, 1e-4), _squares(rng, 5, 1e-4)
    yield _case(DEFAULTS, w=w, g2=g2, grad=grad, lr=0.3)
    yield _case(DEFAULTS, w=w, g2=g2, grad=grad, lr=0.3, rho=0.7)


@exercise(
    cases=_rmsprop_cases,
    examples=[
        _case(FIRST, w=_array(1, 1), g2=_array(0, 0), grad=_array(4, -8), lr=0.1, rho=0.75, eps=1e-12),
        _case(LATER, w=_array(1, 1), g2=_array(4, 6), grad=_array(8, -2), lr=0.5, rho=0.8, eps=1e-12),
        _case(SMALL, w=_array(0), g2=_array(8), grad=_array(2), lr=1.0, rho=0.25, eps=4.0),
        _case(ZERO, w=_array(2, 2), g2=_array(0, 9), grad=_array(0, 4), lr=0.5, rho=0.8, eps=1e-8),
        _case(DEFAULTS, w=_array(0), g2=_array(2e-8), grad=_array(1e-4), lr=1.0),
    ],
    parts={FIRST: 1, LATER: 2, SMALL: 1, ZERO: 1, DEFAULTS: 1},
    returns=("w", "g2"),
    tolerance=TOLERANCE,
)
def rmsprop_step(w, g2, grad, lr, rho=0.9, eps=1e-8):
    """One step of RMSprop (Tieleman and Hinton 2012); g2 averages the squared gradients. Returns (w, g2)."""
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


_RHO_EXCHANGED = _(
    "ρ and 1 − ρ are exchanged: ρ is the weight of the old average, so ρ = 0.9 remembers about the last ten squares. "
    "Yours hardly remembers any."
)


@misconception(rmsprop_step, _STALE, see="adaptive.html#stale-accumulator")
def stale_average(w, g2, grad, lr, rho=0.9, eps=1e-8):
    return w - lr * grad / np.sqrt(g2 + eps), rho * g2 + (1 - rho) * grad**2


@misconception(rmsprop_step, _EPSILON_OUTSIDE, see="adaptive.html#where-epsilon-stands")
def root_plus_epsilon(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * grad / (np.sqrt(g2) + eps), g2


@misconception(rmsprop_step, _NO_ROOT, see="adaptive.html#rmsprop")
def no_root(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2
    return w - lr * grad / (g2 + eps), g2


@misconception(rmsprop_step, _NO_EPSILON, see="adaptive.html#where-epsilon-stands")
def no_epsilon(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + (1 - rho) * grad**2
    with np.errstate(invalid="ignore"):
        return w - lr * grad / np.sqrt(g2), g2


@misconception(rmsprop_step, _RHO_EXCHANGED, see="adaptive.html#moving-average")
def rho_exchanged(w, g2, grad, lr, rho=0.9, eps=1e-8):
    return rmsprop_step(w, g2, grad, lr, 1 - rho, eps)


@misconception(
    rmsprop_step,
    _(
        "The new square has no weight 1 − ρ, so that g2 grows to 1/(1 − ρ) times the mean square and the steps get "
        "shorter by the root of that."
    ),
    see="adaptive.html#rmsprop",
)
def new_square_unweighted(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = rho * g2 + grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    rmsprop_step,
    _("This is Adagrad's sum: it never forgets. RMSprop lets old squares fade, ρ·g2 + (1 − ρ)·grad²."),
    see="adaptive.html#rmsprop",
)
def sum_instead_of_average(w, g2, grad, lr, rho=0.9, eps=1e-8):
    return adagrad_step(w, g2, grad, lr, eps)


@misconception(
    rmsprop_step,
    _(
        "You averaged the gradient and squared the average; wanted is the average of the squares. Where gradients "
        "change their sign, the first is nearly 0 and the second is not."
    ),
    see="adaptive.html#square-of-the-sum",
)
def square_of_the_mean(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 = (rho * np.sqrt(g2) + (1 - rho) * grad) ** 2
    return w - lr * grad / np.sqrt(g2 + eps), g2


@misconception(
    rmsprop_step,
    _(
        "Your default for ρ is 0.99, as in PyTorch. The exercise takes Hinton's and the lecture's 0.9; a default is "
        "part of what a function promises."
    ),
    see="adaptive.html#rmsprop",
)
def pytorchs_rho(w, g2, grad, lr, rho=0.99, eps=1e-8):
    return rmsprop_step(w, g2, grad, lr, rho, eps)


@misconception(rmsprop_step, _STATE_IN_PLACE, see="adaptive.html#explicit-state")
def average_changed_in_place(w, g2, grad, lr, rho=0.9, eps=1e-8):
    g2 *= rho
    g2 += (1 - rho) * grad**2
    return w - lr * grad / np.sqrt(g2 + eps), g2


def _adadelta_cases(rng):
    for shape, rho in zip(_SHAPES, (0.6, 0.9, 0.95)):
        w, grad, g2 = rng.normal(size=shape), _gradient(rng, shape), _squares(rng, shape)
        yield _case(FIRST, w=0 * w, g2=0 * g2, d2=0 * g2, grad=grad, rho=rho, eps=1e-3)
        yield _case(LATER, w=w, g2=g2, d2=_squares(rng, shape, 0.3), grad=grad, rho=rho, eps=1e-9)
        yield _case(LATER, w=0 * w, g2=g2, d2=_squares(rng, shape, 10.0), grad=grad, rho=rho, eps=1e-9)
    for scale, eps in ((1e-3, 1e-6), (0.03, 1e-3), (1.0, 1.0)):
        grad, g2, d2, rho = _gradient(rng, 5, scale), *_squares(rng, (2, 5), scale), rng.uniform(0.2, 0.8)
        yield _case(SMALL, w=np.zeros(5), g2=g2, d2=d2, grad=grad, rho=rho, eps=eps)
    rest = rng.permutation([0, 0, 1, 1, 1])
    yield _case(ZERO, w=np.zeros(5), g2=rest * g2, d2=d2, grad=rest * grad, rho=0.8, eps=1e-6)
    grad, g2, d2 = _gradient(rng, 5, 1e-3), *_squares(rng, (2, 5), 1e-3)
    yield _case(DEFAULTS, w=np.zeros(5), g2=g2, d2=d2, grad=grad)
    yield _case(DEFAULTS, w=np.zeros(5), g2=g2, d2=d2, grad=grad, rho=0.7)


@exercise(
    cases=_adadelta_cases,
    examples=[
        _case(FIRST, w=_array(0), g2=_array(0), d2=_array(0), grad=_array(8), rho=0.75, eps=9.0),
        _case(
            LATER, w=_array(1, 1), g2=_array(6, 20), d2=_array(4, 36), grad=_array(-4, 10), rho=0.5, eps=1e-9
        ),
        _case(SMALL, w=_array(0), g2=_array(3), d2=_array(12), grad=_array(9), rho=0.5, eps=4.0),
        _case(ZERO, w=_array(2, 2), g2=_array(0, 9), d2=_array(1, 1), grad=_array(0, 4), rho=0.8, eps=1e-6),
        _case(DEFAULTS, w=_array(0), g2=_array(1e-6), d2=_array(3e-6), grad=_array(2e-3)),
    ],
    parts={FIRST: 1, LATER: 2, SMALL: 1, ZERO: 1, DEFAULTS: 1},
    returns=("w", "g2", "d2"),
    tolerance=TOLERANCE,
)  # fmt: skip
def adadelta_step(w, g2, d2, grad, rho=0.9, eps=1e-6):
    """One step of Adadelta (Zeiler 2012, algorithm 1); d2 averages the squared steps. Returns (w, g2, d2)."""
    g2 = rho * g2 + (1 - rho) * grad**2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    d2 = rho * d2 + (1 - rho) * delta**2
    return w + delta, g2, d2


def _adadelta(w, g2, d2, delta, rho):
    return w + delta, g2, rho * d2 + (1 - rho) * delta**2


@misconception(
    adadelta_step,
    _(
        "The step divides by the average of the step before, which does not know this gradient yet. Average first, "
        "then divide. (The lecture's slide prints the old one here.)"
    ),
    see="adaptive.html#stale-accumulator",
)
def stale_gradient_average(w, g2, d2, grad, rho=0.9, eps=1e-6):
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return _adadelta(w, rho * g2 + (1 - rho) * grad**2, d2, delta, rho)


@misconception(
    adadelta_step,
    _(
        "ε stands outside the roots. In Adadelta it stands under both: under the upper one it is what sets the first "
        "step in motion."
    ),
    see="adaptive.html#adadelta",
)
def epsilon_beside_the_roots(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, -(np.sqrt(d2) + eps) / (np.sqrt(g2) + eps) * grad, rho)


@misconception(
    adadelta_step,
    _("Without ε under the upper root Adadelta never starts: d2 = 0 gives a step of 0, which leaves d2 at 0."),
    see="adaptive.html#adadelta",
)
def never_starts(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, -np.sqrt(d2) / np.sqrt(g2 + eps) * grad, rho)


@misconception(
    adadelta_step,
    _(
        "The roots are missing: d2 and g2 hold squares, and only the quotient of their roots, times the gradient, "
        "has the unit of a weight."
    ),
    see="adaptive.html#adadelta",
)
def roots_missing(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, -(d2 + eps) / (g2 + eps) * grad, rho)


@misconception(
    adadelta_step,
    _(
        "The quotient stands on its head: above is the usual size of a step, √(d2 + ε), below that of a gradient, "
        "√(g2 + ε)."
    ),
    see="adaptive.html#adadelta",
)
def quotient_upside_down(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, -np.sqrt(g2 + eps) / np.sqrt(d2 + eps) * grad, rho)


@misconception(
    adadelta_step,
    _("These steps climb: Δ has the sign of −grad."),
    see="adaptive.html#adadelta",
)
def climbs(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    return _adadelta(w, g2, d2, np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad, rho)


@misconception(
    adadelta_step,
    _("d2 averages the squares of the steps Δ, not of the gradients: it says how far this weight usually moves."),
    see="adaptive.html#adadelta",
)
def average_of_gradients_twice(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return w + delta, g2, rho * d2 + (1 - rho) * grad**2


@misconception(
    adadelta_step,
    _("d2 averages the squares of the steps, Δ²; yours averages Δ itself, whose sign changes."),
    see="adaptive.html#adadelta",
)
def step_not_squared(w, g2, d2, grad, rho=0.9, eps=1e-6):
    g2 = rho * g2 + (1 - rho) * grad**2
    delta = -np.sqrt(d2 + eps) / np.sqrt(g2 + eps) * grad
    return w + delta, g2, rho * d2 + (1 - rho) * delta


@misconception(adadelta_step, _RHO_EXCHANGED, see="adaptive.html#moving-average")
def rho_and_rest_exchanged(w, g2, d2, grad, rho=0.9, eps=1e-6):
    return adadelta_step(w, g2, d2, grad, 1 - rho, eps)


@misconception(
    adadelta_step,
    _("d2 came back as it went in: the square of the step just taken belongs into its average."),
    see="adaptive.html#adadelta",
)
def step_not_remembered(w, g2, d2, grad, rho=0.9, eps=1e-6):
    w, g2, _new = adadelta_step(w, g2, d2, grad, rho, eps)
    return w, g2, d2


@misconception(
    adadelta_step,
    _(
        "Your default for ρ is 0.95, as in the paper's experiments and in Keras. The exercise takes the lecture's 0.9; "
        "a default is part of what a function promises."
    ),
    see="adaptive.html#adadelta",
)
def papers_rho(w, g2, d2, grad, rho=0.95, eps=1e-6):
    return adadelta_step(w, g2, d2, grad, rho, eps)


@misconception(adadelta_step, _STATE_IN_PLACE, see="adaptive.html#explicit-state")
def averages_changed_in_place(w, g2, d2, grad, rho=0.9, eps=1e-6):
    w, g2[...], d2[...] = adadelta_step(w, g2, d2, grad, rho, eps)
    return w, g2, d2


# --- remember the ball: Adam, Adamax, Nadam, RAdam


def _moments(m, v, grad, beta1, beta2):
    return beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2


def _moment_cases(rng, small=((1e-4, 1e-8), (1e-8, 1e-8), (0.05, 0.05))):
    """What Adam, Nadam and RAdam are tried on; ``small``: a scale of gradients and an ε each."""
    for shape, beta2 in zip(_SHAPES, (0.999, 0.7, 0.9)):
        w, grad, zero, lr = rng.normal(size=shape), _gradient(rng, shape), np.zeros(shape), rng.uniform(0.05, 1)
        yield _case(
            FIRST, w=w, m=zero, v=zero, t=1, grad=grad, lr=lr, beta1=rng.uniform(0.6, 0.95), beta2=beta2, eps=1e-15
        )
        for t in (2, *rng.integers(3, 12, 2), *rng.integers(12, 60, 2)):
            yield _case(
                LATER,
                w=w,
                m=_gradient(rng, shape),
                v=_squares(rng, shape),
                t=int(t),
                grad=_gradient(rng, shape),
                lr=lr,
                beta1=rng.uniform(0.6, 0.95),
                beta2=beta2,
                eps=1e-6,
            )
    for scale, eps in small:
        grad, m, v = _gradient(rng, 5, scale), _gradient(rng, 5, scale), _squares(rng, 5, scale)
        yield _case(
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
    w, m, v, grad = rng.normal(size=5), rest * _gradient(rng, 5), rest * _squares(rng, 5), rest * _gradient(rng, 5)
    yield _case(ZERO, w=w, m=m, v=v, t=9, grad=grad, lr=0.5, beta1=0.9, beta2=0.99, eps=1e-8)
    yield _case(ZERO, w=w, m=m, v=v, t=9, grad=0 * grad, lr=0.5, beta1=0.9, beta2=0.99, eps=1e-8)
    w, grad, m, v, t = np.zeros(5), *_gradient(rng, (2, 5), 1e-7), _squares(rng, 5, 1e-7), int(rng.integers(12, 30))
    yield _case(DEFAULTS, w=w, m=m, v=v, t=t, grad=grad)
    yield _case(DEFAULTS, w=w, m=m, v=v, t=t, grad=grad, lr=0.3)
    yield _case(DEFAULTS, w=w, m=m, v=v, t=t, grad=grad, lr=0.3, beta1=0.6)
    yield _case(DEFAULTS, w=w, m=m, v=v, t=t, grad=grad, lr=0.3, beta1=0.6, beta2=0.7)


_MOMENT_EXAMPLES = (
    _case(
        FIRST, w=_array(1, 1), m=_array(0, 0), v=_array(0, 0), t=1, grad=_array(4, -2), lr=0.1, beta1=0.5,
        beta2=0.75, eps=1e-9,
    ),
    _case(
        LATER, w=_array(0, 0), m=_array(1, -2), v=_array(8, 16), t=2, grad=_array(2, -4), lr=1.0, beta1=0.5,
        beta2=0.8, eps=1e-9,
    ),
    _case(
        LATER, w=_array(0, 0), m=_array(1, -2), v=_array(8, 16), t=6, grad=_array(-3, 5), lr=1.0, beta1=0.5,
        beta2=0.7, eps=1e-9,
    ),
    _case(LATER, w=_array(1), m=_array(2), v=_array(9), t=20, grad=_array(3), lr=0.1, beta1=0.9, beta2=0.99, eps=1e-9),
    _case(SMALL, w=_array(0), m=_array(2), v=_array(5), t=12, grad=_array(1), lr=1.0, beta1=0.5, beta2=0.75, eps=2.0),
    _case(
        ZERO, w=_array(2, 2), m=_array(0, 1), v=_array(0, 4), t=9, grad=_array(0, 2), lr=0.1, beta1=0.9, beta2=0.9,
        eps=1e-8,
    ),
    _case(DEFAULTS, w=_array(0), m=_array(1e-7), v=_array(3e-14), t=8, grad=_array(-3e-7)),
)  # fmt: skip
_MOMENT_PARTS = {FIRST: 1, LATER: 2, SMALL: 1, ZERO: 1, DEFAULTS: 1}


@exercise(
    cases=_moment_cases, examples=_MOMENT_EXAMPLES, parts=_MOMENT_PARTS, returns=("w", "m", "v"), tolerance=TOLERANCE
)
def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of Adam (Kingma and Ba 2015, algorithm 1). Returns (w, m, v)."""
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


_COUNTED_FROM_ZERO = _(
    "The corrections use t − 1, as if the first step were number 0: they divide by 1 − β⁰ = 0. Steps count from 1."
)
_BETAS_EXCHANGED = _(
    "β₁ and β₂ are exchanged: β₁ belongs to the mean m of the gradients, β₂, the longer memory, to that of their "
    "squares."
)
_WEIGHTS_EXCHANGED = _(
    "β and 1 − β are exchanged: β is the weight of what is remembered, 1 − β that of the new gradient. "
    "(The lecture's slide on Adam exchanges them too.)"
)
_EPSILON_INSIDE = _(
    "ε stands under the root here. Adam adds it to the root, √v̂ + ε; under it, 1e−8 acts as 1e−4 would outside."
)
_CORRECTED_STATE = _(
    "The corrected moments came back as the new state, and will be corrected again at the next step. m̂ and v̂ serve "
    "this step alone; m and v are carried on."
)
_GIVEN_STATE_IGNORED = _(
    "The step does not go on from the m and v that it is given. A state that starts afresh at every step, or lives in "
    "a global variable, is lost or shared between two optimisers: take it as an argument, return it."
)
_MOMENTS_IN_PLACE = _(
    "The numbers are right, but the caller's m and v changed too: a second optimiser that started from the same zeros "
    "now shares them. Write `m = beta1 * m + …`, not `m *= beta1`."
)


@misconception(
    adam_step,
    _(
        "Nothing corrects the start: m and v begin at 0 and are too small at first, v more so than m, and the first "
        "steps come out too long. Divide by 1 − β₁ᵗ and 1 − β₂ᵗ. (The lecture P4 leaves this out.)"
    ),
    see="adaptive.html#bias-correction",
)
def no_correction(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@misconception(adam_step, _COUNTED_FROM_ZERO, see="adaptive.html#bias-correction")
def counted_from_zero(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    with np.errstate(divide="ignore", invalid="ignore"):
        m_hat, v_hat = m / np.float64(1 - beta1 ** (t - 1)), v / np.float64(1 - beta2 ** (t - 1))
        return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    adam_step,
    _("Only m is corrected. v starts at 0 too and is further from its mean: divide it by 1 − β₂ᵗ."),
    see="adaptive.html#bias-correction",
)
def only_m_corrected(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v) + eps), m, v


@misconception(
    adam_step,
    _(
        "Only v is corrected. m starts at 0 too: divide it by 1 − β₁ᵗ, or the first step is a tenth of what it should "
        "be."
    ),
    see="adaptive.html#bias-correction",
)
def only_v_corrected(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return w - lr * m / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    adam_step,
    _("The corrections divide by 1 − β at every step. After t steps the weights sum to 1 − βᵗ: t is a power."),
    see="adaptive.html#bias-correction",
)
def power_of_t_forgotten(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return w - lr * m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps), m, v


@misconception(adam_step, _BETAS_EXCHANGED, see="adaptive.html#adam")
def betas_exchanged(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam_step(w, m, v, t, grad, lr, beta2, beta1, eps)


@misconception(adam_step, _WEIGHTS_EXCHANGED, see="adaptive.html#moving-average")
def old_and_new_exchanged(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, 1 - beta1, 1 - beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(adam_step, _EPSILON_INSIDE, see="adaptive.html#where-epsilon-stands")
def epsilon_under_root(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps), m, v


@misconception(
    adam_step,
    _(
        "ε was added to √v before the correction: that is ε̂ of the paper's shorter form and of Keras, which counts "
        "1/√(1 − β₂ᵗ) times more. Algorithm 1 adds it to √v̂."
    ),
    see="adaptive.html#where-epsilon-stands",
)
def epsilon_hat(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - rate * m / (np.sqrt(v) + eps), m, v


@misconception(
    adam_step,
    _(
        "v averages the squares of the gradients. Yours averages the square of their mean m, which is nearly 0 where "
        "gradients change their sign."
    ),
    see="adaptive.html#square-of-the-sum",
)
def mean_squared(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * m**2
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    adam_step,
    _("The root is missing: v̂ holds squares, and only its root has the size of a gradient."),
    see="adaptive.html#adam",
)
def root_left_out(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (v / (1 - beta2**t) + eps), m, v


@misconception(
    adam_step,
    _(
        "The step uses m and v as they came in and updates them afterwards: this gradient counts one step late, and "
        "the first step goes nowhere."
    ),
    see="adaptive.html#stale-accumulator",
)
def moments_of_the_step_before(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w = w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w, *_moments(m, v, grad, beta1, beta2)


@misconception(
    adam_step,
    _(
        "Above the root stands the gradient itself: that is RMSprop. Adam goes along m̂, the mean of the gradients: the "
        "ball that it remembers."
    ),
    see="adaptive.html#adam",
)
def ball_forgotten(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return w - lr * grad / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(adam_step, _CORRECTED_STATE, see="adaptive.html#bias-correction")
def corrected_state_returned(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m, v = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@misconception(adam_step, _GIVEN_STATE_IGNORED, see="adaptive.html#explicit-state")
def given_state_ignored(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam_step(w, 0 * m, 0 * v, t, grad, lr, beta1, beta2, eps)


@misconception(adam_step, _MOMENTS_IN_PLACE, see="adaptive.html#explicit-state")
def moments_changed_in_place(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m[...], v[...] = adam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w, m, v


def _adamax_cases(rng):
    for shape, beta2 in zip(_SHAPES, (0.999, 0.5, 0.9)):
        w, grad, zero, lr = rng.normal(size=shape), _gradient(rng, shape), np.zeros(shape), rng.uniform(0.05, 1)
        beta1 = rng.uniform(0.6, 0.95)
        grad = grad + 0.1 * np.sign(grad)  # beside which an ε is nothing
        yield _case(FIRST, w=w, m=zero, u=zero, t=1, grad=grad, lr=lr, beta1=beta1, beta2=beta2)
        for t in (2, *rng.integers(3, 30, 2)):
            state = {"m": _gradient(rng, shape), "u": np.abs(_gradient(rng, shape)) + 0.1, "t": int(t)}
            grad = _gradient(rng, shape)
            yield _case(LATER, w=w, **state, grad=grad, lr=lr, beta1=beta1, beta2=beta2)
            yield _case(LATER, w=0 * w, **state, grad=4 * grad, lr=lr, beta1=beta1, beta2=beta2)
    w, m, u = rng.normal(size=5), _gradient(rng, 5), rng.uniform(0.5, 1, 5)
    larger = rng.uniform(2, 4, 5)  # than the maximum so far
    signs = rng.permutation([1, -1, 1, -1, 1])
    yield _case(
        SMALL, w=0 * w, m=1e-8 * m, u=1e-8 * u, t=int(t), grad=1e-8 * signs * larger, lr=0.3, beta1=0.8, beta2=0.9
    )
    signs = rng.permutation([0, 0, 1, -1, 1])
    m, u = signs * m, signs**2 * u
    yield _case(ZERO, w=w, m=m, u=u, t=5, grad=signs * larger, lr=0.5, beta1=0.9, beta2=0.99)
    yield _case(ZERO, w=w, m=m, u=u, t=5, grad=0 * larger, lr=0.5, beta1=0.9, beta2=0.99)
    w, m, u, grad = *rng.normal(size=(2, 5)), rng.uniform(1, 2, 5), rng.uniform(-0.8, 0.8, 5)
    yield _case(DEFAULTS, w=w, m=m, u=u, t=3, grad=grad)
    yield _case(DEFAULTS, w=w, m=m, u=u, t=3, grad=grad, lr=0.3)
    yield _case(DEFAULTS, w=w, m=m, u=u, t=3, grad=grad, lr=0.3, beta1=0.6)


@exercise(
    cases=_adamax_cases,
    examples=[
        _case(
            FIRST, w=_array(1, 1), m=_array(0, 0), u=_array(0, 0), t=1, grad=_array(4, -2), lr=0.1, beta1=0.5,
            beta2=0.9,
        ),
        _case(
            LATER, w=_array(0, 0, 0), m=_array(4, -2, 1), u=_array(10, 2, 3), t=2, grad=_array(-2, -4, 2), lr=0.3,
            beta1=0.5, beta2=0.8,
        ),
        _case(LATER, w=_array(0), m=_array(1), u=_array(3), t=2, grad=_array(-2), lr=1.0, beta1=0.6, beta2=0.5),
        _case(SMALL, w=_array(0), m=_array(1e-8), u=_array(2e-8), t=2, grad=_array(1e-8), lr=1.0, beta1=0.5, beta2=0.9),
        _case(
            ZERO, w=_array(2, 2), m=_array(0, 1), u=_array(0, 4), t=3, grad=_array(0, 2), lr=0.1, beta1=0.9, beta2=0.9
        ),
        _case(DEFAULTS, w=_array(0), m=_array(1), u=_array(2), t=4, grad=_array(-1)),
    ],
    parts=_MOMENT_PARTS,
    returns=("w", "m", "u"),
    tolerance=TOLERANCE,
)  # fmt: skip
def adamax_step(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    """Step t = 1, 2, … of Adamax (Kingma and Ba 2015, algorithm 2). Returns (w, m, u).

    A weight that has never had a gradient, u = 0, stays where it is.
    """
    m = beta1 * m + (1 - beta1) * grad
    u = np.maximum(beta2 * u, np.abs(grad))
    direction = np.divide(m, u, out=np.zeros_like(m), where=u > 0)
    return w - lr / (1 - beta1**t) * direction, m, u


def _quotient(m, u):
    return np.divide(m, u, out=np.zeros_like(m), where=u != 0)


@misconception(
    adamax_step,
    _(
        "m is not corrected: it starts at 0 and is too small at first. Divide the rate by 1 − β₁ᵗ. (u needs no "
        "correction: a maximum is not drawn towards 0.)"
    ),
    see="adaptive.html#adamax",
)
def m_not_corrected(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    return w - lr * _quotient(m, u), m, u


@misconception(adamax_step, _COUNTED_FROM_ZERO, see="adaptive.html#bias-correction")
def steps_counted_from_zero(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    with np.errstate(divide="ignore", invalid="ignore"):
        return w - lr / np.float64(1 - beta1 ** (t - 1)) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _(
        "u is corrected by 1 − β₂ᵗ as if it were a mean. It is a maximum: from the first gradient on it is as large as "
        "it should be."
    ),
    see="adaptive.html#adamax",
)
def maximum_corrected(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    return w - lr / (1 - beta1**t) * _quotient(m, u / (1 - beta2**t)), m, u


@misconception(
    adamax_step,
    _(
        "u is a mean of the gradients' sizes here. In the limit p → ∞ the mean of the p-th powers becomes their "
        "largest: max(β₂u, |grad|)."
    ),
    see="adaptive.html#adamax",
)
def mean_of_sizes(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, beta2 * u + (1 - beta2) * np.abs(grad)
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _("The absolute value is missing: a large negative gradient is large too. u = max(β₂u, |grad|)."),
    see="adaptive.html#adamax",
)
def absolute_value_missing(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, grad)
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _("The old maximum never fades: it enters as β₂u, so that one huge gradient is forgotten in time."),
    see="adaptive.html#adamax",
)
def maximum_never_fades(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(u, np.abs(grad))
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _("The gradient was squared, as in Adam. Adamax compares sizes, |grad|, and needs no root afterwards."),
    see="adaptive.html#adamax",
)
def square_instead_of_size(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, grad**2)
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _(
        "One maximum over all weights: np.max gives a single number. The maximum is taken for each weight over time, "
        "np.maximum."
    ),
    see="adaptive.html#adamax",
)
def maximum_over_weights(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.max(np.abs(grad)))
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, u


@misconception(
    adamax_step,
    _("A weight that has never had a gradient has u = 0, and 0/0 is not a number. Such a weight stays where it is."),
    see="adaptive.html#adamax",
)
def zero_by_zero(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    with np.errstate(divide="ignore", invalid="ignore"):
        return w - lr / (1 - beta1**t) * m / u, m, u


@misconception(
    adamax_step,
    _(
        "An ε was added to u, as Keras does. The paper's Adamax has none: the step stays the same when all gradients "
        "are a million times smaller. Only u = 0 needs care."
    ),
    see="adaptive.html#adamax",
)
def epsilon_in_adamax(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m, u = beta1 * m + (1 - beta1) * grad, np.maximum(beta2 * u, np.abs(grad))
    return w - lr / (1 - beta1**t) * m / (u + 1e-8), m, u


@misconception(
    adamax_step,
    _("The step divides by the maximum of the step before: take this gradient's size into u first."),
    see="adaptive.html#stale-accumulator",
)
def maximum_of_the_step_before(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    m = beta1 * m + (1 - beta1) * grad
    return w - lr / (1 - beta1**t) * _quotient(m, u), m, np.maximum(beta2 * u, np.abs(grad))


@misconception(
    adamax_step,
    _(
        "Your default for lr is Adam's 0.001. The paper gives Adamax 0.002; a default is part of what a function "
        "promises."
    ),
    see="adaptive.html#adamax",
)
def adams_rate(w, m, u, t, grad, lr=1e-3, beta1=0.9, beta2=0.999):
    return adamax_step(w, m, u, t, grad, lr, beta1, beta2)


@misconception(adamax_step, _MOMENTS_IN_PLACE, see="adaptive.html#explicit-state")
def maximum_changed_in_place(w, m, u, t, grad, lr=2e-3, beta1=0.9, beta2=0.999):
    w, m[...], u[...] = adamax_step(w, m, u, t, grad, lr, beta1, beta2)
    return w, m, u


@exercise(
    cases=_moment_cases, examples=_MOMENT_EXAMPLES, parts=_MOMENT_PARTS, returns=("w", "m", "v"), tolerance=TOLERANCE
)
def nadam_step(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of Nadam (Dozat 2016) with a constant β₁. Returns (w, m, v)."""
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def _nadam(w, m_hat, m, v, t, lr, beta2, eps):
    return w - lr * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    nadam_step,
    _(
        "This is Adam. Nadam looks one step ahead: the part of m̂ that the next step will remember, β₁m, enters now, "
        "and this gradient counts on its own."
    ),
    see="adaptive.html#nadam",
)
def plain_adam(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam_step(w, m, v, t, grad, lr, beta1, beta2, eps)


@misconception(
    nadam_step,
    _(
        "The first term is corrected by 1 − β₁ᵗ. β₁m already belongs to the next step, t + 1: divide it by "
        "1 − β₁^(t+1)."
    ),
    see="adaptive.html#nadam",
)
def same_power_for_both(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return _nadam(w, (beta1 * m + (1 - beta1) * grad) / (1 - beta1**t), m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _("Both terms are corrected by 1 − β₁^(t+1). The gradient belongs to this step: divide it by 1 − β₁ᵗ."),
    see="adaptive.html#nadam",
)
def next_power_for_both(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return _nadam(w, (beta1 * m + (1 - beta1) * grad) / (1 - beta1 ** (t + 1)), m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _(
        "The look-ahead takes the old m: that gives back Adam's mean, but for the corrections. It is the new m that "
        "the next step will remember."
    ),
    see="adaptive.html#nadam",
)
def look_ahead_with_old_m(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1**t)
    m, v = _moments(m, v, grad, beta1, beta2)
    return _nadam(w, m_hat, m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _("The gradient's own term is not corrected: it is (1 − β₁)·grad divided by 1 − β₁ᵗ."),
    see="adaptive.html#nadam",
)
def gradient_not_corrected(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad
    return _nadam(w, m_hat, m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _("The gradient's own term has lost its weight 1 − β₁, so that it counts ten times too much at β₁ = 0.9."),
    see="adaptive.html#nadam",
)
def gradient_not_weighted(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + grad / (1 - beta1**t)
    return _nadam(w, m_hat, m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _("Neither m nor v is corrected here, so the first steps have the wrong length."),
    see="adaptive.html#bias-correction",
)
def nothing_corrected(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    return w - lr * (beta1 * m + (1 - beta1) * grad) / (np.sqrt(v) + eps), m, v


@misconception(
    nadam_step,
    _("β₁ follows Dozat's schedule μ_t = β₁(1 − ½·0.96^(t/250)), as in PyTorch. The exercise keeps β₁ constant."),
    see="adaptive.html#nadam",
)
def dozats_schedule(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    mu = beta1 * (1 - 0.5 * 0.96 ** (0.004 * np.arange(1, t + 2)))
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat = mu[t] * m / (1 - np.prod(mu)) + (1 - mu[t - 1]) * grad / (1 - np.prod(mu[:t]))
    return _nadam(w, m_hat, m, v, t, lr, beta2, eps)


@misconception(
    nadam_step,
    _(
        "v̂ carries an extra factor β₂, as in Dozat's Algorithm 2. No library has it, nor has the exercise: only the "
        "momentum looks ahead."
    ),
    see="adaptive.html#nadam",
)
def second_moment_looks_ahead(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w_new, m, v = nadam_step(w, m, v, t, grad, lr, beta1, beta2, eps / np.sqrt(beta2))
    return w + (w_new - w) / np.sqrt(beta2), m, v


@misconception(nadam_step, _BETAS_EXCHANGED, see="adaptive.html#adam")
def nadam_betas_exchanged(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return nadam_step(w, m, v, t, grad, lr, beta2, beta1, eps)


@misconception(nadam_step, _EPSILON_INSIDE, see="adaptive.html#where-epsilon-stands")
def nadam_epsilon_inside(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1**t)
    return w - lr * m_hat / np.sqrt(v / (1 - beta2**t) + eps), m, v


@misconception(
    nadam_step,
    _(
        "Your default for lr is Adam's 0.001. The exercise takes 0.002, as Dozat and PyTorch do; a default is part of "
        "what a function promises."
    ),
    see="adaptive.html#nadam",
)
def nadam_with_adams_rate(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return nadam_step(w, m, v, t, grad, lr, beta1, beta2, eps)


@misconception(nadam_step, _MOMENTS_IN_PLACE, see="adaptive.html#explicit-state")
def nadam_changes_in_place(w, m, v, t, grad, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m[...], v[...] = nadam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w, m, v


def _radam_cases(rng):
    """Adam's, and steps on either side of every threshold that could be meant."""
    yield from _moment_cases(rng)
    for beta2, steps in ((0.999, range(1, 8)), (0.9, range(3, 8)), (0.7, (4, 5, 6, 9, 10, 11)), (0.5, (3, 9, 40))):
        for t in steps:
            yield _case(
                FIRST if t == 1 else LATER, w=rng.normal(size=5), m=_gradient(rng, 5), v=_squares(rng, 5), t=t,
                grad=_gradient(rng, 5), lr=rng.uniform(0.05, 1), beta1=rng.uniform(0.6, 0.95), beta2=beta2, eps=1e-6,
            )  # fmt: skip


_RADAM_EXAMPLES = (
    *_MOMENT_EXAMPLES,
    _case(LATER, w=_array(0), m=_array(1), v=_array(4), t=5, grad=_array(2), lr=1.0, beta1=0.5, beta2=0.9, eps=1e-9),
    _case(LATER, w=_array(0), m=_array(1), v=_array(4), t=5, grad=_array(2), lr=1.0, beta1=0.5, beta2=0.7, eps=1e-9),
    _case(LATER, w=_array(0), m=_array(1), v=_array(4), t=9, grad=_array(2), lr=1.0, beta1=0.5, beta2=0.5, eps=1e-9),
)


@exercise(
    cases=_radam_cases, examples=_RADAM_EXAMPLES, parts=_MOMENT_PARTS, returns=("w", "m", "v"), tolerance=TOLERANCE
)
def radam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Step t = 1, 2, … of RAdam (Liu et al. 2020, algorithm 2). Returns (w, m, v)."""
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho <= 4:
        return w - lr * m_hat, m, v
    r = np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
    v_hat = v / (1 - beta2**t)
    return w - lr * r * m_hat / (np.sqrt(v_hat) + eps), m, v


def _rho(t, beta2):
    rho_inf = 2 / (1 - beta2) - 1
    return rho_inf, rho_inf - 2 * t * beta2**t / (1 - beta2**t)


def _rectification(rho_inf, rho):
    return np.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))


def _adaptive(w, m_hat, v, t, rate, beta2, eps):
    return w - rate * m_hat / (np.sqrt(v / (1 - beta2**t)) + eps)


@misconception(
    radam_step,
    _(
        "This is Adam. RAdam shortens the step by r_t, and in the first steps, where ρ_t ⩽ 4, does not divide by √v̂ "
        "at all."
    ),
    see="adaptive.html#radam",
)
def unrectified(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam_step(w, m, v, t, grad, lr, beta1, beta2, eps)


@misconception(
    radam_step,
    _(
        "Your step adapts from ρ_t = 5 on, as in PyTorch and optax. The paper's threshold is 4, where the variance "
        "first exists: one step earlier at β₂ between 0.9 and 0.999."
    ),
    see="adaptive.html#radam",
)
def threshold_of_five(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if rho < 5:
        return w - lr * m_hat, m, v
    return _adaptive(w, m_hat, v, t, lr * _rectification(rho_inf, rho), beta2, eps), m, v


@misconception(
    radam_step,
    _(
        "The step adapts from a fixed step number on, t = 5. That is right for β₂ near 1 only: what decides is "
        "ρ_t > 4, and ρ_t depends on β₂."
    ),
    see="adaptive.html#radam",
)
def from_a_fixed_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if t < 5:
        return w - lr * m_hat, m, v
    with np.errstate(invalid="ignore"):
        return _adaptive(w, m_hat, v, t, lr * _rectification(rho_inf, rho), beta2, eps), m, v


@misconception(
    radam_step,
    _(
        "r_t was used in every step. Below ρ_t = 4 there is no variance to rectify: its formula has a negative number "
        "under the root, or gives one that means nothing. There the step is lr·m̂."
    ),
    see="adaptive.html#radam",
)
def rectified_from_the_start(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    with np.errstate(invalid="ignore"):
        rate = lr * _rectification(*_rho(t, beta2))
    return _adaptive(w, m / (1 - beta1**t), v, t, rate, beta2, eps), m, v


@misconception(
    radam_step,
    _("The adaptive steps are those of Adam: the factor r_t is missing."),
    see="adaptive.html#radam",
)
def rectification_missing(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat, (_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    return w - lr * m_hat if rho <= 4 else _adaptive(w, m_hat, v, t, lr, beta2, eps), m, v


@misconception(
    radam_step,
    _("r_t is the root of the quotient of variances; yours is the quotient itself."),
    see="adaptive.html#radam",
)
def rectification_without_root(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if rho <= 4:
        return w - lr * m_hat, m, v
    return _adaptive(w, m_hat, v, t, lr * _rectification(rho_inf, rho) ** 2, beta2, eps), m, v


@misconception(
    radam_step,
    _(
        "Where ρ_t ⩽ 4 you still divide by √v̂. There the step is lr·m̂: a v̂ of so few gradients is what must not be "
        "trusted."
    ),
    see="adaptive.html#radam",
)
def first_steps_divided(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    rate = lr if rho <= 4 else lr * _rectification(rho_inf, rho)
    return _adaptive(w, m_hat, v, t, rate, beta2, eps), m, v


@misconception(
    radam_step,
    _("In the first steps m is not corrected. They too go along m̂ = m/(1 − β₁ᵗ)."),
    see="adaptive.html#radam",
)
def first_steps_uncorrected(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w_right, m, v = radam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w - lr * m if _rho(t, beta2)[1] <= 4 else w_right, m, v


@misconception(
    radam_step,
    _("In the first steps the weights rest. Where ρ_t ⩽ 4 RAdam is gradient descent with momentum: w − lr·m̂."),
    see="adaptive.html#radam",
)
def rests_at_first(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w_right, m, v = radam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w if _rho(t, beta2)[1] <= 4 else w_right, m, v


@misconception(
    radam_step,
    _("In ρ_t the factor t is missing: ρ_t = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ)."),
    see="adaptive.html#radam",
)
def rho_without_t(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat, rho_inf = m / (1 - beta1**t), 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * beta2**t / (1 - beta2**t)
    if rho <= 4:
        return w - lr * m_hat, m, v
    return _adaptive(w, m_hat, v, t, lr * _rectification(rho_inf, rho), beta2, eps), m, v


@misconception(
    radam_step,
    _("v is not corrected where it divides: RAdam divides by √v̂ with v̂ = v/(1 − β₂ᵗ)."),
    see="adaptive.html#bias-correction",
)
def v_not_corrected(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if rho <= 4:
        return w - lr * m_hat, m, v
    return w - lr * _rectification(rho_inf, rho) * m_hat / (np.sqrt(v) + eps), m, v


@misconception(radam_step, _EPSILON_INSIDE, see="adaptive.html#where-epsilon-stands")
def radam_epsilon_inside(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = _moments(m, v, grad, beta1, beta2)
    m_hat, (rho_inf, rho) = m / (1 - beta1**t), _rho(t, beta2)
    if rho <= 4:
        return w - lr * m_hat, m, v
    return w - lr * _rectification(rho_inf, rho) * m_hat / np.sqrt(v / (1 - beta2**t) + eps), m, v


@misconception(radam_step, _BETAS_EXCHANGED, see="adaptive.html#adam")
def radam_betas_exchanged(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    return radam_step(w, m, v, t, grad, lr, beta2, beta1, eps)


@misconception(radam_step, _MOMENTS_IN_PLACE, see="adaptive.html#explicit-state")
def radam_changes_in_place(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    w, m[...], v[...] = radam_step(w, m, v, t, grad, lr, beta1, beta2, eps)
    return w, m, v
