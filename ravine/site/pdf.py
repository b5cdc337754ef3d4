"""The book as one PDF, printed by a Chromium from the built site: `ravine pdf`.

All pages are joined into one, with a title page and a table of contents; answers are open, and each plot has its
sentence and a link to its live state. A browser cannot number the contents, so the book is printed twice: the first
print tells on which page each section begins.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

from ravine.course import settings
from ravine.errors import BuildError
from ravine.language import _
from ravine.site.build import build_site

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 600  # seconds for one print of the whole book
FLAGS = (
    "--headless", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-quic", "--no-first-run", "--no-pdf-header-footer", "--generate-pdf-document-outline",
    "--allow-file-access-from-files", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
ARTICLE = re.compile(r'<article class="bd-article">(.*?)</article>', re.DOTALL)
DROPPED = re.compile(r'<script.*?</script>|<a class="headerlink".*?</a>|<nav.*?</nav>', re.DOTALL)
FIGURE = re.compile(r'(<figure class="ravine-plot" id="([^"]+)".*?)(</figcaption>)', re.DOTALL)
HEADING = re.compile(r'<section[^>]* id="([^"]+)">\s*(?:<span[^>]*></span>)*<h([12])>(.*?)</h\2>', re.DOTALL)
STYLE = """
@page { size: A4; margin: 18mm 17mm 20mm; @bottom-center { content: counter(page); font: 9pt sans-serif; } }
@page :first { @bottom-center { content: none; } }
html { font-size: 10.5pt; }
body { margin: 0; background: none; }
.chapter, .contents { break-before: page; }
.title-page { height: 235mm; display: flex; flex-direction: column; justify-content: center; }
.title-page h1 { font-size: 40pt; }
.contents ol { list-style: none; margin: 0 0 0.5rem; padding: 0; }
.contents a { display: flex; gap: 0.5rem; color: inherit; text-decoration: none; line-height: 1.45; }
.contents a > i { flex: 1; border-bottom: 1px dotted #888; height: 0.9em; }
.contents li.chapter-line { margin-top: 0.55rem; font-weight: 650; }
.contents li.section-line { padding-left: 1.2rem; }
.contents .number { min-width: 2.2em; text-align: right; }
.live { margin: 0; font-size: 0.85rem; }
details > summary { list-style: none; }
.headerlink, .copybtn, .exercises-links { display: none; }
"""


def chromium():
    """Path of the Chromium named by RAVINE_CHROMIUM or of the system's; None where there is none."""
    return os.environ.get("RAVINE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def make(root):
    """Build the site of the repository `root`, print its book, and link the site to it; returns the PDF's path.

    Raises BuildError with a sentence where one of them cannot be done.
    """
    root = Path(root).resolve()
    site = build_site(root).parent
    target = root / "_build" / "extra" / "ravine.pdf"
    linked = target.exists()
    index = (site / "_static" / "ravine-search-index.js").read_text(encoding="utf-8")
    pages = [address for _title, address, _chapter in json.loads(index[index.index("{") : index.rindex(")")])["pages"]]
    base = settings.read(root).address
    build_pdf(site, pages, base, target)
    if linked:
        shutil.copy(target, site)
    else:
        (site / ".inputs").unlink()
        build_site(root)
    return site / target.name


def build_pdf(site, pages, base, target):
    """Print the pages (paths below `site`, in reading order) into the PDF `target`; `base` is the site's address.

    Raises BuildError where there is no Chromium, or it fails.
    """
    browser = chromium()
    if not browser:
        raise BuildError(_("The PDF is printed by a Chromium, and none was found: scripts/chromium installs one."))
    chapters = [chapter(Path(site), page, base) for page in pages]
    joined = Path(site) / "book" / "whole.html"  # beside the pages, whose relative addresses it keeps
    try:
        numbers = {}
        for _round in (1, 2):
            joined.write_text(page_of(chapters, numbers), encoding="utf-8")
            printed = _print(browser, joined, target)
            numbers = numbers_in(printed)
    finally:
        joined.unlink(missing_ok=True)
    return target


def _print(browser, page, target):
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *FLAGS, *sandbox, f"--user-data-dir={profile}", f"--print-to-pdf={target}", page.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise BuildError(_("Chromium did not finish printing the book within 10 minutes.")) from error
    if done.returncode or not Path(target).exists():
        raise BuildError(_("Chromium could not print the book: {why}").format(why=done.stderr.strip()[-300:]))
    return Path(target).read_bytes()


def chapter(site, page, base):
    """(name, html) of a page's text for the book: its ids and the links to other pages made the book's own."""
    name = Path(page).stem
    body = ARTICLE.search((site / page).read_text(encoding="utf-8"))[1]
    body = DROPPED.sub("", body)
    body = FIGURE.sub(_live(base + page), body)
    body = re.sub(r'href="(#[^"?]+\?[^"]*)"', rf'href="{base}{page}\1"', body)
    body = re.sub(r'\b(id|for)="([^"]+)"', rf'\1="{name}--\2"', body)
    body = re.sub(r'href="#([^"]+)"', rf'href="#{name}--\1"', body)
    body = re.sub(r'href="([\w-]+)\.html(?:#([^"?]*))?"', lambda found: f'href="#{found[1]}--{found[2] or ""}"', body)
    body = re.sub(r'href="(\.\./[^"]+)"', lambda found: f'href="{base}{found[1][3:]}"', body)
    return name, re.sub(r"<details(?![^>]* open)", "<details open", body)


def _live(address):
    words = _("Move it: {address}")

    def link(found):
        live = f"{address}#{found[2]}?"
        return f'{found[1]}{found[3]}<p class="live"><a href="{live}">{escape(words.format(address=live))}</a></p>'

    return link


def contents(chapters):
    """(anchor, level, title as HTML) of every chapter and section, in order."""
    return [found.group(1, 2, 3) for _name, body in chapters for found in HEADING.finditer(body)]


def page_of(chapters, numbers):
    """The whole book as one page, with the page numbers known so far, by anchor."""
    lines = "".join(
        f'<li class="{"chapter" if level == "1" else "section"}-line"><a href="#{anchor}"><span>{title}</span><i></i>'
        f'<span class="number">{numbers.get(anchor, "")}</span></a></li>'
        for anchor, level, title in contents(chapters)
    )
    text = "".join(f'<div class="chapter" id="{name}--">{body}</div>' for name, body in chapters)
    about = _("A course on the optimisation methods that train neural networks")
    rights = _("The Ravine authors. Text and figures under CC BY 4.0, code under the MIT licence.")
    return (
        f'<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8"><title>Ravine</title>'
        f'<link rel="stylesheet" href="../_static/site.css"><style>{STYLE}</style><body>'
        f'<main class="bd-main"><div class="bd-content"><div class="bd-article-container"><article class="bd-article">'
        f'<div class="title-page"><h1>Ravine</h1><p class="lead">{about}</p><p>{rights}</p></div>'
        f'<div class="contents"><h2>{_("Contents")}</h2><ol>{lines}</ol></div>{text}'
        f"</article></div></div></main></body></html>"
    )


# A PDF as Chromium writes it: objects in plain text, a tree of pages, and a name for each place that a link leads to.
OBJECT = re.compile(rb"^(\d+) 0 obj\n(.*?)^endobj", re.DOTALL | re.MULTILINE)
KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
NAMED = re.compile(rb"/([^\s/]+)\s*\[(\d+) 0 R\s*/XYZ")


def numbers_in(printed):
    """On which page each named place of a PDF printed by Chromium stands, counted from 1, by name."""
    objects = {int(found[1]): found[2] for found in OBJECT.finditer(printed)}
    root = next(number for number, text in objects.items() if b"/Type /Pages" in text and b"/Parent" not in text)
    order = {number: place for place, number in enumerate(_leaves(objects, root), 1)}
    places = (found for text in objects.values() for found in NAMED.finditer(text))
    return {_unescaped(found[1]): order[int(found[2])] for found in places if int(found[2]) in order}


def _leaves(objects, number):
    """Numbers of the page objects below a node of the tree of pages, in order."""
    kids = KIDS.search(objects[number])
    if not kids:
        return [number]
    return [leaf for kid in re.findall(rb"(\d+) 0 R", kids[1]) for leaf in _leaves(objects, int(kid))]


def _unescaped(name):
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), name).decode("utf-8", "replace")
