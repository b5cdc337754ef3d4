"""The warm process, from which workers are forked: the trusted side of `ravine.grading.worker.inside.warm`."""

import contextlib
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path

from ravine.grading.worker.handle import Worker, receive_news
from ravine.grading.worker.limits import Limits
from ravine.grading.worker.sandbox import SandboxPolicy, SandboxUnavailable
from ravine.language import _

ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PATH": "/nonexistent",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


class _Running:
    """One warm process, started by exec with nothing inherited but one socket.

    Processes that were forked from the one that started it have the socket too, and may all ask for workers.
    """

    def __init__(self, sandbox: SandboxPolicy):
        self.folder = tempfile.mkdtemp(prefix="ravine-")
        os.chmod(self.folder, 0o711)  # workers have users of their own
        self.control, theirs = _socket_pair()
        settings = json.dumps({"layers": sandbox.layers, "required": sandbox.required, "folder": self.folder})
        with theirs:
            self.process = subprocess.Popen(
                self.command(str(theirs.fileno()), settings),
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        self._end = weakref.finalize(self, _end_process, os.getpid(), self.process, self.control, self.folder)
        self._is_ready = False

    def command(self, *arguments: str) -> list[str]:
        """No user's site-packages, nothing from the working directory."""
        return [sys.executable, "-s", "-P", "-m", "ravine.grading.worker.inside.warm", *arguments]

    def await_ready(self) -> None:
        """Until it has imported what it needs. Raises SandboxUnavailable."""
        if self._is_ready:
            return
        news = receive_news(self.control, 120, socket.MSG_PEEK)  # for others may wait for the same
        if "ready" not in news:
            self.close()
            raise SandboxUnavailable(news.get("unavailable") or _("The process that runs notebooks did not start."))
        self._is_ready = True

    def is_alive(self) -> bool:
        """Whether both ends of the socket are open, which whoever did not start it can see too."""
        if not self._end.alive:
            return False
        poll = select.poll()
        poll.register(self.control, 0)
        return not poll.poll(0)

    def fork(self, request: dict, folder: Path | None) -> tuple[socket.socket, socket.socket]:
        """Our ends of a new worker's wire and of its supervisor's channel, once it is ready.

        Raises ConnectionError if the process died, SandboxUnavailable.
        """
        self.await_ready()
        wire, their_wire = socket.socketpair()
        channel, their_channel = _socket_pair()
        with their_wire, their_channel, _opened(folder) as descriptors:
            socket.send_fds(
                self.control,
                [json.dumps(request).encode()],
                [their_wire.fileno(), their_channel.fileno(), *descriptors],
            )
        return wire, channel

    def close(self):
        self._end()


class WarmProcess:
    """A process with numpy, matplotlib and IPython imported, from which workers are forked in about 20 ms.

    A context manager; starts when first needed, and again if it died.
    """

    running = _Running

    def __init__(self):
        self._running: dict[SandboxPolicy, _Running] = {}
        self._lock = threading.Lock()

    def worker(
        self,
        folder: Path | None = None,
        limits: Limits = Limits(),
        sandbox: SandboxPolicy = SandboxPolicy(),
        seed: int = 0,
        exercises: Iterable[str] = (),
    ) -> Worker:
        """A new worker whose working folder holds a copy of `folder` (without notebooks and links).

        seed: of `random` and the global `numpy.random`, so that a grade can be replayed. exercises: those that the
        notebook will check, for which all is then ready.
        Raises SandboxUnavailable.
        """
        request = {"limits": asdict(limits), "seed": seed, "exercises": list(exercises)}
        with self._lock:
            try:
                return Worker(*self._process(sandbox).fork(request, folder), limits)
            except ConnectionError:  # it died since: once more
                return Worker(*self._process(sandbox).fork(request, folder), limits)

    def start(self, sandbox: SandboxPolicy = SandboxPolicy()) -> None:
        """Start it, and do not wait until it is ready."""
        with self._lock:
            self._process(sandbox)

    def _process(self, sandbox: SandboxPolicy) -> "_Running":
        process = self._running.get(sandbox)
        if process is None or not process.is_alive():
            self._running[sandbox] = process = self.running(sandbox)
        return process

    def close(self) -> None:
        """End the warm process and its workers."""
        for process in self._running.values():
            process.close()
        self._running.clear()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@cache
def warm_process() -> WarmProcess:
    """The one of this process and of those that are forked from it later."""
    return WarmProcess()


def _socket_pair():
    """A pair of sockets that keep messages apart."""
    return socket.socketpair(socket.AF_UNIX, getattr(socket, "SOCK_SEQPACKET", socket.SOCK_STREAM))


@contextlib.contextmanager
def _opened(folder: Path | None):
    if folder is None:
        yield []
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield [descriptor]
    finally:
        os.close(descriptor)


def _end_process(starter: int, process: subprocess.Popen, control: socket.socket, folder: str):
    """The warm process ends when its control socket closes; its supervisors when their channels do.

    Where others have the socket too, whoever started it waits for that, and the folder is theirs as well till then.
    """
    control.close()
    if os.getpid() != starter:
        return
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)
