"""A reader's own step in a plot: the reference, drawn that way, takes the very path that the plot shows."""

import numpy as np
import pytest

from ravine.check import tables
from ravine.plots import PLOTS, methods
from ravine.site.workbench.paths import draw
from solutions.reference import adaptive, after, gradient_descent, momentum
from tests.plots.computed import answer, computed

REFERENCE = vars(gradient_descent) | vars(momentum) | vars(adaptive) | vars(after)


def way(plot, exercise):
    p = {name: getattr(plot, name) for name in plot.parameters}
    return answer("walk.mjs", [{"figure": plot.figure, "p": p, "exercise": exercise}])[0]


def own(plot, exercise):
    """The path of the reference, as the page draws a reader's."""
    drawn = draw(REFERENCE[exercise], {"exercise": exercise, **way(plot, exercise)})
    assert drawn["notes"] == []
    return np.array(drawn["points"])


CASES = [
    ("RollingBall", "ball_step", {"friction": 0.5, "mass": 2.0}, "path"),
    ("RollingBall", "momentum_step", {"friction": 0.5, "mass": 2.0}, "path"),
    ("MomentumRegimes", "momentum_step", {"learning_rate": 0.7}, "path"),
    ("MomentumOrNesterov", "momentum_step", {"minus": True}, "runs.momentum.path"),
    ("MomentumOrNesterov", "nesterov_step", {"beta": 0.8}, "runs.nesterov.path"),
    ("LearningRate", "gradient_descent", {"surface": "saddle"}, "paths.path"),
    ("StepLengths", "sign_step", {"method": "sign"}, "path"),
    ("StepLengths", "rprop_step", {"method": "rprop"}, "path"),
    ("StepLengths", "normalised_step", {"method": "normalised"}, "path"),
    ("StepLengths", "rmsprop_step", {"method": "rmsprop"}, "path"),
]


@pytest.mark.parametrize(("plot", "exercise", "parameters", "path"), CASES)
def test_the_reference_takes_the_path_that_is_shown(plot, exercise, parameters, path):
    plot = PLOTS[plot](**parameters)
    (data,) = computed([plot], path)
    steps = 60  # later a method that jumps to and fro over the minimum doubles every rounding
    np.testing.assert_allclose(own(plot, exercise)[:steps], data[path][:steps], rtol=1e-9, atol=1e-12)


def test_in_the_race_every_exercise_runs_as_its_method():
    """Each with the numbers that the race has for its method."""
    race = PLOTS["Race"]
    names = {exercise: _method(exercise) for exercise in race.draws}
    for exercise, method in names.items():
        plot = race(methods=[method], settings={method: {"lr": 0.02}}, steps=20)
        (data,) = computed([plot], "runs")
        np.testing.assert_allclose(own(plot, exercise), data["runs"][0]["path"], rtol=1e-9, atol=1e-12)


def _method(exercise):
    rule = "gradientStep" if exercise == "gradient_descent" else _camel(exercise)
    return next(key for key, method in methods.METHODS.items() if method.function == rule)


def _camel(name):
    first, *rest = name.split("_")
    return first + "".join(map(str.title, rest))


def test_what_no_step_can_be_told_is_not_drawn():
    race = PLOTS["Race"]
    assert way(race(surface="noisy"), "momentum_step") is None and way(race(cut=True), "adam_step") is None
    assert way(PLOTS["StepLengths"](batch_size=5), "sign_step") is None


def test_every_plot_draws_exercises_that_there_are():
    known = {name for plot in PLOTS.values() for name in plot.draws}
    assert {plot for plot, _exercise, _parameters, _path in CASES} | {"Race"} == {
        n for n, p in PLOTS.items() if p.draws
    }
    assert known <= tables().keys()
