"""No plot opens, with any choice at its first numbers, in a state that diverges, hides or contradicts its text.

Every combination of choices and switches is drawn. Whatever is bad on purpose, because the text asks for it, is listed
with its reason, and must still be so.
"""

import json
import re
import subprocess
from dataclasses import asdict
from functools import cache
from itertools import product

import numpy as np
import pytest
from bs4 import BeautifulSoup

from ravine.plots import PLOTS, Plot
from ravine.plots.bundle import SOURCE, node
from ravine.problems import Beale, Himmelblau, Kink, NoisyQuadratic, Plateau, Quadratic, Rosenbrock, Saddle
from tests.plots.computed import computed, drawn

SURFACES = [Quadratic(10, 20), Rosenbrock(), Beale(), Himmelblau(), Saddle(), Plateau(), Kink(), NoisyQuadratic(5, 30)]

ON_PURPOSE = {
    ("MomentumOrNesterov", "minus"): "the lecture's minus narrows the range of stable rates, and the text asks for it",
    ("Race", "rosenbrock radam"): "its first steps are as long as the gradient says, and the text asks to see it",
    ("Race", "beale radam"): "the same",
    ("Race", "himmelblau radam"): "the same",
    ("Race", "beale rmsprop cut"): "a shorter gradient does not shorten steps of one length: they lead over the edge",
    ("Race", "beale nadam cut"): "the same",
    ("Race", "beale rmsprop"): "its steps keep one length, whatever the slope, and here lead over the edge of the map",
}
# The edge of stability is one curve more beside the same paths.
ON_PURPOSE |= {(plot, f"{state} edge"): why for (plot, state), why in ON_PURPOSE.items() if plot == "Race"}
RUNS_AWAY = [text for plot in PLOTS.values() for name, text in plot.texts.items() if name in ("diverged", "runsAway")]


def options(control, plot):
    """The values of a choice or switch; of the methods of a race, each alone."""
    if control["kind"] == "choices":
        return [[option] for option, _text in control["options"]]
    return [option for option, _text in control["options"]] if control["kind"] == "choice" else [False, True]


def states(plot: type[Plot]):
    """Every combination of a plot's choices and switches, with the numbers that it opens with."""
    first = plot()
    chosen = [c for c in first.controls if c["kind"] not in ("slider", "text")]
    for values in product(*(options(control, first) for control in chosen)):
        yield plot(**dict(zip((control["name"] for control in chosen), values)))


def name_of(state):
    """A state in the words of ON_PURPOSE: its options, and the names of the switches that are on."""
    words = []
    for control in state.controls:
        value = getattr(state, control["name"])
        if control["kind"] in ("choice", "choices"):
            words += value if isinstance(value, list) else [value]
        elif control["kind"] == "switch" and value:
            words.append(control["name"])
    return " ".join(words)


def ends(curve):
    """The last point of a drawn line."""
    numbers = [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?", curve["points"])]
    return numbers[-2:] or None


def inside(point, left, top, width, height):
    return left - 1 <= point[0] <= left + width + 1 and top - 1 <= point[1] <= top + height + 1


def complaints(html):
    """What is wrong with a picture: words of divergence, infinite or missing numbers, paths that end out of a map."""
    html, table = html.split("<details")
    page = BeautifulSoup(html, "html.parser")
    said = page.select_one(".ravine-summary").text
    found = [text for text in RUNS_AWAY if text in said]
    found += re.findall(r"NaN|∞|undefined|\{", said)
    found += [f"{what} in the table" for what in ("NaN", "∞", "undefined") if what in table]
    for panel in page.select("svg.ravine-panel"):
        title = panel.get("aria-label")
        for window in panel.find_all("svg", recursive=False)[:1]:
            left, top, width, height = map(float, window["viewbox"].split())

            curves = window.select(".ravine-curve")
            if not window.find(["path", "polyline", "circle"]):
                found.append(f"nothing in “{title}”")
            for mark in window.select(".ravine-mark"):
                x, r = float(mark["cx"]), float(mark["r"])
                if x <= left + width < x + r:
                    found.append(f"half a mark at the edge of “{title}”")
            if window.select(".ravine-contours"):
                paths = [c for c in curves if "ravine-beside" not in c["class"]]  # what lies around a racer is no path
                leave = [end for c in paths if (end := ends(c)) and not inside(end, left, top, width, height)]
                found += [f"a path leaves “{title}”"] * len(leave)
    return sorted(set(found))


@cache
def seen():
    """Each plot's states and what is wrong with each."""
    all_states = {name: list(states(plot)) for name, plot in PLOTS.items()}
    pictures = iter(drawn([state for several in all_states.values() for state in several]))
    return {
        name: [(name_of(state), complaints(next(pictures)["html"])) for state in several]
        for name, several in all_states.items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", PLOTS)
def test_no_choice_opens_in_a_state_that_breaks(name):
    bad = {state: wrong for state, wrong in seen()[name] if wrong and (name, state) not in ON_PURPOSE}
    assert bad == {}
    for state, wrong in seen()[name]:
        assert wrong or (name, state) not in ON_PURPOSE, f"{state} is not bad any more: strike it from the list"


def test_the_sweep_sees_what_is_wrong():
    """Lookahead as it was: its valley exploded at the first rate; and gradient descent that diverges."""
    away = [
        PLOTS["Lookahead"](landscape="valley", start=[-5.0, 4.0], lr=2.3, k=20),
        PLOTS["LearningRate"](surface="minima", learning_rate=0.3),
        PLOTS["RollingBall"](scheme="explicit", time_step=0.4),
    ]
    for picture in drawn(away):
        assert complaints(picture["html"])


# --- each case with its right value


def summary(plot):
    (picture,) = drawn([plot])
    return BeautifulSoup(picture["html"].split("<details")[0], "html.parser").select_one(".ravine-summary").text


def test_lookahead_survives_every_rate_of_its_slider_in_the_bent_valley():
    low, high = (PLOTS["Lookahead"].lr.min, PLOTS["Lookahead"].lr.max)
    rates = [low, *np.arange(0.1, high, 0.1), high]
    found = computed([PLOTS["Lookahead"](landscape="valley", lr=float(lr)) for lr in rates], "history")
    for lr, run in zip(rates, found):
        for r in run["history"]:
            assert r["after"] <= 1.0001 * r["loss0"] < 3.3, lr
        assert run["history"][0]["loss1"] < run["history"][0]["loss0"], lr


def test_nesterov_overshoots_less_than_momentum_and_the_summary_says_by_how_much():
    (found,) = computed([PLOTS["MomentumOrNesterov"]()], "overshoot")
    surface, angle = Quadratic(20, 20), np.radians(20)
    for name, share in {"momentum": 0.78, "nesterov": 0.30, "p4": 0.26}.items():
        w, v, heights = np.array([-4.0, 1.5]), np.zeros(2), []
        for _ in range(61):
            heights.append(w @ [-np.sin(angle), np.cos(angle)])
            ahead = {"momentum": 0, "nesterov": 0.9, "p4": 1}[name]
            v = 0.9 * v - 0.3 * surface.gradient(w + ahead * v)
            w = w + v
        heights = np.array(heights)
        crossed = np.argmax(heights * heights[0] < 0)
        expected = np.abs(heights[crossed:]).max() / abs(heights[0])
        assert found["overshoot"][name] == pytest.approx(expected, rel=1e-9) == pytest.approx(share, abs=0.005)
    assert "0.778 for momentum, 0.299 for Nesterov, 0.26 for P4" in summary(PLOTS["MomentumOrNesterov"]())


def test_a_path_that_never_crosses_the_floor_does_not_overshoot():
    slow = PLOTS["MomentumOrNesterov"](learning_rate=0.01, beta=0.0)
    assert computed([slow], "overshoot")[0]["overshoot"] == {"momentum": 0, "nesterov": 0, "p4": 0}


def test_nesterov_opens_where_its_rings_lie_apart():
    (found,) = computed([PLOTS["MomentumOrNesterov"]()], "runs")
    step = PLOTS["MomentumOrNesterov"]().step
    asked = np.array(found["runs"]["nesterov"]["asked"][: step + 1])
    apart = np.linalg.norm(np.diff(asked, axis=0), axis=1)
    assert step == 5 and apart.min() > 0.25  # of a map that is ten wide


@pytest.mark.parametrize("time_step", [0.4, 1.0])
def test_energy_that_grows_stays_in_the_picture(time_step):
    plot = PLOTS["RollingBall"](scheme="explicit", time_step=time_step)
    (found,) = computed([plot], "total")
    assert time_step != 0.4 or found["total"][-1] == pytest.approx(80.7, abs=0.05)
    (picture,) = drawn([plot])
    page = BeautifulSoup(picture["html"].split("<details")[0], "html.parser")
    window = page.select("svg.ravine-panel")[1].find("svg")
    left, top, width, height = map(float, window["viewbox"].split())
    heights = [float(y) for y in re.findall(r"-?[\d.]+,(-?[\d.]+)", window.select_one(".ravine-total")["points"])]
    assert len(heights) > 20 and min(heights) >= top and max(heights) <= top + height


def test_energy_that_falls_keeps_an_axis_from_zero():
    (picture,) = drawn([PLOTS["RollingBall"]()])
    assert "<text" in picture["html"] and "10²" not in picture["html"].split("<details")[0]


@pytest.mark.parametrize("initialiser", ["normal", "he"])
def test_the_first_draw_of_the_networks_stays_in_the_band_and_ends_near_the_prediction(initialiser):
    keep = ["signal.measured", "gradient.measured", "predicted.signal", "predicted.gradient"]
    (found,) = computed([PLOTS["SignalThroughDepth"](initialiser=initialiser)], *keep)
    for way in ("signal", "gradient"):
        for measured, predicted in zip(found[f"{way}.measured"], found[f"predicted.{way}"]):
            low, high = predicted["low"] * (1 - 1e-9), predicted["high"] * (1 + 1e-9)
            assert low <= measured <= high
        assert measured == pytest.approx(predicted["mean"], rel=0.15)


@pytest.mark.parametrize("surface", dict(PLOTS["LearningRate"]().controls[3]["options"]))
def test_each_surface_of_gradient_descent_has_a_rate_that_does_not_diverge(surface):
    (found,) = computed([PLOTS["LearningRate"](surface=surface)], "paths.path", "losses.path")
    losses = found["losses.path"]
    assert losses[-1] <= losses[0] and np.abs(found["paths.path"]).max() < 5
    if surface == "minima":
        assert losses[-1] < 1e-9


def test_a_choice_brings_its_rate_along_unless_another_is_given():
    assert PLOTS["LearningRate"]().learning_rate == 0.3
    assert PLOTS["LearningRate"](surface="minima").learning_rate == 0.01
    assert PLOTS["LearningRate"](surface="minima", learning_rate=0.02).learning_rate == 0.02


@pytest.mark.parametrize("name", PLOTS)
def test_captions_and_summaries_are_true_in_every_theme(name):
    """What is light in one theme is dark in the other."""
    texts = [PLOTS[name].caption, *PLOTS[name].texts.values()]
    assert not [t for t in texts if re.search(r"\b(light|lighter|dark|darker|bright|brighter|white|black)\b", t)]


@pytest.mark.parametrize("name", sorted(set(PLOTS) - {"ComputationalGraph"}))  # which speaks of the sides of a node
def test_no_caption_puts_a_picture_on_a_side(name):
    """On a phone the pictures of a plot stand one above the other."""
    assert not re.search(r"(^|\. )(Left|Right)\b|\b[Oo]n the (left|right)\b", PLOTS[name].caption)


def test_no_two_figures_give_one_series_two_looks():
    """All style sheets come in one file: a rule of one figure would repaint another's curve of that name."""
    looks = {}
    for sheet in sorted((SOURCE / "figures").glob("*.css")):
        for selectors, rule in re.findall(r"^([^{}@/]+)\{([^}]*)\}", sheet.read_text(encoding="utf-8"), re.M):
            for selector in map(str.strip, selectors.split(",")):
                looks.setdefault(selector, {}).setdefault(sheet.stem, []).append(rule.strip())
    unlike = {s: by for s, by in looks.items() if len({tuple(rules) for rules in by.values()}) > 1}
    assert unlike == {}


@pytest.mark.parametrize("surface", SURFACES, ids=lambda s: type(s).__name__)
def test_minima_are_marked_and_are_minima(surface):
    fields = {"name": type(surface).__name__, **asdict(surface)}
    script = f"import {{ surface }} from {json.dumps((SOURCE / 'surfaces.js').as_uri())};"
    script += f"console.log(JSON.stringify(surface({json.dumps(fields)}).minima));"
    minima = json.loads(node("--input-type=module", "-e", script, stdout=subprocess.PIPE, check=True).stdout)
    assert len(minima) == {Himmelblau: 4, Saddle: 2}.get(type(surface), 1)
    around = np.random.default_rng(1).normal(0, 1e-3, (200, 2))
    for point in map(np.array, minima):
        np.testing.assert_allclose(surface.gradient(point), 0, atol=1e-12)
        assert (surface.value(point + around) >= surface.value(point)).all()
        everywhere = np.random.default_rng(2).uniform(-5, 5, (500, 2))
        assert (surface.value(everywhere) >= surface.value(point) - 1e-12).all()


def test_every_map_of_a_surface_shows_its_minimum():
    for name, plot in PLOTS.items():
        (picture,) = drawn([plot()])
        maps = picture["html"].count("ravine-contours")
        assert picture["html"].count("ravine-cross") >= maps, name
