"""On paper a page is light, whatever the theme, and holds its answers."""

import re

import pytest


@pytest.fixture
def dark(browser):
    page = browser.new_page(color_scheme="dark")
    yield page
    page.close()


def lightness(page, selector, style):
    colour = page.locator(selector).first.evaluate(f"(part) => getComputedStyle(part).{style}")
    red, green, blue, *opacity = map(float, re.findall(r"[\d.]+", colour))
    return 255.0 if opacity == [0.0] else 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_paper_is_light_from_a_dark_screen_and_its_answers_are_open(dark, address):
    dark.goto(f"{address}/book/momentum.html")
    closed = dark.locator(".bd-article details.sd-dropdown:not([open])").count()
    assert closed >= 5 and lightness(dark, "body", "backgroundColor") < 64
    dark.emulate_media(media="print")
    dark.wait_for_function("document.querySelectorAll('.bd-article details.sd-dropdown:not([open])').length === 0")
    assert lightness(dark, "body", "backgroundColor") > 192
    for selector in (".bd-article p", ".bd-article h2", ".bd-article .katex", "figure.ravine-plot figcaption"):
        assert lightness(dark, selector, "color") < 96, selector
    assert lightness(dark, ".bd-article div.admonition", "backgroundColor") > 192
    assert lightness(dark, ".ravine-panel .ravine-ground", "fill") > 192
    assert lightness(dark, ".ravine-panel .ravine-title", "fill") < 96
    dark.emulate_media(media="screen", color_scheme="dark")
    dark.wait_for_function("document.querySelectorAll('.bd-article details.sd-dropdown[open]').length === 0")
    assert lightness(dark, "body", "backgroundColor") < 64


def test_the_printed_page_holds_the_answers_and_begins_with_its_text(dark, address):
    dark.goto(f"{address}/book/lookahead.html")
    dark.emulate_media(media="print")
    answer = dark.locator(".bd-article details.sd-dropdown .sd-summary-content").last
    assert answer.is_visible() and answer.bounding_box()["height"] > 20
    cut = "(cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length"
    assert dark.locator(".bd-article pre").evaluate_all(cut) == 0  # paper has no way to scroll
    assert dark.locator("h1").count() == 1
    assert dark.locator("h1").bounding_box()["y"] < 200
