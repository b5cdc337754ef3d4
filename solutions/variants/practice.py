"""Right answers to `triangular_learning_rate`, in the styles in which students write."""

import math

import numpy as np


def triangle_by_remainder(step, lowest, highest, half_cycle):
    place = step % (2 * half_cycle)
    height = place if place <= half_cycle else 2 * half_cycle - place
    return lowest + (highest - lowest) * height / half_cycle


def triangle_as_the_paper_prints_it(step, lowest, highest, half_cycle):
    cycle = np.floor(1 + step / (2 * half_cycle))
    x = np.abs(step / half_cycle - 2 * cycle + 1)
    return lowest + (highest - lowest) * np.maximum(0, 1 - x)


def triangle_without_the_maximum(step, lowest, highest, half_cycle):
    cycle = math.floor(1 + step / (2 * half_cycle))
    x = abs(step / half_cycle - 2 * cycle + 1)
    return highest - (highest - lowest) * x


def triangle_interpolated(step, lowest, highest, half_cycle):
    place = step % (2 * half_cycle)
    return np.interp(place, [0, half_cycle, 2 * half_cycle], [lowest, highest, lowest])


def triangle_by_arccosine(step, lowest, highest, half_cycle):
    height = math.acos(math.cos(math.pi * step / half_cycle)) / math.pi
    return lowest + (highest - lowest) * height


def triangle_float32(step, lowest, highest, half_cycle):
    lowest, highest = np.float32(lowest), np.float32(highest)
    x = abs(np.float32(step % (2 * half_cycle)) / np.float32(half_cycle) - 1)
    return lowest + (highest - lowest) * (1 - x)


RIGHT = {
    "triangular_learning_rate": [
        triangle_by_remainder,
        triangle_as_the_paper_prints_it,
        triangle_without_the_maximum,
        triangle_interpolated,
        triangle_by_arccosine,
        triangle_float32,
    ],
}
