"""Many submissions at once: processes on this machine; `ravine.grading.cluster` has those of several machines.

Both run the same pure functions, take only a few items at a time from what may be a long list, and lose none when a
process ends: what it worked on is done again. An item that ends its process every time is given up, and one that takes
more than its budget too.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from typing import Any, Protocol

from ravine.grading.fence import Budget, Ended, Fenced
from ravine.language import _

AHEAD = 2  # items for each process, so that none is idle
TRIES = 2  # of an item in a process that ends


class GaveUp(Exception):
    """An item ended every process that worked on it."""

    def __str__(self):
        return _("The process that graded this ended, and again when it was tried alone.")


class Pool(Protocol):
    """Where the work is done. A context manager. sees_files: whether what was handed in can be read there."""

    sees_files: bool

    def prepare(self, function: Callable, *arguments: Any) -> None:
        """Have each process of this machine's do this first, and go on meanwhile."""

    def run(self, function: Callable, items: Iterable[tuple]) -> Iterator[tuple[tuple, Any]]:
        """(item, `function(*item)` or the exception it raised) for every item, in the order in which they end."""

    def __enter__(self) -> "Pool": ...

    def __exit__(self, *_) -> None: ...


class LocalPool:
    """`jobs` processes on this machine, each fenced, and each with one item at a time."""

    sees_files = True

    def __init__(self, jobs: int, budget: Budget = Budget()):
        self.jobs = jobs
        self._fenced = [Fenced(budget) for _ in range(jobs)]
        self._free: SimpleQueue[Fenced] = SimpleQueue()
        for fenced in self._fenced:
            self._free.put(fenced)
        self._threads = ThreadPoolExecutor(jobs)  # one waits for each process

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self._threads.shutdown(wait=kind is None, cancel_futures=True)
        for fenced in self._fenced:
            fenced.close(in_peace=kind is None)

    def prepare(self, function: Callable, *arguments: Any) -> None:
        """See `Pool`. What goes wrong in it comes up again when the work is done."""
        for _process in self._fenced:  # each in turn: the free ones stand in a queue
            self._threads.submit(self._done, function, arguments)

    def run(self, function: Callable, items: Iterable[tuple]) -> Iterator[tuple[tuple, Any]]:
        """See `Pool`."""
        items, running = iter(items), {}
        while True:
            while len(running) < AHEAD * self.jobs and (item := next(items, None)) is not None:
                running[self._threads.submit(self._done, function, item)] = item
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), result_of(future)

    def _done(self, function, item):
        fenced = self._free.get()
        try:
            return tried(fenced, function, item)
        finally:
            self._free.put(fenced)


def tried(fenced: Fenced, function: Callable, item: tuple) -> Any:
    """`function(*item)`, done in the process. Raises what it raises, OverBudget, GaveUp."""
    for _try in range(TRIES):
        try:
            return fenced.call(function, *item)
        except Ended:  # by the item, or by somebody who wanted its memory
            continue
    raise GaveUp


def result_of(future: Future) -> Any:
    """What a future gives, or the exception that it raised."""
    error = future.exception()
    return future.result() if error is None else error
