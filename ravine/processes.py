"""How a process that serves another one behaves."""

import fcntl
import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager


def serve_parent() -> None:
    """In a pool's process, at its start: leave Ctrl-C to the process that started it, and end when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()


def collect_rarely() -> None:
    """Let garbage be looked for a tenth as often, and never among what is there now: little of ours goes in circles."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def _end_with_parent():
    """Have the kernel see to it, for a call may hold the interpreter, so that no thread of ours could."""
    sentinel = multiprocessing.parent_process().sentinel  # a pipe, of which nothing comes but its end
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(sentinel, fcntl.F_SETFL, fcntl.fcntl(sentinel, fcntl.F_GETFL) | os.O_ASYNC)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in what takes more CPU time than this; in the main thread only."""

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds / 10)  # again and again: one is taken for the answer's own
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
