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
