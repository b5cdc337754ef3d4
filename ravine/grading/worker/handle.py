"""The trusted side's handle on a worker: a sandboxed process that holds one submission's namespace.

    with WarmProcess() as warm:                              # see ravine.grading.worker.warm_process
        worker = warm.worker(folder, Limits(), SandboxPolicy())
        worker.run_cell("def f(x):\n    return 2 * x")
        worker.call(Name("f"), (np.array([1.0]),)).value     # array([2.])
        worker.close()

What is passed: None, bool, int, float, complex, str, bytes, tuple, list, dict, set, numpy scalars and arrays of
plain dtypes, and handles. A function or bound method among the arguments is called back on this side, in this
thread, while the call lasts. What comes back is plain data, rebuilt here (arrays are plain, native-endian,
C-ordered and own their memory); everything else that the student's code returns, at any depth, is a `Handle`
to the object, which stays in the worker. A value that is neither (too large, too deep, malformed) is refused.

The other end is `ravine.grading.worker.inside.warm`, run by exec in a process of its own; nothing of the course is
in it.
"""

import contextlib
import json
import socket
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ravine.grading.worker.clock import Clock, Deadline, out_of_cpu
from ravine.grading.worker.failures import (
    AnswerRefused,
    CallbackRefused,
    OutOfTime,
    StudentError,
    WorkerDied,
    WorkerError,
)
from ravine.grading.worker.limits import Limits, MiB
from ravine.grading.worker.outputs import clean_outputs, plain_text
from ravine.grading.worker.sandbox import SandboxPolicy, SandboxUnavailable
from ravine.grading.worker.wire import (
    Attribute,
    Callback,
    Connection,
    Handle,
    Name,
    Operator,
    Target,
    WireError,
    packed,
    plain_name,
)
from ravine.language import _

__all__ = [
    "Answer",
    "AnswerRefused",
    "Attribute",
    "CallbackRefused",
    "CellResult",
    "Handle",
    "Limits",
    "Name",
    "Operator",
    "OutOfTime",
    "SandboxPolicy",
    "SandboxUnavailable",
    "StudentError",
    "Target",
    "Worker",
    "WorkerDied",
    "WorkerError",
]


PATIENCE = 2.0  # seconds for a process that no longer talks to end
LOOK_EVERY = struct.pack("ll", 0, 50_000)  # at the limits on time, in microseconds, while nothing comes


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
    `counts`: how often each name of `count` was called meanwhile.
    """

    value: Any
    args: tuple | None
    kwargs: dict | None
    counts: dict[str, int] = field(default_factory=dict)
    cpu_seconds: float = 0.0


@dataclass(frozen=True)
class CarriedOut:
    """What steps of a program gave: what they kept, the arrays as they were afterwards, and what one raised.

    steps: how many were carried out, unless one raised.
    """

    steps: int
    kept: list
    arrays: list
    error: StudentError | None
    cpu_seconds: float


class Worker:
    """A sandboxed process holding one submission's namespace. Get one from `WarmProcess.worker`.

    layers: the sandbox's layers really in force; alive: whether it can still be asked; slept: whether it was ended
    because it did nothing for too long.
    """

    def __init__(self, wire: socket.socket, channel: socket.socket, limits: Limits):
        self.limits, self.alive, self.layers, self.slept = limits, True, (), False
        self._channel = channel
        self._functions: dict[Any, Callable] = {}
        self._registered, self._depth, self._called_back = 0, 0, 0
        self._error_in_callback: StudentError | AnswerRefused | None = None
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):  # most answers come at once: one system call, not three
            wire.setsockopt(socket.SOL_SOCKET, option, LOOK_EVERY)
        self._connection = Connection(wire, limits, other=self._register, look=self._look)
        self._clock = Clock(None, replace(limits, wall_seconds_in_total=limits.start_seconds))
        self._deadline = self._clock.deadline(limits.start_seconds, limits.start_seconds)
        self._start()

    def run_cell(self, source: str, shown: bool = True) -> CellResult:
        """Run a cell in IPython. Raises OutOfTime, WorkerDied, AnswerRefused; an exception of the student's is
        in the result. shown: whether its outputs are wanted; pictures that nobody sees are not drawn."""
        with self._step(self.limits.cpu_seconds_per_cell, self.limits.wall_seconds_per_cell) as step:
            reply = self._ask({"op": "cell", "source": source, "shown": shown})
            problem = reply if reply.get("op") == "raised" else reply.get("error")
            error = None if problem is None else _student_error(problem)
            return CellResult(
                error is None and reply.get("ok") is True,
                clean_outputs(reply.get("outputs"), self.limits),
                error,
                step.cpu_used(),
            )

    def call(
        self,
        target: Target,
        args: tuple = (),
        kwargs: dict | None = None,
        *,
        count: tuple[str, ...] = (),
        cpu_seconds: float | None = None,
    ) -> Answer:
        """Call `target` with `args` and `kwargs`, in which callables are called back on this side.

        target: `Name("f")`, `Name("Adam")`, `Attribute(handle, "step")`, a `Handle`, or `Operator("add")`.
        count: names of the student's functions and methods, such as "Linear.forward", to count calls of.
        cpu_seconds: instead of the limits' `cpu_seconds_per_call` (for `train`).
        Raises StudentError, OutOfTime, WorkerDied, AnswerRefused.
        """
        seconds = self.limits.cpu_seconds_per_call if cpu_seconds is None else cpu_seconds
        with self._step(seconds, self.limits.wall_seconds_per_call) as step:
            reply = self._ask(
                {
                    "op": "call",
                    "target": target,
                    "args": tuple(args),
                    "kwargs": dict(kwargs or {}),
                    "count": list(count),
                }
            )
            return self._answer(reply, step, count)

    def call_each(self, target: Target, each: list[tuple]) -> Iterator[Answer | StudentError]:
        """Call `target` with each of these arguments, which are plain, and give what comes of it one by one.

        All are asked for at once, and each may take what a call may. Raises, when an answer is asked for, OutOfTime,
        WorkerDied, AnswerRefused; then there are no more.
        """
        waiting = len(each)
        try:
            while waiting:
                with self._step(self.limits.cpu_seconds_per_call, self.limits.wall_seconds_per_call) as step:
                    if waiting == len(each):
                        self._send({"op": "calls", "target": target, "each": each})
                    reply = self._reply()
                    waiting = waiting - 1 if _is_whole(reply) else 0
                    try:
                        answer = self._answer(reply, step)
                    except StudentError as error:
                        answer = error
                yield answer
        finally:
            if waiting:
                self.close()  # else what nobody has heard would come as the answer to what is asked next

    def carry_out(self, steps: list[tuple], arrays: list[np.ndarray], first: int = 0) -> CarriedOut:
        """Carry out steps of a program, which are numbered from `first`, up to one that raises or a full message.

        steps: ("call", target, args, kwargs), ("operate", name, operands), ("get", target), ("generator", seed), which
        give a `Result`, and ("keep", Result(n)), for each of which an entry of `kept` comes back. Among the operands
        n stands for `Result(n)`, and [number] for a number. arrays: what `Given(n)` stands for.
        Results stay until a program begins with number 0. In all it may compute as long as a call.
        Raises OutOfTime, WorkerDied, AnswerRefused.
        """
        with self._step(self.limits.cpu_seconds_per_call, self.limits.wall_seconds_per_call) as step:
            reply = self._ask({"op": "program", "first": first, "arrays": arrays, "steps": packed(steps)})
            if reply.get("op") != "carried out":
                self._returned(reply)
                raise WireError("malformed message: expected what was kept")
            number, kept, after = reply.get("steps"), reply.get("kept"), reply.get("arrays")
            error = None if reply.get("raised") is None else _student_error(reply["raised"])
            if not isinstance(kept, list) or not isinstance(after, list):
                raise WireError("malformed message: expected lists")
            if not isinstance(number, int) or not (0 < number <= len(steps) or error):
                raise WireError("malformed message: expected the number of steps")
            if error is None and len(kept) != sum(kind == "keep" for kind, *_ in steps[:number]):
                raise WireError("malformed message: expected all that was kept")
            return CarriedOut(number, kept, after, error, step.cpu_used())

    def get(self, target: Target) -> Any:
        """The value of `Name("x")` or `Attribute(handle, "grad")`; StudentError (NameError, AttributeError)."""
        with self._step(self.limits.cpu_seconds_per_call, self.limits.wall_seconds_per_call):
            return self._returned(self._ask({"op": "get", "target": target}))

    def generator(self, seed: int) -> Handle:
        """A `numpy.random.default_rng(seed)` made in the worker, to be passed as an argument."""
        with self._step(self.limits.cpu_seconds_per_call, self.limits.wall_seconds_per_call):
            return self._returned(self._ask({"op": "generator", "seed": seed}))

    @property
    def idle_seconds(self) -> float:
        """In which it was asked and nobody computed."""
        return self._clock.idle

    def close(self) -> None:
        """End the process and everything it started, and delete its folder."""
        if self.alive:
            self._end()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # The conversation

    def _start(self):
        """Wait until the worker is in its sandbox, before it runs anything of the student's."""
        news = receive_news(self._channel, self.limits.start_seconds)
        late = _("the process did not start within {seconds:g} seconds").format(seconds=self.limits.start_seconds)
        hello = {"op": "failed", "reason": news.get("failed") or late}
        try:
            hello = self._connection.receive() if "pid" in news else hello
        except (EOFError, OSError):
            hello["reason"] = _("the process ended")
        except OutOfTime:
            pass  # which is not the student's doing
        if hello["op"] != "ready":
            self._end()
            raise SandboxUnavailable(_("The sandbox could not be set up: {reason}").format(reason=hello["reason"]))
        self.layers = tuple(hello["layers"])
        self._clock = Clock(news["pid"], self.limits)

    @contextlib.contextmanager
    def _step(self, cpu_seconds: float, wall_seconds: float):
        """The time that one cell or call may take; what goes wrong with the process ends it."""
        if not self.alive:
            raise WorkerDied("exited", _("The process that ran the notebook has ended."))
        step = self._clock.deadline(cpu_seconds, wall_seconds)
        outer, self._deadline = self._deadline, step
        if self._depth == 0:
            self._received_before = self._connection.received
        self._depth += 1
        try:
            yield step
        except (StudentError, AnswerRefused):
            raise  # the conversation goes on
        except OutOfTime as error:
            self.slept = error.kind == "wall"
            self._end()
            raise
        except WireError as error:
            self._end()
            raise AnswerRefused(str(error)) from None
        except (EOFError, OSError):
            raise self._explained(self._end(patience=PATIENCE)) from None
        except BaseException:
            self._end()
            raise
        finally:
            self._deadline = outer
            self._depth -= 1
            if self._depth == 0:
                self._clock.idle += step.idle()
                self._functions.clear()

    def _look(self):
        """At the limits on time."""
        self._deadline.seconds_left()

    def _ask(self, message: dict) -> dict:
        """Send a request and wait for the reply."""
        self._send(message)
        return self._reply()

    def _reply(self) -> dict:
        """The next reply; what is called back meanwhile is answered."""
        self._error_in_callback = None
        while (reply := self._connection.receive()).get("op") == "callback":
            self._answer_callback(reply)
        return reply

    def _send(self, message: dict):
        try:
            self._connection.send(message)
        except WireError as error:
            raise TypeError(f"cannot be sent to the student's code: {error}") from None

    def _answer(self, reply: dict, step: Deadline, count: tuple[str, ...] = ()) -> Answer:
        value, args, kwargs = self._returned(reply), reply.get("args"), reply.get("kwargs")
        return Answer(
            value,
            args if isinstance(args, tuple) else None,
            kwargs if isinstance(kwargs, dict) else None,
            _counts(reply.get("counts"), count),
            step.cpu_used(),
        )

    def _returned(self, reply: dict):
        if reply.get("op") == "returned":
            return reply.get("value")
        if reply.get("op") == "raised":
            raise self._error_in_callback or _student_error(reply)
        if reply.get("op") == "refused":
            raise AnswerRefused(plain_text(reply.get("reason"), 200))
        raise WireError("malformed message: expected an answer")

    # Functions that are called back

    def _register(self, function) -> Callback:
        if not callable(function):
            raise WireError(f"a {type(function).__name__} is not plain data")
        self._registered += 1
        self._functions[self._registered] = function
        return Callback(self._registered)

    def _answer_callback(self, message: dict):
        self._called_back += 1
        function, args, kwargs = self._functions.get(message.get("id")), message.get("args"), message.get("kwargs")
        if not isinstance(args, tuple) or not isinstance(kwargs, dict):
            raise WireError("malformed message: expected arguments")
        try:
            reply = {"op": "callback_returned", "value": self._allowed(function)(*args, **kwargs)}
        except (StudentError, AnswerRefused) as error:  # of a call within this call: what the outer will raise
            self._error_in_callback = error
            reply = _callback_raised(error)
        except WorkerError:
            raise
        except CallbackRefused as error:
            reply = {"op": "callback_raised", "type": "ValueError", "message": str(error)}
        except Exception as error:
            reply = _callback_raised(error)
        self._send(reply)

    def _allowed(self, function: Callable | None) -> Callable:
        if function is None:
            raise CallbackRefused(_("the function you were given can only be called while the call lasts"))
        if self._called_back > self.limits.callbacks:
            raise CallbackRefused(
                _("the functions you were given were called more than {number:,} times").format(
                    number=self.limits.callbacks
                )
            )
        if self._connection.received > self._received_before + self.limits.callback_size:
            words = _("the functions you were given were called with more than {size} MiB of numbers")
            raise CallbackRefused(words.format(size=self.limits.callback_size // MiB))
        if self._depth > self.limits.callback_depth:
            raise CallbackRefused(_("the functions you were given call each other without end"))
        return function

    # The end

    def _end(self, patience: float = 0) -> dict:
        """Close; the supervisor tells how the worker ended, and ends it unless it does so by itself."""
        self.alive = False
        news = receive_news(self._channel, patience) if patience else {}
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_WR)
        news = news or receive_news(self._channel, self.limits.start_seconds)
        self._channel.close()
        self._connection.sock.close()
        return news

    def _explained(self, news: dict) -> WorkerError:
        """Why the process ended, in words."""
        code = news.get("exit")
        if news.get("cpu", 0) >= self.limits.cpu_seconds_in_total:
            return out_of_cpu(self.limits.cpu_seconds_in_total)
        if news.get("overfull"):
            return WorkerDied("files", _("The notebook's code wrote more files than it may."))
        if code is None or news.get("killed"):
            return WorkerDied("unknown", _("The process that ran the notebook ended."))
        if code == -9:
            return WorkerDied(
                "memory",
                _("The process that ran the notebook was killed, most likely because it used too much memory."),
            )
        if code < 0:
            return WorkerDied(
                "crashed", _("The process that ran the notebook crashed (signal {number}).").format(number=-code)
            )
        return WorkerDied("exited", _("The notebook's code ended its own process."))


def _is_whole(reply: dict) -> bool:
    """Whether the answer to one of several calls could be sent; the worker ends with one that could not."""
    return reply.get("op") == "raised" or (reply.get("op") == "returned" and reply.get("args") is not None)


def _callback_raised(error: Exception) -> dict:
    """What the student's code may know of an error on this side: its type."""
    return {
        "op": "callback_raised",
        "type": type(error).__name__,
        "message": _("the function you were given cannot be evaluated for these arguments"),
    }


def _student_error(reply) -> StudentError:
    if not isinstance(reply, dict):
        raise WireError("malformed message: expected an error")
    line = reply.get("line")
    return StudentError(
        plain_name(str(reply.get("type"))) or "Exception",
        plain_text(reply.get("message"), 1000),
        line if isinstance(line, int) and 0 < line < 10**6 else None,
        plain_text(reply.get("source"), 200),
        plain_text(reply.get("traceback"), 4000),
    )


def _counts(counts, names) -> dict[str, int]:
    counts = counts if isinstance(counts, dict) else {}
    return {name: n if isinstance(n := counts.get(name), int) and n >= 0 else 0 for name in names}


def receive_news(channel: socket.socket, seconds: float, flags: int = 0) -> dict:
    """The supervisor's next message; {} if none comes. The supervisor is ours and can be believed."""
    channel.settimeout(seconds)
    try:
        return json.loads(channel.recv(65536, flags) or b"{}")
    except OSError:
        return {}
