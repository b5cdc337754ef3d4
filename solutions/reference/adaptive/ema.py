"""The exponential moving average, plain and corrected for its start."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.adaptive._shared import TOLERANCE, a_case, array


def ema(x, beta, corrected=False):
    """The exponential moving average m_t = βm_{t−1} + (1−β)x_t of x_1, x_2, … (first axis), with m_0 = 0.

    ``corrected``: divided by the sum 1−βᵗ of its weights (Kingma and Ba 2015, section 3). Returns the shape of x.
    """
    m, averages = 0.0, []
    for t, value in enumerate(x, start=1):
        m = beta * m + (1 - beta) * value
        averages.append(m / (1 - beta**t) if corrected else m)
    return np.array(averages)


PLAIN = _("without correction")
CORRECTED = _("with correction")


def _ema_cases(rng):
    for shape in ((1,), (7,), (5, 2), (4, 2, 3)):
        x, beta = rng.normal(size=shape) + rng.normal(), rng.uniform(0.3, 0.95)
        yield a_case(PLAIN, x=x, beta=beta)
        yield a_case(PLAIN, x=x, beta=beta, corrected=False)
        yield a_case(CORRECTED, x=x, beta=beta, corrected=True)
    x = rng.normal(size=30)
    yield a_case(PLAIN, x=x, beta=0.99)
    yield a_case(CORRECTED, x=x, beta=0.99, corrected=True)
    yield a_case(CORRECTED, x=x, beta=0.0, corrected=True)


exercise(
    ema,
    cases=_ema_cases,
    examples=[
        a_case(PLAIN, x=array(8, 4, 0), beta=0.75),
        a_case(CORRECTED, x=array(6, 3), beta=0.5, corrected=True),
        a_case(PLAIN, x=array(4, 0, 0, 8).reshape(2, 2), beta=0.5, corrected=False),
        a_case(CORRECTED, x=array(4, 4, 4), beta=0.9, corrected=True),
    ],
    parts={PLAIN: 1, CORRECTED: 1},
    tolerance=TOLERANCE,
)


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
    see="adaptive-adam.html#bias-correction",
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
    see="adaptive-adam.html#bias-correction",
)
def counts_from_zero(x, beta, corrected=False):
    powers = beta ** np.arange(len(x)).reshape(-1, *[1] * (np.ndim(x) - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return ema(x, beta) / (1 - powers) if corrected else ema(x, beta)


@misconception(
    ema,
    _("Divided by 1 − β at every step. After t values the weights sum to 1 − βᵗ: t is a power."),
    see="adaptive-adam.html#bias-correction",
)
def power_forgotten(x, beta, corrected=False):
    return ema(x, beta) / (1 - beta) if corrected else ema(x, beta)


@misconception(
    ema,
    _(
        "All averages were divided by the sum of the weights at the end. Each has its own t: the t-th is divided by "
        "1 − βᵗ."
    ),
    see="adaptive-adam.html#bias-correction",
)
def last_power_for_all(x, beta, corrected=False):
    return ema(x, beta) / (1 - beta ** len(x)) if corrected else ema(x, beta)


@misconception(
    ema,
    _(
        "With `corrected=True` the averages are divided by the sum 1 − βᵗ of their weights. Yours stay too small at "
        "first."
    ),
    see="adaptive-adam.html#bias-correction",
)
def correction_forgotten(x, beta, corrected=False):
    return ema(x, beta)


@misconception(
    ema,
    _("Your averages are corrected even where `corrected` is False."),
    see="adaptive-adam.html#bias-correction",
)
def always_corrected(x, beta, corrected=False):
    return ema(x, beta, corrected=True)


@misconception(
    ema,
    _(
        "The corrected average was carried on as the running one. The correction is for reading alone: the recursion "
        "goes on with the uncorrected m."
    ),
    see="adaptive-adam.html#bias-correction",
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
