"""The warm process: imports numpy, matplotlib and IPython once, then forks one sandboxed worker per submission.

Run by exec as `python -m ravine.grading.worker.inside.warm FD SETTINGS`, with no environment to speak of. Nothing of
the course is in it. Each worker has a supervisor, which stays outside the sandbox, ends it when told to or when the
grader is gone, tells how it ended and deletes its folder:

    grader ── control ── warm process
       ├───── channel ── supervisor         (one per worker)
       └───── wire ───── worker
"""

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
from pathlib import Path

from ravine.check import tables
from ravine.grading.worker.inside import cells, serving
from ravine.grading.worker.limits import Limits
from ravine.grading.worker.sandbox.confinement import Confinement
from ravine.grading.worker.sandbox.policy import SandboxPolicy, SandboxUnavailable
from ravine.grading.worker.wire import Connection

LOOK_EVERY = 100  # milliseconds, at a folder that no file system limits
NOT_FOR_STUDENTS = (
    "torch tensorflow keras jax jaxlib flax optax autograd mxnet paddle tinygrad micrograd "
    "sklearn scipy statsmodels solutions nbgrader"
).split()


def main(descriptor: int, settings: str):
    control = socket.socket(fileno=descriptor)
    settings = json.loads(settings)
    try:
        confinement = Confinement(
            SandboxPolicy(tuple(settings["layers"]), settings["required"]), Path(settings["folder"])
        )
    except SandboxUnavailable as refusal:
        return _tell(control, {"unavailable": str(refusal)})
    shell = _warm_up(confinement)
    with contextlib.suppress(ConnectionError):  # the grader is gone: then no request comes
        _tell(control, {"ready": confinement.available})
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while request := _request(control):
        _fork_supervisor(control, confinement, shell, *request)


def _warm_up(confinement: Confinement):
    """A shell, made inside the room: what is imported here is what a submission may import."""
    for variable, name in (("MPLCONFIGDIR", "matplotlib"), ("IPYTHONDIR", "ipython"), ("HOME", "home")):
        os.environ[variable] = str(confinement.scratch / name)
        os.makedirs(os.environ[variable], exist_ok=True)
    sys.meta_path.insert(0, NotForStudents(confinement.hidden_modules))
    gc.disable()  # nothing of what is imported is garbage
    shell = cells.make_shell()
    gc.collect()
    gc.freeze()  # the workers share these pages
    gc.enable()
    return shell


class NotForStudents:
    """Says why a package that would solve the exercise is missing. (That it is missing is the sandbox's doing.)"""

    def __init__(self, hidden: set[str]):
        self.names = hidden.union(NOT_FOR_STUDENTS)

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named '{name}' here: exercises are solved with numpy", name=name)


def _tell(sock: socket.socket, message: dict, descriptors=()):
    socket.send_fds(sock, [json.dumps(message).encode()], list(descriptors))


def _request(control: socket.socket):
    """The next worker to make: settings, wire, channel and perhaps a folder; None when the grader is gone."""
    try:
        text, descriptors, _, _ = socket.recv_fds(control, 65536, 3)
    except ConnectionError:
        return None
    return (json.loads(text), descriptors) if text else None


def _fork_supervisor(control, confinement, shell, settings: dict, descriptors: list[int]):
    _load(settings["exercises"])
    if os.fork() == 0:
        try:
            control.close()
            _supervise(confinement, shell, settings, *descriptors)
        finally:
            os._exit(0)
    for descriptor in descriptors:
        os.close(descriptor)


def _load(exercises: list[str]):
    """What the self-check knows of these exercises: read once, where the workers share it, and no more of the course,
    for the larger this process, the longer takes a fork."""
    for name in exercises:
        tables().get(name)
    gc.freeze()


# --- The supervisor


def _supervise(confinement, shell, settings, wire: int, channel: int, folder: int | None = None):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    wire, channel = socket.socket(fileno=wire), socket.socket(fileno=channel)
    try:
        confinement.prepare_child()
    except OSError as error:
        return _tell(channel, {"failed": str(error)})
    pid = os.fork()
    if pid == 0:
        channel.close()
        _work(confinement, shell, settings, wire, folder)
    wire.close()
    try:
        _tell(channel, {"pid": pid})
        overfull = _wait_for_end(pid, channel, lambda: confinement.is_overfull(Limits(**settings["limits"])))
    finally:
        _end(pid, channel, confinement, overfull)


def _wait_for_end(pid: int, channel: socket.socket, is_overfull) -> bool:
    """Return when the worker ended, the grader wants it to, or its folder is too full; whether it is that."""
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    if hasattr(os, "pidfd_open"):
        poll.register(os.pidfd_open(pid), select.POLLIN)
    while not poll.poll(LOOK_EVERY) and not _has_ended(pid):
        if is_overfull():
            return True
    return False


def _has_ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end(pid: int, channel: socket.socket, confinement: Confinement, overfull: bool):
    killed = not _has_ended(pid)
    if killed:
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    confinement.clean_up()
    try:
        _tell(
            channel,
            {
                "exit": os.waitstatus_to_exitcode(status),
                "killed": killed,
                "overfull": overfull,
                "cpu": usage.ru_utime + usage.ru_stime,
                "memory": usage.ru_maxrss,
            },
        )
    except OSError:
        pass  # the grader is gone


# --- The worker


def _work(confinement, shell, settings, wire: socket.socket, folder: int | None):
    try:
        limits = Limits(**settings["limits"])
        server = serving.Server(shell, wire, limits)
        serving.seed_all(settings["seed"])
        sys.stdin, sys.stdout, sys.stderr = open(os.devnull), cells.Stream("stdout"), cells.Stream("stderr")
        layers = confinement.enter(folder, limits, wire)
        _forget_the_grader()
        sys.path.insert(0, "")  # as in Jupyter: what lies beside the notebook
        server.process = os.getpid()
        server.connection.send({"op": "ready", "layers": list(layers)})
    except BaseException as error:
        _fail(wire, error)
    try:
        server.serve()
    finally:
        os._exit(0)


def _fail(wire: socket.socket, error: BaseException):
    try:
        Connection(wire, Limits()).send({"op": "failed", "reason": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(1)


def _forget_the_grader():
    """A student who asks for these modules is told that there are none."""
    import ravine

    for name in [n for n in sys.modules if n.startswith(("ravine.grading", "pyseccomp"))]:
        del sys.modules[name]
    vars(ravine).pop("grading", None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
