"""What holds for every live plot, in a real Chromium: still and live, by eye, ear, hand and link.

Pages are loaded seldom. A test that only looks takes the `page`; one that moves something says so with `hands`; both
are given the page as it came, loaded anew where another has moved something before. For a test that does not mind how
others left the page, `as_it_is` will do.
"""

import re

import pytest

from ravine.plots import PLOTS
from tests.plots.conftest import EVERY_PLOT
from tests.site.conftest import ROOT

pytestmark = pytest.mark.xdist_group("every plot")

NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
AT_REST = """() => new Promise((done) => {
  let [last, pictures] = [scrollY, 0];
  const look = () => {
    [last, pictures] = [scrollY, scrollY === last ? pictures + 1 : 0];
    if (pictures > 10) done();
    else requestAnimationFrame(look);
  };
  look();
})"""
DESK = {"width": 1000, "height": 900}
PHONE = {"width": 360, "height": 640}

# The geometry of all panels of an element, or of the page as it came from the server, whose lines all are paths in
# steps. Numbers are told in six digits: two engines may round differently.
SHAPES = """(root) => {
  const path = (points) => points?.replace(/^(?=.)/, "M").replaceAll(" ", "L");
  const line = (tag) => tag.getAttribute("d") ?? path(tag.getAttribute("points"));
  return [...root.querySelectorAll(".ravine-panel")].map((panel) =>
    [...panel.querySelectorAll("path, polyline, circle, rect")].map((tag) => line(tag)?.replace(/M([^MZ]+)l([^MZ]+)/g,
        (_, begin, steps) => {
          let at = begin.match(/-?[\\d.]+/g).map(Number);
          const points = [at];
          for (const [, x, y] of steps.matchAll(/(-?[\\d.]+)[, ]?(-?[\\d.]+)/g))
            points.push(at = [at[0] + Number(x), at[1] + Number(y)].map((v) => Math.round(10 * v) / 10));
          return "M" + points.join("L");
        })
      ?? [...tag.attributes].map(({ name, value }) =>
        `${name}=${isNaN(value) ? value : +(+value).toFixed(6)}`).join(" ")));
}"""
SOURCE = """async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const text = (part) => page.querySelector(part).textContent;
  return [(SHAPES)(page), text(".ravine-summary"), text("figcaption")];
}""".replace("SHAPES", SHAPES)


@pytest.fixture(scope="module")
def context(browser):
    context = browser.new_context(viewport=DESK, has_touch=True, permissions=["clipboard-read", "clipboard-write"])
    yield context
    context.close()


class Shown:
    """A plot's page, what it complained of, and whether somebody moved something in it."""

    def __init__(self, context, address):
        self.address, self.complaints, self.moved = address, [], False
        self.page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.load()

    def load(self):
        self.page.goto(self.address)
        self.page.locator("figure[data-live]").wait_for()
        self.moved = False


@pytest.fixture(scope="module", params=EVERY_PLOT)
def shown(request, context, figures_address):
    shown = Shown(context, f"{figures_address}/{request.param}-light.html")
    shown.name = request.param
    yield shown
    shown.page.close()


@pytest.fixture
def page(shown):
    if shown.moved:
        shown.load()
    yield shown.page
    assert shown.complaints == []


@pytest.fixture
def hands(page, shown):
    """The page, to move something in."""
    shown.moved = True
    return page


@pytest.fixture
def as_it_is(shown):
    shown.moved = True
    yield shown.page
    assert shown.complaints == []


@pytest.fixture
def name(shown):
    return shown.name


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


def shapes(page):
    """The geometry of all panels."""
    return page.locator(".ravine-view").evaluate(SHAPES)


def pictures(page):
    """All panels, with the words and numbers in them."""
    return page.locator(".ravine-panel").evaluate_all("(panels) => panels.map((panel) => panel.innerHTML)")


# --- who looks


# Plots that show rounding errors, in which the exponentials of two engines differ, and how many panels do not.
SHOW_ROUNDING = {"DifferenceQuotient": 1}
NUMBER = re.compile(r"\d+\.\d{6,}")


def compared(panels, name):
    """What must be the same of the panels' geometry, wherever it was drawn."""
    if name not in SHOW_ROUNDING:
        return panels
    panels = panels[: SHOW_ROUNDING[name]]
    return [[NUMBER.sub(lambda number: f"{float(number[0]):.6f}", shape) for shape in panel] for panel in panels]


def test_still_and_live_show_the_same_picture_and_words(page):
    still, summary, caption = page.evaluate(SOURCE)
    name = page.url.rpartition("/")[2].partition("-")[0]
    assert sum(map(len, still)) > 5 and caption.strip()
    assert compared(shapes(page), name) == compared(still, name)
    assert page.locator(".ravine-summary").text_content() == summary


def test_summary_is_said_and_whole(page):
    summary = page.locator(".ravine-summary[role=status]").inner_text()
    assert summary.strip() and "{" not in summary


def test_lines_of_a_panel_differ_by_dash_or_width_as_well_as_colour(page):
    """But for whiskers, which stand on the curve to which they belong."""
    panels = page.locator(".ravine-panel").evaluate_all(
        """(panels) => panels.map((panel) => Object.fromEntries(
             [...panel.querySelectorAll(".ravine-curve:not(.ravine-whisker)")].map((curve) => {
               const style = getComputedStyle(curve);
               return [curve.getAttribute("class"), `${style.strokeDasharray} × ${style.strokeWidth}`];
             })))"""
    )
    for lines in panels:
        assert len(set(lines.values())) == len(lines), lines


def test_on_paper_only_the_picture_speaks(page):
    page.emulate_media(media="print")
    assert page.locator(".ravine-panel").first.is_visible()
    assert not page.locator(".ravine-controls").first.is_visible()
    page.emulate_media(media="screen")


def test_fits_a_small_phone(page):
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(DESK)


@pytest.fixture(scope="module")
def page_without_script(browser):
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_a_script_the_picture_stays_and_what_cannot_work_is_hidden(page_without_script, shown):
    page = page_without_script
    page.goto(shown.address)
    assert page.locator(".ravine-panel").first.is_visible()
    assert page.locator(".ravine-summary").is_visible()
    assert not page.locator(".ravine-legend, .ravine-player, .ravine-controls").first.is_visible()


def test_focus_is_seen_wherever_it_goes(page):
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


# --- who moves something


def test_data_as_a_table_and_axe_finds_nothing(hands):
    page = hands
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

    rows.evaluate_all("(rows) => rows.slice(3).forEach((row) => row.remove())")  # axe is slow, and they are all alike
    page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    for theme, rules in (("light", "{}"), ("dark", "{ runOnly: ['color-contrast'] }")):
        page.evaluate(
            """(theme) => { document.documentElement.dataset.theme = theme;
                            document.body.style.background = { light: "#ffffff", dark: "#14181e" }[theme]; }""",
            theme,
        )
        found = page.evaluate(f"axe.run(document, {rules}).then((r) => r.violations)")
        assert [(theme, v["id"], [node["html"][:160] for node in v["nodes"][:3]]) for v in found] == []


def test_every_slider_redraws(hands):
    page = hands
    for i in range(sliders(page).count()):
        slider = sliders(page).nth(i)
        label = page.locator(f"label[for='{slider.get_attribute('id')}']")
        assert label.inner_text().strip()
        before, said = pictures(page), slider.get_attribute("aria-valuetext")
        nudge(page, slider)
        assert slider.get_attribute("aria-valuetext") != said
        assert pictures(page) != before, label.inner_text()


def centre(handle):
    box = handle.locator(".ravine-grip").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_handles_are_moved_by_mouse_and_keys(as_it_is):
    page = as_it_is
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
        x, y = centre(handle)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 25, y + 12, steps=3)
        page.mouse.move(x - 20, y - 15, steps=3)
        page.mouse.up()
        page.evaluate(NEXT_PICTURE)
        assert handle.get_attribute("aria-valuetext") != before


def finger(page, *places):
    """A finger set down at the first place, moved through the others, and lifted."""
    devtools = page.context.new_cdp_session(page)
    kinds = ["touchStart", *["touchMove"] * (len(places) - 1)]
    for kind, (x, y) in zip(kinds, places):
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    devtools.detach()
    page.evaluate(NEXT_PICTURE)


def test_a_finger_moves_a_handle_and_not_the_page(as_it_is):
    page = as_it_is
    page.set_viewport_size(PHONE)
    for i in range(page.locator(".ravine-handle").count()):
        handle = page.locator(".ravine-handle").nth(i)
        page.evaluate("scrollTo(0, 0)")  # lower down the other pictures slide over the first
        handle.scroll_into_view_if_needed()
        before, top = handle.get_attribute("aria-valuetext"), page.evaluate("scrollY")
        x, y = centre(handle)
        finger(page, (x, y), (x + 8, y - 10), (x + 18, y - 30), (x + 14, y - 40))
        after = handle.get_attribute("aria-valuetext")
        assert after != before
        assert page.evaluate("scrollY") == top
        x, y = centre(handle)
        finger(page, (x, y + 90), (x + 10, y + 60))  # beside the handle it moves nothing
        assert handle.get_attribute("aria-valuetext") == after
        page.evaluate(AT_REST)  # the page may glide on: a finger cannot take hold of anything then
    page.set_viewport_size(DESK)


def count(page):
    """The step shown and the last one."""
    return tuple(map(int, page.locator(".ravine-count").inner_text().split("/")))


def test_player_rewinds_steps_and_gives_the_same_picture_again(as_it_is):
    page = as_it_is
    if not page.locator(".ravine-player").count():
        return
    page.locator(".ravine-player input").press("End")
    page.evaluate(NEXT_PICTURE)
    at_end = shapes(page)
    rewind, _play, step = page.locator(".ravine-player button").all()
    last = count(page)[1]
    rewind.click()
    page.evaluate(NEXT_PICTURE)
    assert count(page) == (0, last)
    step.click()
    page.evaluate(NEXT_PICTURE)
    assert count(page) == (1, last)
    page.locator(".ravine-player input").press("End")
    page.evaluate(NEXT_PICTURE)
    assert count(page) == (last, last)
    assert step.is_disabled()
    assert shapes(page) == at_end


def test_player_plays_pauses_and_comes_to_an_end(as_it_is):
    page = as_it_is
    if not page.locator(".ravine-player").count():
        return
    rewind, play, _step = page.locator(".ravine-player button").all()
    last = count(page)[1]
    word = play.get_attribute("aria-label")
    rewind.click()
    page.evaluate(NEXT_PICTURE)
    play.click()
    page.wait_for_function("parseInt(document.querySelector('.ravine-count').textContent) > 0")
    assert play.get_attribute("aria-label") != word
    play.click()
    page.evaluate(NEXT_PICTURE)
    paused = count(page)
    assert 0 < paused[0] <= last and play.get_attribute("aria-label") == word
    page.wait_for_timeout(150)
    assert count(page) == paused
    for key in ("End", "ArrowLeft"):
        page.locator(".ravine-player input").press(key)
        page.evaluate(NEXT_PICTURE)
    assert count(page) == (last - 1, last)
    play.click()
    page.wait_for_function("(last) => parseInt(document.querySelector('.ravine-count').textContent) === last", arg=last)
    page.evaluate(NEXT_PICTURE)
    assert play.get_attribute("aria-label") == word


def test_where_motion_is_unwelcome_play_shows_the_end_at_once(as_it_is):
    page = as_it_is
    if not page.locator(".ravine-player").count():
        return
    page.emulate_media(reduced_motion="reduce")
    rewind, play, _step = page.locator(".ravine-player button").all()
    rewind.click()
    page.evaluate(NEXT_PICTURE)
    play.click()
    page.evaluate(NEXT_PICTURE)
    step, last = count(page)
    assert step == last
    page.emulate_media(reduced_motion="no-preference")


def test_legend_hides_and_shows(as_it_is):
    page = as_it_is
    entries = page.locator(".ravine-legend button")
    if not entries.count():
        return
    before = shapes(page)
    entries.first.click()
    page.evaluate(NEXT_PICTURE)
    assert entries.first.get_attribute("aria-pressed") == "false"
    assert shapes(page) != before
    entries.first.click()
    page.evaluate(NEXT_PICTURE)
    assert shapes(page) == before


def test_link_brings_the_same_state_back(hands):
    page = hands
    if sliders(page).count():
        nudge(page, sliders(page).first)
    if page.locator(".ravine-player").count():
        page.locator(".ravine-player input").press("ArrowLeft")
    if page.locator(".ravine-legend button").count():
        page.locator(".ravine-legend button").last.click()
    page.evaluate(NEXT_PICTURE)
    page.locator(".ravine-link").click()
    page.wait_for_function("location.hash.length > 1")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    moved = shapes(page)
    page.reload()
    page.locator("figure[data-live]").wait_for()
    assert shapes(page) == moved


def test_a_link_with_nonsense_is_harmless(hands, name):
    names = [*PLOTS[name]().parameters, "step", "hidden"]
    nonsense = "&".join(f"{each}=%7Bnonsense" for each in names)
    hands.goto(f"{hands.url.split('#')[0]}?again#{PLOTS[name].figure}?{nonsense}")
    hands.locator("figure[data-live]").wait_for()
    assert hands.locator(".ravine-panel").first.is_visible()
