"""Many submissions at once: a pool of processes here; `ravine.grading.cluster` has one of several machines.

Both run the same pure functions, take only a few items at a time from what may be a long list, and lose none when a
process ends: what it worked on is done again. An item that ends its process whenever it is alone in it is given up.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from ravine.grading import forking
from ravine.language import _
from ravine.processes import serve_parent

AHEAD = 2  # items for each process, so that none is idle
TRIES = 2  # of an item alone in a process that ends


class GaveUp(Exception):
    """An item ended every process that worked on it."""

    def __init__(self):
        super().__init__(_("The process that graded this ended, and again when it was tried alone."))


class Pool(Protocol):
    """Where the work is done. A context manager."""

    def run(self, function: Callable, items: Iterable[tuple]) -> Iterator[tuple[tuple, Any]]:
        """(item, `function(*item)` or the exception it raised) for every item, in the order in which they end."""

    def __enter__(self) -> "Pool": ...

    def __exit__(self, *_) -> None: ...


class LocalPool:
    """`jobs` processes on this machine."""

    def __init__(self, jobs: int):
        self.jobs = jobs
        self._executor = self._new()

    def _new(self):
        return ProcessPoolExecutor(self.jobs, mp_context=forking.context(), initializer=serve_parent)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self._executor.shutdown(wait=kind is None, cancel_futures=True)

    def run(self, function: Callable, items: Iterable[tuple]) -> Iterator[tuple[tuple, Any]]:
        """See `Pool`."""
        items, running = iter(items), {}
        while True:
            while len(running) < AHEAD * self.jobs and (item := next(items, None)) is not None:
                running[self._executor.submit(function, *item)] = item
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                result = result_of(future)
                if isinstance(result, BrokenProcessPool):  # and with it, all that were running
                    for item in running.values():
                        yield item, self._alone(function, item)
                    running.clear()
                    break
                yield running.pop(future), result

    def _alone(self, function, item):
        """The result of an item beside which nothing runs, for one of several has ended its process."""
        for _try in range(TRIES):
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = self._new()
            result = result_of(self._executor.submit(function, *item))
            if not isinstance(result, BrokenProcessPool):
                return result
        return GaveUp()


def result_of(future: Future) -> Any:
    """What a future gives, or the exception that it raised."""
    error = future.exception()
    return future.result() if error is None else error
