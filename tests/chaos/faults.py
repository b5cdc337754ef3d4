"""Errors of the machine, at the n-th moment at which the grader changes something that lasts.

Moments are what Python itself reports as a change of a file (its audit events), so that no way to write is forgotten;
the middle of a file that is written at once; and each change and commit of the gradebook.
"""

import errno
import os
import signal
import sqlite3
import sys
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

CHANGES = {
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.link", "os.symlink"),
    *("os.truncate", "os.utime", "sqlite3.connect"),
}
TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
FULL, BROKEN, SHUT = errno.ENOSPC, errno.EIO, errno.EACCES
OF_THE_GRADEBOOK = {
    FULL: "database or disk is full",
    BROKEN: "disk I/O error",
    SHUT: "attempt to write a readonly database",
}
_in_force: list["Fault"] = []


class Fault:
    """From the n-th moment on, or at that one only, writing fails. A context manager; moments: how many there were."""

    def __init__(self, moment: int, error: int, lasts: bool = True):
        self._moment, self._error, self._lasts = moment, error, lasts
        self.moments = 0

    def __enter__(self):
        _listen()
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(Path, "write_bytes", _write_half(self, Path.write_bytes))
        for name in ("commit", "flush"):
            self._patch.setattr(Session, name, _in_gradebook(self, getattr(Session, name), name))
        _in_force.append(self)
        return self

    def __exit__(self, *_):
        _in_force.remove(self)
        self._patch.undo()

    def fails_now(self) -> bool:
        """Whether this moment, the next, is one of those at which writing fails."""
        self.moments += 1
        return self.moments == self._moment or (self._lasts and 0 < self._moment < self.moments)

    def of_a_file(self) -> Exception:
        return OSError(self._error, os.strerror(self._error), "somewhere")

    def of_the_gradebook(self) -> Exception:
        return sqlite3.OperationalError(OF_THE_GRADEBOOK[self._error])


class Death(Fault):
    """The process is killed at the n-th moment."""

    def __init__(self, moment: int):
        super().__init__(moment, FULL)

    def fails_now(self) -> bool:
        if super().fails_now():
            os.kill(os.getpid(), signal.SIGKILL)
        return False


@cache
def _listen():
    sys.addaudithook(_heard)  # for as long as this process lives: there is no way to take one back


def _heard(event, arguments):
    if _in_force and _is_change(event, arguments):
        fault = _in_force[-1]
        if fault.fails_now():
            raise fault.of_the_gradebook() if event == "sqlite3.connect" else fault.of_a_file()


def _is_change(event, arguments):
    if event == "open":
        path, _mode, flags = arguments
        return bool((flags or 0) & TO_WRITE) and ".pyc" not in str(path)
    return event in CHANGES


def _write_half(fault: Fault, whole):
    """In place of `Path.write_bytes`: where it fails, half of the file is written."""

    def write(path, content):
        if not fault.fails_now():
            return whole(path, content)
        _in_force.remove(fault)
        try:
            whole(path, content[: len(content) // 2])
        finally:
            _in_force.append(fault)
        raise fault.of_a_file()

    return write


def _in_gradebook(fault: Fault, whole, name: str):
    """In place of a session's `commit` or `flush`, which is a moment where there is something to write."""

    def write(session, *arguments, **keywords):
        if name == "commit" or session.new or session.dirty or session.deleted:
            if fault.fails_now():
                raise OperationalError(name.upper(), None, fault.of_the_gradebook())
        return whole(session, *arguments, **keywords)

    return write
