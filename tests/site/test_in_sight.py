"""Whoever moves a control sees the picture that it changes, on a desk and on a phone."""

import pytest

from tests.site.opening import wake_plots

SIZES = [(1280, 800), (390, 844)]
CONTROLS = ".ravine-player input, .ravine-controls input, .ravine-tuning input[type=range], .ravine-tuning select"
# For each control: the largest share of a picture that is seen while it is within reach, low or in the middle of the
# screen, and whether the control itself is seen there.
SEEN = """([figure, controls]) => {
  const seenAt = (control, height) => {
    scrollBy(0, control.getBoundingClientRect().top - height * innerHeight);
    const at = control.getBoundingClientRect();
    const top = document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
    const share = Math.max(...[...figure.querySelectorAll(".ravine-panel")].map((panel) => {
      const { top, bottom, height } = panel.getBoundingClientRect();
      return Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 48)) / height; }));
    return control === top || top?.contains(control) ? share : 0;
  };
  return [...figure.querySelectorAll(controls)].map((control) =>
    [control.name || control.id || control.className, Math.max(...[0.85, 0.6, 0.35].map((h) => seenAt(control, h)))]);
}"""


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]} px")
def test_the_picture_is_in_sight_of_every_control(browser, address, site, chapters, size):
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    hidden, seen = [], 0
    for name in chapters:
        if 'class="ravine-plot"' not in (site / name).read_text(encoding="utf-8"):
            continue
        page.goto(f"{address}/{name}#")
        wake_plots(page)
        page.evaluate("document.documentElement.dataset.whole = ''")
        for figure in page.locator("figure.ravine-plot").element_handles():
            shares = page.evaluate(SEEN, [figure, CONTROLS])
            seen += len(shares)
            hidden += [(name, figure.get_attribute("id"), *each) for each in shares if each[1] < 0.9]
    page.close()
    assert seen > 40 and hidden == []
