"""A server process that has imported the grader and forks the pool's processes: safe beside threads, and quick."""

import multiprocessing
import os
import signal
import threading
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

PRELOADED = ["ravine.grading.submission", "ravine.grading.feedback"]


def context() -> ForkServerContext:
    """What the pool's processes are made with."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(PRELOADED)
    return found


def start() -> None:
    """Start the server, which imports for a second, before this process does the same. Imports nothing itself."""
    context()
    forkserver.ensure_running()


def serve_parent() -> None:
    """In a pool's process, at its start: leave Ctrl-C to the process that started it, and end when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent():
    multiprocessing.parent_process().join()
    os._exit(1)
