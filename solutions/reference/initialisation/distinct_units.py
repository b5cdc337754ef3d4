"""How many different units a hidden layer can ever have, from where it starts."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _


def distinct_units(W, b, V):
    """The number of units that can become different by training, whatever the data; sigmoid units, n of them.

    W: incoming weights, (n_in, n); b: biases, (n,); V: outgoing weights, (n, n_out). Two units stay equal for ever if
    all three are, by induction over the steps; otherwise the first or the second step separates them on some data.
    """
    units = np.column_stack([W.T, b, V])
    equal = np.all(units[:, None] == units, axis=2)
    return round(np.sum(1 / equal.sum(axis=1)))  # each of a group of g equal units counts for 1/g


ALIKE = _("units that all start alike")
GROUPS = _("groups of equal units")
ONE_SIDE = _("units that differ on one side only")

# In a plan each unit has three letters, for its incoming weights, its bias and its outgoing weights: the same letter
# stands for the same numbers.
PLANS = (
    (ALIKE, "aaa aaa aaa aaa"),
    (GROUPS, "aaa bab aaa bab cac cac aaa"),
    (GROUPS, "aaa bbb aaa ccc bbb"),
    (ONE_SIDE, "aaa aab aac aab aad"),  # outgoing weights alone
    (ONE_SIDE, "aaa aba aca aba"),  # biases alone
    (ONE_SIDE, "aaa baa caa daa baa"),  # incoming weights alone
    (ONE_SIDE, "aaa aab baa bab aaa aab"),  # every pair of both
)


def _start(plan, draw):
    """W, b and V by a plan; `draw(size)` makes the numbers of a letter, size of them."""

    def columns(place, size):
        letters = [unit[place] for unit in plan.split()]
        numbers = {letter: draw(size) for letter in sorted(set(letters))}
        return np.array([numbers[letter] for letter in letters])

    return {"W": columns(0, 3).T.copy(), "b": columns(1, 1)[:, 0], "V": columns(2, 2)}


def _cases(rng):
    for part, plan in PLANS:
        units = plan.split()
        yield Case(_start(" ".join(rng.permutation(units)), lambda size: rng.normal(size=size)), part)
    zeros = {"W": np.zeros((3, 4)), "b": np.zeros(4), "V": np.zeros((4, 2))}
    yield Case(zeros, ALIKE)
    yield Case(zeros | {"W": np.full((3, 4), rng.normal())}, ALIKE)
    yield Case(zeros | {"V": rng.normal(size=(4, 1)) * [1, 2]}, ONE_SIDE)  # W is zero, and yet all four can learn


def _example(part, W, b, V):
    return Case({"W": np.array(W), "b": np.array(b), "V": np.array(V)}, part)


exercise(
    distinct_units,
    cases=_cases,
    examples=[
        _example(ALIKE, np.full((2, 3), 0.5), np.zeros(3), np.full((3, 2), 0.5)),
        _example(ALIKE, np.zeros((2, 3)), np.zeros(3), np.zeros((3, 2))),
        _example(
            GROUPS, [[1.0, 2.0, 1.0, 3.0], [3.0, 4.0, 3.0, 5.0]], [5.0, 5.0, 5.0, 5.0],
            [[6.0, 7.0], [8.0, 9.0], [6.0, 7.0], [8.0, 9.5]],
        ),
        _example(ONE_SIDE, np.full((2, 3), 0.5), np.zeros(3), [[1.0, 2.0], [3.0, 4.0], [1.0, 2.0]]),
        _example(ONE_SIDE, np.full((2, 3), 0.5), [1.0, 2.0, 3.0], np.full((3, 2), 0.5)),
        _example(ONE_SIDE, [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], np.zeros(3), np.full((3, 2), 0.5)),
        _example(ONE_SIDE, [[1.0, 1.0], [2.0, 3.0]], np.zeros(2), [[1.0, 2.0], [1.0, 3.0]]),
        _example(ONE_SIDE, [[1.0, 1.0, 2.0]], np.zeros(3), [[3.0], [4.0], [3.0]]),  # two on either side, and yet three
    ],
    parts={ALIKE: 1, GROUPS: 1, ONE_SIDE: 2},
)  # fmt: skip

SEE = "initialisation.html#symmetry"


def _count(*columns):
    return len(np.unique(np.column_stack(columns), axis=0))


@misconception(
    distinct_units,
    _(
        "You compared what comes in, and not what goes out. Units with equal inputs compute the same thing at first, "
        "but different outgoing weights bring them different gradients, and one step separates them."
    ),
    see=SEE,
)
def _incoming_only(W, b, V):
    return _count(W.T, b)


@misconception(
    distinct_units,
    _(
        "You compared the outgoing weights alone. Units that receive different weights compute different things from "
        "the start, and so get different gradients."
    ),
    see=SEE,
)
def _outgoing_only(W, b, V):
    return _count(V)


@misconception(
    distinct_units,
    _(
        "You left out the biases. Units with the same weights and different biases compute different things, and have "
        "different gradients from the first step on."
    ),
    see=SEE,
)
def _biases_forgotten(W, b, V):
    return _count(W.T, V)


@misconception(
    distinct_units,
    _(
        "You counted all units, as if training would tell them apart. Two that start equal on both sides get equal "
        "gradients at every step, on all data."
    ),
    see=SEE,
)
def _all_units(W, b, V):
    return W.shape[1]


@misconception(
    distinct_units,
    _(
        "You counted the units that have no twin. Of a group of equal units one is left, and it can still learn: count "
        "the groups."
    ),
    see=SEE,
)
def _without_a_twin(W, b, V):
    _units, sizes = np.unique(np.column_stack([W.T, b, V]), axis=0, return_counts=True)
    return int(np.sum(sizes == 1))


@misconception(
    distinct_units,
    _(
        "You took the rank of the matrix. Units of which one is twice the other are dependent as vectors, but they are "
        "different units, and the sigmoid makes different features of them."
    ),
    see=SEE,
)
def _rank(W, b, V):
    return int(np.linalg.matrix_rank(np.column_stack([W.T, b, V])))


@misconception(
    distinct_units,
    _(
        "You multiplied the numbers of different incoming and outgoing weights. Not every pair of them occurs: compare "
        "whole units."
    ),
    see=SEE,
)
def _every_pair(W, b, V):
    return _count(W.T, b) * _count(V)


@misconception(
    distinct_units,
    _(
        "You compared the rows of W, which belong to the inputs. A unit's incoming weights are a column: x @ W sums "
        "over the rows."
    ),
    see="initialisation.html#shapes",
)
def _rows_of_W(W, b, V):
    return _count(W)
