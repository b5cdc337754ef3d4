"""The sentences of Ravine and of a course in another language: gathered, kept up to date, and made ready to be read.

Formats and merging are Babel's. How it is used stands in `ravine/locale/README.md`.
"""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from ravine.errors import UserError
from ravine.files import write_whole
from ravine.language import _

METHODS = {".py": "python", ".j2": "jinja2.ext:babel_extract"}
SOURCES = ("ravine", "solutions/reference", "solutions/slips")
COMMENT = "# Sentences of a course with Ravine."


class TranslationError(UserError):
    """A translation cannot be made; the message says why."""


@dataclass(frozen=True)
class Translated:
    """What became of a translation. refused: (the sentence, why its translation is left out)."""

    path: Path
    done: int
    all: int
    refused: tuple[tuple[str, str], ...]


def template(root: Path) -> Catalog:
    """Every sentence that passes through `_` in the course in `root`, with where it stands."""
    catalog = Catalog(project="Ravine", charset="utf-8", header_comment=COMMENT)
    for path in _sources(root):
        where = path.relative_to(root).as_posix()
        for line, sentence, comments, context in extract_from_file(METHODS[path.suffix], path, keywords={"_": None}):
            if sentence:
                catalog.add(sentence, locations=[(where, line)], auto_comments=comments, context=context)
    return catalog


def _sources(root) -> Iterator[Path]:
    for folder in SOURCES:
        yield from sorted(p for p in (root / folder).rglob("*") if p.suffix in METHODS)


def translate(root: Path, language: str) -> Translated:
    """Bring the translation into a language up to date with the sources. Raises TranslationError."""
    folder = root / "ravine" / "locale" / _known(language) / "LC_MESSAGES"
    po = folder / "ravine.po"
    catalog = _read(po, language)
    catalog.update(template(root), no_fuzzy_matching=True)
    refused = {m.id: why for m in catalog if m.id and m.string and (why := _fault(m))}
    write_whole(po, _written(write_po, catalog, width=0, ignore_obsolete=False))
    for sentence in refused:
        catalog[sentence].string = ""
    write_whole(folder / "ravine.mo", _written(write_mo, catalog))
    done = sum(bool(m.string) and not m.fuzzy for m in catalog if m.id)
    return Translated(po, done, len(catalog), tuple(refused.items()))


def _known(language):
    try:
        return str(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        words = _("{language} names no language: de, ru or pt_BR would be one.")
        raise TranslationError(words.format(language=repr(language))) from None


def _read(po, language):
    if not po.exists():
        return Catalog(locale=language, project="Ravine", charset="utf-8", header_comment=COMMENT)
    try:
        return read_po(BytesIO(po.read_bytes()), locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise TranslationError(_("{path} cannot be read: {reason}.").format(path=po, reason=error)) from None


def _written(write, catalog, **options) -> bytes:
    out = BytesIO()
    write(out, catalog, **options)
    return out.getvalue()


def _fault(message: Message) -> str:
    """Why a translation would fail where its sentence is said, or ""."""
    try:
        asked = fields(str(message.id))
    except ValueError:
        return ""  # it is not filled in, and has braces of its own
    try:
        given = fields(str(message.string))
    except ValueError as error:
        return str(error)
    return _("it has {given} in place of {asked}").format(given=given, asked=asked) if asked != given else ""


def fields(sentence: str) -> list[str]:
    """The names that are filled in. Raises ValueError where its braces do not match."""
    return sorted({name for _text, name, *_rest in string.Formatter().parse(sentence) if name is not None})
