"""A place on a page is where a link, a reload or the scrollbar says it is, though far sections are laid out late."""

import pytest

from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import exercises_in
from tests.site.conftest import ROOT

SIZES = [(1280, 800), (390, 844)]
BAR = 48  # px of the bar above the text
TOP = "(id) => document.getElementById(id).getBoundingClientRect().top"
ALL_LAID_OUT = "document.documentElement.dataset.whole !== undefined"


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]} px")
def page(request, browser):
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    yield page
    page.close()


def places():
    """Every place to which the self-check sends a student, by page."""
    found = {}
    for name in assignments(ROOT):
        for exercise in exercises_in(read_reference(name, ROOT)):
            for each in exercise.misconceptions:
                there, _hash, anchor = each.see.partition("#")
                found.setdefault(there, set()).update({anchor} - {""})
    return {there: sorted(anchors) for there, anchors in found.items() if anchors}


def lay_out_all(page):
    """Far sections are laid out from the reader's first move on."""
    page.mouse.move(20, 20)
    page.wait_for_function(ALL_LAID_OUT)


WITHIN = """() => [...document.querySelectorAll(".bd-article > section > section > h2")].map(
  (h2) => [h2.textContent, Math.round(h2.getBoundingClientRect().top - h2.parentNode.getBoundingClientRect().top)])"""


def test_nothing_jumps_at_the_first_move(page, address):
    """Where a heading stands in its section, before anything far is laid out and behind it."""
    page.goto(f"{address}/book/lookahead.html")
    before = page.evaluate(WITHIN)
    lay_out_all(page)
    assert len(before) > 5 and page.evaluate(WITHIN) == before


@pytest.mark.slow
def test_every_place_the_self_check_names_is_in_sight(page, address):
    """The first and the last place of a page, where a wrong height above it would tell, as a reader comes to them."""
    lost = []
    for there, anchors in places().items():
        for anchor in dict.fromkeys((anchors[0], anchors[-1])):
            page.goto("about:blank")
            page.goto(f"{address}/book/{there}#{anchor}")
            page.wait_for_load_state("networkidle")
            top, height = page.evaluate(TOP, anchor), page.viewport_size["height"]
            at_end = page.evaluate("innerHeight + scrollY >= document.documentElement.scrollHeight - 2")
            if not (0 <= top <= BAR * 3 or (at_end and 0 <= top < height)):
                lost.append((there, anchor, top))
    assert lost == []


def test_a_reload_keeps_the_place(page, address):
    page.goto(f"{address}/book/momentum.html")
    lay_out_all(page)
    anchor = "rewritten"
    page.evaluate("(id) => document.getElementById(id).scrollIntoView()", anchor)
    page.wait_for_load_state("networkidle")
    before = page.evaluate(TOP, anchor)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert abs(page.evaluate(TOP, anchor) - before) < 3


def test_the_scrollbar_tells_the_truth_once_the_page_is_laid_out(page, address):
    page.goto(f"{address}/book/adaptive.html")
    lay_out_all(page)
    told = page.evaluate("document.documentElement.scrollHeight")
    page.add_style_tag(content="* { content-visibility: visible !important; }")
    assert abs(page.evaluate("document.documentElement.scrollHeight") - told) <= 0.01 * told
