"""A learning rate that warms up, stays, and falls at the end."""

import numpy as np

from ravine.exercises.exercise import exercise, misconception
from ravine.language import _
from solutions.reference.after._shared import (
    AT_THE_END,
    FALLING,
    FIRST_STEP_ZERO,
    LOWEST_AS_A_FLOOR,
    LOWEST_AS_A_SHARE,
    RATE_TOLERANCE,
    WARMING_UP,
    a_case,
)


def warmup_stable_decay(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    """The learning rate of `step` = 0, 1, …: a warm-up, a plateau, and a fall over the last `decay` steps of `total`.

    The fall is a straight line or, for `shape` "sqrt", 1 − √x (Hu et al. 2024). Raises ValueError for another shape.
    """
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, max(0, step - (total - decay)) / decay)
    return lowest + (peak - lowest) * (1 - x ** power[shape])


STAYING = _("the plateau")
BY_THE_ROOT = _("the fall by 1 − √x, and other shapes")


def _rates_at(steps, part, *numbers):
    names = ("peak", "warmup", "decay", "total", "lowest", "shape")
    return [a_case(part, step=int(step), **dict(zip(names, numbers))) for step in steps]


def _plateau_cases(rng):
    for warmup, stays in ((0, 7), (int(rng.integers(3, 9)), int(rng.integers(4, 9))), (int(rng.integers(3, 9)), 0)):
        peak, lowest = rng.uniform(0.5, 2), rng.uniform(0.1, 0.3)
        decay = int(rng.integers(10, 16))  # with 16, 23 - 16 = 23 ^ 16 hides a wrong operator
        total = warmup + stays + decay
        numbers = (peak, warmup, decay, total, lowest)
        yield from _rates_at({0, warmup // 2, warmup - 1} if warmup else (), WARMING_UP, *numbers)
        yield from _rates_at({warmup, warmup + stays // 2, warmup + stays}, STAYING, *numbers)
        falls = (total - decay + 1, *rng.integers(total - decay + 2, total - 1, 2), total - 1)
        yield from _rates_at(falls, FALLING, *numbers)
        yield from _rates_at(falls, BY_THE_ROOT, *numbers, "sqrt")
        yield from _rates_at((total, total + 2, 2 * total), AT_THE_END, *numbers)
    yield from _rates_at((0, warmup, total - 1, total), BY_THE_ROOT, *numbers, "cosine")
    yield from _rates_at((total - 3,), FALLING, *numbers[:4])


exercise(
    warmup_stable_decay,
    cases=_plateau_cases,
    examples=[
        *_rates_at((0, 1), WARMING_UP, 1.5, 3, 4, 12, 0.2),
        *_rates_at((3, 6, 8), STAYING, 1.5, 3, 4, 12, 0.2),
        *_rates_at((9, 10, 11), FALLING, 1.5, 3, 4, 12, 0.2),
        *_rates_at((7,), FALLING, 0.75, 0, 2, 8),
        *_rates_at((9, 10, 11), BY_THE_ROOT, 1.5, 3, 4, 12, 0.2, "sqrt"),
        *_rates_at((0, 10), BY_THE_ROOT, 1.5, 3, 4, 12, 0.2, "cosine"),
        *_rates_at((12, 13, 17), AT_THE_END, 1.5, 3, 4, 12, 0.2),
        *_rates_at((8,), AT_THE_END, 0.75, 1, 6, 7),
    ],
    parts={WARMING_UP: 1, STAYING: 1, FALLING: 1, BY_THE_ROOT: 1, AT_THE_END: 1},
    tolerance=RATE_TOLERANCE,
)


@misconception(warmup_stable_decay, FIRST_STEP_ZERO, see="after-rates.html#warm-up")
def first_step_zero(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * step / warmup
    x = min(1, max(0, step - (total - decay)) / decay)
    return lowest + (peak - lowest) * (1 - x ** power[shape])


@misconception(warmup_stable_decay, LOWEST_AS_A_FLOOR, see="after-rates.html#falling-rates")
def lowest_as_a_floor(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, max(0, step - (total - decay)) / decay)
    return max(lowest, peak * (1 - x ** power[shape]))


@misconception(warmup_stable_decay, LOWEST_AS_A_SHARE, see="after-rates.html#falling-rates")
def lowest_as_a_share(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    lowest = lowest * peak
    x = min(1, max(0, step - (total - decay)) / decay)
    return lowest + (peak - lowest) * (1 - x ** power[shape])


@misconception(
    warmup_stable_decay,
    _("The rate falls from the end of the warm-up on. It stays at the peak until `decay` steps are left."),
    see="after-rates.html#falling-rates",
)
def decays_at_once(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * (1 - x ** power[shape])


@misconception(
    warmup_stable_decay,
    _("`decay` is how many steps the fall takes, at the end. You take it for the step at which the fall begins."),
    see="after-rates.html#falling-rates",
)
def decay_as_a_time(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, max(0, step - decay) / (total - decay))
    return lowest + (peak - lowest) * (1 - x ** power[shape])


@misconception(
    warmup_stable_decay,
    _("Beyond total the rate stays at `lowest`; yours goes on falling, and becomes negative at last."),
    see="after-rates.html#falling-rates",
)
def never_stops_falling(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = max(0, step - (total - decay)) / decay
    return lowest + (peak - lowest) * (1 - x ** power[shape])


@misconception(
    warmup_stable_decay,
    _("√(1 − x) falls late. The shape is 1 − √x, which is steep at first."),
    see="after-rates.html#falling-rates",
)
def sqrt_of_the_rest(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, max(0, step - (total - decay)) / decay)
    return lowest + (peak - lowest) * (1 - x) ** power[shape]


@misconception(
    warmup_stable_decay,
    _("The fall is a straight line, or 1 − √x; yours is half a cosine."),
    see="after-rates.html#falling-rates",
)
def cosine_at_the_end(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, max(0, step - (total - decay)) / decay)
    return lowest + (peak - lowest) * (1 - np.sqrt(x) if shape == "sqrt" else (1 + np.cos(np.pi * x)) / 2)


@misconception(
    warmup_stable_decay,
    _("You fall one step late: at step total − decay x is 0, and at the next it is 1/decay."),
    see="after-rates.html#falling-rates",
)
def stays_one_step_too_long(step, peak, warmup, decay, total, lowest=0.0, shape="linear"):
    power = {"linear": 1, "sqrt": 0.5}
    if shape not in power:
        raise ValueError(f"there is no shape {shape!r} here: linear or sqrt")
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, max(0, step - 1 - (total - decay)) / decay)
    return lowest + (peak - lowest) * (1 - x ** power[shape])
