"""The pages in Firefox, from a server and from a file: every plot lives, answers and fits, and no page complains."""

import pytest

from tests.firefox import in_firefox

pytestmark = pytest.mark.slow
LOOK = """
const until = async (holds) => {
  for (let i = 0; i < 4800 && !holds(); i += 1) await new Promise((done) => setTimeout(done, 25));
  return holds();
};
const seen = { plots: 0, dead: [], still: [], wide: 0, errors: document.querySelectorAll("merror").length };
document.documentElement.dataset.whole = "";
for (const figure of document.querySelectorAll("figure.ravine-plot")) {
  figure.scrollIntoView();
  seen.plots += 1;
  if (!(await until(() => figure.dataset.live))) { seen.dead.push(figure.id); continue; }
  const slider = figure.querySelector(".ravine-slider input[type=range], .ravine-player input");
  const pictures = () => figure.querySelector(".ravine-stage").innerHTML;
  const before = pictures();
  slider.value = slider.valueAsNumber > (+slider.min + +slider.max) / 2 ? slider.min : slider.max;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  if (!(await until(() => pictures() !== before))) seen.still.push(figure.id);
}
seen.wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
return seen;
"""


@pytest.mark.parametrize("by", ["server", "file"])
def test_every_page_lives_in_firefox(site, address, chapters, by):
    places = [f"{address}/{page}" if by == "server" else (site / page).as_uri() for page in chapters]
    seen = in_firefox(LOOK, *places)
    assert len(seen) == len(chapters) and sum(page["answer"]["plots"] for page in seen) > 40
    for name, page in zip(chapters, seen):
        plots = page["answer"].pop("plots")
        assert page == {"answer": {"dead": [], "still": [], "wide": 0, "errors": 0}, "complaints": []}, (name, plots)
