"""How soon the whole race, seven methods and 500 steps, answers with the CPU at a quarter of its speed, as a phone's.

`python -m benchmarks.race` after `make site`. Prints, of 120 moves of a mouse that drags the start, the milliseconds
from the move to the end of the frame that shows it: median (the limit is 33), and 95th percentile. They depend on what
else the machine does, so this is no test: run it on a quiet one.
"""

import json
from pathlib import Path
from urllib.parse import quote

import numpy as np

from tests.browser import chromium, served

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"
METHODS = ["descent", "momentum", "nesterov", "rmsprop", "adam", "radam", "lookahead"]
STATE = f"race?steps=500&methods={quote(json.dumps(METHODS))}"
MOVES, SLOWER = 120, 4
# From a move of the mouse to the first task after the frame in which it is drawn.
WATCH = """() => {
  window.answers = [];
  document.querySelector(".ravine-handle").addEventListener("pointermove", ({ timeStamp }) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.answers.push(performance.now() - timeStamp);
      port2.postMessage(0);
    }));
}"""


def drag(page):
    """Milliseconds from each move of the start to the end of its frame."""
    grip = page.locator(".ravine-handle .ravine-grip").first
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(WATCH)
    page.mouse.move(x, y)
    page.mouse.down()
    for move in range(MOVES):
        page.mouse.move(x + 60 * np.sin(move / 20), y + 40 * np.sin(move / 13))
    page.mouse.up()
    return page.evaluate("window.answers")


def main():
    """Print the median and the 95th percentile."""
    with served(SITE) as host, chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{host}/book/race.html#{STATE}")
        page.locator("#race[data-live]").wait_for()
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        answers = drag(page)
    median, slow = np.percentile(answers, [50, 95])
    print(f"{len(METHODS)} methods, 500 steps, CPU {SLOWER} times slower: median {median:.0f} ms, p95 {slow:.0f} ms")


if __name__ == "__main__":
    main()
