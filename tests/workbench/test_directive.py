"""The directive of the boxes in a page, built by plain Sphinx."""

import io
import json

import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace

from tests.site.conftest import ROOT

CONF = """
from ravine.site.workbench import boxes
extensions = ["myst_parser"]
html_static_path = ["_build/static"]
root_doc = "book/momentum"
myst_enable_extensions = ["colon_fence", "dollarmath"]
def setup(app):
    boxes.setup(app)
"""
BOX = ":::{exercise} momentum_step\n:::\n"


def built(folder, text, boxes="check"):
    """The page of a book with this text as HTML, what was warned of, and the folder of the built book."""
    (folder / "book").mkdir()
    (folder / "exercises").symlink_to(ROOT / "exercises")
    (folder / "conf.py").write_text(CONF)
    (folder / "course.toml").write_text(f'exercise_boxes = "{boxes}"\n')
    (folder / "book" / "momentum.md").write_text(f"# Momentum\n\n{text}")
    out, warned = folder / "_build" / "html", io.StringIO()
    options = {"status": None, "warning": warned, "freshenv": True}
    (folder / "_build" / "static").mkdir(parents=True)
    with docutils_namespace():
        Sphinx(folder, folder, out, folder / "_build" / "doctrees", "html", **options).build()
    page = BeautifulSoup((out / "book" / "momentum.html").read_text(encoding="utf-8"), "html.parser")
    return page, warned.getvalue(), out


def test_a_box_is_made_from_the_notebook(tmp_path):
    page, warned, out = built(tmp_path, BOX)
    assert warned == ""
    box = page.select_one("details#exercise-momentum-step")
    assert (box["data-exercise"], box["data-assignment"], box["data-kind"]) == ("momentum_step", "momentum", "code")
    assert box.summary.get_text(" ", strip=True) == "Write it The momentum step momentum_step"
    assert box.select_one(".ravine-bench pre").get_text().startswith("def momentum_step(w, v, grad, lr, beta):")
    assert box.select_one(".ravine-bench a")["href"] == "../downloads/momentum.ipynb", "without a script: the notebook"
    links = [link["href"] for link in box.select(".ravine-task a")]
    assert links == ["../book/momentum.html#sum-of-gradients", "../book/momentum.html#lecture-sign"]
    listed = json.loads((out / "_static" / "workbench" / "exercises.json").read_text(encoding="utf-8"))
    assert listed["check"] is True and listed["tasks"].keys() == {"momentum_step"}
    assert listed["tasks"]["momentum_step"]["page"] == "book/momentum"


def test_what_cannot_be_placed_is_said(tmp_path):
    _page, warned, _out = built(tmp_path, BOX + "\n" + BOX + "\n" + BOX.replace("step", "stop"))
    assert "the exercise momentum_step has a box already, in book/momentum" in warned
    assert "there is no exercise momentum_stop in the released notebooks" in warned


def test_an_exam_writes_and_does_not_check(tmp_path):
    page, _warned, out = built(tmp_path, BOX + "\n```{draw-yours} race\n```\n", boxes="write")
    assert page.select("details.ravine-exercise") and not page.select("details.ravine-own")
    assert json.loads((out / "_static" / "workbench" / "exercises.json").read_text())["check"] is False


def test_none_leaves_the_page_as_it_was(tmp_path):
    page, warned, out = built(tmp_path, BOX, boxes="none")
    assert warned == "" and not page.select("details, script[src*=boxes]") and not (out / "_static/workbench").exists()


def test_another_setting_is_none(tmp_path):
    with pytest.raises(ExtensionError, match="exercise_boxes is one of check, write, none, and is 'maybe'"):
        built(tmp_path, BOX, boxes="maybe")
