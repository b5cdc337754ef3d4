"""The pages serve people who use a keyboard, a screen reader, a phone, paper, or no script."""

import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from tests.site.opening import show_all, wake_plots

FOCUSABLE = "a[href], button, input, select, summary, [tabindex='0']"


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.fixture(scope="module")
def with_plots(site, chapters):
    return [name for name in chapters if 'class="ravine-plot"' in (site / name).read_text(encoding="utf-8")]


def violations(page, rules="{}"):
    """What axe finds, one line each.

    axe does not read MathML and takes a table's head that is a formula for an empty one; screen readers do read it.
    """
    found = page.evaluate(f"axe.run(document, {rules})")["violations"]
    return [
        f"{each['id']}: {part['html'][:120]}"
        for each in found
        for part in each["nodes"]
        if not (each["id"] == "empty-table-header" and page.locator(part["target"][0]).locator("math").count())
    ]


# axe looks at every element for long. Of a plot's table three rows will do, for all are alike; in the dark, formulas
# need not be looked at glyph by glyph, if each has the colour of the text around it.
FEW_ROWS = "document.querySelectorAll('.ravine-foot tbody tr:nth-child(n+4)').forEach((row) => row.remove())"
NO_GLYPHS = "document.querySelectorAll('.katex-html').forEach((formula) => formula.remove())"
COLOURED_FORMULAS = """[...document.querySelectorAll(".katex")].flatMap((formula) => {
    const { color } = getComputedStyle(formula.parentElement);
    return [...formula.querySelectorAll(".katex-html *")].filter((glyph) => getComputedStyle(glyph).color !== color);
}).map((glyph) => glyph.outerHTML.slice(0, 120))"""


def all_violations(page, address, names, axe):
    """What axe finds on pages, light and, of their colours, dark."""
    found = []
    for name in names:
        page.goto(f"{address}/{name}")
        wake_plots(page)
        show_all(page)
        page.evaluate(FEW_ROWS)
        page.evaluate(axe)
        found += [f"{name}: {violation}" for violation in violations(page)]
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        page.emulate_media(color_scheme="dark")
        found += [f"{name}, dark: {glyph}" for glyph in page.evaluate(COLOURED_FORMULAS)]
        page.evaluate(NO_GLYPHS)
        found += [f"{name}, dark: {violation}" for violation in violations(page, "{ runOnly: ['color-contrast'] }")]
        page.emulate_media(color_scheme="light")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("half", range(2))  # minutes in all: shared by the processes
def test_axe_finds_nothing_on_any_page(page, address, pages, axe, half):
    assert all_violations(page, address, pages[half::2], axe) == []


def test_axe_is_able_to_find_something(page, address, axe):
    page.goto(f"{address}/book/index.html")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
    page.evaluate(axe)
    assert any(line.startswith("button-name") for line in violations(page))


def test_where_no_pointer_hovers_headings_and_formulas_show_their_links(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.goto(f"{address}/book/lookahead.html")
    for place in ("h2", ".eqno"):
        link = page.locator(f".bd-article {place} a.headerlink").first
        assert link.is_visible() and float(link.evaluate("(link) => getComputedStyle(link).opacity")) > 0.5
    assert page.locator("meta[name=viewport]").count() == 1
    page.close()


WIDTHS = (320, 390, 768, 1280)


@pytest.mark.slow
def test_no_page_scrolls_sideways(page, address, pages):
    """Opened on a phone, and made wider from there."""
    wide = []
    for name in pages:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if width == WIDTHS[0]:
                page.goto(f"{address}/{name}")
                wake_plots(page)
                show_all(page)
            drawn = "new Promise(requestAnimationFrame).then(() => document.documentElement.scrollWidth)"
            if page.evaluate(drawn) > width:
                wide.append((name, width))
    assert wide == []


def test_everything_is_reached_by_keyboard_and_shows_its_focus(page, address):
    """On the first page: the sequence of Tab is that of the text, and each stop is outlined."""
    page.goto(f"{address}/book/index.html")
    wake_plots(page)
    show_all(page)
    page.evaluate("scrollTo(0, 0); document.body.focus()")
    expected = page.evaluate(
        f"""[...document.querySelectorAll("{FOCUSABLE}")].filter((e) =>
              e.checkVisibility({{ visibilityProperty: true }})
              && e.tabIndex >= 0 && !e.disabled && !(e.type === "radio" && !e.checked)).length"""
    )
    seen = 0
    while seen < expected:
        page.keyboard.press("Tab")
        style = page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
                 return [e.tagName, e.outerHTML.slice(0, 100), s.outlineStyle, parseFloat(s.outlineWidth), s.boxShadow,
                         e.querySelector(":scope .ravine-reach") !== null] }"""
        )
        tag, html, outline, width, shadow, handle = style
        if tag == "BODY":
            break
        seen += 1
        assert handle or (outline != "none" and width >= 2) or shadow != "none", html
    assert seen == expected


def found(page, query):
    """What the search's dialog lists for a query: addresses in order, once the count is said."""
    page.locator("dialog[open] input[type=search]").fill(query)
    page.wait_for_function("document.querySelector('dialog[open] .ravine-found').textContent.length > 0")
    return [link.get_attribute("href") for link in page.locator("dialog[open] ul.search li a").all()]


@pytest.mark.parametrize("by", ["server", "file"])
def test_search_answers_as_one_types_by_section_with_chapters_first(page, address, site, by):
    page.goto(f"{address}/book/index.html" if by == "server" else (site / "book" / "index.html").as_uri())
    page.keyboard.press("Control+k")
    assert "book/momentum.html#" in found(page, "Nesterov")[0]
    for query in ("β₁", "beta1", "β1"):
        assert "book/adaptive-" in found(page, query)[0], query
    for query in ("∇", "κ"):
        assert "#" in found(page, query)[0], query
    assert found(page, "look-ahead") == found(page, "lookahead") != []
    assert found(page, "no such thing anywhere") == []
    extracts = "".join(page.locator("dialog[open] ul.search li p").all_inner_texts())
    assert not any(slip in extracts for slip in ("\\", "aligned", "eq-"))
    found(page, "friction")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/*.html#*")
    assert page.locator("dialog[open]").count() == 0


def test_search_has_a_page_of_its_own(page, address):
    page.goto(f"{address}/search.html?q=notebook")
    page.locator("ul.search li a").first.wait_for()
    assert "notebook" in page.locator("ul.search li p").first.inner_text().lower()


def test_colours_follow_the_system_from_the_first_line_on(browser, address):
    for scheme, dark in (("light", False), ("dark", True)):
        page = browser.new_page(color_scheme=scheme)
        page.route("**/pydata-sphinx-theme.js", lambda route: route.abort())
        page.goto(f"{address}/book/index.html")
        red, *_ = map(int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor")))
        assert (red < 128) == dark
        page.close()


@pytest.mark.slow
def test_without_scripts_and_on_paper_the_plots_are_pictures_with_captions(browser, address, with_plots):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in with_plots:
        page.goto(f"{address}/{name}")
        for media in ("screen", "print"):
            page.emulate_media(media=media)
            for figure in page.locator("figure.ravine-plot").all():
                assert figure.locator("svg:visible").count(), (name, media)
                assert figure.locator("figcaption").is_visible(), (name, media)
    context.close()


def test_on_paper_a_live_plot_leaves_its_controls_out(page, address, with_plots):
    page.goto(f"{address}/{with_plots[0]}")
    wake_plots(page)
    page.emulate_media(media="print")
    figure = page.locator("figure.ravine-plot").first
    assert figure.locator("svg").first.is_visible()
    assert not figure.locator("input[type=range]").first.is_visible()


def test_reduced_motion_stops_every_transition(page, address):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/book/index.html")
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].filter((e) => { const s = getComputedStyle(e);
             return s.transitionDuration.split(",").some((d) => parseFloat(d) > 0) && s.transitionProperty !== "none"
                 || s.animationName !== "none" }).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []


CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}


def test_every_formula_is_valid_mathml(site, chapters):
    """Each element has as many children as it must have; a browser draws, and reads, another as an error."""
    formulas, wrong = 0, []
    for name in chapters:
        for mathml in re.findall(r"<math .*?</math>", (site / name).read_text(encoding="utf-8"), re.DOTALL):
            formulas += 1
            tree = ElementTree.fromstring(mathml)
            tags = {part: part.tag.rpartition("}")[2] for part in tree.iter()}
            wrong += [(name, mathml[:200]) for part, tag in tags.items() if len(part) != CHILDREN.get(tag, len(part))]
    assert formulas > 2000 and wrong == []


@pytest.mark.slow
def test_each_formula_is_mathml_for_those_who_listen(site, chapters):
    """The picture of a formula is hidden from screen readers, and its MathML is not."""
    for name in chapters:
        for formula in BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser").select("span.katex"):
            assert formula.select_one("span.katex-mathml > math > semantics").get_text(strip=True), name
            assert formula.select_one("span.katex-html")["aria-hidden"] == "true", name
