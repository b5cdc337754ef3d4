"""What a student is told, for notebooks: text that wraps, and the reason in steps, each opened when it is wanted."""

import re
from html import escape

from ravine.exercises.sentences import Reply
from ravine.language import _


def html(reply: Reply) -> str:
    """A reply as HTML: the verdict and where it fails at once; why, an example by hand, and the section on request."""
    where = [f"<p>{_prose(text)}</p>" for text in (reply.verdict, reply.difference) if text]
    return f"<div>{where[0]}{_parts(reply)}{''.join(where[1:])}{''.join(_steps(reply))}</div>"


def _parts(reply):
    parts = "".join(f"<li>{'✓' if passed else '✗'} {_prose(part)}</li>" for part, passed in reply.parts)
    return f'<ul style="list-style: none; padding-left: 1em">{parts}</ul>' if parts else ""


def _steps(reply):
    if reply.reasons:
        yield _step(_("Why?"), "".join(f"<p>{_prose(reason)}</p>" for reason in reply.reasons))
    if reply.example:
        lines = [*reply.example, "  " + reply.difference]
        yield _step(_("An example to follow by hand"), f"<pre>{escape(chr(10).join(lines))}</pre>")
    if reply.see:
        link = f'<a href="{escape(reply.see, quote=True)}" target="_blank">{escape(reply.see)}</a>'
        yield _step(_("Where to read on"), f"<p>{link}</p>")


def _step(title, inside):
    return f"<details><summary>{escape(title)}</summary>{inside}</details>"


def _prose(text):
    """Text with what stands in backquotes as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
