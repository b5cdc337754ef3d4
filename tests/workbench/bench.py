"""Exercise boxes on a page of their own, as the site writes them, with the site's files around it; no site is built."""

import json
import shutil
from html import escape
from pathlib import Path

import pytest

from ravine.plots import Race, RollingBall
from ravine.plots.bundle import STATIC, build_bundle
from ravine.site import bundle as downloads
from ravine.site.downloads import answers
from ravine.site.workbench import boxes, bundle, pages, pyodide
from ravine.site.workbench.tasks import tasks
from tests.browser import served
from tests.site.conftest import ROOT, one_at_a_time

SCRIPTED = Path(__file__).with_name("scripted-worker.js")
PAGE = """<!doctype html><html lang="en" data-theme="{theme}" data-content_root="../"><meta charset="utf-8">
<title>Boxes</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="../_static/ravine-site.css">
<link rel="stylesheet" href="../_static/ravine/ravine-plots.css">
<link rel="stylesheet" href="../_static/workbench/workbench.css">
<style>body {{ max-width: 48rem; margin: 12px auto; padding: 0 12px;
font-family: var(--pst-font-family-base); color: var(--pst-color-text-base);
background: var(--pst-color-background); }}</style>
<script defer src="../_static/workbench/boxes.js"></script>
<script type="module" src="../_static/ravine/ravine-plots.js"></script>
<nav class="bd-links"><a href="momentum.html">Momentum</a></nav>
<main class="bd-article"><h1>Boxes</h1>{figure}{content}{hand}</main></html>"""

OWN = """<details class="ravine-own" data-figure="race"><summary>Race your own</summary>
<div class="ravine-bench"></div></details>"""


def box(task):
    """The box as the site writes it, its task left as it is in the notebook."""
    where = f'<p>Solve it in <a href="../downloads/{task.assignment}.ipynb">the notebook of this chapter</a></p>'
    bench = f'<div class="ravine-bench"><pre>{escape(task.start)}</pre>{where}</div>'
    return f'{boxes.opening(task)}<div class="ravine-task"><p>{escape(task.text)}</p></div>{bench}</details>'


@pytest.fixture(scope="session")
def bench(tmp_path_factory):
    """A folder like the built site's, with a page `book/<assignment>.html` for every assignment."""
    folder, known = tmp_path_factory.mktemp("bench"), tasks(ROOT)
    static = folder / "_static"
    with one_at_a_time(ROOT / "_build" / ".lock"):
        build_bundle()
    bundle.build(static / "workbench")
    pyodide.copy(ROOT, static)
    (static / "workbench" / pages.SECTIONS).write_text("{}")
    shutil.copytree(STATIC / "site", static / "ravine")
    shutil.copy(STATIC / "ravine-plots.css", static / "ravine")
    shutil.copy(ROOT / "ravine" / "site" / "static" / "ravine-site.css", static)
    for folder_of in ("downloads", "book"):
        (folder / folder_of).mkdir()
    for name, notebook in downloads.notebooks(ROOT).items():
        shutil.copy(notebook, folder / "downloads")
        own = "".join(box(task) for task in known.values() if task.assignment == name)
        figure = RollingBall().to_html() if name == "momentum" else ""
        for theme, file in (("light", f"{name}.html"), ("dark", f"{name}-dark.html")):
            page = PAGE.format(theme=theme, figure=figure, content=own, hand=answers(name))
            (folder / "book" / file).write_text(page, encoding="utf-8")
    race = PAGE.format(theme="light", figure=Race().to_html(), content=OWN, hand="")
    (folder / "book" / "race.html").write_text(race, encoding="utf-8")
    places = {name: f"book/{task.assignment}" for name, task in known.items()}
    for setting in ("check", "write"):
        listing = json.dumps(boxes.listing(known, places, setting))
        (static / "workbench" / ("exercises.json" if setting == "check" else "exam.json")).write_text(listing)
    return folder


@pytest.fixture(scope="session")
def bench_address(bench):
    with served(bench) as host:
        yield host


@pytest.fixture
def reader(browser, bench_address):
    """Opens a page of boxes; what it complains of fails the test. `scripted` answers in the place of Python."""
    complaints, contexts = [], []

    def open_page(name="momentum", scripted=True, context=None, hash="", **options):
        if context is None:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
            contexts.append(context)
            if scripted:
                script = SCRIPTED.read_text(encoding="utf-8")
                context.route("**/worker.js", lambda asked: asked.fulfill(body=script, content_type="text/javascript"))
        page = context.new_page()
        page.set_default_timeout(60_000 if scripted else 180_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.goto(f"{bench_address}/book/{name}.html{hash}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
