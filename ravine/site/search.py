"""The index of the search: every section of every page as words, in the order in which pages are read.

A formula becomes what a reader types: β₁ is “β1”, ∇L(w) is “∇L(w)”. Pictures have no words here. The index is a script
(a page opened from a file may load one), asked for when somebody begins to search; ravine-search.js searches it.
"""

import json
import re
import unicodedata
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

SIGNS = {
    "nabla": "∇",
    "partial": "∂",
    "infty": "∞",
    "cdot": "·",
    "times": "×",
    "leq": "≤",
    "le": "≤",
    "geq": "≥",
    "ge": "≥",
    "neq": "≠",
    "approx": "≈",
    "sqrt": "√",
    "sum": "∑",
    "prod": "∏",
    "odot": "⊙",
    "to": "→",
    "gets": "←",
    "ell": "ℓ",
    "lambda": "λ",
    "Lambda": "Λ",
    "varepsilon": "ε",
    "varphi": "φ",
    "top": "ᵀ",
    "dots": "…",
    "ldots": "…",
    "pm": "±",
}
WORD = re.compile(r"\\(?:text|mathrm|operatorname\*?|mathbf|mathit|mathbb|mathcal|hat|tilde|bar|dot|ddot)\b")
FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
SPACES = re.compile(r"\\[,;:!. \\]")
MARKS = re.compile(r"[{}_^&$\\]")
ENVIRONMENT = re.compile(r"\\(?:begin|end)\{[^}]*\}")
SKIPPED = (nodes.raw, nodes.image, nodes.comment, nodes.system_message, addnodes.toctree)
UNNAMED = ("eq", "cite")  # a reference whose words, a number or a name and a year, are not known yet


def _sign(command):
    name = command[1]
    if name in SIGNS:
        return SIGNS[name]
    for size in ("CAPITAL", "SMALL") if name[0].isupper() else ("SMALL",):
        try:
            return unicodedata.lookup(f"GREEK {size} LETTER {name.upper()}")
        except KeyError:
            continue
    return name if name in ("max", "min", "log", "exp", "sign", "diag", "tanh", "ln") else " "


def spoken(latex):
    r"""LaTeX as a reader would type it: `\beta_{1}` → β1, `\frac{1}{n}` → 1/n."""
    latex = WORD.sub("", SPACES.sub(" ", ENVIRONMENT.sub("", latex)))
    while (simpler := FRACTION.sub(r"\1/\2", latex)) != latex:
        latex = simpler
    return " ".join(MARKS.sub("", COMMAND.sub(_sign, latex)).split())


def words(node):
    """All text of a node but that of the sections below it and of pictures."""
    if isinstance(node, (nodes.math, nodes.math_block)):
        return spoken(node.astext())
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, SKIPPED) or (isinstance(node, addnodes.pending_xref) and node["reftype"] in UNNAMED):
        return ""
    inside = [words(child) for child in node.children if not isinstance(child, nodes.section)]
    return ("" if isinstance(node, nodes.TextElement) else " ").join(inside)


OWN_INDEX = "searchindex.js"


def sections(doctree):
    """(title, anchor, text) of each section of a page, the page's own beginning with anchor ""."""
    for number, section in enumerate(doctree.findall(nodes.section)):
        title = words(section.next_node(nodes.title))
        own = [words(child) for child in section.children[1:] if not isinstance(child, nodes.section)]
        yield title, section["ids"][0] if number else "", " ".join(" ".join(own).split())


def index(app):
    """The pages, [title, address, whether it is a chapter], and the sections, [page, title, anchor, text]."""
    pages, places = [], []
    chapters = set(map(str, app.config.external_site_map.root.subtrees[0].items))  # the first part of the book
    for docname in app.config.external_site_map:
        if docname not in app.env.titles:
            continue
        title = app.config.ravine_titles.get(docname) or app.env.titles[docname].astext()
        pages.append([title, app.builder.get_target_uri(docname), docname in chapters])
        places += [[len(pages) - 1, *place] for place in sections(app.env.get_doctree(docname))]
    return {"pages": pages, "places": places}


def _write(app, error):
    if error or app.builder.name != "html":
        return
    text = json.dumps(index(app), ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, "_static", "ravine-search-index.js").write_text(f"ravineSearch({text});\n", encoding="utf-8")
    _move(Path(app.outdir, OWN_INDEX), Path(app.doctreedir, OWN_INDEX))


def _put_back(app):
    """Sphinx's own index: no page asks for it, but the next build reads it."""
    _move(Path(app.doctreedir, OWN_INDEX), Path(app.outdir, OWN_INDEX))


def _move(here, there):
    if here.exists():
        there.parent.mkdir(parents=True, exist_ok=True)
        here.replace(there)


def setup(app):
    """Register the index and the script that searches it."""
    app.connect("builder-inited", _put_back)
    app.connect("build-finished", _write)
    app.add_js_file("ravine-search.js", loading_method="defer")
