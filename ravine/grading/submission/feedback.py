"""The page that a student gets back: the marks, and with each exercise what was wrong and why.

Whatever a student wrote is shown as text: no script, style, form or picture from elsewhere gets into the page, and a
policy in the page forbids the browser to run or load any.
"""

import re
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import tostring

import bleach
from latex2mathml.converter import convert_to_element as mathml
from markupsafe import Markup, escape
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.notebooknode import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from traitlets import Unicode

from ravine.exercises.sentences import SITE
from ravine.grading.submission.standing import Standing, points_shown
from ravine.grading.submission.verdict import RIGHT, STATES, UNCHECKED, clean
from ravine.language import _

TEMPLATES = Path(__file__).parent / "templates"
_TAGS = (
    "p br hr h1 h2 h3 h4 h5 h6 em strong del sub sup code pre blockquote ul ol li table thead tbody tr th td a img "
    "span div dl dt dd"
).split()
_ATTRIBUTES = {"a": ["href", "title"], "img": ["src", "alt", "title"], "td": ["align"], "th": ["align"]}
LONGEST_COLOURED = 20_000  # characters
LONGEST_PROSE = 20_000
REMEMBERED = 100  # cells
REACHABLE = '<pre tabindex="0">'  # what may be wider than the page is scrolled by keyboard too
_MATHML = set(
    "math mrow mi mn mo mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd "
    "mlabeledtr mstyle mpadded mphantom menclose mfenced mmultiscripts mprescripts none".split()
)
_MATHML_ATTRIBUTES = set(
    "xmlns display displaystyle scriptlevel mathvariant mathcolor mathbackground mathsize stretchy fence separator "
    "form accent accentunder movablelimits symmetric largeop minsize maxsize lspace rspace width height depth voffset "
    "linethickness columnalign rowalign columnspacing rowspacing columnlines rowlines notation open close".split()
)
_UNKNOWN_COMMANDS = {r"\lfloor": "⌊", r"\rfloor": "⌋", r"\lceil": "⌈", r"\rceil": "⌉"}  # to latex2mathml
_CODE = HtmlFormatter(cssclass="code")
_FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<!\\)\$([^$\n]+?)\$", re.S)


class FeedbackExporter(HTMLExporter):
    """nbgrader's feedback step writes its pages with this exporter."""

    site = Unicode(SITE, help="Where the course's pages are, for links to the sections that explain.").tag(config=True)

    @property
    def default_config(self):
        config = super().default_config
        config.FeedbackExporter.template_name = "ravine_feedback"
        config.FeedbackExporter.extra_template_basedirs = [str(TEMPLATES)]
        config.FeedbackExporter.default_preprocessors = []
        config.FeedbackExporter.sanitize_html = False  # the template's own filters let less through, and keep formulas
        return config

    def from_notebook_node(self, nb, resources=None, **kw):
        """Without HTMLExporter's own, which parses the page again for what is missing in its template, not in ours."""
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    def _init_resources(self, resources):
        resources = super()._init_resources(resources)
        resources["site"] = self.site.rstrip("/") + "/"
        return resources

    def default_filters(self):
        yield from super().default_filters()
        yield "prose", prose
        yield "code", code
        yield "picture", picture
        yield "breakable", breakable

    @property
    def environment(self):
        environment = super().environment
        environment.globals.update(
            _=_, STATES=STATES, RIGHT=RIGHT, UNCHECKED=UNCHECKED, code_style=code_style, total=total
        )
        return environment


def feedback(
    nb: NotebookNode, student: str, assignment: str, notebook: str, standing: Standing, site: str = SITE
) -> str:
    """The page that nbgrader's generate_feedback writes of an autograded notebook, with links to `site`."""
    nb = NotebookNode(nb, cells=[_marked(cell, standing) for cell in nb.cells])
    names = {"student": student, "assignment": assignment, "notebook": notebook}
    totals = {"score": standing.score, "max_score": standing.max_score, "late_penalty": standing.late_penalty}
    names["lateness"] = standing.lateness
    html, _resources = _exporter(site).from_notebook_node(nb, {"nbgrader": {**names, **totals}})
    return html


def _marked(cell, standing):
    """A cell with the marks and the comment of its own, as nbgrader's GetGrades gives it; the given one stays."""
    mark = NotebookNode(cell.metadata.get("nbgrader", {}))
    if mark.get("solution") or mark.get("task"):
        mark["comment"] = standing.comments.get(mark["grade_id"])
    if (mark.get("grade") or mark.get("task")) and mark["grade_id"] not in standing.marks:
        mark["grade"] = mark["task"] = False  # its exercise was removed since
    if mark.get("grade") or mark.get("task"):
        found = standing.marks[mark["grade_id"]]
        mark["score"], mark["points"], mark["waits"] = found.score, found.max_score, found.waits
    return NotebookNode(cell, metadata=NotebookNode(cell.metadata, **({"nbgrader": mark} if mark else {})))


@cache
def _exporter(site: str) -> FeedbackExporter:
    """Made once in each process: its templates take longer than a page."""
    return FeedbackExporter(site=site)


def prose(cell: NotebookNode) -> Markup:
    """A Markdown cell as harmless HTML, its formulas as MathML, its own PNG and JPEG pictures within."""
    pictures = cell.get("attachments", {})
    return _prose(cell.source, pictures) if pictures else _prose_alone(cell.source)


def _prose(source, pictures):
    formulas: list[str] = []

    def set_aside(match):
        formulas.append(_formula(match[1] or match[2], display=bool(match[1])))
        return f"\ue000{len(formulas) - 1}\ue001"

    source = clean(source, LONGEST_PROSE).replace("\ue000", "").replace("\ue001", "")
    try:
        html = _markdown(_FORMULA.sub(set_aside, source))
        html = bleach.clean(html, _TAGS, _ATTRIBUTES, protocols=["http", "https", "mailto", "attachment"], strip=True)
    except Exception:  # nested deeper than Python's stack, for example
        return Markup(REACHABLE + "{}</pre>").format(source)
    html = html.replace("<pre>", REACHABLE)
    html = re.sub(r'<img\b[^>]*?src="([^"]*)"[^>]*>', lambda m: _picture_tag(m[1], pictures), html)
    return Markup(re.sub("\ue000(\\d+)\ue001", lambda m: formulas[int(m[1])], html))


@lru_cache(maxsize=REMEMBERED)
def _prose_alone(source: str) -> Markup:
    """Most of a notebook is what every student was given."""
    return _prose(source, {})


class _Prose(IPythonRenderer):
    """Leaves pictures where they are: `prose` puts in those that it can trust."""

    def _embed_image_or_attachment(self, src):
        return src


def _markdown(source):
    return MarkdownWithMath(renderer=_Prose(escape=True, exclude_anchor_links=True)).render(source)


def _formula(source, display):
    """MathML of a formula, or its source where it cannot be read."""
    try:
        made = _mathml(source, display)
    except Exception:  # latex2mathml raises many kinds for what it does not know
        made = f"<code>{bleach.clean(source, tags=[])}</code>"
    return made


@lru_cache(maxsize=1000)
def _mathml(source: str, display: bool) -> str:
    """MathML of nothing but formulas: LaTeX has links, styles and texts, in which there may be anything."""
    for command, character in _UNKNOWN_COMMANDS.items():
        source = source.replace(command, character)
    tree = mathml(source.strip(), display="block" if display else "inline")
    for element in tree.iter():
        if element.tag not in _MATHML:
            raise ValueError(element.tag)
        element.text = unescape(element.text or "")
        element.attrib = {name: value for name, value in element.items() if name in _MATHML_ATTRIBUTES}
    if display:
        tree.set("tabindex", "0")
    return tostring(tree, encoding="unicode")


def _picture_tag(source, pictures):
    data = pictures.get(source.removeprefix("attachment:"), {}) if source.startswith("attachment:") else {}
    for kind, encoded in data.items():
        return picture(encoded, kind)
    return Markup("<em>[{}]</em>").format(_("a picture from elsewhere"))


def picture(encoded: str, kind: str) -> Markup:
    """A picture within the page; nothing where it is not what it says."""
    if kind not in ("image/png", "image/jpeg") or not re.fullmatch(r"[A-Za-z0-9+/=\s]*", encoded):
        return Markup("")
    words = _("A picture drawn by this cell")
    return Markup('<img alt="{}" src="data:{};base64,{}">').format(words, kind, "".join(encoded.split()))


@lru_cache(maxsize=REMEMBERED)
def code(source: str) -> Markup:
    """Python, coloured where it is no longer than what people write."""
    source = clean(source, 200_000)
    if len(source) > LONGEST_COLOURED:
        return Markup('<div class="code">' + REACHABLE + "{}</pre></div>").format(source)
    return Markup(highlight(source, PythonLexer(), _CODE).replace("<pre>", REACHABLE, 1))


def breakable(name: str) -> Markup:
    """A name that may go on in the next line after an underscore."""
    return escape(name).replace("_", Markup("_<wbr>"))


@cache
def code_style() -> Markup:
    """The colours of code, light and dark."""
    light = HtmlFormatter(style="default", cssclass="code").get_style_defs(".code")
    dark = HtmlFormatter(style="github-dark", cssclass="code").get_style_defs(".code")
    return Markup(f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}")


def total(nb: NotebookNode, resources: dict[str, Any]) -> str:
    """The marks of the whole notebook, as text; of one that could not be read, once a person has given some."""
    info = resources["nbgrader"]
    if nb.metadata.get("ravine", {}).get("problem") and not info["score"]:
        return _("not marked yet")
    waiting = sum(m.points for c in nb.cells if (m := c.metadata.get("nbgrader")) and m.get("waits"))
    return points_shown(info["score"], info["max_score"] - waiting, info["max_score"])
