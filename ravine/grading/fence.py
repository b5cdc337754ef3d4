"""A fence round the trusted side: what is done with a submission is done in a process that can be killed and replaced.

The process reads, repairs, judges and renders one submission after the other. From outside it is watched what that
takes; where it is more than the budget, the process is killed, and the submission gets a sentence in place of a mark.
"""

import contextlib
import fcntl
import os
import pickle
import resource
import shutil
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ravine.grading import forking
from ravine.grading.worker.clock import process_clock
from ravine.grading.worker.limits import GiB, MiB
from ravine.language import _
from ravine.processes import collect_rarely, serve_parent

LOOK_EVERY = 0.05  # seconds: in which a process takes no more memory than lies between the two limits on it
PAGE = os.sysconf("SC_PAGE_SIZE")
FOLDER = "ravine-grader-"  # what the names of the processes' folders begin with
YOUNG = 60.0  # seconds in which whoever made a folder has surely locked it


@dataclass(frozen=True)
class Budget:
    """What the trusted side may spend on one submission.

    The student's own code has other limits (see `Limits`), and what it takes does not count here, but for the wall
    clock: that is for what hangs.
    """

    cpu_seconds: float = 120.0
    wall_seconds: float = 1800.0
    memory: int = 3 * GiB // 4  # resident
    memory_at_all: int = GiB  # private pages, which the kernel refuses beyond
    result: int = 256 * MiB  # bytes of what comes of it


class OverBudget(Exception):
    """A submission takes more than the grader spends on one; the message says of what."""


class Ended(Exception):
    """The process ended by itself, or was ended by others."""


class Fenced:
    """A process that does one thing at a time; started when first needed, and again after it ended.

    Its temporary files lie in a folder of its own, which goes with it, however it ends.
    """

    def __init__(self, budget: Budget = Budget()):
        self.budget, self._closed = budget, False
        self._process: Any = None

    def call(self, function: Callable, *arguments: Any) -> Any:
        """`function(*arguments)` or what it raises. Raises OverBudget, Ended."""
        if self._process is None:
            self._start()
        try:
            self._connection.send((function, arguments))
            self._watch()
            result = pickle.loads(self._received())
        except OverBudget:
            self.kill()
            raise
        except (EOFError, OSError):
            self.kill()
            raise Ended from None
        if isinstance(result, Exception):
            raise result
        return result

    def _start(self):
        if self._closed:
            raise Ended
        self._folder, self._lock = own_folder()
        context = forking.context()
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self.budget, self._folder), daemon=False)
        self._process.start()
        theirs.close()

    def _watch(self):
        """Until there is a result. Raises OverBudget, EOFError."""
        pid, started = self._process.pid, time.monotonic()
        cpu_before = _cpu(pid)
        while not self._connection.poll(LOOK_EVERY):
            if _cpu(pid) - cpu_before > self.budget.cpu_seconds:
                raise OverBudget(_("it takes more than {n:g} seconds of computing").format(n=self.budget.cpu_seconds))
            if _resident(pid) > self.budget.memory:
                raise OverBudget(_("it takes more than {n} MiB of memory").format(n=self.budget.memory // MiB))
            if time.monotonic() - started > self.budget.wall_seconds:
                raise OverBudget(_("it is not done within {n:g} seconds").format(n=self.budget.wall_seconds))

    def _received(self) -> bytes:
        try:
            return self._connection.recv_bytes(self.budget.result)
        except OSError as error:
            if error.errno:  # the other end is gone
                raise
            words = _("more than {n} MiB come of it")
            raise OverBudget(words.format(n=self.budget.result // MiB)) from None

    def kill(self) -> None:
        """End the process, whatever it does; the next call starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join()
            self._tidy()

    def close(self, in_peace: bool = False) -> None:
        """End it for good; in peace: where it is idle, so that it may end what it has started itself."""
        self._closed = True
        process = self._process
        if in_peace and process is not None:
            self._connection.close()
            process.join(10)
        self.kill()

    def _tidy(self):
        self._connection.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        os.close(self._lock)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.close(in_peace=kind is None)


def own_folder() -> tuple[str, int]:
    """A new folder for temporary files, and the descriptor that locks it for as long as it is in use."""
    folder = tempfile.mkdtemp(prefix=FOLDER)
    os.chmod(folder, 0o711)  # workers have users of their own
    return folder, _locked(folder)


def _locked(folder: str) -> int:
    """A descriptor that locks a folder for as long as this process lives, however it ends. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def clear_left_behind() -> None:
    """Delete the folders of graders that were killed: own ones that nobody has locked."""
    for path in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        with contextlib.suppress(OSError):  # somebody's else, a link, in use, or gone
            found = path.lstat()
            if found.st_uid == os.geteuid() and time.time() - found.st_mtime > YOUNG:
                lock = _locked(str(path))
                shutil.rmtree(path, ignore_errors=True)
                os.close(lock)


def _cpu(pid: int) -> float:
    """CPU seconds of a process; 0 where it has ended."""
    try:
        return process_clock(pid)
    except OSError:
        return 0.0


def _resident(pid: int) -> int:
    """Bytes of memory of a process; 0 where it has ended."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * PAGE
    except OSError:
        return 0


# --- In the process


def _serve(connection: Connection, budget: Budget, folder: str):
    serve_parent()
    collect_rarely()
    warnings.simplefilter("ignore")  # what wrong answers overflow and divide by zero, nobody need read
    tempfile.tempdir = folder
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (budget.memory_at_all, hard))
    with contextlib.suppress(EOFError, ConnectionError):  # the grader is gone, or done
        while True:
            connection.send_bytes(_done(*connection.recv()))


def _done(function: Callable, arguments: tuple) -> bytes:
    """What a call gives, or the exception that it raised, as bytes."""
    try:
        return pickle.dumps(function(*arguments))
    except MemoryError:
        return pickle.dumps(OverBudget(_("it takes more memory than there is for it")))
    except Exception as error:
        return _pickled(error)


def _pickled(error: Exception) -> bytes:
    try:
        content = pickle.dumps(error)
        pickle.loads(content)
        return content
    except Exception:  # an exception of another shape than its arguments
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
