"""The map of the chapters: which come before which, and how long each takes.

`{chapter-map}` holds a page a line as YAML, `momentum: {needs: [gradient-descent], about: one sentence, picture:
RollingBall}`, in reading order. It becomes a list, with arcs beside it from each chapter to those that build on it,
and to the other side the first panel of the plot that is named. The hours are counted, not guessed: words of the page,
and exercises of its notebook.
"""

import re
from html import escape
from pathlib import Path

import nbformat
import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ravine.language import _
from ravine.plots import PLOTS
from ravine.site import bundle
from ravine.site.bundle import assignment_of

WORDS_A_MINUTE = 100  # of a text with derivations, read to be understood
MINUTES_AN_EXERCISE = 20
PANEL = re.compile(r'<svg class="ravine-panel.*?</svg>(?=<svg class|<p|</div>)', re.DOTALL)
INSIDE = re.compile(r'<svg x="[^"]*" y="[^"]*" width="[^"]*" height="[^"]*"( viewBox=.*?</svg>)', re.DOTALL)
CODE = re.compile(r"^(```|:::|\$\$).*?^\1", re.MULTILINE | re.DOTALL)


class chapter_map(nodes.General, nodes.Element):
    """Place of the map; `chapters` is what the directive holds."""


class ChapterMap(SphinxDirective):
    """Reads the YAML."""

    has_content = True

    def run(self):
        """Leave the place of the map; its titles are known when all pages are read."""
        return [chapter_map(chapters=yaml.safe_load("\n".join(self.content)))]


def hours(root, name):
    """Hours that a chapter takes, to the half: its words read slowly, its exercises solved."""
    text = (Path(root) / "book" / f"{name}.md").read_text(encoding="utf-8")
    minutes = len(CODE.sub("", text).split()) / WORDS_A_MINUTE
    return max(1, round((minutes + exercises(root, name) * MINUTES_AN_EXERCISE) / 30)) / 2


def exercises(root, name):
    """How many of its assignment's exercises a page asks for: all, or where several pages share it, those it lists."""
    notebooks = bundle.notebooks(root)
    assignment = assignment_of(name, notebooks)
    if assignment is None:
        return 0
    cells = [cell.metadata.get("nbgrader", {}) for cell in nbformat.read(notebooks[assignment], as_version=4).cells]
    graded = {cell["grade_id"].removeprefix("test_") for cell in cells if cell.get("grade")}
    pages = [path.stem for path in (Path(root) / "book").glob("*.md")]
    if sum(assignment_of(page, notebooks) == assignment for page in pages) == 1:
        return len(graded)
    text = (Path(root) / "book" / f"{name}.md").read_text(encoding="utf-8")
    return len(graded & set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)))


def arcs(chapters):
    """The arcs as SVG: from the row of a chapter to the row of one that needs it. The style sheet sets its height."""
    row = {name: number + 0.5 for number, name in enumerate(chapters)}
    paths = []
    for name, chapter in chapters.items():
        for before in chapter.get("needs", []):
            top, bottom = row[before], row[name]
            left = 1 - min(1.0, 0.3 + 0.18 * (bottom - top))
            paths.append(f'<path d="M1 {top}C{left:.2f} {top + 0.2:.2f} {left:.2f} {bottom - 0.2:.2f} 1 {bottom}"/>')
    dots = [f'<path class="dot" d="M1 {y}h0.001"/>' for y in row.values()]
    box = f'viewBox="0 0 1 {len(chapters)}" preserveAspectRatio="none" style="--rows:{len(chapters)}"'
    return f'<svg aria-hidden="true" {box}>{"".join(paths + dots)}</svg>'


def picture(plot):
    """The first panel of a plot's still picture, without its axes, as SVG; "" where no plot is named."""
    if not plot:
        return ""
    panel = PANEL.search(PLOTS[plot]().still())[0]
    inside = INSIDE.search(panel)
    svg = f"<svg{inside[1]}" if inside else panel
    return f'<span class="ravine-thumb" aria-hidden="true">{svg}</span>'


def _row(app, docname, number, name, chapters):
    chapter, page = chapters[name], f"book/{name}"
    title = app.config.ravine_titles.get(page) or app.env.titles[page].astext()
    target = app.builder.get_relative_uri(docname, page)
    numbers = {other: str(place) for place, other in enumerate(chapters, 1)}
    before = " · " + _("after {chapters}").format(chapters=", ".join(numbers[n] for n in chapter.get("needs", [])))
    time = _("about {hours} hours").format(hours=f"{hours(app.srcdir, name):g}")
    return (
        f'<li><div><p class="title"><span>{number}</span> <a href="{target}">{escape(title)}</a></p>'
        f"<p>{escape(chapter['about'])}</p>"
        f'<p class="effort">{time}{before if chapter.get("needs") else ""}</p></div>'
        f"{picture(chapter.get('picture'))}</li>"
    )


def _draw(app, doctree, docname):
    for place in list(doctree.findall(chapter_map)):
        built = {name: chapter for name, chapter in place["chapters"].items() if f"book/{name}" in app.env.titles}
        known = {name: {**c, "needs": [n for n in c.get("needs", []) if n in built]} for name, c in built.items()}
        rows = "".join(_row(app, docname, number, name, known) for number, name in enumerate(known, 1))
        html = f'<div class="chapter-map">{arcs(known)}<ol>{rows}</ol></div>'
        place.replace_self(nodes.raw("", html, format="html"))


def setup(app):
    """Register the directive; the page with the map is written anew with every build, for its titles and hours."""
    app.add_node(chapter_map)
    app.add_directive("chapter-map", ChapterMap)
    app.connect("doctree-resolved", _draw)
    app.connect("env-updated", lambda app, env: [env.config.root_doc])
