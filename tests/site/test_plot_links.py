"""Links in a text that set a plot: checked when the page is read, and doing what they say."""

import pytest

from ravine.site.plot_links import checked


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
