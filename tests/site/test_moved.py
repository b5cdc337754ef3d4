"""What has moved from a page to others is still found at its old address, with a script and without."""

import pytest
from bs4 import BeautifulSoup

from ravine.site.bundle import assignment_of, notebooks
from ravine.site.chapter_map import exercises
from tests.site.conftest import ROOT

# Anchors of book/adaptive.html before it was split into three pages, by where they lead now.
ADAM = ("adagrad", "stale-accumulator", "adadelta", "bias-correction", "adam", "step-length", "where-epsilon-stands")
ADAM += ("equation-eq-adagrad-step", "equation-eq-ema-corrected", "equation-eq-adam-step", "equation-eq-step-bound")
KIN = ("adamax", "nadam", "radam", "comparison", "adaptive-limits", "equation-eq-radam-step", "gradient-answers")
KIN += ("race-of-this-chapter",)
OLD = {**dict.fromkeys(ADAM, "adaptive-adam"), **dict.fromkeys(KIN, "adaptive-kin")}


@pytest.fixture(scope="module")
def adaptive(site):
    return BeautifulSoup((site / "book" / "adaptive.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("anchor", OLD)
def test_an_old_anchor_stands_in_the_entry_that_leads_on(adaptive, site, anchor):
    (entry,) = adaptive.find_all(id=anchor)
    entry = entry if "moved" in entry.get("class", []) else entry.find_parent(class_="moved")
    page, _hash, section = entry.find("a")["href"].partition("#")
    there = BeautifulSoup((site / "book" / page).read_text(encoding="utf-8"), "html.parser")
    assert page == f"{OLD[anchor]}.html" and there.find(id=anchor)
    assert not section or there.find(id=section)


@pytest.mark.parametrize("anchor", ("adam", "equation-eq-radam-step", "gradient-answers?gradients=noise"))
def test_an_old_link_lands_on_the_new_page(browser, address, anchor):
    page = browser.new_page()
    page.goto(f"{address}/book/adaptive.html#{anchor}")
    name = anchor.partition("?")[0]
    page.wait_for_url(f"**/{OLD[name]}.html#{anchor}")
    page.locator(f"[id='{name}']").first.wait_for(state="attached")
    if "?" in anchor:
        page.locator(f"figure[id='{name}'][data-live]").wait_for()
        assert page.locator(f"figure[id='{name}']").get_by_role("radio", name="noise of mean 0").is_checked()
    page.close()


def test_without_a_script_the_entry_is_shown(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/book/adaptive.html#adam")
    entry = page.locator("li.moved:has(> [id='adam'])")
    assert page.url.endswith("adaptive.html#adam") and entry.get_by_role("link").first.inner_text().startswith("Adam")
    top = entry.bounding_box()["y"]
    assert 0 <= top < page.viewport_size["height"]
    context.close()


def test_pages_of_one_chapter_share_an_assignment():
    known = notebooks(ROOT)
    pages = ("book/adaptive", "book/adaptive-adam", "book/adaptive-kin", "book/gradient-descent", "book/race")
    found = [assignment_of(page, known) for page in pages]
    assert found == ["adaptive"] * 3 + ["gradient_descent", None]
    assert assignment_of("book/adaptively", known) is None
    assert [exercises(ROOT, page) for page in ("adaptive", "adaptive-adam", "adaptive-kin", "momentum")] == [5, 5, 3, 8]
