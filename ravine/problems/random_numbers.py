"""A random generator of a few lines, the same in Python and in the plots' JavaScript (`ravine/plots/js/random.js`).

numpy's generators are better but do not exist in a browser; a surface's examples must be the same in both.
"""

from collections.abc import Iterator
from math import cos, floor, log, pi, sqrt

MASK = 0xFFFFFFFF


def uniform_numbers(seed: int) -> Iterator[float]:
    """Endless numbers in [0, 1), multiples of 2⁻³² (mulberry32 by Tommy Ettinger, public domain)."""
    state = seed & MASK
    while True:
        state = (state + 0x6D2B79F5) & MASK
        z = (state ^ (state >> 15)) * (state | 1) & MASK
        z ^= (z + ((z ^ (z >> 7)) * (z | 61) & MASK)) & MASK
        yield (z ^ (z >> 14)) / 2**32


def normal_numbers(seed: int) -> Iterator[float]:
    """Endless draws from N(0, 1) (Box and Muller 1958, the cosine branch), rounded to multiples of 2⁻³².

    The rounding hides the last digits of cosine and logarithm, in which mathematical libraries differ.
    """
    u = uniform_numbers(seed)
    while True:
        radius = sqrt(-2 * log(1 - next(u)))
        yield floor(radius * cos(2 * pi * next(u)) * 2**32 + 0.5) / 2**32
