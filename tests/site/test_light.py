"""The pages are light: few bytes over the wire, and a phone can use the first plot soon."""

import gzip
from pathlib import Path

from tests.site.opening import wake_plots

ROOT = Path(__file__).parents[2]
LIMIT = 350_000  # bytes of a page with all that it loads, fonts and pictures included, packed as hosts send them


def test_every_page_is_light(browser, address, pages):
    heavy = {}
    for name in pages:
        page, sizes = browser.new_page(), {}
        page.on("response", lambda answer, sizes=sizes: sizes.update({answer.url: len(gzip.compress(answer.body()))}))
        page.goto(f"{address}/{name}")
        wake_plots(page)
        if sum(sizes.values()) > LIMIT:
            heavy[name] = sizes
        page.close()
        assert len(sizes) > 3, f"{name}: nothing was weighed"
    assert heavy == {}
