"""A learning rate that warms up in a straight line and falls along half a cosine."""

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


def warmup_cosine(step, peak, warmup, total, lowest=0.0):
    """The learning rate of `step` = 0, 1, …: a linear warm-up, then half a cosine (Loshchilov and Hutter 2017).

    The first step has peak/warmup; step `total`, one after the last, and all further ones have `lowest`.
    """
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2


def _rates_at(steps, part, *numbers):
    names = ("peak", "warmup", "total", "lowest")
    return [a_case(part, step=int(step), **dict(zip(names, numbers))) for step in steps]


def _cosine_cases(rng):
    for warmup in (0, int(rng.integers(3, 9)), int(rng.integers(9, 20))):
        peak, lowest, total = rng.uniform(0.5, 2), rng.uniform(0.1, 0.3), warmup + int(rng.integers(12, 40))
        numbers = (peak, warmup, total, lowest)
        yield from _rates_at({0, warmup // 2, warmup - 1} if warmup else (), WARMING_UP, *numbers)
        inside = rng.integers(warmup + 2, total - 1, 3)
        yield from _rates_at((warmup, warmup + 1, *inside, total - 1), FALLING, *numbers)
        yield from _rates_at((total, total + 3, 2 * total), AT_THE_END, *numbers)
    yield from _rates_at((3, 7), FALLING, peak, 2, 11)
    yield from _rates_at((11, 12), AT_THE_END, peak, 2, 11)


exercise(
    warmup_cosine,
    cases=_cosine_cases,
    examples=[
        *_rates_at((0, 1, 2), WARMING_UP, 0.5, 3, 9, 0.2),
        *_rates_at((3, 4, 6, 8), FALLING, 0.5, 3, 9, 0.2),
        *_rates_at((2,), FALLING, 0.75, 0, 4),
        *_rates_at((9, 11), AT_THE_END, 0.5, 3, 9, 0.2),
        *_rates_at((9,), AT_THE_END, 0.5, 3, 9),
    ],
    parts={WARMING_UP: 1, FALLING: 2, AT_THE_END: 1},
    tolerance=RATE_TOLERANCE,
)


@misconception(warmup_cosine, FIRST_STEP_ZERO, see="after-rates.html#warm-up")
def first_step_zero(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * step / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2


@misconception(
    warmup_cosine,
    _("The cosine runs over step/total. It begins where the warm-up ends: count the steps from there."),
    see="after-rates.html#falling-rates",
)
def warm_up_not_taken_off(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, step / total)
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2


@misconception(
    warmup_cosine,
    _(
        "total counts all steps, those of the warm-up included; in yours the fall alone takes that long (Keras "
        "counts so)."
    ),
    see="after-rates.html#falling-rates",
)
def total_after_the_warm_up(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, (step - warmup) / total)
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2


@misconception(
    warmup_cosine,
    _("Beyond total the cosine comes up again, as PyTorch's does. Hold x at 1."),
    see="after-rates.html#falling-rates",
)
def rises_again(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    x = (step - warmup) / (total - warmup)
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2


@misconception(
    warmup_cosine,
    _(
        "You divide by total − warmup − 1, so that the last step has the lowest rate. It belongs to step = total, "
        "one later: a step at rate 0 would be wasted."
    ),
    see="after-rates.html#falling-rates",
)
def last_step_is_lowest(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup - 1))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2


@misconception(warmup_cosine, LOWEST_AS_A_FLOOR, see="after-rates.html#falling-rates")
def lowest_as_a_floor(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return max(lowest, peak * (1 + np.cos(np.pi * x)) / 2)


@misconception(warmup_cosine, LOWEST_AS_A_SHARE, see="after-rates.html#falling-rates")
def lowest_as_a_share(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    lowest = lowest * peak
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2


@misconception(
    warmup_cosine,
    _("The warm-up starts from 0, not from `lowest`: its first step is peak/warmup."),
    see="after-rates.html#warm-up",
)
def warm_up_from_lowest(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return lowest + (peak - lowest) * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * (1 + np.cos(np.pi * x)) / 2


@misconception(
    warmup_cosine,
    _("cos(πx/2) is steepest at the end. The half wave ½(1 + cos πx) is flat at both ends."),
    see="after-rates.html#falling-rates",
)
def quarter_wave(step, peak, warmup, total, lowest=0.0):
    if step < warmup:
        return peak * (step + 1) / warmup
    x = min(1, (step - warmup) / (total - warmup))
    return lowest + (peak - lowest) * np.cos(np.pi * x / 2)
