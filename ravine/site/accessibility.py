"""Repairs for readers who use a keyboard, a screen reader or a phone, where the theme and the extensions fall short."""

import re

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput, visit_HideCellInput
from sphinx_design.dropdown import dropdown_title

# Where a word of a name ends, as in `momentum_|step`, `Softmax|Cross|Entropy` and `CosineDecay(|…`.
WORD_END = re.compile(r"((?<=[A-Za-z0-9])[_(=](?=[A-Za-z0-9])|[a-z](?=[A-Z]))(?![^<]*>)")


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


def visit_literal(self, literal):
    """Write a piece of code."""
    literal["start"] = len(self.body)
    type(self).visit_literal(self, literal)


def depart_literal(self, literal):
    """Close it; in a table a long name is broken between its words, not within one."""
    type(self).depart_literal(self, literal)
    if isinstance(literal.parent.parent, nodes.entry):
        start = literal["start"] + 1  # behind the tag, whose attributes are not shown
        self.body[start:] = [WORD_END.sub(r"\1<wbr>", part) for part in self.body[start:]]


def visit_hidden_code(self, node):
    """Write the button that shows a cell's code; it is called what it says."""
    start = len(self.body)
    visit_HideCellInput(self, node)
    self.body[start:] = [part.replace(' aria-label="Toggle hidden content"', "") for part in self.body[start:]]


def depart(self, part):
    """Close it as docutils does."""
    getattr(type(self), f"depart_{part.tagname}")(self, part)


def setup(app):
    """Register the repairs."""
    app.connect("doctree-resolved", _unlink_titles_of_dropdowns)
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart))
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart))
    app.add_node(nodes.literal, override=True, html=(visit_literal, depart_literal))
    app.setup_extension("myst_nb")  # else it would write its own over the next
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_HideCellInput))
