"""The pages are light: few bytes over the wire, and a phone can use the first plot soon."""

import json

import pytest

LIMIT = 300 * 1024  # bytes of a page with all that it loads, its plots and fonts included, packed as hosts send them


@pytest.mark.slow
@pytest.mark.xdist_group("visits")
def test_every_page_is_light(visits):
    assert [name for name, seen in visits.items() if len(seen.bytes) <= 3] == []  # nothing was weighed
    weights = {name: sum(seen.bytes.values()) for name, seen in visits.items()}
    assert {name: weight for name, weight in weights.items() if weight > LIMIT} == {}


def test_a_long_page_lays_out_only_what_it_shows(browser, address):
    """Neither a script that measures nor a field that the browser might fill in has all of it laid out."""
    page = browser.new_page(viewport={"width": 412, "height": 823})
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.goto(f"{address}/book/momentum.html", wait_until="networkidle")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    styled = sum(event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree")
    there = page.locator("*").count()
    page.close()
    assert 100 < styled < there / 4  # all of it: more than once


@pytest.mark.parametrize("name", ["index", "conventions", "momentum"])
def test_the_letters_of_formulas_are_sent_for_with_the_page(browser, address, name):
    """Else what stands beside a formula moves when they come; none is sent for that the page does not use."""
    page = browser.new_page()
    page.goto(f"{address}/book/{name}.html", wait_until="networkidle")
    early = page.locator("link[rel=preload][as=font]").evaluate_all("(all) => all.map(({ href }) => href)")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    fonts = [url for url in loaded if url.endswith(".woff2")]
    assert len(early) == (2 if page.locator(".katex").count() else 0)
    assert set(early) <= set(fonts) and len(fonts) == len({*fonts})  # each once: the style names the same address
    page.close()
