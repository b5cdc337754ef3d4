"""What a picture says is told from its ground: 4.5 for words, 3 for lines, on every shade, light and dark.

axe does not look into pictures. Here every word and every line is compared with what is painted behind it: the page is
photographed without them.
"""

import io

import pytest
from PIL import Image

from ravine.plots import PLOTS

WORDS, LINES = 4.5, 3.0
# Each word with the middle of its letters, each line with points along it: [name, colour, least contrast, points].
PARTS = """() => {
  const seen = [];
  const colour = (text) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  for (const text of document.querySelectorAll(".ravine-panel text")) {
    const box = text.getBoundingClientRect();
    const points = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((x) => [0.3, 0.5, 0.7].map((y) =>
      [box.x + x * box.width, box.y + y * box.height]));
    const { fill, stroke, paintOrder } = getComputedStyle(text);
    const halo = paintOrder.startsWith("stroke") ? colour(stroke) : null;  // drawn around the letters
    seen.push([text.textContent, colour(fill), WORDS, points, halo]);
  }
  for (const line of document.querySelectorAll(".ravine-panel LINE")) {
    const panel = line.ownerSVGElement.getBoundingClientRect(), at = line.getScreenCTM();
    const length = line.getTotalLength();
    const points = Array.from({ length: 40 }, (_, i) => line.getPointAtLength((i / 39) * length).matrixTransform(at))
      .filter(({ x, y }) => x > panel.left && x < panel.right && y > panel.top && y < panel.bottom)
      .map(({ x, y }) => [x, y]);
    seen.push([line.getAttribute("class"), colour(getComputedStyle(line).stroke), LINES, points, null]);
  }
  return seen;
}"""
DRAWN = ":is(.ravine-curve:not(.ravine-axis), .ravine-arrow, .ravine-border)"
PARTS = PARTS.replace('LINE"', f'{DRAWN}"').replace("WORDS", str(WORDS)).replace("LINES", str(LINES))
HIDDEN = """.ravine-panel :is(text, circle, .ravine-curve, .ravine-arrow, .ravine-border, .ravine-dots, .ravine-mark),
  .ravine-ring, .ravine-noise, .ravine-examples, .ravine-handle { visibility: hidden !important; }"""


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page(viewport={"width": 1000, "height": 1400})
    yield page
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_lines_stand_out_from_every_shade(page, figures_address, theme):
    faint = []
    for name in PLOTS:
        page.goto(f"{figures_address}/{name}-{theme}.html")
        page.locator("figure[data-live]").wait_for()
        parts = page.evaluate(PARTS)
        page.add_style_tag(content=HIDDEN)
        ground = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        assert len(parts) > 8, name
        for what, colour, least, points, halo in parts:
            inside = [(x, y) for x, y in points if 0 <= x < ground.width and 0 <= y < ground.height]
            found = sorted(contrast(colour, halo or ground.getpixel((int(x), int(y)))) for x, y in inside)
            if found and found[len(found) // 4] < least:  # a quarter may lie on what else is drawn
                faint.append((name, what, round(found[len(found) // 4], 2)))
    assert sorted(set(faint)) == []


def test_a_contrast_is_measured_as_everywhere():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("ground, dark", [("#383838", True), ("#ffffff", False), ("#111111", True), ("#fffbe8", False)])
def test_in_a_notebook_the_colours_suit_the_ground_on_which_the_plot_lies(page, figures, figures_address, ground, dark):
    """A host says by nothing but its ground whether it is dark, and may change its mind."""
    page.goto(f"{figures_address}/RollingBall-light.html")
    page.locator("figure[data-live]").wait_for()
    lab = """async (ground) => {
      const { default: { render } } = await import("./lab-rolling-ball.js");
      const state = JSON.parse(document.querySelector("script[type='application/json']").textContent);
      document.querySelector("main").innerHTML =
        `<div class="host" style="background: ${ground}"><div class="el"></div></div>`;
      const model = { get: (name) => state[name], set() {}, on() {}, off() {}, save_changes() {} };
      render({ model, el: document.querySelector(".el") });
      await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame);
      return getComputedStyle(document.querySelector(".ravine-title")).fill; }"""
    red, *_rest = map(int, page.evaluate(lab, ground).removeprefix("rgb(").removesuffix(")").split(","))
    assert (red > 128) == dark
    if not dark:
        page.evaluate("""async () => { document.querySelector(".host").style.background = "#222";
            document.body.className = "dark"; await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame); }""")
        fill = page.locator(".ravine-title").first.evaluate("(title) => getComputedStyle(title).fill")
        assert int(fill.removeprefix("rgb(").split(",")[0]) > 128


def test_where_the_system_chooses_the_colours_a_slider_keeps_its_track(browser, figures_address):
    page = browser.new_page(forced_colors="active")
    page.goto(f"{figures_address}/RollingBall-light.html")
    page.locator("figure[data-live]").wait_for()
    slider = page.locator(".ravine-slider input[type=range]").first
    slider.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(slider.screenshot())).convert("RGB")
    row = [
        picture.getpixel((x, picture.height // 2 + edge))
        for edge in (-2, 2)
        for x in range(picture.width // 2, picture.width - 4)
    ]
    ground = picture.getpixel((picture.width - 4, 1))
    assert any(contrast(pixel, ground) > 3 for pixel in row)
    page.close()
