"""Errors of the machine, at the n-th moment at which the grader changes something that lasts."""

import errno
import os
import signal
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

WRITES = [(os, "replace"), (os, "unlink"), (os, "mkdir"), (os, "chmod"), (Path, "write_bytes"), (Session, "commit")]
FULL, BROKEN, SHUT = errno.ENOSPC, errno.EIO, errno.EACCES
OF_THE_GRADEBOOK = {
    FULL: "database or disk is full",
    BROKEN: "disk I/O error",
    SHUT: "attempt to write a readonly database",
}


class Fault:
    """From the n-th write on, or at that one only, writing fails. A context manager; moments: how many there were."""

    def __init__(self, moment: int, error: int, lasts: bool = True):
        self._moment, self._error, self._lasts = moment, error, lasts
        self.moments = 0

    def __enter__(self):
        self._patch = pytest.MonkeyPatch()
        for holder, name in WRITES:
            self._patch.setattr(holder, name, self._disturbed(getattr(holder, name), holder is Session))
        return self

    def __exit__(self, *_):
        self._patch.undo()

    def _disturbed(self, write, of_the_gradebook):
        def disturbed(*arguments, **keywords):
            self.moments += 1
            if self.moments == self._moment or (self._lasts and self.moments > self._moment):
                self._fail(of_the_gradebook)
            return write(*arguments, **keywords)

        return disturbed

    def _fail(self, of_the_gradebook):
        if of_the_gradebook:
            raise OperationalError("COMMIT", None, sqlite3.OperationalError(OF_THE_GRADEBOOK[self._error]))
        raise OSError(self._error, os.strerror(self._error), "somewhere")


class Death(Fault):
    """The process is killed at the n-th write."""

    def __init__(self, moment: int):
        super().__init__(moment, 0)

    def _fail(self, _of_the_gradebook):
        os.kill(os.getpid(), signal.SIGKILL)
