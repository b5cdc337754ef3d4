"""What a product of Jacobians costs at least, over all ways to bracket it."""

from itertools import pairwise

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def fewest_multiplications(sizes):
    """The fewest multiplications of numbers that J_s ⋯ J_1 takes, bracketed as one likes.

    sizes: n_0, …, n_s, at least two whole numbers; J_i has the shape (n_i, n_{i−1}), and an (m, n) matrix times an
    (n, k) matrix takes mnk. Whichever product comes last, it joins the best of both sides at some k.
    """
    if len(sizes) == 2:
        return 0
    first, *between, last = sizes
    return min(
        fewest_multiplications(sizes[: k + 1]) + fewest_multiplications(sizes[k:]) + first * n * last
        for k, n in enumerate(between, start=1)
    )


FEW = _("one matrix, or two")
END = _("chains with a narrow end")
WAIST = _("chains that are narrow elsewhere")


def _forward(sizes):
    return sum(sizes[0] * a * b for a, b in pairwise(sizes[1:]))


def _greedy(sizes):
    """The cheapest product of two neighbours first, and again."""
    sizes, count = list(sizes), 0
    while len(sizes) > 2:
        costs = [a * b * c for a, b, c in zip(sizes, sizes[1:], sizes[2:])]
        cheapest = int(np.argmin(costs))
        count += costs[cheapest]
        del sizes[cheapest + 1]
    return count


def _fools_all(sizes):
    """Whether neither end, nor the cheapest product first, is the best way."""
    return fewest_multiplications(sizes) < min(_forward(sizes), _forward(sizes[::-1]), _greedy(sizes))


def _drawn(rng, length):
    while not _fools_all(sizes := rng.integers(2, 30, length).tolist()):
        pass
    return sizes


def _cases(rng):
    def widths(length):
        return np.cumsum(rng.integers(1, 9, length)).tolist()

    yield Case({"sizes": widths(2)}, FEW)
    yield Case({"sizes": rng.permutation(widths(3)).tolist()}, FEW)
    for length in 4, 6:
        yield Case({"sizes": [1, *np.add(widths(length), 1).tolist()]}, END)
        yield Case({"sizes": [1, *np.add(widths(length), 1).tolist()][::-1]}, END)
    for length in 5, 6, 7:
        yield Case({"sizes": _drawn(rng, length)}, WAIST)


exercise(
    fewest_multiplications,
    cases=_cases,
    examples=[
        Case({"sizes": [2, 3]}, FEW),
        Case({"sizes": [2, 3, 4]}, FEW),
        Case({"sizes": [1, 2, 4, 8]}, END),
        Case({"sizes": [8, 4, 2, 1]}, END),
        Case({"sizes": [4, 2, 8, 4]}, WAIST),
        Case({"sizes": [20, 2, 30, 20, 19]}, WAIST),
        Case({"sizes": [9, 27, 4, 10, 19, 3]}, WAIST),
    ],
    parts={FEW: 1, END: 1, WAIST: 2},
)


@misconception(
    fewest_multiplications,
    _(
        "You always went backward, from the last Jacobian. That is the best order where the output is narrow, as for a "
        "loss; where the input is the narrow end it is the worst."
    ),
    see="backpropagation.html#both-orders",
)
def _always_backward(sizes):
    return _forward(sizes[::-1])


@misconception(
    fewest_multiplications,
    _(
        "You always went forward, from the first Jacobian. That is the best order where the input is narrow; where the "
        "output is, as for a loss, the other order is cheaper."
    ),
    see="backpropagation.html#both-orders",
)
def _always_forward(sizes):
    return _forward(sizes)


@misconception(
    fewest_multiplications,
    _(
        "You compared the two orders that begin at an end. A chain with a narrow place in the middle is cheapest when "
        "both of its sides are multiplied first, each towards that place."
    ),
    see="backpropagation.html#both-orders",
)
def _cheaper_end(sizes):
    return min(_forward(sizes), _forward(sizes[::-1]))


@misconception(
    fewest_multiplications,
    _(
        "You always took the cheapest product of two neighbours first. What is cheap now may leave a wide matrix that "
        "every later product pays for: try all ways, or ask which product comes last."
    ),
    see="backpropagation.html#both-orders",
)
def _cheapest_first(sizes):
    return _greedy(sizes)


@misconception(
    fewest_multiplications,
    _(
        "You counted the entries of each product. Every one of them is a sum over the size in the middle: an (m, n) "
        "matrix times an (n, k) matrix takes m·n·k multiplications."
    ),
    see="backpropagation.html#both-orders",
)
def _entries_counted(sizes):
    if len(sizes) == 2:
        return 0
    ways = (_entries_counted(sizes[: k + 1]) + _entries_counted(sizes[k:]) for k in range(1, len(sizes) - 1))
    return min(ways) + sizes[0] * sizes[-1]


@misconception(
    fewest_multiplications,
    _("You counted the additions too. They are nearly as many, but the exercise asks for the multiplications alone."),
    see="backpropagation.html#both-orders",
)
def _additions_counted(sizes):
    if len(sizes) == 2:
        return 0
    return min(
        _additions_counted(sizes[: k + 1]) + _additions_counted(sizes[k:]) + sizes[0] * (2 * n - 1) * sizes[-1]
        for k, n in enumerate(sizes[1:-1], start=1)
    )


@misconception(
    fewest_multiplications,
    _("You took the way that costs most. The exercise asks for the cheapest one."),
    see="backpropagation.html#both-orders",
)
def _most_of_all(sizes):
    if len(sizes) == 2:
        return 0
    return max(
        _most_of_all(sizes[: k + 1]) + _most_of_all(sizes[k:]) + sizes[0] * n * sizes[-1]
        for k, n in enumerate(sizes[1:-1], start=1)
    )


@misconception(
    fewest_multiplications,
    _("One matrix alone is no product: nothing is multiplied, and the answer is 0."),
    see="backpropagation.html#product-of-jacobians",
)
def _single_matrix_counted(sizes):
    return fewest_multiplications(sizes) if len(sizes) > 2 else sizes[0] * sizes[1]
