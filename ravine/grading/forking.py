"""A server process that has imported the grader and forks the pool's processes: safe beside threads, and quick."""

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

WARMED = "ravine.grading.warmed"
PRELOADED = ["ravine.grading.submission.handed_in", "ravine.grading.submission.feedback", "ravine.grading.fence"]


def context(*first: str) -> ForkServerContext:
    """What the pool's processes are made with. first: modules that the server imports before its own."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([*first, *PRELOADED])
    return found


def start(warmed: bool) -> None:
    """Start the server, which imports for a second, before this process does the same. Imports nothing itself.

    warmed: with a process ready from which workers are forked.
    """
    context(*[WARMED] if warmed else [])
    forkserver.ensure_running()
