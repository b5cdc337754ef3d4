"""What a reader is told where an answer could not be judged: a sentence, and the line where it happened."""

import re
from difflib import get_close_matches
from typing import Any

from ravine.exercises import observe
from ravine.language import _

LONGEST = 200  # characters of a line of code, and of an error's message


class Unusable(Exception):
    """An answer that cannot be tried: the message is the sentence, `line` where it happened."""

    def __init__(self, sentence: str, line: int | None = None):
        super().__init__(sentence)
        self.line = line


def not_run(error: BaseException) -> Unusable:
    """What kept a source from running to its end."""
    if isinstance(error, SyntaxError):
        return _unreadable(error)
    line, source = observe.place(error)
    told = {"line": line, "source": _short(source), "what": _what(error)}
    if not line:
        return Unusable(_("✗ Your answer raised {what}.").format(**told))
    if isinstance(error, ModuleNotFoundError):
        return Unusable(_NOT_HERE.format(**told, module=error.name), line)
    if isinstance(error, SystemExit):
        return Unusable(_("✗ Line {line} ends the program; leave it out:\n    {source}").format(**told), line)
    return Unusable(_("✗ Line {line} raised {what}:\n    {source}").format(**told), line)


_NOT_HERE = _(
    "✗ Line {line} imports {module}, which is not here; the exercises need numpy and what comes with Python:\n"
    "    {source}"
)


def not_returned(error: BaseException, name: str) -> Unusable:
    """What ended a call although it is no error that a function may have: `sys.exit()` first of all."""
    line, source = observe.place(error)
    told = {"name": name, "what": _what(error), "line": line, "source": _short(source)}
    words = _("✗ {name} raised {what}")
    if isinstance(error, SystemExit):
        words = _("✗ {name} ended the program instead of returning something")
    where = _(", in line {line}: {source}") if line else "."
    return Unusable((words + where).format(**told), line)


def missing(name: str, space: dict[str, Any]) -> Unusable:
    """There is no such function or class in the answer, but perhaps one of a similar name."""
    kind = _("class") if name[:1].isupper() else _("function")
    words = _("✗ There is no {name} in your answer: write a {kind} of this name.").format(name=name, kind=kind)
    own = [other for other, thing in space.items() if getattr(thing, "__module__", "") == "__main__"]
    close = get_close_matches(name, own, n=1, cutoff=0.4)
    return Unusable(words + "".join(_(" It has {close}.").format(close=other) for other in close))


def _unreadable(error):
    told = {"line": error.lineno, "message": error.msg, "source": _short(error.text or "")}
    if not error.lineno:
        return Unusable(_("✗ Python cannot read this: {message}.").format(**told))
    return Unusable(
        _("✗ Python cannot read line {line}: {message}.\n    {source}").format(**told).rstrip(), error.lineno
    )


def _what(error):
    """The error's type and the first line of its message, without the place of a file in this Python."""
    message = re.sub(r" \(\S*/\S*\)$", "", str(error).split("\n")[0])
    return f"{type(error).__name__}: {_short(message)}" if message else type(error).__name__


def _short(text):
    text = text.strip()
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"
