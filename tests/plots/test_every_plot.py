"""What holds for every live plot, in a real Chromium: still and live, by eye, ear, hand and link."""

import re

import pytest
from bs4 import BeautifulSoup

from ravine.plots import PLOTS
from tests.site.conftest import ROOT

pytestmark = pytest.mark.xdist_group("every plot")

NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
every_plot = pytest.mark.parametrize("name", PLOTS)


def sliders(page):
    """What a reader can slide, but for the player."""
    return page.locator(".ravine-slider input[type=range]")


def nudge(page, slider):
    """Move a slider by one key; the other way where it stands at its end."""
    before = slider.input_value()
    slider.press("ArrowRight")
    if slider.input_value() == before:
        slider.press("ArrowLeft")
    page.evaluate(NEXT_PICTURE)


def shapes(soup_or_html):
    """The geometry of all panels."""
    panels = BeautifulSoup(soup_or_html, "html.parser").select(".ravine-panel")
    return [[tag.get("d") or tag.attrs for tag in panel.find_all(["path", "circle", "rect"])] for panel in panels]


def view(page):
    return page.locator(".ravine-view").inner_html()


@every_plot
def test_still_and_live_show_the_same_picture_and_words(name, opened, figures):
    page = opened(name)
    still = BeautifulSoup((figures / f"{name}-light.html").read_text(encoding="utf-8"), "html.parser")
    live = BeautifulSoup(view(page), "html.parser")
    assert still.select(".ravine-panel") and still.find("figcaption").get_text(strip=True)
    paths = [[tag["d"] for tag in soup.select(".ravine-panel path[d]")] for soup in (still, live)]
    assert len(paths[0]) > 5
    assert paths[0] == paths[1]
    assert still.select_one(".ravine-summary").get_text() == live.select_one(".ravine-summary").get_text()


@every_plot
def test_without_a_script_the_picture_stays_and_what_cannot_work_is_hidden(name, opened):
    page = opened(name, live=False, java_script_enabled=False)
    assert page.locator(".ravine-panel").first.is_visible()
    assert page.locator(".ravine-summary").is_visible()
    assert not page.locator(".ravine-desk").is_visible()


@every_plot
def test_on_paper_only_the_picture_speaks(name, opened):
    page = opened(name)
    page.emulate_media(media="print")
    assert page.locator(".ravine-panel").first.is_visible()
    assert not page.locator(".ravine-controls").first.is_visible()


@every_plot
def test_every_slider_redraws_and_the_summary_follows(name, opened):
    page = opened(name)
    assert page.locator(".ravine-summary[role=status]").inner_text().strip()
    assert "{" not in page.locator(".ravine-summary").inner_text()
    for i in range(sliders(page).count()):
        slider = sliders(page).nth(i)
        label = page.locator(f"label[for='{slider.get_attribute('id')}']")
        assert label.inner_text().strip()
        assert slider.get_attribute("aria-valuetext")
        before = view(page)
        nudge(page, slider)
        assert view(page) != before, label.inner_text()


@every_plot
def test_handles_are_moved_by_mouse_touch_and_keys(name, opened):
    page = opened(name, has_touch=True)
    for i in range(page.locator(".ravine-handle").count()):
        handle = page.locator(".ravine-handle").nth(i)
        assert handle.get_attribute("aria-label") and handle.get_attribute("aria-valuetext")
        before = handle.get_attribute("aria-valuetext")
        for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"):  # one at its end does not move further
            handle.press(key)
            page.evaluate(NEXT_PICTURE)
            if handle.get_attribute("aria-valuetext") != before:
                break
        assert handle.get_attribute("aria-valuetext") != before
        before = handle.get_attribute("aria-valuetext")
        box = handle.locator(".ravine-grip").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 25, y + 12, steps=3)
        page.mouse.move(x - 20, y - 15, steps=3)
        page.mouse.up()
        page.evaluate(NEXT_PICTURE)
        assert handle.get_attribute("aria-valuetext") != before


@every_plot
def test_player_rewinds_steps_and_gives_the_same_picture_again(name, opened):
    page = opened(name, reduced_motion="reduce")
    if not page.locator(".ravine-player").count():
        return
    page.locator(".ravine-player input").press("End")
    page.evaluate(NEXT_PICTURE)
    at_end = shapes(view(page))
    buttons = page.locator(".ravine-player button")
    count = page.locator(".ravine-count")
    last = int(count.inner_text().split("/")[1])
    buttons.nth(0).click()
    page.evaluate(NEXT_PICTURE)
    assert count.inner_text() == f"0 / {last}"
    buttons.nth(2).click()
    page.evaluate(NEXT_PICTURE)
    assert count.inner_text() == f"1 / {last}"
    page.locator(".ravine-player input").press("End")
    page.evaluate(NEXT_PICTURE)
    assert count.inner_text() == f"{last} / {last}"
    assert buttons.nth(2).is_disabled()
    assert shapes(view(page)) == at_end


@every_plot
def test_legend_hides_and_shows(name, opened):
    page = opened(name)
    entries = page.locator(".ravine-legend button")
    if not entries.count():
        return
    before = shapes(view(page))
    entries.first.click()
    page.evaluate(NEXT_PICTURE)
    assert entries.first.get_attribute("aria-pressed") == "false"
    assert shapes(view(page)) != before
    entries.first.click()
    page.evaluate(NEXT_PICTURE)
    assert shapes(view(page)) == before


@every_plot
def test_data_as_a_table(name, opened):
    page = opened(name)
    assert page.locator(".ravine-foot table").count() == 0
    page.locator(".ravine-foot summary").press("Enter")
    page.locator(".ravine-foot table").wait_for()
    heads = page.locator(".ravine-foot th[scope=col]").all_inner_texts()
    rows = page.locator(".ravine-foot tbody tr")
    assert len(set(heads)) == len(heads) >= 2
    assert rows.count() >= 1
    widths = rows.evaluate_all("(rows) => [...new Set(rows.map((row) => row.cells.length))]")
    assert widths == [len(heads)]
    assert not re.search(r"undefined|NaN|\[object", page.locator(".ravine-foot table").inner_text())


@every_plot
def test_link_brings_the_same_state_back(name, opened):
    page = opened(name, permissions=["clipboard-read", "clipboard-write"])
    if sliders(page).count():
        nudge(page, sliders(page).first)
    if page.locator(".ravine-player").count():
        page.locator(".ravine-player input").press("ArrowLeft")
    if page.locator(".ravine-legend button").count():
        page.locator(".ravine-legend button").last.click()
    page.evaluate(NEXT_PICTURE)
    page.locator(".ravine-link").click()
    page.wait_for_function("location.hash.length > 1")
    link = page.evaluate("location.hash")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    again = opened(name, hash=link)
    assert shapes(view(again)) == shapes(view(page))


@every_plot
def test_a_link_with_nonsense_is_harmless(name, opened):
    figure = PLOTS[name].figure
    names = PLOTS[name]().parameters
    page = opened(name, hash=f"#{figure}?" + "&".join(f"{n}=%7Bnonsense" for n in [*names, "step", "hidden"]))
    assert page.locator(".ravine-panel").first.is_visible()


@every_plot
def test_fits_a_small_phone(name, opened):
    page = opened(name, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@every_plot
def test_focus_is_seen_wherever_it_goes(name, opened):
    page = opened(name)
    page.locator(".ravine-view").evaluate("(view) => { view.tabIndex = -1; view.focus(); }")
    reached = 0
    while True:
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
              const element = document.activeElement;
              if (!element?.closest(".ravine-view")) return null;
              const style = getComputedStyle(element.querySelector?.(".ravine-reach") ?? element);
              return style.outlineStyle !== "none" || (style.stroke !== "none" && style.strokeWidth !== "0px");
            }"""
        )
        if seen is None or reached > 80:
            break
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        reached += 1
    assert reached >= 3
    handles = page.locator(".ravine-handle")
    assert handles.evaluate_all("(handles) => handles.every((handle) => handle.tabIndex === 0)")


@every_plot
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(name, theme, opened):
    page = opened(name, theme=theme)
    page.locator(".ravine-foot summary").click()
    page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] }).then((r) => r.violations)")
    assert [(v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in found] == []


@every_plot
def test_lines_of_a_panel_differ_by_dash_or_width_as_well_as_colour(name, opened):
    page = opened(name)
    panels = page.locator(".ravine-panel").evaluate_all(
        """(panels) => panels.map((panel) => Object.fromEntries([...panel.querySelectorAll(".ravine-curve")].map(
             (curve) => [curve.getAttribute("class"), getComputedStyle(curve)]).map(
             ([name, style]) => [name, `${style.strokeDasharray} × ${style.strokeWidth}`])))"""
    )
    for lines in panels:
        assert len(set(lines.values())) == len(lines), lines
