"""What a page is about, wherever its title stands alone: in the browser's tab, the side bar, the way on and back.

A page whose title is a picture says its subject in its front matter, `subject: momentum and Nesterov`; it is then
called “How the ball rolls: momentum and Nesterov” where nothing around it says so.
"""

import re
from html import escape
from pathlib import Path

FRONT_MATTER = re.compile(r"\A---\n(.*?)^---$", re.DOTALL | re.MULTILINE)
SUBJECT = re.compile(r"^subject: *(.+)$", re.MULTILINE)
TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)


def full_title(text):
    """Title and subject of a page's source as a line, or None where it names no subject."""
    front = FRONT_MATTER.match(text)
    subject, title = SUBJECT.search(front[1]) if front else None, TITLE.search(text, front.end() if front else 0)
    return f"{title[1]}: {subject[1]}".replace("'", "’") if subject and title else None


def _find(app, config):
    config.ravine_titles = {}
    for name, page in config.external_site_map.items():
        source = Path(app.srcdir, f"{name}.md")
        if source.exists() and (title := full_title(source.read_text(encoding="utf-8"))):
            config.ravine_titles[name] = title
            if name != config.root_doc:
                page.title = title  # in the side bar


def _name(app, pagename, templatename, context, doctree):
    titles = app.config.ravine_titles
    if pagename in titles:
        context["title"] = escape(titles[pagename])
        context["title_is_whole"] = pagename == app.config.root_doc
    for place, other in zip(("prev", "next"), app.env.collect_relations().get(pagename, [None] * 3)[1:]):
        if context.get(place) and other in titles and other != app.config.root_doc:
            context[place] = {**context[place], "title": escape(titles[other])}


def setup(app):
    """Register the longer titles; the table of contents has been read by then (900)."""
    app.add_config_value("ravine_titles", {}, "env")
    app.connect("config-inited", _find, priority=950)
    app.connect("html-page-context", _name, priority=400)
