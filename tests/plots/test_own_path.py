"""A path of one's own in a plot: drawn as far as the player has come, and told of in legend, summary and table."""

import re

import pytest

from ravine.plots import PLOTS
from tests.plots.computed import drawn

OWN = [[0.5 + 0.01 * t, 0.25 - 0.01 * t + 0.6 * (t in (0, 2, 4, 6))] for t in range(9)]  # bent: each point is drawn
# Lookahead's player counts rounds, not steps: there the path is drawn whole. The race has tests of its own.
APART = {"Lookahead", "Race"}


@pytest.fixture(scope="module")
def pictures():
    """Every plot with the path at step 3, and at step 20, where the path has long come to its end."""
    plots = {(name, step): plot(trajectory=OWN, step=step) for name, plot in PLOTS.items() for step in (3, 20)}
    return {key: picture["html"] for key, picture in zip(plots, drawn(list(plots.values())))}


def with_a_path(pictures):
    return {name for name, _step in pictures if "ravine-yours" in pictures[name, 3]} - APART


def test_the_plots_with_a_map_have_it(pictures):
    maps = {"LearningRate", "MinibatchNoise", "MomentumOrNesterov", "MomentumRegimes", "RollingBall", "StepLengths"}
    assert with_a_path(pictures) == maps


def test_it_follows_the_player(pictures):
    for name in with_a_path(pictures):
        for step, points in ((3, 4), (20, 9)):
            (corners,) = re.findall(r'ravine-curve ravine-yours" points="([^"]*)"', pictures[name, step])
            assert corners.count(",") == points, name


def test_it_is_in_legend_summary_and_table(pictures):
    for name in with_a_path(pictures):
        summary = re.search(r'class="ravine-summary"[^>]*>([^<]*)', pictures[name, 3])[1]
        assert summary.endswith("Your path is at (0.53, 0.22)."), name
        assert "Your path is at (0.58, 0.17)." in pictures[name, 20]
        assert pictures[name, 3].count("your path, 1</th>") == pictures[name, 3].count("your path, 2</th>") == 1
        rows = re.findall(r"<tr[^>]*>((?:<td>[^<]*</td>)+)</tr>", pictures[name, 3])
        assert rows[3].endswith("<td>0.53</td><td>0.22</td>") and rows[9].endswith("<td></td><td></td>"), name


def test_a_path_that_begins_with_what_is_no_number_is_drawn_as_far_as_it_is_one():
    assert PLOTS["Race"](trajectory=[[0.0, float("nan")], [1.0, 1.0]]).trajectory == []
    assert PLOTS["Race"](trajectory=[[1.0, 1.0], [0.0, float("inf")]]).trajectory == [[1.0, 1.0]]
