"""Chapters that an owner leaves out of `_toc.yml`: what other pages say of them stays, without a link to nowhere."""

import re
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform

from ravine.language import _

TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
LABEL = re.compile(r"^\(([\w-]+)\)=|^:(?:label|name): *([\w-]+)|^\$\$ *\(([\w-]+)\)", re.MULTILINE)


def places(root: Path, listed: set[str]) -> dict[str, str]:
    """Names of the pages of `book` that are not listed, and of all places on them, each with its page's title."""
    found = {}
    for path in sorted((Path(root) / "book").glob("*.md")):
        if f"book/{path.stem}" not in listed:
            text = path.read_text(encoding="utf-8")
            title = TITLE.search(text)
            names = [f"book/{path.stem}", *("".join(label) for label in LABEL.findall(text))]
            found |= dict.fromkeys(names, title[1] if title else path.stem)
    return found


class Unlink(SphinxPostTransform):
    """Puts words in the place of each reference to a page that was left out."""

    default_priority = 5  # before MyST and Sphinx look for what is referred to

    def run(self, **kwargs):
        """Change the page that is written."""
        left_out = self.config.ravine_left_out
        for reference in list(self.document.findall(pending_xref)):
            if title := left_out.get(reference["reftarget"]):
                reference.replace_self(_words(reference, title))


def _words(reference, title):
    if reference.get("refexplicit"):
        return reference.children
    return [nodes.inline("", _("the chapter “{title}”, which this edition leaves out").format(title=title))]


def _find(app, config):
    config.ravine_left_out = places(app.srcdir, set(config.external_site_map))


def setup(app):
    """Register the change, after `_toc.yml` was read."""
    app.add_config_value("ravine_left_out", {}, "env")
    app.connect("config-inited", _find, priority=950)
    app.add_post_transform(Unlink)
