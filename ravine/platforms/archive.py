"""What a platform gave: a zip or a folder, read without trusting a name or a size in it, and told apart by content."""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbgrader.utils import parse_utc

from ravine.errors import UserError
from ravine.language import _

LARGEST_FILE, LARGEST, MOST = 100 * 2**20, 4 * 2**30, 100_000  # bytes, bytes, files
MOODLE = re.compile(
    r"""^(?:.*?/)??(?P<prefix>(?P<name>[^_/]+)(?:_(?P<number>\d+))?)
    _assign(?:submission|feedback)_(?P<plugin>[a-z][a-z0-9]*)(?:_?/|_)(?P<file>.+)$""",
    re.X | re.S,
)  # moodle/moodle public/mod/assign/classes/downloader.php
CANVAS = re.compile(
    r"""^(?:.*?/)??(?P<prefix>(?:(?P<name>[^/]*?)_)??(?P<late>LATE_)?
    (?:(?P<user>\d+)|anon_(?P<anonymous>[0-9A-Za-z]+)))
    _(?:(?P<attachment>\d+)_(?P<file>[^/]+)|(?P<text>text|link)\.html)$""",
    re.X | re.S,
)  # instructure/canvas-lms lib/content_zipper.rb
EXCHANGE = re.compile(
    r"^(?:.*?/)??(?P<student>[^/+]+(?:\+[^/+]+)*?)\+(?P<assignment>[^/+]+)"
    r"\+(?P<time>\d{4}-\d\d-\d\d[ T][\d:.]+[^/+]*)(?:\+[^/+]*)?/(?P<file>.+)$",
    re.S,
)  # nbgrader's inbound folder
COPY = re.compile(r"(?:[ _]?\(\d+\)|-\d+|[ _-]?[Cc]opy(?:[ _]?\(?\d+\)?)?|-Copy\d+)+(?=\.ipynb$)")
KINDS = {"exchange": EXCHANGE, "moodle": MOODLE, "canvas": CANVAS}


class ArchiveError(UserError):
    """What was given cannot be collected from; the message says why."""


class Archive:
    """The files of a zip or a folder by their names."""

    def __init__(self, path: Path):
        """Raises ArchiveError where it is none, is too large or holds a name that leads out of it."""
        self.path = path
        if path.is_dir():
            self._zip, self._names = None, dict(_folder_names(path))
        else:
            self._zip, self._names = _opened(path)

    @property
    def names(self) -> list[str]:
        return list(self._names)

    def read(self, name: str) -> bytes:
        """The content of a file. Raises ArchiveError where it is damaged."""
        try:
            if self._zip is None:
                return self._names[name].read_bytes()
            return self._zip.read(self._names[name])
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
            words = _("{name} in {path} is damaged. Download it again.")
            raise ArchiveError(words.format(name=name, path=self.path)) from None


def _folder_names(top):
    for path in sorted(top.rglob("*")):
        name = path.relative_to(top).as_posix()
        if path.is_file() and not path.is_symlink() and not _is_junk(name):
            if path.stat().st_size > LARGEST_FILE:
                raise ArchiveError(_too_large(top, name))
            yield unicodedata.normalize("NFC", name), path


def _opened(path):
    """A zip and its files by their names, none of which leads out of it."""
    opened = _zip(path)
    infos = opened.infolist()
    size = sum(info.file_size for info in infos)
    if len(infos) > MOST or size > LARGEST:
        words = _("{path} would unpack to {size} GiB in {n} files: too much for a class. Nothing was unpacked.")
        raise ArchiveError(words.format(path=path, size=f"{size / 2**30:.1f}", n=len(infos)))
    names = {}
    for info in infos:
        name = _name(info)
        if not (info.is_dir() or _is_junk(name)):
            _refuse(path, info, name, names)
            names[name] = info
    return opened, names


def _zip(path):
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise ArchiveError(_("There is no file {path}.").format(path=path)) from None
    except OSError as error:
        raise ArchiveError(_("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)) from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise ArchiveError(_("{path} is no zip, or is damaged. Download it again.").format(path=path)) from None


def _name(info):
    """A name as it was meant: programs that pack again often forget to say that it is UTF-8."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _refuse(path, info, name, names):
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:/", name):
        words = _("{path} holds {name}, which leads out of its folder: no platform makes that. Nothing was collected.")
        raise ArchiveError(words.format(path=path, name=repr(name)))
    if info.flag_bits & 1:
        raise ArchiveError(_("{path} is locked with a password. Unpack it and give the folder.").format(path=path))
    if info.file_size > LARGEST_FILE:
        raise ArchiveError(_too_large(path, name))
    if name in names:
        raise ArchiveError(_("{path} holds {name} twice. Nothing was collected.").format(path=path, name=repr(name)))


def _too_large(path, name):
    words = _("{path} holds {name}, which is larger than {size} MiB. Nothing was collected.")
    return words.format(path=path, name=repr(name), size=LARGEST_FILE // 2**20)


def _is_junk(name):
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(p.startswith(".") and p != ".." or p.startswith("~") for p in parts)


@dataclass
class Attempt:
    """The files of one attempt of one student, as the platform names that student.

    name, number: of the platform. order: grows with the attempts of a student; files: entries by the name within.
    prefix: what the platform's own names begin with. problem: why it is no submission.
    """

    name: str = ""
    number: str = ""
    prefix: str = ""
    order: str = ""
    late: bool = False
    time: str = ""
    files: dict[str, str] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)  # entries that are no files of the student's: texts and links

    def take(self, entry: str, file: str | None, facts: dict) -> None:
        """Add an entry of the archive, the student's `file`, with what its name says of the attempt."""
        self.order = max(self.order, facts.get("order", ""))
        self.late |= facts.get("late", False)
        if file is None:
            self.others.append(entry)
        else:
            self.files[file] = entry


def kind_of(names: Sequence[str]) -> str:
    """Which platform named most of these files: "moodle", "canvas", "exchange" or, if none did, "plain"."""
    counts = {kind: sum(bool(pattern.match(n)) for n in names) for kind, pattern in KINDS.items()}
    best = max(counts, key=lambda kind: counts[kind])
    return best if 2 * counts[best] > len(names) else "plain"


def attempts(archive: Archive, kind: str, assignment: str, known: set[str]) -> tuple[list[Attempt], list[str]]:
    """The attempts in an archive, and the names of files that belong to none.

    known: ids of students, by which a plain zip's folders are understood.
    """
    found: dict[tuple, Attempt] = {}
    strange = []
    for name, read in _read(archive.names, kind, assignment, known):
        if read is None:
            strange.append(name)
        else:
            key, facts, file = read
            found.setdefault(key, Attempt(**facts)).take(name, file, facts)
    return list(found.values()), strange


def _read(names, kind, assignment, known):
    """Each name with whose it is, what that tells of the attempt, and the file's name in it; None where nobody's."""
    if kind == "plain":
        return [*zip(names, map(_plain_students(names, assignment, known).get, names))]
    return [(name, _READERS[kind](KINDS[kind].match(name), assignment)) for name in names]


def _moodle(match, assignment):
    if not match:
        return None
    facts = {"name": match["name"], "number": match["number"] or "", "prefix": match["prefix"]}
    return (match["prefix"],), facts, match["file"] if match["plugin"] == "file" else None


def _canvas(match, assignment):
    if not match:
        return None
    number = match["user"] or f"anon_{match['anonymous']}"
    facts = {"name": match["name"] or "", "number": number, "prefix": match["prefix"], "late": bool(match["late"])}
    facts["order"] = (match["attachment"] or "").zfill(20)
    return (number,), facts, match["file"]


def _exchange(match, assignment):
    if not match or match["assignment"] != assignment:
        return None
    try:
        time = parse_utc(match["time"]).isoformat()
    except (ValueError, OverflowError):
        time = match["time"]
    facts = {"name": match["student"], "order": time, "time": match["time"]}
    return (match["student"], match["time"]), facts, match["file"]


_READERS = {"moodle": _moodle, "canvas": _canvas, "exchange": _exchange}


def _plain_students(names, assignment, known) -> dict[str, tuple]:
    """Whose each file is, by its folders: the one that is a known student, or above the assignment's, or the first
    in which the paths of the notebooks differ; a notebook in no folder is its student's."""
    notebooks = [PurePosixPath(n).parts for n in names if n.lower().endswith(".ipynb")]
    if not notebooks:
        return {}
    common, shortest = 0, min(map(len, notebooks)) - 1
    while common < shortest - 1 and len({p[common] for p in notebooks}) == 1:
        common += 1
    return {n: read for n in names if (read := _plain_student(PurePosixPath(n).parts, assignment, known, common))}


def _plain_student(parts, assignment, known, common):
    folders = parts[:-1]
    at = next((i for i, p in enumerate(folders) if p in known), None)
    if at is None:
        deep = [i for i, p in enumerate(folders) if p.casefold() == assignment.casefold() and i > 0]
        at = deep[0] - 1 if deep else common
    if at >= len(folders):
        if not parts[-1].lower().endswith(".ipynb"):
            return None
        stem = PurePosixPath(parts[-1]).stem
        return (stem,), {"name": stem}, parts[-1]
    rest = parts[at + 1 :]
    if len(rest) > 1 and rest[0].casefold() == assignment.casefold():
        rest = rest[1:]
    return (parts[at],), {"name": parts[at]}, "/".join(rest)


def renamed(files: Sequence[str], expected: str) -> dict[str, str]:
    """New names for files, where a browser's or platform's copy of the expected notebook stands alone."""
    found = [f for f in files if f.lower().endswith(".ipynb")]
    if len(found) == 1 and found[0] != expected:
        name = PurePosixPath(found[0]).name
        if COPY.sub("", name).casefold() == expected.casefold():
            return {found[0]: expected}
    return {}
