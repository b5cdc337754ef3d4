"""The words of the glossary, linked from where a chapter first uses them; a card shows what each means.

The glossary is the table under “Words” on the page notation.md, a word a row. Each row has an anchor of its own,
`word-learning-rate`. On every chapter the first use of each word in the running text becomes a link.
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx_design.dropdown import dropdown_main

PAGE, SECTION = "book/notation", "words"
ROW = re.compile(r"^\| ([^|]+?) \|", re.MULTILINE)
IN_BRACKETS = re.compile(r"^(.*?) \((.*?)\)(.*)$")
# what is a link already, no running text, or read apart from it
CLOSED = (nodes.reference, nodes.title, nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw)
CLOSED += (nodes.table, nodes.Admonition, nodes.rubric, nodes.citation, nodes.topic, dropdown_main)


def anchor(word: str) -> str:
    """The anchor of a row, by its first cell."""
    return f"word-{nodes.make_id(word)}"


def spellings(word: str) -> list[str]:
    """How a text may write a row's word: each part of a list, and what stands in brackets instead of what is before."""
    if found := IN_BRACKETS.match(word):
        before, inside, after = found.groups()
        return [before + after, inside + after]
    return word.split(", ")


def words(text: str) -> dict[str, str]:
    """The anchor of every word of a glossary, by each of its spellings in lower case."""
    rows = ROW.findall(text.partition("\n## Words\n")[2])[1:]  # below the head
    return {spelt.lower(): anchor(row) for row in rows for spelt in spellings(row)}


def pattern(known: dict[str, str]) -> re.Pattern[str]:
    """Finds the words in a text, also in the plural; of two that begin at one place the longer."""
    longest = sorted(known, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest))})(?:s|es)?(?![\w-])", re.IGNORECASE)


def first_uses(text: str, find: re.Pattern[str], known: dict[str, str], seen: set[str]):
    """The parts of a text, (words, anchor or None), with an anchor where a word stands that was not `seen` before."""
    last = 0
    for found in find.finditer(text):
        place = known[found[1].lower()]
        if place not in seen:
            seen.add(place)
            yield text[last : found.start()], None
            yield found[0], place
            last = found.end()
    yield text[last:], None


def is_open(text: nodes.Text) -> bool:
    """Whether a text is read on and on: no title, no formula, nothing that a reader opens."""
    node = text.parent
    while node is not None:
        if isinstance(node, CLOSED) or "ravine-task" in node.get("classes", ()):  # the task of an exercise box
            return False
        node = node.parent
    return True


def _link_words(app, doctree, docname):
    known = app.config.ravine_words
    if not known or docname not in _chapters(app):
        return
    find, seen, target = pattern(known), set(), app.builder.get_relative_uri(docname, PAGE)
    for text in [text for text in doctree.findall(nodes.Text) if is_open(text)]:
        parts = [
            nodes.reference("", part, refuri=f"{target}#{place}", internal=True, classes=["ravine-word"])
            if place
            else nodes.Text(part)
            for part, place in first_uses(text.astext(), find, known, seen)
        ]
        if len(parts) > 1:
            text.parent.replace(text, [part for part in parts if part.astext()])


def _chapters(app):
    return set(map(str, app.config.external_site_map.root.subtrees[0].items))  # the first part of the book


def _name_rows(app, doctree):
    if app.env.docname == PAGE:
        for section in doctree.findall(nodes.section):
            if SECTION in section["ids"]:
                for row in section.findall(nodes.row):
                    row["ids"].append(anchor(row.next_node(nodes.entry).astext()))


def _read(app, config):
    page = Path(app.srcdir, f"{PAGE}.md")
    if PAGE in config.external_site_map and page.exists():
        config.ravine_words = words(page.read_text(encoding="utf-8"))


def setup(app):
    """Register the links, after `_toc.yml` was read; who changes the glossary has every page written again."""
    app.add_config_value("ravine_words", {}, "html")
    app.connect("config-inited", _read, priority=950)
    app.connect("doctree-read", _name_rows)
    app.connect("doctree-resolved", _link_words, priority=900)
