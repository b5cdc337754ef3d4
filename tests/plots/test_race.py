"""The race in a page of its own: each method keeps its line, and a path of one's own races with the others."""

import re

import numpy as np
import pytest

from ravine.plots import Race
from ravine.problems import Quadratic
from tests.plots.computed import drawn

NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
OWN = [[-4.0 + 0.1 * t, 1.5 - 0.02 * t] for t in range(31)]


def test_hiding_and_colours_stay_with_the_method(opened):
    page = opened("Race", hash='#race?hidden=["one"]')  # a link of former times: nothing of that name to hide
    entry = lambda name: page.locator(".ravine-legend button", has_text=re.compile(f"^{name}$"))  # noqa: E731
    colour = lambda name: page.locator(f".ravine-panel .ravine-curve.ravine-{name}").first.evaluate(  # noqa: E731
        "(curve) => [getComputedStyle(curve).stroke, getComputedStyle(curve).strokeDasharray]"
    )
    before = {name: colour(name) for name in ("nesterov", "adam")}
    entry("momentum").click()
    page.get_by_role("checkbox", name="gradient descent", exact=True).click()
    page.evaluate(NEXT_PICTURE)
    assert entry("momentum").get_attribute("aria-pressed") == "false"
    assert entry("Nesterov").get_attribute("aria-pressed") == "true"
    assert page.locator(".ravine-panel .ravine-momentum").count() == 0
    assert {name: colour(name) for name in before} == before


@pytest.fixture(scope="module")
def pictures():
    plots = {
        "early": Race(methods=["descent"], trajectory=OWN, step=7),
        "late": Race(methods=["descent"], trajectory=OWN, step=60),
        "long": Race(methods=["descent"], trajectory=OWN, steps=20),
        "hidden": Race(methods=["descent"], trajectory=OWN, hidden=["yours"]),
    }
    return dict(zip(plots, (picture["html"] for picture in drawn(list(plots.values())))))


def text(html):
    return re.sub(r"<[^>]+>", " ", html)


def test_a_path_of_ones_own_follows_the_player(pictures):
    lengths = {name: re.findall(r'ravine-curve ravine-yours" d="([^"]+)"', html) for name, html in pictures.items()}
    points = {name: [d.count(",") for d in paths] for name, paths in lengths.items()}
    # in the map, in the losses, and the sample of the legend, which has no comma
    assert points == {"early": [8, 8, 0], "late": [31, 31, 0], "long": [21, 21, 0], "hidden": [0]}


def test_a_path_of_ones_own_is_in_summary_states_and_table(pictures):
    surface = Quadratic(20.0, 20.0)
    for name, at in (("early", 7), ("late", 30), ("long", 20)):
        loss = f"{float(f'{surface.value(np.array(OWN[at])):.3g}'):g}"
        assert f"has the loss {loss}" in pictures[name].split('class="ravine-summary"')[1].split("</p>")[0]
        (row,) = re.findall(r"<tr role=\"row\"><th[^>]*>(your path[^<]*)</th>(.*?)</tr>", pictures[name])
        assert loss in text(row[1])
    assert "your path, 20 of its 30 steps" in pictures["long"] and "of its" not in pictures["late"]
    assert "loss, your path" in pictures["late"]
    rows = re.findall(r"<tr[^>]*>(?:<td>[^<]*</td>)+</tr>", pictures["late"])
    assert len(rows) == 101 and rows[30].count("<td></td>") == 0 and rows[31].count("<td></td>") == 3
