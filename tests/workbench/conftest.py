"""A small page with the engine, on a plain file server, and a Chromium that reaches nobody else."""

import json
import shutil

import pytest

from ravine.site.workbench import pages, pyodide, words
from tests.browser import served
from tests.grading.courses import ROOT
from tests.workbench.bench import bench, bench_address, reader

__all__ = ["bench", "bench_address", "reader"]

PAGE = """<!doctype html><html lang="en"><title>The engine</title><script type="module">
import {{ Engine }} from "./engine.js";
window.told = [];
window.engine = new Engine({{ base: "_static/", words: {words}, onprogress: (news) => told.push(news) }});
</script>"""


@pytest.fixture(scope="session")
def static(tmp_path_factory):
    """The site's folder _static, with Python, its worker and the exercises in it."""
    if not pyodide.provide():
        pytest.skip("no place within reach has numpy for Pyodide")
    folder = tmp_path_factory.mktemp("site") / "_static"
    pyodide.copy(ROOT, folder)
    (folder / "workbench" / pages.SECTIONS).write_text(json.dumps({"momentum.html#lecture-sign": "The lecture's sign"}))
    shutil.copy(pyodide.HERE / "js" / "engine.js", folder.parent)
    page = PAGE.format(words=json.dumps(words.engine()))
    (folder.parent / "index.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def address(static):
    """Address of the page, in a subfolder of a file server."""
    with served(static.parent.parent) as host:
        yield f"{host}/{static.parent.name}/index.html"
