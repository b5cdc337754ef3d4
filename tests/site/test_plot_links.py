"""Links in a text that set a plot: checked when the page is read, and doing what they say."""

import re

import pytest

from ravine.plots import PLOTS
from ravine.site.plot_links import checked
from tests.pages.displayed import page


@pytest.mark.parametrize(
    "target, address",
    [
        ("rolling-ball?friction=0", "#rolling-ball?friction=0"),
        ("rolling-ball", "#rolling-ball?"),
        ("race?surface=rosenbrock&steps=100", "#race?surface=rosenbrock&steps=100"),
        ('race?methods=["adam","momentum"]', "#race?methods=%5B%22adam%22%2C%22momentum%22%5D"),
    ],
)
def test_a_state_that_the_plot_has_becomes_an_address(target, address):
    assert checked(target) == address


@pytest.mark.parametrize(
    "target, says",
    [
        ("rolling-bowl?friction=0", "no plot called rolling-bowl"),
        ("rolling-ball?fraction=0", "no parameter fraction"),
        ("rolling-ball?friction=99", "cannot be set"),
        ("rolling-ball?friction=none", "cannot be set"),
        ("race?surface=bowl", "cannot be set"),
    ],
)
def test_a_slip_is_said(target, says):
    with pytest.raises(ValueError, match=says):
        checked(target)


# Links that readers may have kept, each of a state from before the pages grew more pictures, and where it lay.
KEPT = {
    "rolling-ball?mass=2&scheme=explicit": "momentum",
    "learning-rate?surface=minima": "gradient-descent",
    "minibatch-noise?axis=cost": "gradient-descent",
    "lookahead?landscape=valley": "lookahead",
    "signal-through-depth?initialiser=he": "initialisation",
    "computational-graph?expression=neuron&w=1.5": "backpropagation",
    "layers-backward?checkpoints=true": "backpropagation",
    "roots?method=nesterov": "momentum",
    "schedule?": "practice",
    "race?surface=rosenbrock": "race",
    "answers-to-hintons-example?": "adaptive",
    "longest-step?": "adaptive-adam",
    "gradient-answers?gradients=outlier": "adaptive-kin",
}


@pytest.mark.parametrize("link", KEPT)
def test_a_kept_link_to_a_state_still_finds_its_plot_and_its_parameters(link):
    text = page(KEPT[link])
    name, _mark, state = link.partition("?")
    figure = next((plot.figure for plot in PLOTS.values() if plot.figure == name), None)
    kind = next((kind for kind, plot in PLOTS.items() if plot.figure == name), None)
    assert f'name="{name}"' in text or re.search(rf"^{kind}\((?!.*name=)", text, re.MULTILINE)
    if figure:
        assert checked(link).startswith(f"#{name}?")
    else:
        assert not state


def test_the_challenge_of_the_race_is_set_by_its_link_and_can_be_won(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/book/race.html")
    page.locator("a.ravine-set").first.click()
    page.locator("#race[data-live]").wait_for()
    page.wait_for_function("document.querySelector('#race .ravine-summary').textContent.includes('Rosenbrock')")
    summary = page.locator("#race .ravine-summary")
    assert summary.inner_text().index("Adam") < summary.inner_text().index("momentum")  # as the page says
    page.evaluate("""() => { const won = { momentum: { lr: 0.0008, beta: 0.95 } };
        const told = new URLSearchParams(location.hash.split("?")[1]);
        told.set("settings", JSON.stringify({ ...JSON.parse(told.get("settings")), ...won }));
        location.hash = `#race?${told}`; }""")
    page.wait_for_function("""() => { const said = document.querySelector("#race .ravine-summary").textContent;
        return said.indexOf("momentum") < said.indexOf("Adam"); }""")
    page.close()
