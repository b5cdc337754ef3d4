"""Every live plot on a page of its own, as the site shows it, and a Chromium that reaches nobody else."""

import html
import shutil

import pytest

from ravine.plots import PLOTS
from ravine.plots.bundle import STATIC, build_bundle
from tests.browser import served
from tests.site.conftest import ROOT, one_at_a_time

# One of each kind is tried at once: a map, curves, a race, bars, a graph, a circle, layers, and all others slowly.
AT_ONCE = {"RollingBall", "Schedule", "Race", "SignalThroughDepth", "ComputationalGraph", "Roots", "LayersBackward"}
EVERY_PLOT = [pytest.param(name, marks=[pytest.mark.slow] * (name not in AT_ONCE)) for name in PLOTS]

PAGE = """<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="ravine-plots.css">
<style>body {{ margin: 12px; background: {ground}; }}</style>
<main><h1 style="position: absolute; left: -99rem">{title}</h1>{figure}</main>
<script>{{ const script = document.createElement("script"), file = location.protocol === "file:";
script.type = file ? "text/javascript" : "module"; script.src = file ? "ravine-plots-whole.js" : "ravine-plots.js";
document.head.append(script); }}</script></html>"""


@pytest.fixture(scope="session")
def figures(tmp_path_factory):
    """Folder with `<class>-<theme>.html` for every plot, beside the bundle."""
    with one_at_a_time(ROOT / "_build" / ".lock"):
        build_bundle()
    folder = tmp_path_factory.mktemp("figures") / "plots"
    shutil.copytree(STATIC / "site", folder)
    shutil.copy(STATIC / "ravine-plots.css", folder)
    shutil.copy(STATIC / "lab" / "rolling-ball.js", folder / "lab-rolling-ball.js")
    for name, plot in PLOTS.items():
        figure = plot().to_html()
        for theme, ground in (("light", "#ffffff"), ("dark", "#14181e")):
            page = PAGE.format(theme=theme, ground=ground, title=html.escape(name), figure=figure)
            (folder / f"{name}-{theme}.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def figures_address(figures):
    with served(figures) as host:
        yield host


@pytest.fixture
def opened(browser, figures_address):
    """Opens a plot's page and waits until it lives; what the page complains of fails the test."""
    complaints, contexts = [], []

    def open_figure(name, theme="light", hash="", live=True, **options):
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.goto(f"{figures_address}/{name}-{theme}.html{hash}")
        if live:
            page.locator("figure[data-live]").wait_for()
        return page

    yield open_figure
    for context in contexts:
        context.close()
    assert complaints == []
