"""The trusted side's handle on a worker: a sandboxed process that holds one submission's namespace.

    with WarmProcess() as warm:
        worker = warm.worker(folder, Limits(), SandboxPolicy())
        worker.run_cell("def f(x):\n    return 2 * x")
        worker.call(Name("f"), (np.array([1.0]),)).value     # array([2.])
        worker.close()

What is passed: None, bool, int, float, complex, str, bytes, tuple, list, dict, set, numpy scalars and arrays of
plain dtypes, and handles. A function or bound method among the arguments is called back on this side, in this
thread, while the call lasts. What comes back is plain data, rebuilt here (arrays are plain, native-endian,
C-ordered and own their memory); everything else that the student's code returns, at any depth, is a `Handle`
to the object, which stays in the worker. A value that is neither (too large, too deep, malformed) is refused.

The other end is `ravine.grading.warm`, run by exec in a process of its own; nothing of the course is in it.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ravine.grading.limits import Limits
from ravine.grading.sandbox import SandboxPolicy, SandboxUnavailable
from ravine.grading.wire import Attribute, Handle, Name, Operator, Target

__all__ = ["Answer", "AnswerRefused", "Attribute", "CallbackRefused", "CellResult", "Handle", "Limits", "Name",
           "Operator", "OutOfTime", "SandboxPolicy", "SandboxUnavailable", "StudentError", "Target",
           "WarmProcess", "Worker", "WorkerDied", "WorkerError"]


class WorkerError(Exception):
    """Something about the student's process; the message is fit to be read by the student."""


class WorkerDied(WorkerError):
    """The process ended: it exited, crashed, or was killed for its memory. The worker is closed.

    `reason`: "exited", "crashed", "memory" or "unknown".
    """

    def __init__(self, reason: str, message: str = ""):
        super().__init__(message or reason)
        self.reason = reason


class OutOfTime(WorkerError):
    """A limit on time was reached, and the worker is closed. `kind`: "cpu" (wrong) or "wall" (not checked)."""

    def __init__(self, kind: str, message: str = ""):
        super().__init__(message or kind)
        self.kind = kind


class AnswerRefused(WorkerError):
    """What came back is no plain data, too large or malformed. After a malformed message the worker is closed."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class StudentError(WorkerError):
    """The student's code raised. The worker goes on.

    `type`: the exception's class name; `message`; `line`: the 1-based line in the student's cell, or None;
    `source`: that line's text, or ""; `traceback`: plain text, only the student's own frames.
    """

    def __init__(self, type: str, message: str, line: int | None = None, source: str = "", traceback: str = ""):
        super().__init__(f"{type}: {message}" if message else type)
        self.type, self.message, self.line, self.source, self.traceback = type, message, line, source, traceback


class CallbackRefused(Exception):
    """Raised by a function passed to `Worker.call` to tell the student's code what was wrong with its call.

    Of any other exception that such a function raises, the worker learns the type's name only.
    """


@dataclass(frozen=True)
class CellResult:
    """What running a cell gave. `outputs`: plain nbformat dicts, cleaned; `error`: None where `ok`."""

    ok: bool
    outputs: list[dict]
    error: StudentError | None
    cpu_seconds: float


@dataclass(frozen=True)
class Answer:
    """What a call gave: its value, and its arguments as they were afterwards.

    `args`, `kwargs`: the same structure as what was sent (callables as None), or None where it cannot be sent.
    `counts`: how often each name of `count` was called meanwhile; `callbacks`: how often we were called back.
    """

    value: Any
    args: tuple | None
    kwargs: dict | None
    counts: dict[str, int] = field(default_factory=dict)
    callbacks: int = 0
    cpu_seconds: float = 0.0


class Worker:
    """A sandboxed process holding one submission's namespace. Get one from `WarmProcess.worker`."""

    layers: tuple[str, ...]              # the sandbox's layers really in force
    alive: bool

    def run_cell(self, source: str) -> CellResult:
        """Run a cell in IPython. Raises OutOfTime, WorkerDied, AnswerRefused; an exception of the student's is
        in the result."""
        raise NotImplementedError

    def call(self, target: Target, args: tuple = (), kwargs: dict | None = None, *, count: tuple[str, ...] = (),
             cpu_seconds: float | None = None) -> Answer:
        """Call `target` with `args` and `kwargs`, in which callables are called back on this side.

        target: `Name("f")`, `Name("Adam")`, `Attribute(handle, "step")`, a `Handle`, or `Operator("add")`.
        count: names of the student's functions and methods, such as "Linear.forward", to count calls of.
        cpu_seconds: instead of the limits' `cpu_seconds_per_call` (for `train`); wall time grows with it.
        Raises StudentError, OutOfTime, WorkerDied, AnswerRefused.
        """
        raise NotImplementedError

    def get(self, target: Target) -> Any:
        """The value of `Name("x")` or `Attribute(handle, "grad")`; StudentError (NameError, AttributeError)."""
        raise NotImplementedError

    def generator(self, seed: int) -> Handle:
        """A `numpy.random.default_rng(seed)` made in the worker, to be passed as an argument."""
        raise NotImplementedError

    def close(self) -> None:
        """End the process and everything it started, and delete its folder."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class WarmProcess:
    """A process with numpy, matplotlib and IPython imported, from which workers are forked in about 30 ms.

    One per grading process; a context manager; starts when first needed, and again if it died. Make it after
    forking, not before.
    """

    def worker(self, folder: Path | None = None, limits: Limits = Limits(),
               sandbox: SandboxPolicy = SandboxPolicy(), seed: int = 0) -> Worker:
        """A new worker whose working folder holds a copy of `folder` (without notebooks and links).

        seed: of `random` and the global `numpy.random`, so that a grade can be replayed.
        Raises SandboxUnavailable.
        """
        raise NotImplementedError

    def close(self) -> None:
        """End the warm process and its workers."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
