"""A table that another program wrote as CSV: read whatever its separator, and written back with every byte of its own.

Platforms take their own table back, so what is not to be changed stays as it was: quotes, line ends, the mark of
the encoding.
"""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from ravine.errors import UserError
from ravine.language import _

LARGEST = 50_000_000  # bytes
SEPARATORS = ",;\t"
_EXECUTED = "=+-@\t\r"  # what begins a formula in a spreadsheet


class SheetError(UserError):
    """A table that cannot be used; the message says why."""


class Sheet:
    """The cells of a CSV file, by row and column; row 0 is the header."""

    def __init__(self, content: bytes, name: str):
        """Raises SheetError."""
        self.name = name
        text, self._encoding, self._mark = _decoded(content, name)
        self._separator = max(SEPARATORS, key=lambda s: _unquoted(text.split("\n", 1)[0]).count(s))
        self._rows = _raw_rows(text, self._separator, name)
        if not self._rows or not any(map(str.strip, self.header)):
            raise SheetError(_("{name} has no header: the first line names the columns.").format(name=name))

    @classmethod
    def read(cls, path: Path) -> "Sheet":
        """The table of a file. Raises SheetError."""
        try:
            if path.stat().st_size > LARGEST:
                raise SheetError(_("{name} is too large for a table of a class.").format(name=path))
            return cls(path.read_bytes(), str(path))
        except OSError as error:
            words = _("{name} cannot be read: {reason}.")
            raise SheetError(words.format(name=path, reason=error.strerror or type(error).__name__)) from None

    @property
    def header(self) -> list[str]:
        return self.row(0)

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, number: int) -> list[str]:
        """The values of a row."""
        return [_value(raw) for raw in self._rows[number][0]]

    def set(self, row: int, column: int, value: str) -> None:
        """Change one cell."""
        quoted = any(c in value for c in f'"{SEPARATORS}\r\n')
        self._rows[row][0][column] = '"' + value.replace('"', '""') + '"' if quoted else value

    def content(self) -> bytes:
        """The file as it was, but for the cells that were set."""
        text = "".join(self._separator.join(fields) + end for fields, end in self._rows)
        return self._mark + text.encode(self._encoding)


def _decoded(content, name):
    marks = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    mark = next((m for m in marks if content.startswith(m)), b"")
    encoding = marks.get(mark, "utf-8")
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        words = _("{name} is not encoded in UTF-8. Save it again as “CSV UTF-8”.")
        raise SheetError(words.format(name=name)) from None
    return _without_zeros(text, name), encoding, mark


def _without_zeros(text, name):
    if "\0" in text:
        raise SheetError(_("{name} is not a table in CSV.").format(name=name))
    return text


def _unquoted(line):
    return re.sub('"[^"]*"', "", line)


def _raw_rows(text, separator, name):
    """The rows, each as its fields as they stand in the file and the end of its line."""
    pattern = r'(?P<field>"(?:[^"]|"")*"[^{0}\r\n]*|[^{0}\r\n]*)(?P<end>{0}|\r\n|\r|\n|\Z)'
    rows, fields, after = [], [], re.compile(pattern.format(re.escape(separator)))
    at = 0
    while at < len(text) or fields:  # a separator that ends the text is followed by an empty field
        found = after.match(text, at)
        fields.append(_whole(found["field"], name, len(rows) + 1))
        if found["end"] != separator:
            rows.append((fields, found["end"]))
            fields = []
        at = found.end()
    return rows


def _whole(field, name, row):
    if field.startswith('"') and field.count('"') % 2:
        raise SheetError(_("{name}, row {n}: a quotation mark does not end.").format(name=name, n=row))
    return field


def _value(raw):
    raw = raw.strip() if raw.lstrip().startswith('"') else raw
    return raw[1:-1].replace('""', '"') if len(raw) > 1 and raw[0] == raw[-1] == '"' else raw


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ")[:1] in tuple(_EXECUTED) else text


def restored(cell: str) -> str:
    """A cell without the sign that `harmless` put before it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip(" ")[:1] in tuple(_EXECUTED) else cell


def as_csv(header: Sequence[str], rows: Sequence[Sequence[str | float | None]]) -> bytes:
    """A table for people, as UTF-8 that spreadsheets know by its mark; None is an empty cell, no text is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(["" if v is None else harmless(v) if isinstance(v, str) else f"{v:g}" for v in row])
    return codecs.BOM_UTF8 + out.getvalue().encode("utf-8", "replace")
