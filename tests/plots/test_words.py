"""Every plot has a text for all that it shows, in every state that a reader can bring it into."""

import json
import re
import shutil
from functools import cache
from html.parser import HTMLParser

import pytest

from ravine.plots import PLOTS, bundle, plot
from tests.plots.computed import drawn

PATH = [[0.5, 0.5], [0.25, 0.5], [0.125, 0.25]]


def states(kind):
    """A plot as it comes, at its beginning, with a path of one's own, and with each choice and switch the other way."""
    yield kind()
    yield kind(step=0)
    yield kind(trajectory=PATH)
    for control in kind().controls:
        name = control["name"]
        if control["kind"] == "choice":
            yield from (kind(**{name: option}) for option, _text in control["options"])
        if control["kind"] == "choices":
            yield kind(**{name: []})
        if control["kind"] == "switch":
            yield kind(**{name: not getattr(kind(), name)})


class Labels(HTMLParser):
    """What names something in a picture: axes, titles, labels, legends, buttons, headings of tables."""

    NAMING = ("label", "legend", "button", "th", "option", "summary")
    NAMING_CLASSES = ("ravine-axis-label", "ravine-title")

    def __init__(self, html):
        super().__init__()
        self.open, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "aria-label" in attributes:
            self.texts.append([f"aria-label of {tag}", attributes["aria-label"] or ""])
        kind = attributes.get("class") or ""
        if tag in self.NAMING or kind in self.NAMING_CLASSES:
            self.texts.append([f"{tag} {kind}".strip(), attributes.get("aria-label") or ""])
            self.open.append((tag, self.texts[-1]))

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, data):
        for _tag, text in self.open:
            text[1] += data


@cache
def pictures():
    """Each plot's states and what is drawn of them; one run of Node draws them all."""
    plots = {name: list(states(kind)) for name, kind in PLOTS.items()}
    done = iter(drawn([each for several in plots.values() for each in several]))
    return {name: [(each, next(done)) for each in several] for name, several in plots.items()}


@pytest.mark.parametrize("name", PLOTS)
def test_nothing_is_without_a_name(name):
    for shown, picture in pictures()[name]:
        assert "html" in picture, picture["error"]
        labels = Labels(picture["html"]).texts
        assert len(labels) > 10
        assert [what for what, text in labels if not text.strip()] == []
        assert not re.search(r"undefined|\[object|NaN", picture["html"]), shown.state()


HALF_LIFE = """
import { Curve, Panel } from "../kit/chart.jsx";
import { figure } from "../kit/figure.jsx";

const draw = ({ words }) => (
  <Panel extent={{ x: [0, 9], y: [0, 1] }} title={words.title} xLabel={words.step} yLabel={words.weigth}>
    {(s) => <Curve points={[[0, 1], [9, 0.1]]} s={s} series="path" />}
  </Panel>
);
export default figure({ compute: () => ({}), draw, summary: ({ words }) => words.title });
"""
WORDS = {**plot.WORDS, "title": "What is left", "weight": "weight"}


def test_a_misspelt_word_of_a_new_plot_is_an_error_of_the_build_that_names_it(tmp_path):
    """K6 of the second review: its axis lost its name, and every test passed."""
    shutil.copytree(bundle.SOURCE, tmp_path / "js")
    (tmp_path / "node_modules").symlink_to(bundle.ROOT / "node_modules")
    state = {"parameters": [], "controls": [], "hidden": [], "step": None, "trajectory": None, "words": WORDS}
    for name, code in (("misspelt", HALF_LIFE), ("spelt", HALF_LIFE.replace("weigth", "weight"))):
        (tmp_path / "js" / "figures" / f"half-life-{name}.jsx").write_text(code, encoding="utf-8")
    bundle.esbuild([tmp_path / "js" / "still.js"], f"--outfile={tmp_path}/still.mjs", "--platform=node")

    def still(name):
        work = json.dumps({"figure": f"half-life-{name}", "state": state, "id": name})
        return bundle.node(tmp_path / "still.mjs", input=work, capture_output=True, encoding="utf-8")

    assert still("misspelt").returncode and "no text of the plot is called “weigth”" in still("misspelt").stderr
    assert ">weight</text>" in still("spelt").stdout
