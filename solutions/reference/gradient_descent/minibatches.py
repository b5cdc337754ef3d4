"""The examples in random order, cut into mini-batches."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.random_answers import agree, observe_minibatches
from ravine.exercises.observe import Seed
from ravine.language import _
from solutions.reference.gradient_descent._shared import OWN_RANDOMNESS, any_seed, elsewhere


def minibatches(n, batch_size, rng):
    """The indices 0 … n−1 in a random order, cut into arrays of batch_size; the last may be shorter."""
    order = rng.permutation(n)
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


CUT, ORDER = "every index once, in batches of the right size", "an order drawn anew at each call"


def _batch_case(seed, n, batch_size, part):
    return Case({"n": int(n), "batch_size": int(batch_size), "rng": seed}, part)


def _batch_cases(rng):
    size = int(rng.integers(6, 10))
    for n in (3 * size + int(rng.integers(2, 4)), 4 * size):
        yield _batch_case(any_seed(rng), n, size, CUT)
    yield _batch_case(any_seed(rng), 3 * size, 4 * size, CUT)
    yield _batch_case(any_seed(rng), 3 * size, 3 * size, CUT)
    yield _batch_case(any_seed(rng), 2 * size, 1, CUT)
    for n, batch_size in ((6, 2), (5, 3), (4, 1)):
        yield _batch_case(any_seed(rng), n, batch_size, ORDER)


_BATCH_EXAMPLES = [
    _batch_case(Seed(1), 14, 4, CUT),
    _batch_case(Seed(2), 12, 3, CUT),
    _batch_case(Seed(3), 12, 20, CUT),
    _batch_case(Seed(4), 6, 2, ORDER),
]

exercise(
    minibatches,
    cases=_batch_cases,
    examples=_BATCH_EXAMPLES,
    parts={CUT: 1, ORDER: 1},
    observe=observe_minibatches,
    agree=agree,
)


def _cut(order, batch_size):
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


@misconception(
    minibatches,
    _("The last, shorter batch is missing: its examples are never seen in this epoch."),
    see="gradient-descent.html#epochs",
)
def last_dropped(n, batch_size, rng):
    return _cut(rng.permutation(n)[: n // batch_size * batch_size], batch_size)


@misconception(
    minibatches,
    _("You fill the last batch up with indices that the epoch has already had: let it be shorter."),
    see="gradient-descent.html#epochs",
)
def last_filled_up(n, batch_size, rng):
    order = rng.permutation(n)
    return _cut(np.resize(order, -(-n // batch_size) * batch_size), batch_size)


@misconception(
    minibatches,
    _("Some indices come several times and others never: you draw with replacement. Draw an order of all indices."),
    see="gradient-descent.html#epochs",
)
def with_replacement(n, batch_size, rng):
    return _cut(rng.integers(0, n, n), batch_size)


@misconception(
    minibatches,
    _("Each batch is a draw of its own, so one index comes in several batches of an epoch. Draw one order, then cut."),
    see="gradient-descent.html#epochs",
)
def each_batch_drawn_alone(n, batch_size, rng):
    sizes = [min(batch_size, n - i) for i in range(0, n, batch_size)]
    return [rng.choice(n, size, replace=False) for size in sizes]


@misconception(
    minibatches,
    _("Your batches go through the examples in their old order: shuffle the indices first."),
    see="gradient-descent.html#epochs",
)
def in_old_order(n, batch_size, rng):
    return _cut(np.arange(n), batch_size)


@misconception(
    minibatches,
    _("You cut first and shuffle the batches: the same examples always meet. Shuffle the indices, then cut."),
    see="gradient-descent.html#epochs",
)
def batches_shuffled(n, batch_size, rng):
    batches = _cut(np.arange(n), batch_size)
    full = n // batch_size
    return [batches[i] for i in rng.permutation(full)] + batches[full:]


@misconception(
    minibatches,
    _("You shuffle inside each batch only: the same examples always meet. Shuffle all indices, then cut."),
    see="gradient-descent.html#epochs",
)
def shuffled_inside(n, batch_size, rng):
    return [rng.permutation(batch) for batch in _cut(np.arange(n), batch_size)]


@misconception(
    minibatches,
    _("You cut into batch_size batches. batch_size is how many indices each batch holds."),
    see="gradient-descent.html#epochs",
)
def size_for_number(n, batch_size, rng):
    return np.array_split(rng.permutation(n), batch_size)


@misconception(
    minibatches,
    _(
        "Your batches have nearly equal sizes, as np.array_split makes them. All but the last should hold batch_size "
        "indices."
    ),
    see="gradient-descent.html#epochs",
)
def nearly_equal(n, batch_size, rng):
    return np.array_split(rng.permutation(n), -(-n // batch_size))


@misconception(
    minibatches,
    _("Your indices run from 1 to n: Python's run from 0 to n − 1."),
    see="gradient-descent.html#epochs",
)
def from_one(n, batch_size, rng):
    return _cut(1 + rng.permutation(n), batch_size)


OWN_SEED = _(
    "Every call gives the same order: you make a generator of your own with a fixed seed. Draw from the rng that you "
    "are given; it goes on from call to call."
)


@misconception(minibatches, OWN_RANDOMNESS, see="initialisation.html#rng")
def own_randomness(n, batch_size, rng):
    return minibatches(n, batch_size, elsewhere)


@misconception(minibatches, OWN_SEED, see="gradient-descent.html#epochs")
def own_seed(n, batch_size, rng):
    return minibatches(n, batch_size, np.random.default_rng(0))
