"""The plot of both orders: its counts are the multiplications that the products really take."""

from functools import reduce

import numpy as np
import pytest

from ravine.plots import OrderCosts
from tests.plots.computed import computed


class Counting:
    """A number that counts how often numbers like it are multiplied."""

    count = 0

    def __mul__(self, other):
        Counting.count += 1
        return self

    def __add__(self, other):
        return self


def counted(matrices, order):
    """Multiplications that the product takes from the "left" or the "right"."""
    Counting.count = 0
    if order == "left":
        reduce(np.matmul, matrices)
    else:
        reduce(lambda product, matrix: matrix @ product, reversed(matrices))
    return Counting.count


@pytest.mark.parametrize(("s", "n", "p", "q"), [(3, 4, 4, 1), (6, 5, 3, 2), (5, 3, 2, 6), (4, 4, 3, 3), (3, 1, 5, 2)])
def test_counts_are_those_of_counted_products(s, n, p, q):
    shapes = [(q, n), *[(n, n)] * (s - 2), (n, p)]
    matrices = [np.full(shape, Counting(), dtype=object) for shape in shapes]
    (found,) = computed([OrderCosts(depth=s, width=n, inputs=p, outputs=q)], "here", "byDepth", "byOutputs", "even")
    here = {"reverse": counted(matrices, "left"), "forward": counted(matrices, "right")}
    assert found["here"] == here
    assert {"at": s, **here} in found["byDepth"] and {"at": q, **here} in found["byOutputs"]
    for row in found["byOutputs"]:
        assert np.sign(row["reverse"] - row["forward"]) == np.sign(row["at"] - p)
        assert row["at"] != p or row["reverse"] == found["even"]


def test_the_default_is_the_formula_of_the_page():
    """(s − 2)n³ + n² from the right, (s − 1)n² from the left, for layers of 100 and one output."""
    (found,) = computed([OrderCosts()], "byDepth")
    n = 100
    for row in found["byDepth"]:
        s = row["at"]
        assert (row["forward"], row["reverse"]) == ((s - 2) * n**3 + n**2, (s - 1) * n**2)
