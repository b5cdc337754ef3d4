"""A copy of what lies beside the notebook, made before the worker gives up its privileges.

Regular files only: no links, no devices, no pipes. No notebooks either: nbgrader puts the hidden tests back into the
one it is grading.
"""

import os
import stat
from pathlib import Path

from ravine.grading.worker.limits import Limits, MiB

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def copy_submission(source: int, target: Path, limits: Limits, owner: int | None):
    """Copy the directory open as `source` into `target`, up to the limits' sizes; give it to `owner`."""
    _Copy(limits, owner).folder(source, target)


class _Copy:
    def __init__(self, limits: Limits, owner: int | None):
        self.owner, self.size, self.files = owner, limits.copied_size, limits.copied_files

    def folder(self, source: int, target: Path, depth: int = 0):
        for name in sorted(os.listdir(source)):
            if self.files > 0 and depth < 8 and not name.startswith(".") and not name.endswith(".ipynb"):
                self._entry(source, name, target / name, depth)

    def _entry(self, parent: int, name: str, target: Path, depth: int):
        try:
            handle = os.open(name, READ, dir_fd=parent)
        except OSError:
            return  # a link, a socket, or not to be read
        try:
            kind = os.fstat(handle)
            if stat.S_ISDIR(kind.st_mode):
                target.mkdir(mode=0o755)
                self.folder(handle, target, depth + 1)
            elif stat.S_ISREG(kind.st_mode) and kind.st_size <= self.size:
                self._file(handle, target, kind.st_size)
            else:
                return
            self._give(target)
        finally:
            os.close(handle)

    def _file(self, handle: int, target: Path, size: int):
        self.files -= 1
        self.size -= size
        with open(target, "xb") as copy:
            while size > 0 and (chunk := os.read(handle, min(size, MiB))):
                copy.write(chunk)
                size -= len(chunk)

    def _give(self, target: Path):
        if self.owner is not None:
            os.chown(target, self.owner, self.owner, follow_symlinks=False)
