"""Copies of what cannot be made again: the gradebook, the secret, the ledger, and what was handed in.

Before each command that changes it an SQLite gradebook is copied to `class/backups`, and the last few copies are kept.
`ravine backup` writes all of it into one zip, and `ravine restore` brings it back.
"""

import filecmp
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from sqlalchemy.engine import make_url

from ravine.course.course import Course
from ravine.errors import UserError
from ravine.files import private_mode, write_whole
from ravine.language import _

KEPT = 5  # copies of the gradebook
GRADEBOOK, SECRET, ABOUT = "gradebook.db", "secret", "ravine-backup.json"
# The folders of class/ that come back as they were, and those that come back where they are gone.
REPLACED, ADDED = ("records",), ("submitted", "handed_in", "history", "releases")


class BackupError(UserError):
    """A backup could not be made or brought back; the message says why and what to do."""


def folder(course: Course) -> Path:
    """Where copies lie."""
    return course.class_folder / "backups"


def keep_gradebook(course: Course) -> Path | None:
    """Copy the gradebook, unless the newest copy is like it; the copy, or None where there is no SQLite gradebook."""
    source = sqlite_file(course)
    if not source or not source.exists():
        return None
    for part in folder(course).glob(".gradebook-*.part"):  # of a run that was killed
        part.unlink()
    copies = sorted(folder(course).glob("gradebook-*.db"))
    copy = _copied(source, folder(course) / f"gradebook-{_now()}.db")
    if copies and filecmp.cmp(copies[-1], copy, shallow=False):
        copy.unlink()
        return copies[-1]
    for old in [*copies, copy][:-KEPT]:
        old.unlink()
    return copy


def sqlite_file(course: Course) -> Path | None:
    """The file of the gradebook; None where it is in another kind of database."""
    url = make_url(course.directory.db_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _copied(source, target):
    """A copy of an SQLite database, sound while others write to it. Raises BackupError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        words = _("The gradebook {source} could not be copied to {folder} before it is changed: {error}.")
        raise BackupError(words.format(source=source, folder=target.parent, error=error)) from None
    return part.replace(target)


def _now():
    return datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S-%fZ")


# --- one file with all


def backup(course: Course, target: Path | None = None) -> Path:
    """Write gradebook, secret, ledger and everything handed in into a zip; its path. Raises BackupError.

    A gradebook that is no SQLite file is not in it: its server has its own ways.
    """
    target = target or folder(course) / f"class-{_now()}.zip"
    if target.exists():
        raise BackupError(_("{path} exists already: name another file.").format(path=target))
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            _fill(archive, course)
        return part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BackupError(_("{path} could not be written: {error}.").format(path=target, error=error)) from None


def _fill(archive, course):
    archive.writestr(ABOUT, json.dumps({"course": course.directory.course_id, "made": _now()}))
    if (source := sqlite_file(course)) and source.exists():
        copy = _copied(source, folder(course) / "for-the-zip.db")
        archive.write(copy, GRADEBOOK)
        copy.unlink()
    for path in _files(course):
        archive.write(path, path.relative_to(course.class_folder).as_posix())


def _files(course) -> Iterator[Path]:
    """What a backup holds beside the gradebook; no links, which may lead anywhere."""
    tops = [course.class_folder / name for name in (SECRET, *REPLACED, *ADDED)]
    for top in tops:
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not path.is_symlink():
                yield path


def restore(course: Course, source: Path) -> tuple[Path, int]:
    """Bring a class back from a backup; the backup made of what was there before, and how many files were written.

    Gradebook, secret and ledger become those of the backup. What was handed in since stays; what is gone comes back.
    Raises BackupError, before anything is changed where the file is no backup of this course.
    """
    with course.alone(), _opened(source, course) as archive:
        before = backup(course, folder(course) / f"before-restore-{_now()}.zip")
        names = [name for name in archive.namelist() if name != ABOUT]
        for name in REPLACED:
            _empty(course.class_folder / name)
        written = sum(_bring_back(course, archive, name) for name in names)
    return before, written


def _opened(source, course):
    try:
        archive = zipfile.ZipFile(source)
        about = json.loads(archive.read(ABOUT))
        damaged = archive.testzip() or next((n for n in archive.namelist() if not _is_ours(n)), None)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        words = _("{source} is no backup that `ravine backup` made ({error}). Nothing was changed.")
        raise BackupError(words.format(source=source, error=error)) from None
    if damaged or about.get("course") != course.directory.course_id:
        archive.close()
        words = _("{source} is damaged, or a backup of another course. Nothing was changed.")
        raise BackupError(words.format(source=source))
    return archive


def _is_ours(name):
    parts = PurePosixPath(name).parts
    return ".." not in parts and parts[0] in {GRADEBOOK, SECRET, ABOUT, *REPLACED, *ADDED}


def _empty(top):
    for path in top.rglob("*"):
        if path.is_file():
            path.unlink()


def _bring_back(course, archive, name):
    """Write one file of a backup, unless it was handed in and is there; whether it was written."""
    path = course.class_folder / name
    if name == GRADEBOOK:
        if not (path := sqlite_file(course)):
            return False  # the course keeps its gradebook elsewhere now
    elif path.exists() and PurePosixPath(name).parts[0] in ADDED:
        return False
    write_whole(path, archive.read(name), private_mode(path.parent) if name == SECRET else 0o644)
    return True
