"""How a process that serves another one behaves."""

import multiprocessing
import os
import signal
import threading


def serve_parent() -> None:
    """In a pool's process, at its start: leave Ctrl-C to the process that started it, and end when that one does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent():
    multiprocessing.parent_process().join()
    os._exit(1)
