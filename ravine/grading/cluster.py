"""Many submissions at once on other machines: the workers of a `dask.distributed` scheduler.

They have this package and the course in folders of the same name, and may come and go: what one worked on that ended
is done again by another. Each works in a fenced process, as the processes of a local pool are. A worker lives longer
than a run, so it is asked first what it judges with: one that has imported an earlier reference or grader is restarted,
and one that would judge otherwise is refused.
"""

import asyncio
import itertools
import logging
import multiprocessing
import platform
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from distributed import Client, KilledWorker, Security, wait
from distributed.comm import connect
from distributed.comm.addressing import parse_address
from distributed.comm.registry import get_backend

from ravine.course.course import CourseError
from ravine.grading.fence import Fenced
from ravine.grading.pool import AHEAD, GaveUp, result_of, tried
from ravine.grading.submission.assignment import judged_with
from ravine.grading.worker.failures import in_one_line
from ravine.language import _

PATIENCE = 10  # seconds for a scheduler to answer
WITHOUT_WORKERS = 60  # seconds for a worker to come or to come back
LOOK_EVERY = 5  # seconds, whether there still are workers


class OtherJudge(Exception):
    """A worker's grades would not be this machine's; the message says which worker and why."""


_NO_WORKERS = _("The scheduler at {address} has no workers. Start some with `dask worker {address}`.")


class Cluster:
    """The workers of the scheduler at `address`, for the course in `root`. Raises CourseError."""

    sees_files = False  # but for the course's, where they have a copy of it

    def __init__(self, address: str, root: Path):
        self._address, self._root, self._judge = address, str(root), judged_with(str(root))
        self._client = self._connected()
        try:
            self._wait_for_workers()
            self._agree()
        except BaseException:
            self._client.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._client.close()

    @property
    def jobs(self) -> int:
        return max(1, sum(self._client.nthreads().values()))

    def prepare(self, function: Callable, *arguments: Any) -> None:
        """See `Pool`: the workers have been there before."""

    def run(self, function: Callable, items: Iterable[tuple]) -> Iterator[tuple[tuple, Any]]:
        """See `ravine.grading.pool.Pool`. Raises CourseError where no worker or no scheduler is left."""
        items, running, suspects = iter(items), {}, []
        while True:
            room = AHEAD * self._asked(lambda: self.jobs) - len(running)
            for item in itertools.islice(items, max(room, 0)):
                running[self._submit(function, item)] = item
            if not running:
                break
            for future in self._done(running):
                item, result = running.pop(future), self._result(future)
                if isinstance(result, KilledWorker):
                    suspects.append(item)  # or one that ran beside it in several workers that ended
                else:
                    yield item, result
        for item in suspects:
            yield item, self._alone(function, item)

    def _alone(self, function, item):
        future = self._submit(function, item)
        self._done([future])
        result = self._result(future)
        return GaveUp() if isinstance(result, KilledWorker) else result

    def _submit(self, function, item):
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Sending large graph")  # a notebook full of pictures
            return self._client.submit(_fenced_in, self._root, self._judge, function, item, pure=False)

    def _done(self, running) -> Iterable:
        """Those of the running that have ended, as soon as there are any."""
        while True:
            try:
                return wait(list(running), timeout=LOOK_EVERY, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                self._wait_for_workers()
            except CancelledError:
                raise CourseError(self._gone()) from None

    def _result(self, future):
        result = self._asked(lambda: result_of(future))
        if isinstance(result, OtherJudge):
            raise CourseError(str(result))
        return result

    # The scheduler

    def _connected(self) -> Client:
        _be_quiet()
        try:
            get_backend(parse_address(self._address)[0])
            with ThreadPoolExecutor(1) as thread:  # in this one a loop may be running, as in a notebook's
                thread.submit(asyncio.run, self._knock()).result()
            return Client(self._address, timeout=PATIENCE)
        except TimeoutError:
            reason = _("what listens there does not answer as one.")
        except (OSError, ValueError, TypeError) as error:
            reason = in_one_line(error)
        words = _("There is no scheduler at {address}: {reason}")
        raise CourseError(words.format(address=self._address, reason=reason))

    async def _knock(self):
        """A client would wait for ever where something else listens."""
        how = Security().get_connection_args("client")
        comm = await asyncio.wait_for(connect(self._address, timeout=PATIENCE, **how), 2 * PATIENCE)
        await comm.close()

    def _wait_for_workers(self):
        try:
            self._asked(lambda: self._client.wait_for_workers(1, timeout=WITHOUT_WORKERS))
        except TimeoutError:
            raise CourseError(_NO_WORKERS.format(address=self._address)) from None

    def _asked(self, question: Callable[[], Any]) -> Any:
        """The scheduler's answer. Raises CourseError where it is gone."""
        try:
            return question()
        except TimeoutError:
            raise
        except (OSError, CancelledError):
            raise CourseError(self._gone()) from None

    def _gone(self):
        words = _("The scheduler at {address} is gone. Nothing is lost: the same command goes on from here.")
        return words.format(address=self._address)

    # What the workers judge with

    def _agree(self):
        """Restart the workers that would judge otherwise, as from an earlier reference; refuse those that still do."""
        if others := self._others():
            try:
                self._client.restart_workers(list(others), timeout=WITHOUT_WORKERS)
            except (ValueError, TimeoutError):  # without a nanny nobody starts them again
                raise CourseError(next(iter(others.values()))) from None
            self._wait_for_workers()
            if others := self._others():
                raise CourseError(next(iter(others.values())))
        ready = result_of(self._client.submit(judged_with, self._root, pure=False))
        if isinstance(ready, Exception):  # the scheduler reads what it passes on
            words = _("The scheduler at {address} cannot pass on what is to be graded: {reason}")
            raise CourseError(words.format(address=self._address, reason=in_one_line(ready)))

    def _others(self) -> dict[str, str]:
        """The workers that judge with something else, and what that is."""
        found = self._asked(lambda: self._client.run(_judge_here, self._root, on_error="return"))
        return {w: _difference(w, self._root, it, self._judge) for w, it in found.items() if it != self._judge}


# --- On a worker


class _Fence:
    """A worker's fenced process, whatever threads the worker has; another one for another course."""

    def __init__(self):
        self._one_at_a_time = threading.Lock()
        self._root, self._fenced = "", Fenced()

    def call(self, root: str, function: Callable, arguments: tuple) -> Any:
        """What the function gives, done in the process. Raises what it raises, OverBudget, GaveUp."""
        with self._one_at_a_time:
            if root != self._root:
                self._begin(root)
            return tried(self._fenced, function, arguments)

    def _begin(self, root):
        self._fenced.close()
        multiprocessing.current_process().daemon = False  # a nanny's worker is one, and might have no processes
        self._root, self._fenced = root, Fenced()
        Finalize(None, self._fenced.close, exitpriority=1)  # before the worker would wait for its processes


_fence = _Fence()


def _judge_here(root: str) -> dict[str, str]:
    """What this process judges with. It can import one course's reference only."""
    solutions = sys.modules.get("solutions")
    other = solutions is not None and Path(root, "solutions") not in map(Path, solutions.__path__)
    return judged_with(root) | ({"reference": "another course's"} if other else {})


def _refuse_another_judge(root, asked):
    """Raises OtherJudge where this process would judge otherwise."""
    if (here := _judge_here(root)) != asked:
        raise OtherJudge(_difference(platform.node(), root, here, asked))


def _fenced_in(root: str, asked: dict[str, str], function: Callable, item: tuple):
    """The result for an item, if it is the one that the machine that asks would get."""
    _refuse_another_judge(root, asked)
    return _fence.call(root, _judged_alike, (root, asked, function, item))


def _judged_alike(root: str, asked: dict[str, str], function: Callable, item: tuple):
    """In the fenced process: it too has read the files, perhaps later than the worker."""
    _refuse_another_judge(root, asked)
    return function(*item)


def _difference(worker: str, root: str, theirs: dict[str, str] | Exception, ours: dict[str, str]) -> str:
    if isinstance(theirs, Exception):
        words = _("The worker {worker} cannot grade ({reason}). It needs the same environment as this machine.")
        return words.format(worker=worker, reason=in_one_line(theirs))
    names = ", ".join(name for name in ours if theirs.get(name) != ours[name])
    words = _(
        "The worker {worker} has another {names} than this machine, and might give other grades. Bring its {root} and "
        "its environment up to date, and start it again."
    )
    return words.format(worker=worker, names=names, root=root)


def _be_quiet():
    """What goes wrong with the cluster is said in our own words."""
    for name in [n for n in logging.root.manager.loggerDict if n.split(".")[0] in ("distributed", "tornado")]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
