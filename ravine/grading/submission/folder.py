"""A folder that its owner may change meanwhile, looked at and read by descriptors: no link in it is ever followed.

Checking a name and then reading it are two steps, between which the name may come to mean something else. Here each
part of a path is opened in the folder that was opened before it, from one on that nobody else can change.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST_PATH = 2048  # bytes: with what stands before it where it is written, below Linux's PATH_MAX of 4096
LEFT_OUT = (".ipynb_checkpoints", "__pycache__", ".git")
SAFELY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
SOMETHING_ELSE = (errno.ELOOP, errno.ENOTDIR, errno.ENXIO)  # a link, a file for a folder, a socket


class NotAFolder(Exception):
    """One part of a way is no folder. name: which; is_link: whether it is a link."""

    def __init__(self, name: str, is_link: bool):
        super().__init__(name)
        self.name, self.is_link = name, is_link


class Folder:
    """The folder at `path`, which lies in the trusted folder `top`. A context manager. Raises NotAFolder, OSError."""

    def __init__(self, top: Path, path: Path):
        at = os.open(top, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._descriptor = _below(at, path.relative_to(top).parts)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self._descriptor)

    def everything(self) -> dict[Path, os.stat_result]:
        """What lies in it at any depth, in the order of names: what each is by its path from here."""
        return dict(sorted(self._walk()))

    def read(self, path: Path, most: int) -> bytes | None:
        """What is in a regular file, at most so many bytes; None for anything else, even if it became that just now."""
        try:
            with self._opened(path.parent) as at:
                file = os.open(path.name, SAFELY, dir_fd=at)
        except NotAFolder:
            return None
        except OSError as error:
            if error.errno in SOMETHING_ELSE:
                return None
            raise
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            return None
        with open(file, "rb") as opened:
            return opened.read(most)

    def _walk(self) -> Iterator[tuple[Path, os.stat_result]]:
        waiting = [Path()]
        while waiting:
            for path, found in self._entries(waiting.pop()):
                yield path, found
                if stat.S_ISDIR(found.st_mode):
                    waiting.append(path)

    def _entries(self, folder):
        """Empty where it may not be looked into, or is no folder any more."""
        try:
            with self._opened(folder) as at, os.scandir(at) as entries:
                found = [(folder / entry.name, entry.stat(follow_symlinks=False)) for entry in entries]
        except (OSError, NotAFolder):
            return []
        return [(p, s) for p, s in found if len(os.fsencode(p)) < LONGEST_PATH and not _is_left_out(p, s)]

    @contextmanager
    def _opened(self, path):
        at = _below(os.dup(self._descriptor), path.parts)
        try:
            yield at
        finally:
            os.close(at)


def _is_left_out(path, found):
    return path.name in LEFT_OUT and stat.S_ISDIR(found.st_mode)


def _is_link(name, at):
    try:
        return stat.S_ISLNK(os.lstat(name, dir_fd=at).st_mode)
    except OSError:
        return False


def _below(at: int, parts: tuple[str, ...]) -> int:
    """The folder that the parts lead to from `at`, which is closed. Raises NotAFolder, OSError."""
    for part in parts:
        try:
            below = os.open(part, SAFELY | os.O_DIRECTORY, dir_fd=at)
        except OSError as error:
            if error.errno not in SOMETHING_ELSE:
                raise
            raise NotAFolder(part, _is_link(part, at)) from None
        finally:
            os.close(at)
        at = below
    return at
