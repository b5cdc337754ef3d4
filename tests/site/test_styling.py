"""What a referee found askew: tables and commands that run out of their box, lines broken inside an assignment."""

import re

import pytest

from tests.site.opening import wake_plots

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def at(browser, address):
    """Opens a page of the book at 1280 px, with its plots awake."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})

    def opened(name):
        page.goto(f"{address}/book/{name}")
        wake_plots(page)
        return page

    yield opened
    page.close()


def test_the_tables_of_the_calibration_fit_their_box(at):
    sizes = at("calibration.html").evaluate(
        """[...document.querySelectorAll("article table")].map((t) => [t.scrollWidth - t.parentElement.clientWidth,
             Math.max(...[...t.tBodies[0].rows].map((row) => row.offsetHeight))])"""
    )
    assert len(sizes) == 5 and max(wider for wider, _row in sizes) <= 0
    assert max(row for _wider, row in sizes[:4]) < 48  # one line each


@pytest.mark.parametrize("width", [1280, 390])
def test_no_command_runs_out_of_its_box(at, width):
    page = at("install.html")
    page.set_viewport_size({"width": width, "height": 800})
    hidden = page.evaluate("[...document.querySelectorAll('article pre')].map((p) => p.scrollWidth - p.clientWidth)")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert len(hidden) == 4 and max(hidden) <= 0


def test_every_assignment_of_a_convention_has_a_line(at):
    page = at('race.html#race?methods=["momentum"]&tuned=momentum&convention=P4, printed')
    lines = page.locator("#race .ravine-formula > span")
    assert [text.strip() for text in lines.all_inner_texts()] == ["w ← w + v,", "v ← −βv − αg"]
    first, second = (lines.nth(i).bounding_box() for i in (0, 1))
    assert second["y"] >= first["y"] + first["height"] - 1 and max(first["height"], second["height"]) < 32


@pytest.mark.parametrize("name", ["gradient-descent.html", "lookahead.html"])
def test_labels_have_one_line_where_there_is_room(at, name):
    heights = dict(
        at(name).evaluate(
            """[...document.querySelectorAll("figure.ravine-plot .ravine-slider > label")]
                 .map((label) => [label.textContent, label.offsetHeight])"""
        )
    )
    assert len(heights) > 3 and {text: height for text, height in heights.items() if height > 30} == {}


# Words of each picture of a page that stand on others, in pairs.
COLLIDING = """() => [...document.querySelectorAll("figure.ravine-plot svg.ravine-panel")].flatMap((panel) => {
    const words = [...panel.querySelectorAll("text")].filter((text) => text.textContent.trim())
      .map((text) => [text.textContent, text.getBoundingClientRect()]);
    const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    return words.flatMap(([word, box], i) => words.slice(i + 1).filter(([, other]) => overlap(box, other))
      .map(([other]) => `${word} / ${other}`));
  })"""


@pytest.mark.parametrize("name", ["initialisation.html", "adaptive.html", "practice.html"])
def test_no_words_of_a_picture_stand_on_others(at, name):
    page = at(name)
    assert page.evaluate(COLLIDING) == []
    page.locator("svg.ravine-panel text").first.evaluate("(text) => text.after(text.cloneNode(true))")
    assert len(page.evaluate(COLLIDING)) == 1


def test_no_line_begins_with_what_belongs_to_the_formula_before(site, chapters):
    """Browsers break a line between a formula and a comma unless both are held together."""
    loose = re.compile(r"(?:</span>){4}[.,;:!?)][^<]*<(?!/span>)")
    texts = {name: (site / name).read_text(encoding="utf-8") for name in chapters}
    assert [name for name, text in texts.items() if loose.search(text)] == []
    assert sum(text.count('<span class="held">') for text in texts.values()) > 500


def test_no_rule_of_the_conventions_is_broken_inside_an_assignment(at):
    """Each assignment has its own line, and all tables still fit their box at 1280 px."""
    page = at("conventions.html")
    lines = page.locator(".rule").evaluate_all("(rules) => rules.map((rule) => [rule.textContent, rule.offsetHeight])")
    assert len(lines) > 80 and [text for text, height in lines if height > 60] == []
    wider = "(tables) => tables.map((table) => table.scrollWidth - table.parentElement.clientWidth)"
    assert max(page.locator("article table").evaluate_all(wider)) <= 0
