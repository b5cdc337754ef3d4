"""Names at the ends of curves, and curves of fewer points that look the same."""

import json
import subprocess

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ravine.plots import PLOTS
from ravine.plots.bundle import SOURCE, node
from ravine.plots.race import SURFACES, Race
from tests.plots.computed import drawn

PARTS = "SEEN, LINE_HEIGHT, cornersOf, pathThrough, scattered, sparse, stacked"
LINES = f"""import {{ {PARTS} }} from {json.dumps((SOURCE / "kit" / "lines.js").as_uri())};
const columns = (points) => ({{ x: points.map(([x]) => x), y: points.map(([, y]) => y), length: points.length }});
const kept = (f) => (points) => f(columns(points)).map((i) => points[i]);"""


def said(expression):
    done = node(
        "--input-type=module", "-e", f"{LINES} console.log(JSON.stringify({expression}));", stdout=subprocess.PIPE
    )
    return json.loads(done.stdout)


def away(points, line):
    """The largest distance of points from a line through others, each from its nearest part."""
    starts, ways = line[:-1], np.diff(line, axis=0)
    rest = points[:, None] - starts
    along = np.clip((rest * ways).sum(-1) / np.maximum((ways**2).sum(-1), 1e-12), 0, 1)
    return np.linalg.norm(rest - along[..., None] * ways, axis=-1).min(axis=1).max()


def test_a_curve_of_fewer_points_is_nowhere_seen_to_differ():
    t = np.linspace(0, 1, 300)
    smooth = np.stack([40 + 300 * t, 200 - 150 * np.exp(-3 * t) * np.cos(12 * t)], axis=1)
    there_and_back = np.array([[0.0, 0], [10, 0], [20, 0], [5, 0], [0, 0]])
    jagged = np.stack([300 * t, 50 * np.random.default_rng(1).normal(size=300)], axis=1)
    curves = [smooth, there_and_back, jagged, np.zeros((40, 2))]
    kept = said(f"{json.dumps([c.tolist() for c in curves])}.map(kept(sparse))")
    seen = said("SEEN")
    for curve, few in zip(curves, map(np.array, kept)):
        assert (few[0] == curve[0]).all() and (few[-1] == curve[-1]).all()
        assert away(curve, few) <= seen + 1e-9
    assert len(kept[0]) < 100 and [20, 0] in kept[1] and len(kept[2]) > 270 and len(kept[3]) < 6


def test_the_points_of_a_line_are_written_in_tenths():
    corners = said("cornersOf({ x: [-0.04, 12.26, 7, 7], y: [100, -3.96, -0.5, 7] }, [0, 1, 2])")
    assert corners == "0,100 12.3,-4 7,-0.5"
    assert said("cornersOf({ x: [1, -4e27], y: [2, 3e21] }, [0, 1])") == "1,2 -4e+27,3e+21"  # run away at once
    assert said(f'["{corners}", ""].map(pathThrough)') == ["M0,100L12.3,-4L7,-0.5", ""]


def test_only_dots_that_others_hide_are_left_out():
    dots = [[0, 0], [5, 0], [5, 0.1], [5, 0], [5, 1], [0, 0]]
    assert said(f"kept(scattered)({dots})") == [[0, 0], [5, 0], [5, 1], [0, 0]]


def test_names_never_stand_on_each_other_nor_below_the_picture():
    height = said("LINE_HEIGHT")
    for wanted in ([10, 12, 90], [270, 271, 272], [20, 200]):
        at = said(f"stacked({wanted}, 276)")
        assert min(np.diff(at)) >= height and max(at) <= 276
    assert said("stacked([20, 200], 276)") == [20, 200]


NAMED = ("Race", "GradientAnswers", "MatrixStep", "MomentumOrNesterov", "Schedule", "ExpectedLoss", "OrderCosts")


@pytest.mark.parametrize("name", NAMED)
def test_each_curve_is_named_at_its_end_as_in_the_legend(name):
    (picture,) = drawn([PLOTS[name](step=None)])
    page = BeautifulSoup(picture["html"], "html.parser")
    legend = {entry.get_text(strip=True) for entry in page.select(".ravine-legend button")}
    names = [[end.text for end in panel.select("text.ravine-end")] for panel in page.select("svg.ravine-panel")]
    assert max(map(len, names)) >= 2
    for each in names:
        assert len(set(each)) == len(each) and set(each) <= legend


def test_a_long_name_stays_in_its_map():
    plots = [Race(surface=name, methods=["scheduleFree"], step=step) for name in SURFACES for step in (20, 60, 100)]
    found = []
    for picture in drawn(plots):
        panel = BeautifulSoup(picture["html"], "html.parser").select_one("svg.ravine-panel")
        left, width = (float(panel.rect[side]) for side in ("x", "width"))
        for name in panel.select("text.ravine-end"):
            x, length = float(name["x"]), 6.5 * len(name.text)
            first = x if name["text-anchor"] == "start" else x - length
            found.append(name["text-anchor"])
            assert left <= first and first + length <= left + width, name
    assert set(found) == {"start", "end"}


# Plots whose noise would hide names at the ends: the panel's number, and the curves that are looked at.
IN_THE_CORNER = {"Schedule": 1, "ExpectedLoss": 1, "MinibatchNoise": 1, "MomentumRegimes": 2}


@pytest.mark.parametrize("name", IN_THE_CORNER)
def test_names_beside_noise_stand_in_the_corner_where_no_curve_goes(name):
    (picture,) = drawn([PLOTS[name](step=None)])
    panel = BeautifulSoup(picture["html"], "html.parser").select("svg.ravine-panel")[IN_THE_CORNER[name]]
    names = panel.select("text.ravine-end")
    left = min(float(each["x"]) - 6.5 * len(each.text) for each in names)
    lowest = max(float(each["y"]) for each in names)
    curves = [curve["points"] for curve in panel.select(".ravine-curve:not(.ravine-run, .ravine-noisy-path)")]
    corners = [tuple(map(float, corner.split(","))) for points in curves for corner in points.split()]
    assert len(names) >= 2 and corners
    assert [corner for corner in corners if corner[0] > left and corner[1] < lowest] == []


def test_a_mark_at_the_end_of_a_curve_is_whole():
    (picture,) = drawn([PLOTS["Schedule"](step=None)])
    for panel in BeautifulSoup(picture["html"], "html.parser").select("svg.ravine-panel"):
        left, _top, width, _height = map(float, panel.svg["viewbox"].split())
        mark = panel.select_one("circle.ravine-mark")
        assert float(mark["cx"]) == float(panel.rect["x"]) + float(panel.rect["width"])
        assert float(mark["cx"]) + float(mark["r"]) <= left + width
