"""Every exercise has its box, made from the released notebook, on the page that derives it."""

import re

import nbformat
import pytest

from ravine.site import bundle
from ravine.site.workbench import box_words
from ravine.site.workbench.boxes import listing, opening
from ravine.site.workbench.tasks import Task, complaints, tasks
from tests.site.conftest import ROOT

JS = ROOT / "ravine" / "site" / "workbench" / "js"


@pytest.fixture(scope="module")
def known():
    return tasks(ROOT)


def test_every_exercise_has_exactly_one_box():
    assert complaints(ROOT) == []


def test_every_graded_cell_is_an_exercise(known):
    for name, path in bundle.notebooks(ROOT).items():
        graded = [
            cell.metadata.nbgrader
            for cell in nbformat.read(path, 4).cells
            if cell.metadata.get("nbgrader", {}).get("grade")
        ]
        found = {about.grade_id.removeprefix("test_"): about.points for about in graded}
        assert found == {task.name: task.points for task in known.values() if task.assignment == name and task.points}


def test_a_task_is_what_stands_above_its_cell(known):
    task = known["momentum_step"]
    assert (task.title, task.kind, task.assignment) == ("The momentum step", "code", "momentum")
    assert task.text.startswith("Forget the ball's constants") and "##" not in task.text
    assert task.start.startswith("def momentum_step(w, v, grad, lr, beta):") and "NotImplementedError" in task.start
    assert known["Linear"].text.startswith("**Layers**"), "with what is said of several exercises"
    assert {known[name].kind for name in ("bias", "long_slope")} == {"written"} and known["parts"].kind == "parts"


def test_what_is_missing_is_said(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "exercises").symlink_to(ROOT / "exercises")
    text = ":::{exercise} momentum_step\n:::\n\n```{exercise} momentum_step\n```\n\n:::{exercise} momentum_stop\n:::\n"
    (tmp_path / "book" / "momentum.md").write_text(text)
    said = complaints(tmp_path)
    assert said[0] == "book/momentum.md: there is no exercise momentum_stop"
    assert "momentum_step has 2 boxes, in momentum.md, momentum.md" in said
    missing = "ball_step (momentum, “One step of a rolling ball”) has no box: write :::{exercise} ball_step and ::: "
    assert missing + "under the section that derives it" in said


def test_a_version_is_of_the_cell(known):
    task = known["momentum_step"]
    other = Task(**{**vars(task), "start": task.start + "\n"})
    assert re.fullmatch(r"[0-9a-f]{8}", task.version) and other.version != task.version


def test_nothing_of_a_notebook_becomes_html():
    task = Task("f", "a", "code", '<b>"x"</b>', "", "", 1)
    assert "<b>" not in opening(task) and "&lt;b&gt;" in opening(task)


def test_the_list_for_the_script(known):
    found = listing(known, {"momentum_step": "book/momentum"}, "write")
    assert found["check"] is False
    assert found["tasks"].keys() == {"momentum_step"} and found["tasks"]["momentum_step"]["page"] == "book/momentum"


def test_every_word_is_used_and_there():
    code = "".join(
        path.read_text(encoding="utf-8") for path in JS.glob("*.js*") if path.name not in ("engine.js", "worker.js")
    )
    used = set(re.findall(r"\bwords\.(\w+)", code))
    named = set(re.findall(r'"(\w+)"', code))
    assert used <= box_words.WORDS.keys()
    assert box_words.WORDS.keys() - used <= named
