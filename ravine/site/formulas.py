"""Formulas, rendered by KaTeX while the site is built: a page needs no script to show them.

Each page's formulas go through Node in one call. A wrong formula is a warning with page and line, which fails
the build; a long one scrolls inside its own box. (sphinxcontrib-katex runs a server for the same purpose; it
cannot start below a package.json of ES modules, as ours is, and draws a wrong formula in red.)
"""

import json
import re
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from ravine.site import node

logger = logging.getLogger(__name__)

SCRIPT = Path(__file__).parent / "render-formulas.mjs"
MATHML = re.compile(r"<math .*?</math>", re.DOTALL)
NAMESPACE = "http://www.w3.org/1998/Math/MathML"
CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
APPLIED = "\u2061"  # the invisible sign between a function's name and what it is applied to
OPENS, CLOSES = re.compile(r"(?<!\S)\S{0,3}[(\[“‘]$"), re.compile(r"^(?:\S{1,4}(?!\S)|[.,;:!?)\]’”]+)")
NEXT_RULE = re.compile(r"(?<=,)\s*\\quad\s*(?=[^,]*\\leftarrow)")
NEXT_PART = re.compile(r"(?<=,)\s*\\qquad\s*")
BASE = '<span class="katex-base">'  # a part of a formula that is never broken over two lines
NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|gather|alignat)\}")


def display_latex(latex):
    r"""LaTeX of a displayed formula as KaTeX wants it.

    Lines separated by `\\` outside any environment are wrapped in `split`; numbered environments become
    unnumbered, since Sphinx counts the equations.
    """
    latex = NUMBERED.sub(r"\\\1{\2*}", latex.strip())
    if r"\\" in latex and r"\begin" not in latex:
        return rf"\begin{{split}}{latex}\end{{split}}"
    return latex


def request(formula):
    """What KaTeX is asked for a docutils node of a formula: its LaTeX and whether it is displayed."""
    if isinstance(formula, nodes.math_block):
        return display_latex(formula.astext()), True
    return formula.astext(), False


def parts(formula):
    r"""The requests for a displayed formula: one, or one for each part between `, \qquad`s, where each is whole."""
    latex = formula.astext()
    pieces = [piece.strip() for piece in NEXT_PART.split(latex)]
    if formula["number"] or r"\\" in latex or any(piece.count("{") != piece.count("}") for piece in pieces):
        return [request(formula)]
    return [(piece, True) for piece in pieces]


def rules(formula):
    """The requests for a formula within a line: one, or one for each of its assignments, to be set below each other."""
    return [(latex, False) for latex in NEXT_RULE.split(formula.astext())]


def repaired(html):
    r"""KaTeX's HTML with valid MathML.

    Where a name such as `\max` stands below another, KaTeX puts the sign of its application beside it, as a child too
    many. It has nothing to apply to there. Raises ValueError where an element has another number of children still.
    """
    return MATHML.sub(lambda found: _valid(found[0]), html)


def _valid(mathml):
    ElementTree.register_namespace("", NAMESPACE)
    tree, changed = ElementTree.fromstring(mathml), False
    for element in tree.iter():
        wanted = CHILDREN.get(element.tag.removeprefix(f"{{{NAMESPACE}}}"), len(element))
        if len(element) != wanted:
            for part in [part for part in element if part.text == APPLIED]:
                element.remove(part)
            changed = True
        if len(element) != wanted:
            raise ValueError(f"KaTeX gives {element.tag} {len(element)} children: {mathml}")
    return ElementTree.tostring(tree, encoding="unicode") if changed else mathml


class Renderer:
    """KaTeX, called for many formulas at once and remembering them."""

    def __init__(self, root):
        self.root = root
        self.rendered = {}

    def prepare(self, requests):
        """Render the (LaTeX, display) pairs that have not been rendered before."""
        missing = list(dict.fromkeys(pair for pair in requests if pair not in self.rendered))
        if missing:
            answers = json.loads(node.run(self.root, SCRIPT, stdin=json.dumps(missing)))
            self.rendered.update(zip(missing, answers, strict=True))

    def html(self, formula, part=None):
        """HTML and MathML of a docutils node of a formula, or of a part of it; logs a warning when it is wrong."""
        pair = part or request(formula)
        self.prepare([pair])
        answer = self.rendered[pair]
        if "html" in answer:
            return repaired(answer["html"])
        logger.warning("wrong formula %s: %s", pair[0], answer["error"], location=formula, type="ravine")
        return f"<code>{escape(pair[0])}</code>"


def _start(app):
    app.ravine_formulas = Renderer(app.srcdir)


def _prepare_page(app, doctree, _docname):
    if app.builder.format == "html":
        formulas = list(doctree.findall(lambda part: isinstance(part, (nodes.math, nodes.math_block))))
        within = [formula for formula in formulas if isinstance(formula, nodes.math)]
        blocks = [formula for formula in formulas if isinstance(formula, nodes.math_block)]
        app.ravine_formulas.prepare(
            list(map(request, within)) + sum(map(rules, within), []) + sum(map(parts, blocks), [])
        )
        for formula in within:
            formula["before"], formula["after"] = _taken(formula, -1, OPENS), _taken(formula, 1, CLOSES)


def _taken(formula, way, pattern):
    """What stands beside a formula without a space, taken out of the text there: "" or such as "," or "(" or "-th"."""
    place = formula.parent.index(formula) + way
    text = formula.parent[place] if 0 <= place < len(formula.parent) else None
    found = pattern.search(text) if isinstance(text, nodes.Text) else None
    if not found:
        return ""
    formula.parent[place] = nodes.Text(text[: found.start()] + text[found.end() :])
    return found[0]


def _held(math, before, after):
    """A formula's HTML with what stands beside it, broken over lines between its own parts only."""
    if not before and not after:
        return math
    start, *parts = math.split(BASE)
    whole = start + "<wbr>".join(BASE + part for part in parts)
    return f'<span class="held">{escape(before)}{whole}{escape(after)}</span>'


def visit_math(self, formula):
    """Write a formula within a line."""
    parts = [self.builder.app.ravine_formulas.html(formula, part) for part in rules(formula)]
    html = parts[0] if len(parts) == 1 else "".join(f'<span class="rule">{part}</span>' for part in parts)
    math = self.starttag(formula, "span", "", CLASS="math") + html + "</span>"
    self.body.append(_held(math, formula.get("before", ""), formula.get("after", "")))
    raise nodes.SkipNode


def visit_math_block(self, formula):
    """Write a displayed formula, in a box that scrolls when it is wider than the screen, and its number."""
    html = [self.builder.app.ravine_formulas.html(formula, part) for part in parts(formula)]
    kind = "math-scroll" if len(html) == 1 else "math-scroll math-parts"
    self.body.append(self.starttag(formula, "div", "", CLASS="math"))
    self.body.append(f'<div class="{kind}">{"".join(html)}</div>')
    if formula["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, formula)})')
        self.add_permalink_ref(formula, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app):
    """Register the renderer `ravine`, chosen by `html_math_renderer`."""
    app.connect("builder-inited", _start)
    app.connect("doctree-resolved", _prepare_page)
    app.add_html_math_renderer("ravine", (visit_math, None), (visit_math_block, None))
