"""How fast a slider and a drag answer: a live plot beside the same picture by `interact` on a live kernel.

python benchmarks/plots.py     both in one JupyterLab in Chromium; prints milliseconds and their ratio
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from ravine.plots.bundle import build_bundle  # noqa: E402
from tests.browser import chromium  # noqa: E402
from tests.lab import jupyterlab, notebook, open_notebook  # noqa: E402

STEPS, MOVES, INTERACT_MOVES, DRAG_MOVES = 500, 100, 20, 120
LATE = 1.5  # times the usual time from frame to frame: a frame has been dropped

OURS = f"""from ravine.plots import MomentumRegimes
MomentumRegimes(steps={STEPS}, condition_number=100.0)"""

THEIRS = f"""%matplotlib inline
import matplotlib.pyplot as plt, numpy as np
from ipywidgets import FloatSlider, interact
from ravine.problems import Quadratic
surface = Quadratic(100.0, 20.0)
x, y = np.meshgrid(np.linspace(-5, 5, 100), np.linspace(-3, 3, 60))
def show(beta):
    w, v, path = np.array([-4.0, 1.5]), np.zeros(2), [[-4.0, 1.5]]
    for _ in range({STEPS}):
        v = beta * v - surface.gradient(w)
        w = w + v
        path.append(w)
    path = np.array(path)
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    left.contour(x, y, surface.value(np.stack([x, y], -1)), 12)
    left.plot(*path.T, '.-')
    right.semilogy(np.linalg.norm(path, axis=1))
    plt.show()
interact(show, beta=FloatSlider(0.5, min=0, max=0.99, step=0.01))"""

# Compute and draw: the time between two callbacks of one frame, one asked for before the slider moves and one after,
# with the layout forced at the end. Frames: the time from each frame to the next while the slider is dragged.
MEASURE_OURS = """async (moves) => {
  const slider = document.querySelectorAll(".ravine-slider input[type=range]")[1];
  const [work, frames] = [[], []];
  let last;
  for (let i = 0; i < moves; i += 1) {
    await new Promise((done) => {
      let begin;
      requestAnimationFrame((now) => { begin = performance.now(); if (last) frames.push(now - last); last = now; });
      slider.value = 0.2 + 0.005 * i;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      requestAnimationFrame(() => {
        document.querySelector(".ravine-figure").getBoundingClientRect();
        work.push(performance.now() - begin);
        done();
      });
    });
  }
  return { work, frames };
}"""

# Until `window.dragging` ends: the time from each frame to the next.
WATCH_FRAMES = """() => {
  Object.assign(window, { dragging: true, dragFrames: [] });
  let last;
  const frame = (now) => {
    if (last) window.dragFrames.push(now - last);
    last = now;
    if (window.dragging) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""

# From the key to the new image in the output.
MEASURE_THEIRS = """() => new Promise((done) => {
  const output = document.querySelector(".widget-interact .jupyter-widget-output, .widget-interact .widget-output");
  const begin = performance.now();
  const observer = new MutationObserver(() => {
    if (!output.querySelector("img")) return;
    observer.disconnect();
    done(performance.now() - begin);
  });
  observer.observe(output, { childList: true, subtree: true, attributes: true });
  window.measured = true;
})"""


def drag(page):
    """Milliseconds from frame to frame while the mouse drags the start of the path to and fro."""
    handle = page.locator(".ravine-handle").first
    box = handle.locator(".ravine-grip").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = handle.get_attribute("aria-valuetext")
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(WATCH_FRAMES)
    for move in range(DRAG_MOVES):
        page.mouse.move(x + 60 * np.sin(move / 20), y + 40 * np.sin(move / 13))
    page.evaluate("window.dragging = false")
    page.mouse.up()
    if handle.get_attribute("aria-valuetext") == before:
        raise SystemExit("the start was not dragged")
    return page.evaluate("window.dragFrames")


def late(frames):
    """How many of the frames came late, in words."""
    usual = np.median(frames)
    return f"{sum(frame > LATE * usual for frame in frames)} of {len(frames)} frames late, usual {usual:.1f} ms"


def measure_theirs(page):
    """Milliseconds from pressing a key on interact's slider to its new picture, a few times."""
    handle = page.locator(".widget-interact .noUi-handle").first
    page.locator(".widget-interact img").first.wait_for()
    times = []
    for _move in range(INTERACT_MOVES):
        page.evaluate(f"() => {{ window.answer = ({MEASURE_THEIRS})(); }}")
        handle.press("ArrowRight")
        times.append(page.evaluate("() => window.answer"))
    return times


def main():
    build_bundle()
    with TemporaryDirectory() as folder:
        (Path(folder) / "plots.ipynb").write_text(notebook(OURS, THEIRS), encoding="utf-8")
        with jupyterlab(Path(folder)) as address, chromium() as browser:
            page = open_notebook(browser, address, "plots.ipynb")
            page.locator(".ravine-panel").first.wait_for()
            page.wait_for_timeout(2000)
            ours = page.evaluate(MEASURE_OURS, MOVES)
            dragged = drag(page)
            theirs = measure_theirs(page)
    work, answer = np.percentile(ours["work"], 95), np.percentile(theirs, 95)
    print(f"{STEPS} steps, 95th percentile of {MOVES} and {INTERACT_MOVES} moves of a slider")
    print(f"  live plot, compute and draw      {work:8.1f} ms   ({late(ours['frames'])})")
    print(f"  live plot, start dragged by mouse            ({late(dragged)})")
    print(f"  interact + matplotlib, answer    {answer:8.1f} ms")
    print(f"  ratio                            {answer / work:8.0f}")


if __name__ == "__main__":
    main()
