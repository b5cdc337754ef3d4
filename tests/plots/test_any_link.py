"""A plot lives wherever its page lies, survives every link, and a link or the reset tells its whole state."""

import pytest

from ravine.plots import PLOTS
from tests.plots.conftest import EVERY_PLOT

NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SUMMARY = "document.querySelector('.ravine-summary').textContent"
# What slips into links: steps that are none, lists that are none, numbers out of range and numbers that are words.
SLIPS = (
    "step=1.5",
    "step=-5",
    "step=%22x%22",
    "step=1e999",
    "hidden=null",
    "hidden=[1]",
    "hidden={}",
    "steps=50.5",
    "start=null",
    "start=[1]",
    "surface={}",
    'surface={"name":"Nowhere"}',
    "settings=[]",
    "settings=null",
)


def panels(page):
    """What the pictures show, and where the controls stand."""
    return page.locator(".ravine-panel, .ravine-figure input").evaluate_all(
        "(all) => all.map((each) => each.value ?? each.innerHTML)"
    )


@pytest.fixture(scope="module", params=EVERY_PLOT)
def pair(request, browser, figures, figures_address):
    """A page of every plot, on a server, and what it complained of."""
    context = browser.new_context(viewport={"width": 1000, "height": 900})
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, f"{figures_address}/{request.param}-light.html", PLOTS[request.param].figure, complaints
    context.close()


def go(page, address):
    page.goto("about:blank")
    page.goto(address)
    page.locator("figure[data-live]").wait_for()


def to_the_end(page, slider):
    before = slider.input_value()
    slider.press("Home")
    if slider.input_value() == before:
        slider.press("End")
    page.evaluate(NEXT_PICTURE)


def test_a_link_with_slips_never_takes_the_picture(pair):
    page, address, figure, complaints = pair
    go(page, address)
    for slip in SLIPS:
        page.evaluate("(hash) => { location.hash = hash; }", f"#{figure}?{slip}")
        page.evaluate(NEXT_PICTURE)
        said = page.evaluate(SUMMARY)
        assert page.locator(".ravine-panel").first.bounding_box()["height"] > 100, slip
        assert said and not any(word in said for word in ("undefined", "NaN", "{")), (slip, said)
    go(page, f"{address}#{figure}?{'&'.join(SLIPS)}")
    assert page.locator(".ravine-panel").first.bounding_box()["height"] > 100
    assert complaints == []


def test_a_link_opened_in_the_same_tab_tells_the_whole_state_and_reset_the_first(pair):
    page, address, figure, complaints = pair
    go(page, address)
    first = panels(page)
    sliders = page.locator(".ravine-slider input[type=range]")
    if not sliders.count():
        return
    to_the_end(page, sliders.first)
    assert panels(page) != first
    page.evaluate("(hash) => { location.hash = hash; }", f"#{figure}?")
    page.evaluate(NEXT_PICTURE)
    assert panels(page) == first
    to_the_end(page, sliders.last)
    assert panels(page) != first
    page.locator(".ravine-reset").click()
    page.evaluate(NEXT_PICTURE)
    assert panels(page) == first
    assert complaints == []


def test_a_plot_opened_from_a_file_lives(browser, figures):
    page = browser.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    for name in PLOTS:
        page.goto((figures / f"{name}-light.html").as_uri())
        page.locator("figure[data-live]").wait_for()
    before = panels(page)
    to_the_end(page, page.locator(".ravine-slider input[type=range]").first)
    assert panels(page) != before
    assert complaints == []
    page.close()


def test_a_figure_that_cannot_start_stays_a_picture_and_says_so(browser, figures_address):
    page = browser.new_page()
    page.route("**/rolling-ball-*.js", lambda route: route.abort())
    page.goto(f"{figures_address}/RollingBall-light.html")
    page.locator("figure[data-failed]").wait_for()
    assert page.locator(".ravine-panel").first.is_visible() and not page.locator(".ravine-controls").is_visible()
    assert "could not be started" in page.locator("figcaption").inner_text()
    page.close()


def test_numbers_are_typed_with_a_point_or_a_comma_and_limits_are_said(opened):
    page = opened("RollingBall")
    field = page.locator(".ravine-number").first  # the ball's mass, 0.2 to 10 kg
    limits = "0.2 … 10"
    for typed, taken, said in (("2,5", "2.5", ""), ("3.5", "3.5", ""), ("99", "10", limits), ("x", "10", limits)):
        field.fill(typed)
        field.press("Enter")
        assert field.input_value() == taken
        assert page.locator(".ravine-limits").first.inner_text() == said
