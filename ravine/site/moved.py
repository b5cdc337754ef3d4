"""What has moved from a page to others: a list of their sections, at which links to the old places still land.

`{moved}` holds a page a line as YAML, each with the names of the plots that have moved there, if any::

    adaptive-adam:
    adaptive-kin: [gradient-answers]

It becomes the contents of these pages. Each entry has the anchors of its section, so that `old.html#anchor` shows the
link that leads on, without a script; with scripts the page goes there at once (static/ravine-site.js).
"""

from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

NOT_CONTENTS = ("summary", "what-the-exercises-ask-for", "references")


class moved(nodes.General, nodes.Element):
    """Place of the list; `pages` maps a page to the plots that have moved there."""


class Moved(SphinxDirective):
    """Reads the YAML."""

    has_content = True

    def run(self):
        """Leave the place of the list; the other pages' sections are known when all pages are read."""
        pages = yaml.safe_load("\n".join(self.content))
        for name in pages:
            self.env.note_dependency(str(Path(self.env.doc2path(self.env.docname)).with_name(f"{name}.md")))
        return [moved(pages={name: plots or [] for name, plots in pages.items()})]


def _entry(title, target, anchor, anchors):
    """A list item that links to a section; `anchors` are the old places that it stands for."""
    link = nodes.reference("", title, refuri=f"{target}#{anchor}" if anchor else target, internal=True)
    item = nodes.list_item("", nodes.paragraph("", "", link))
    item["ids"], item["classes"] = list(anchors), ["moved"]
    return item


def _contents(app, docname, page, plots, taken):
    """The list of one page's sections. Anchors that this page has itself (`taken`) stay its own."""
    target, doctree = app.builder.get_relative_uri(docname, page), app.env.get_doctree(page)
    top, *sections = doctree.findall(nodes.section)
    shown = nodes.bullet_list()
    for section in sections:
        ids = [name for name in section["ids"] if name not in taken]
        if not ids or set(section["ids"]) & set(NOT_CONTENTS):
            continue
        own = [block["ids"] for block in section.findall(nodes.math_block) if block.parent is section]
        shown += _entry(section.next_node(nodes.title).astext(), target, ids[-1], [*ids, *sum(own, [])])
    whole = _entry(top.next_node(nodes.title).astext(), target, "", plots)
    if len(shown):
        whole += shown
    return whole


def _draw(app, doctree, docname):
    for place in list(doctree.findall(moved)):
        taken = {name for node in doctree.findall(nodes.Element) for name in node.get("ids", [])}
        known = {page: plots for page, plots in place["pages"].items() if f"book/{page}" in app.env.titles}
        lists = [_contents(app, docname, f"book/{page}", plots, taken) for page, plots in known.items()]
        place.replace_self(nodes.bullet_list("", *lists))


def setup(app):
    """Register the directive."""
    app.add_node(moved)
    app.add_directive("moved", Moved)
    app.connect("doctree-resolved", _draw)
