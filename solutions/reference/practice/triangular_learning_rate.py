"""The triangular learning rate: up and down between two bounds, over and over."""

from math import floor

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def triangular_learning_rate(step, lowest, highest, half_cycle):
    """From ``lowest`` up to ``highest`` in ``half_cycle`` steps and down again, for ever; ``step`` counts from 0."""
    cycle = floor(1 + step / (2 * half_cycle))
    x = abs(step / half_cycle - 2 * cycle + 1)
    return lowest + (highest - lowest) * max(0, 1 - x)


FIRST_CYCLE, LATER_CYCLES = _("the first cycle"), _("later cycles")


def _rate_case(part, step, lowest, highest, half_cycle):
    return Case({"step": step, "lowest": lowest, "highest": highest, "half_cycle": half_cycle}, part)


def _rate_cases(rng):
    lowest, highest, half_cycle = rng.uniform(0.01, 0.1), rng.uniform(0.5, 2), int(rng.integers(5, 40))
    cycle = 2 * half_cycle
    for step in (0, *rng.integers(1, half_cycle, 2), half_cycle, *rng.integers(half_cycle + 1, cycle, 2)):
        yield _rate_case(FIRST_CYCLE, int(step), lowest, highest, half_cycle)
    for step in (cycle, *rng.integers(cycle + 1, 3 * half_cycle, 2), *rng.integers(3 * half_cycle, 9 * cycle, 3)):
        yield _rate_case(LATER_CYCLES, int(step), lowest, highest, half_cycle)


exercise(
    triangular_learning_rate,
    cases=_rate_cases,
    examples=[
        *(_rate_case(FIRST_CYCLE, step, 0.25, 2.25, 8) for step in (0, 2, 8, 12)),
        *(_rate_case(LATER_CYCLES, step, 0.5, 2.0, 6) for step in (12, 17, 21)),
    ],
    parts={FIRST_CYCLE: 1, LATER_CYCLES: 1},
    tolerance=Tolerance(relative=1e-5),  # single precision differs by up to 1e-6 on these draws
)


@misconception(
    triangular_learning_rate,
    _("The triangle stands on its head: at step 0 the rate should be the lowest, and the highest half a cycle later."),
    see="practice.html#triangular",
)
def upside_down(step, lowest, highest, half_cycle):
    return lowest + highest - triangular_learning_rate(step, lowest, highest, half_cycle)


@misconception(
    triangular_learning_rate,
    _("The cycles count from 1: ⌊1 + step/(2·half_cycle)⌋. From 0, x never comes below 1 and the rate never rises."),
    see="practice.html#triangular",
)
def cycles_from_zero(step, lowest, highest, half_cycle):
    x = abs(step / half_cycle - 2 * floor(step / (2 * half_cycle)) + 1)
    return lowest + (highest - lowest) * max(0, 1 - x)


@misconception(
    triangular_learning_rate,
    _("Your whole cycle takes half_cycle steps. It is the way up that takes so many, and the way down as many again."),
    see="practice.html#triangular",
)
def whole_for_half(step, lowest, highest, half_cycle):
    return triangular_learning_rate(step, lowest, highest, half_cycle / 2)


@misconception(
    triangular_learning_rate,
    _("At the top the rate falls back at once, like a saw. It should come down as slowly as it went up."),
    see="practice.html#triangular",
)
def saw(step, lowest, highest, half_cycle):
    return lowest + (highest - lowest) * (step % (2 * half_cycle)) / (2 * half_cycle)


@misconception(
    triangular_learning_rate,
    _("There is one triangle only, and then the rate stays at the lowest. Count the cycles, and begin each anew."),
    see="practice.html#triangular",
)
def one_cycle(step, lowest, highest, half_cycle):
    return lowest + (highest - lowest) * max(0, 1 - abs(step / half_cycle - 1))


@misconception(
    triangular_learning_rate,
    _("Each cycle is half as high as the one before: that is triangular2. Here all cycles have the same height."),
    see="practice.html#triangular2",
)
def halved_each_cycle(step, lowest, highest, half_cycle):
    height = (highest - lowest) / 2 ** floor(step / (2 * half_cycle))
    return triangular_learning_rate(step, lowest, lowest + height, half_cycle)


@misconception(
    triangular_learning_rate,
    _("The top is at lowest + highest. The height of the triangle is the difference, highest − lowest."),
    see="practice.html#triangular",
)
def height_is_highest(step, lowest, highest, half_cycle):
    return triangular_learning_rate(step, lowest, lowest + highest, half_cycle)


@misconception(
    triangular_learning_rate,
    _("You count the steps from 1. The first step is 0, and there the rate is the lowest."),
    see="practice.html#triangular",
)
def counted_from_one(step, lowest, highest, half_cycle):
    return triangular_learning_rate(step - 1, lowest, highest, half_cycle)


@misconception(
    triangular_learning_rate,
    _("x is a distance from the top, and distances are not negative: the bars of |…| are missing, abs() in Python."),
    see="practice.html#triangular",
)
def bars_forgotten(step, lowest, highest, half_cycle):
    x = step / half_cycle - 2 * floor(1 + step / (2 * half_cycle)) + 1
    return lowest + (highest - lowest) * max(0, 1 - x)
