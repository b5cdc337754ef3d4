"""The plots of measurements: what they draw are the numbers that they were given, and the referee's intervals."""

import numpy as np
import pytest

from ravine.plots import PairedDifferences, TrainingRuns
from ravine.problems.random_numbers import normal_numbers
from ravine.problems.referee import paired, student
from tests.plots.computed import computed


def runs_of(**settings):
    """The plot's simulated accuracies, by the same draws in Python."""
    plot = PairedDifferences(**settings)
    normal, runs = normal_numbers(plot.draw), []
    for _seed in range(120):
        luck = 0.93 + plot.shared * next(normal)
        runs.append((luck + plot.difference + plot.own * next(normal), luck + plot.own * next(normal)))
    return plot, np.array(runs).T


@pytest.mark.parametrize("settings", ({}, {"draw": 7, "seeds": 120}, {"shared": 0.0, "difference": 0.02}))
def test_intervals_are_the_referees(settings):
    plot, (a, b) = runs_of(**settings)
    (found,) = computed([plot], "a", "b", "rows")
    np.testing.assert_allclose((found["a"], found["b"]), (a[: plot.seeds], b[: plot.seeds]), rtol=1e-12)
    for row in found["rows"]:
        n = row["n"]
        np.testing.assert_allclose([row["mean"], row["error"], *row["pairs"]], paired(a[:n], b[:n]), rtol=1e-9)
        apart = np.sqrt((a[:n].var(ddof=1) + b[:n].var(ddof=1)) / n) * student(0.975, 2 * n - 2)
        np.testing.assert_allclose(row["apart"], [row["mean"] - apart, row["mean"] + apart], rtol=1e-9)
    assert [row["n"] for row in found["rows"]] == list(range(4, plot.seeds + 1))


def test_measured_runs_are_drawn_as_they_are():
    rng = np.random.default_rng(0)
    runs = {name: rng.normal(size=50) for name in ("x", "y", "z")}
    (found,) = computed([PairedDifferences(runs=runs, first="z", second="y", seeds=120)], "a", "b", "rows")
    np.testing.assert_array_equal((found["a"], found["b"]), (runs["z"], runs["y"]))
    np.testing.assert_allclose(found["rows"][-1]["pairs"], paired(runs["z"], runs["y"])[2:], rtol=1e-9)


def test_trainings_at_one_rate_and_each_at_its_best():
    rng = np.random.default_rng(1)
    rates = [0.001, 0.01, 0.1]
    runs = {name: {"accuracy": rng.random((3, 4)), "loss": rng.random((3, 4, 6))} for name in ("Adam", "mine")}
    runs["mine"]["loss"][2, 1, 3:] = np.nan  # a run that ran away
    one, own = TrainingRuns(runs=runs, rates=rates, rate=0.02), TrainingRuns(runs=runs, rates=rates, own=True)
    best = [int(run["accuracy"].mean(axis=1).argmax()) for run in runs.values()]
    found = computed([one, own], "here", "at")
    assert [each["at"] for each in found] == [[1, 1], best] and found[0]["here"] == 1
    assert one.series == ["adam", "training-2"]  # a method of the course has its own colour
    for plot, name in ((0, "Adam"), (1, "mine")):
        accuracy = runs[name]["accuracy"]
        drawn = np.array(one.accuracy[plot])
        np.testing.assert_allclose(
            drawn, np.stack([f(accuracy, axis=1) for f in (np.mean, np.min, np.max)], 1), atol=1e-5
        )
    assert one.loss[1][2][3] == [None, None, None] and None not in one.loss[1][2][2]
