"""Repairs for readers who use a keyboard or a screen reader, where the theme and the extensions fall short."""

from docutils import nodes
from sphinx_design.dropdown import dropdown_title


def _unlink_titles_of_dropdowns(_app, doctree, _docname):
    """A title that opens and closes is a button itself: a link within it could not be told from it."""
    for title in doctree.findall(dropdown_title):
        for link in list(title.findall(nodes.reference)):
            link.parent.replace(link, link.children)


def visit_citation(self, citation):
    """Write an entry of a bibliography as an item of its list; docutils' role is deprecated in ARIA."""
    type(self).visit_citation(self, citation)
    self.body[-1] = self.body[-1].replace("doc-biblioentry", "listitem")


def visit_entry(self, entry):
    """Write a cell of a table; a head without words heads nothing."""
    type(self).visit_entry(self, entry)
    if self.body[-1].startswith("<th") and not entry.astext().strip() and not list(entry.findall(nodes.image)):
        self.body[-1] = self.body[-1].replace("<th", "<td", 1)
        self.context[-1] = self.context[-1].replace("</th", "</td", 1)


def depart(self, part):
    """Close it as docutils does."""
    getattr(type(self), f"depart_{part.tagname}")(self, part)


def setup(app):
    """Register the repairs."""
    app.connect("doctree-resolved", _unlink_titles_of_dropdowns)
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart))
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart))
