"""Python beside the pages: what Sphinx copies for the exercise boxes, and the titles of the sections they lead to."""

import json
from functools import cache
from pathlib import Path

from docutils import nodes

from ravine.check import tables
from ravine.course import settings
from ravine.site import bundle
from ravine.site.search import words
from ravine.site.workbench import pyodide

SECTIONS = "sections.json"  # for worker.js: the title of each section that a misconception leads to


def wanted(root: Path) -> bool:
    """Whether the repository `root` has exercises, and its setting `exercise_boxes` lets pages check them."""
    return settings.read(root).exercise_boxes == "check" and bool(bundle.notebooks(root))


def sections(env) -> dict[str, str]:
    """The titles of the sections that misconceptions lead to, by their address as `momentum.html#friction`."""
    places = {m.see for exercise, _rows in tables().values() for m in exercise.misconceptions}
    return {see: title for see in sorted(places) if (title := _title(env, *see.partition(".html#")[::2]))}


def _title(env, page, anchor):
    """That of the section which the anchor begins, or in which it stands; of the page where there is no anchor."""
    docname = f"book/{page.removesuffix('.html')}"
    if docname not in env.found_docs:
        return ""
    place = _doctree(env, docname)
    if anchor:
        place = next((node for node in place.findall(nodes.Element) if anchor in node.get("ids", ())), None)
    while place is not None and not isinstance(place, nodes.section | nodes.document):
        place = place.parent
    return words(place.next_node(nodes.title)) if place is not None else ""


@cache
def _doctree(env, docname):
    return env.get_doctree(docname)


def _copy(app, _config):
    if wanted(Path(app.srcdir)):
        pyodide.copy(Path(app.srcdir), Path(app.outdir).parent / "static")


def _finish(app, error):
    target = Path(app.outdir) / "_static" / "workbench"
    if not error and target.is_dir():
        tidy(target, Path(app.outdir).parent / "static" / "workbench")
        (target / SECTIONS).write_text(json.dumps(sections(app.env), ensure_ascii=False), encoding="utf-8")


def tidy(target: Path, source: Path) -> None:
    """Take out of a built folder what an earlier build has left there: names change with their content."""
    for path in target.iterdir():
        if not (source / path.name).exists():
            path.unlink()


def setup(app):
    """Register the copying of Python with Sphinx."""
    app.connect("config-inited", _copy, priority=600)  # after `assets` has emptied the folder
    app.connect("build-finished", _finish, priority=400)  # it tidies the folder that `boxes` then writes to
