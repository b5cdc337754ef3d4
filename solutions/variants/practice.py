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


def seeds_from_the_variance(a, b, gain):
    differences = [x - y for x, y in zip(a, b)]
    mean = sum(differences) / len(differences)
    variance = sum((d - mean) ** 2 for d in differences) / (len(differences) - 1)
    return max(int(np.ceil(2.84**2 * variance / gain**2)), 2)


def seeds_from_the_covariance(a, b, gain):
    (one, both), (_both, other) = np.cov(a, b)
    return np.maximum(2, np.ceil((one + other - 2 * both) * (2.84 / gain) ** 2))


def seeds_counted_up(a, b, gain):
    spread, n = np.std(b - a, ddof=1), 2
    while 2 * spread / np.sqrt(n) + 0.84 * spread / np.sqrt(n) > gain:
        n += 1
    return n


def seeds_from_the_standard_error(a, b, gain):
    error = np.sqrt(np.mean((a - b - np.mean(a - b)) ** 2) / (len(a) - 1))
    return float(max(np.ceil(len(a) * (2.84 * error / gain) ** 2), 2))


def seeds_float32(a, b, gain):
    spread = np.float32(np.std(a - b, ddof=1))
    return int(max(2, np.ceil((np.float32(2.84) * spread / np.float32(gain)) ** 2)))


RIGHT = {
    "triangular_learning_rate": [
        triangle_by_remainder,
        triangle_as_the_paper_prints_it,
        triangle_without_the_maximum,
        triangle_interpolated,
        triangle_by_arccosine,
        triangle_float32,
    ],
    "seeds_needed": [
        seeds_from_the_variance,
        seeds_from_the_covariance,
        seeds_counted_up,
        seeds_from_the_standard_error,
        seeds_float32,
    ],
}
