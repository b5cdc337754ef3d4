"""A fair comparison of two ways to train: images to learn from, others to choose the rate by, others to judge by.

A training is a function `train(x, y, seed, rate)`, which learns from images (n, 64) and labels (n,) and returns a
function `predict`, from images (m, 64) to labels (m,). The chapter on practice shows this file and uses it.
"""

from collections.abc import Callable, Iterable
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ravine.problems.digits import digits

LEARN, JUDGE = 800, 297  # images; the 200 between are to choose by
RATES = tuple(float(rate) for rate in 10 ** np.arange(-3.5, 0.25, 0.5))
CHOOSING, JUDGING = range(6), range(100, 160)  # seeds: no run that chooses is one that is judged


class Parts(NamedTuple):
    """Which images to learn from (800,), to choose by (200,), to judge by (297,): their indices."""

    learn: NDArray
    choose: NDArray
    judge: NDArray


def parts(seed: int) -> Parts:
    """The images to judge by are the same for every seed, the others are divided anew."""
    every = np.random.default_rng(0).permutation(len(digits()[1]))
    judge, others = np.split(every, [JUDGE])
    learn, choose = np.split(np.random.default_rng(seed).permutation(others), [LEARN])
    return Parts(learn, choose, judge)


def accuracy(train: Callable, rate: float, seed: int, part: str) -> float:
    """Train on the images to learn from; the share of right answers on "choose" or "judge".

    Raises ValueError where `predict` does not give one label for each image.
    """
    images, labels = digits()
    mine = parts(seed)
    new = getattr(mine, part)
    with np.errstate(all="ignore"):
        answers = np.asarray(train(images[mine.learn], labels[mine.learn], seed, rate)(images[new]))
    if answers.shape != new.shape:
        raise ValueError(f"predict should return {len(new)} labels for {len(new)} images; it returned {answers.shape}.")
    return float(np.mean(answers == labels[new]))


def chosen_rate(train: Callable, rates: Iterable[float] = RATES) -> float:
    """The rate with the best mean accuracy on the images to choose by."""

    def mean(rate):
        return np.mean([accuracy(train, rate, seed, "choose") for seed in CHOOSING])

    return max(rates, key=mean)


def judged(train: Callable, rate: float, seeds: Iterable[int] = JUDGING) -> NDArray:
    """The accuracies on the images to judge by, one for each of these new seeds."""
    return np.array([accuracy(train, rate, seed, "judge") for seed in seeds])


class Difference(NamedTuple):
    """A mean difference, its standard error, and the ends of its interval."""

    mean: float
    error: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """What the interval allows to say."""
        return "better" if self.low > 0 else "worse" if self.high < 0 else "not told apart"


def paired(a: NDArray, b: NDArray, comparisons: int = 1) -> Difference:
    """Mean of a − b over runs with equal seeds, and its interval.

    It misses the true mean in 1 of 20 cases; where several comparisons are made, all
    of their intervals together do.
    """
    d = np.asarray(a) - np.asarray(b)
    mean, error = d.mean(), d.std(ddof=1) / sqrt(len(d))
    reach = student(1 - 0.05 / (2 * comparisons), len(d) - 1) * error
    return Difference(mean, error, mean - reach, mean + reach)


def student(p: float, degrees: int) -> float:
    """Quantile of Student's t distribution, by the expansion of Cornish and Fisher; to 1 per cent from 4 degrees on."""
    z, n = NormalDist().inv_cdf(p), degrees
    return (
        z
        + (z**3 + z) / (4 * n)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    )


def referee(mine: Callable, rival: Callable, rates: Iterable[float] = RATES, seeds: Iterable[int] = JUDGING) -> str:
    """The report on two trainings: each at the rate chosen for it, both judged on the same new seeds."""
    rates, seeds = list(rates), list(seeds)
    own, other = chosen_rate(mine, rates), chosen_rate(rival, rates)
    a, b = judged(mine, own, seeds), judged(rival, other, seeds)
    d = paired(a, b)
    return "\n".join((
        f"yours at rate {own:.4g}: {a.mean():.4f}; the rival at rate {other:.4g}: {b.mean():.4f}; {len(a)} seeds",
        f"difference {d.mean:+.4f}, standard error {d.error:.4f}, interval {d.low:+.4f} to {d.high:+.4f}",
        f"yours is {d.verdict}" if d.verdict != "not told apart" else "the two are not told apart",
    ))  # fmt: skip
