"""How many seeds it takes to see a gain, from a few pairs of runs."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.language import _

SURELY = 2 + 0.84  # two standard errors for the interval, and 0.84 so that four of five experiments stay clear of 0


def seeds_needed(a, b, gain):
    """The number of seeds, at least 2, with which a true `gain` > 0 shows in four of five comparisons.

    a, b: results of two methods with the same seeds, (n,), n ≥ 2. The standard error σ̂/√N of the mean difference is to
    be gain/2.84, where σ̂ is the standard deviation of the pairs' differences.
    """
    spread = np.std(a - b, ddof=1)
    return max(2, int(np.ceil((SURELY * spread / gain) ** 2)))


SHARED = _("runs that share the luck of their seed")
OWN = _("runs that share nothing")
CLEAR = _("a gain that two seeds show")


def _noise(rng, n):
    """Two columns of n numbers of mean 0 and standard deviation 1 that have nothing to do with each other."""
    columns = rng.normal(size=(n, 2))
    Q, _R = np.linalg.qr(columns - columns.mean(axis=0))
    return Q.T * np.sqrt(n - 1)


def _case(part, rng, seeds, luck=0.0):
    """Runs whose differences have the spread 1, and a gain for which not quite so many seeds are needed."""
    n = int(rng.integers(5, 10))
    one, other = _noise(rng, n) / np.sqrt(2)
    shared = luck * rng.normal(size=n) + rng.uniform(80, 90)
    runs = {"a": shared + one + rng.uniform(0.1, 0.9), "b": shared + other}
    return Case(runs | {"gain": SURELY / np.sqrt(seeds - rng.uniform(0.3, 0.7))}, part)


def _cases(rng):
    for seeds in rng.integers(12, 80, 3):
        yield _case(SHARED, rng, seeds, luck=3.0)
        yield _case(OWN, rng, seeds)
        yield _case(CLEAR, rng, 1)


def _example(part, a, b, gain):
    return Case({"a": np.array(a), "b": np.array(b), "gain": gain}, part)


exercise(
    seeds_needed,
    cases=_cases,
    examples=[
        _example(SHARED, [94.0, 90.0, 97.0, 91.0], [93.0, 87.0, 96.0, 88.0], 0.25),
        _example(OWN, [94.0, 94.0, 90.0, 90.0], [93.0, 89.0, 93.0, 89.0], 0.5),
        _example(CLEAR, [94.0, 94.0, 92.0, 92.0], [91.0, 89.0, 91.0, 89.0], 8.0),
    ],
    parts={SHARED: 2, OWN: 1, CLEAR: 1},
)

SEE = "practice.html#paired"


@misconception(
    seeds_needed,
    _(
        "You added the variances of both methods. Runs with the same seed share its luck, and in the difference of a "
        "pair it cancels: take the spread of the differences."
    ),
    see=SEE,
)
def _unpaired(a, b, gain):
    return max(2, int(np.ceil(SURELY**2 * (a.var(ddof=1) + b.var(ddof=1)) / gain**2)))


@misconception(
    seeds_needed,
    _("You took the spread of one method's runs. How far two methods differ in a pair may vary much less, or more."),
    see=SEE,
)
def _spread_of_single_runs(a, b, gain):
    return seeds_needed(a, np.zeros_like(b), gain)


@misconception(
    seeds_needed,
    _(
        "You divided the sum of squares by n. The mean was fitted to the same few differences, so that they scatter "
        "too little about it: divide by n − 1, with ddof=1."
    ),
    see=SEE,
)
def _too_small_a_spread(a, b, gain):
    return max(2, int(np.ceil((SURELY * np.std(a - b) / gain) ** 2)))


@misconception(
    seeds_needed,
    _(
        "With your number the gain is just two standard errors long. Then the measured mean falls short of that in "
        "every second experiment: the 0.84 is there for the power."
    ),
    see=SEE,
)
def _every_second_time(a, b, gain):
    return max(2, int(np.ceil((2 * np.std(a - b, ddof=1) / gain) ** 2)))


@misconception(
    seeds_needed,
    _(
        "You divided by the root of the number of pairs already. That makes the standard error of the runs that you "
        "have; asked is how many you would need."
    ),
    see=SEE,
)
def _standard_error_for_the_spread(a, b, gain):
    return max(2, int(np.ceil((SURELY * np.std(a - b, ddof=1) / gain) ** 2 / len(a))))


@misconception(
    seeds_needed,
    _(
        "The square is missing: the standard error falls with the root of the number of seeds, so half of it costs "
        "four times as many."
    ),
    see=SEE,
)
def _square_forgotten(a, b, gain):
    return max(2, int(np.ceil(SURELY * np.std(a - b, ddof=1) / gain)))


@misconception(
    seeds_needed,
    _("You rounded down. With that many seeds the standard error is still too large: round up."),
    see=SEE,
)
def _rounded_down(a, b, gain):
    return max(2, int((SURELY * np.std(a - b, ddof=1) / gain) ** 2))


@misconception(
    seeds_needed,
    _("You return how many seeds are still missing. The exercise asks for all of them, with those that have run."),
    see=SEE,
)
def _only_those_missing(a, b, gain):
    return seeds_needed(a, b, gain) - len(a)


@misconception(
    seeds_needed,
    _("One pair of runs has no spread, and shows nothing: two seeds are the least, however large the gain."),
    see=SEE,
)
def _one_seed(a, b, gain):
    return int(np.ceil((SURELY * np.std(a - b, ddof=1) / gain) ** 2))
