"""What the tests of random exercises share: seeds, verdicts, and the power of a count, computed and not asserted."""

from functools import cache

import numpy as np
from scipy.stats import binom

from ravine.exercises.exercise import Exercise, exercise_of
from ravine.exercises.judge import Judgement, judge, rows
from ravine.exercises.kinds.random_answers import EVIDENCE, evidence

RARE = 1e-5  # each of four tails; so a power claimed below is above 1 − 4e−5


@cache
def drawn_rows(answer, seed: int):
    """The rows of an exercise, by its reference function, for one draw of the hidden cases."""
    exercise = exercise_of(answer)
    return rows(exercise, exercise.draw(np.random.default_rng(seed)))


def verdict(answer, reference, seed: int) -> Judgement:
    """The judgement of an answer to the exercise of a reference function."""
    return judge(exercise_of(reference), answer, drawn_rows(reference, seed))


def counts_in(exercise: Exercise, seed: int) -> int:
    """How many counts decide about an answer: each has a bounded chance of rejecting a right one."""
    expected = [row.expected.returned for row in drawn_rows(exercise.answer, seed)]
    flat = [
        _flat(facts.get(name, [])) for facts in expected for name in ("counts", "orthogonal_counts", "batch_counts")
    ]
    return sum(map(len, flat))


def _flat(counts):
    return np.array([c for part in counts for c in (part if isinstance(part, list) else [part])])


def told_apart(total: int, right: float, wrong: float) -> bool:
    """Whether counts of `total` draws with these two probabilities are incompatible with a power above 0.9999.

    Exact binomial tails, and no independence between the two counts is needed: with probability above 1 − 4·RARE
    both lie within their ranges, and the nearest ends of the ranges already disagree.
    """
    low, high = sorted((right, wrong))
    nearest = binom.isf(RARE, total, low), binom.ppf(RARE, total, high)
    return bool(nearest[0] < nearest[1] and evidence(np.array(nearest[0]), np.array(nearest[1]), total) > EVIDENCE)
