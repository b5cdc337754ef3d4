"""How far a long work is, and how long it will take."""

import os
import sys
import time
from collections.abc import Callable

from ravine.language import _


class Progress:
    """How far it is, and how long it will take: one line that changes in a terminal, else now and then a line."""

    def __init__(self, words: str, total: int, tell: Callable[[str], None], stream=None):
        """words: the line, as "{done} of {total} graded"."""
        self._words, self._total, self._tell, self._stream = words, total, tell, stream or sys.stderr
        self._done, self._started = 0, time.monotonic()
        self._live = self._stream.isatty()
        self._told = self._started
        if self._live:
            self._write()

    def step(self) -> None:
        self._done += 1
        if self._done == 1:  # what it takes to start is not told apart from the first
            self._started = time.monotonic()
        if self._live:
            self._write()
        elif time.monotonic() - self._told > 10:
            self._told = time.monotonic()
            self._tell(self._line())

    def end(self) -> None:
        if self._live:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _write(self):
        width = os.get_terminal_size(self._stream.fileno()).columns
        self._stream.write("\r\x1b[K" + self._line()[: width - 1])
        self._stream.flush()

    def _line(self):
        line = self._words.format(done=self._done, total=self._total)
        if self._done > 1:
            left = (time.monotonic() - self._started) / (self._done - 1) * (self._total - self._done)
            line += _(", about {left} left").format(left=_duration(left))
        return line


def _duration(seconds: float) -> str:
    return _("{n} s").format(n=round(seconds)) if seconds < 90 else _("{n} min").format(n=round(seconds / 60))
