"""`course.toml`: what the owner of a course sets."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from ravine.errors import UserError
from ravine.language import _

FILE = "course.toml"
BOXES = ("check", "write", "none")  # of exercises in the pages; with "write" notebooks do not check either
WRITTEN = "https://ravine-course.example/"  # the address that pages and source notebooks are written with


class SettingsError(UserError):
    """`course.toml` cannot be used; the message says what is wrong in it and what to do."""


@dataclass(frozen=True)
class Settings:
    """The settings of a course; without a `course.toml` they are these."""

    address: str = WRITTEN
    exercise_boxes: str = "check"

    @property
    def is_own(self) -> bool:
        """Whether the owner has given the course an address."""
        return self.address != WRITTEN

    def addressed(self, text: str) -> str:
        """A text of the course with its links to the owner's site."""
        return text.replace(WRITTEN, self.address)


def read(root: Path) -> Settings:
    """The settings of the course in `root`. Raises SettingsError."""
    path = Path(root) / FILE
    if not path.exists():
        return Settings()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(_("{path} could not be read: {error}").format(path=path, error=error)) from None
    known = {field.name for field in fields(Settings)}
    if unknown := sorted(set(found) - known):
        words = _("{path} sets {unknown}, which is no setting; there is: {known}.")
        raise SettingsError(words.format(path=path, unknown=", ".join(unknown), known=", ".join(sorted(known))))
    return Settings(**{name: _READ[name](path, value) for name, value in found.items()})


_NO_ADDRESS = _("{path}: address must be that of the site, as https://example.org/course/, and is {value}.")


def _address(path, value):
    parts = urlsplit(value) if isinstance(value, str) else None
    if not parts or parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise SettingsError(_NO_ADDRESS.format(path=path, value=repr(value)))
    return value.rstrip("/") + "/"


def _boxes(path, value):
    if value not in BOXES:
        words = _("{path}: exercise_boxes is one of {known}, and is {value}.")
        raise SettingsError(words.format(path=path, known=", ".join(BOXES), value=repr(value)))
    return value


_READ = {"address": _address, "exercise_boxes": _boxes}
