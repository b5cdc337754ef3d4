"""How soon an answer given in the page is judged, and what a plot notices of it.

python benchmarks/workbench.py     in Chromium, in the box of the built momentum page; prints milliseconds and frames
"""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.plots import MEASURE_OURS, late  # noqa: E402
from ravine.site.build import build_site  # noqa: E402
from tests.browser import chromium, served  # noqa: E402

CHECKS, MOVES = 20, 100
HEAD = "def momentum_step(w, v, grad, lr, beta):\n"
RIGHT = HEAD + "    v = beta * v - lr * grad\n    return w + v, v\n"
WRONG = HEAD + "    v = -beta * v - lr * grad\n    return w + v, v\n"
ENDLESS = HEAD + "    while True:\n        v = v + 1\n"
SAID = {RIGHT: "✓ momentum_step is right", WRONG: "✗ momentum_step is not right"}

# From the click to the answer in the page, which begins with other words than the answer before it.
CHECK = """(words) => new Promise((done) => {
  const box = document.querySelector("#exercise-momentum-step");
  const place = box.querySelector(".ravine-answer-place");
  const begin = performance.now();
  const observer = new MutationObserver(() => {
    if (!place.textContent.includes(words)) return;
    observer.disconnect();
    done(performance.now() - begin);
  });
  observer.observe(place, { childList: true, subtree: true, characterData: true });
  box.querySelector("button.ravine-first").click();
})"""


def opened(context, address):
    """The page with its box open, nothing checked yet."""
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.goto(address, wait_until="networkidle")
    page.locator("#exercise-momentum-step > summary").click()
    page.locator("#exercise-momentum-step .cm-content").wait_for()
    return page


def write(page, source):
    """Put a text in the place of the one in the editor."""
    page.locator("#exercise-momentum-step .cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def check(page, source):
    """Milliseconds from the click on Check to the answer."""
    write(page, source)
    return page.evaluate(CHECK, SAID[source])


def frames(page):
    """Milliseconds from frame to frame while a slider moves."""
    return page.evaluate(MEASURE_OURS, MOVES)["frames"]


def main():
    site = build_site(ROOT, say=lambda line: None).parent
    with served(site, compressed=True) as host, chromium() as browser:
        context, address = browser.new_context(), f"{host}/book/momentum.html"
        cold = check(opened(context, address), WRONG)
        page = opened(context, address)
        warm = check(page, WRONG)
        later = np.median([check(page, source) for source in (RIGHT, WRONG) * (CHECKS // 2)])
        idle = frames(page)
        write(page, ENDLESS)
        page.locator("#exercise-momentum-step button.ravine-first").click()
        busy = frames(page)
    print(f"  first click to its answer, nothing cached          {cold:8.0f} ms")
    print(f"  first click of the next visit, from the cache      {warm:8.0f} ms")
    print(f"  every later one, median of {CHECKS}                      {later:8.1f} ms")
    print(f"  a plot's slider, nothing being checked             {late(idle)}")
    print(f"  a plot's slider, an endless loop being checked     {late(busy)}")


if __name__ == "__main__":
    main()
