"""The student's functions, classes and objects as the tests meet them: stand-ins for what lives in the sandbox.

A stand-in is used like the real thing. Arrays, lists and dicts that the student's code changed in place are changed
in place here; a `SeededGenerator` becomes the same generator in the sandbox at every call; functions are called
back; an exception of the student's is raised here as one of the same name.
"""

import builtins
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

import numpy as np

from ravine.exercises.comparison import kind_of
from ravine.exercises.observe import NoAnswer, SeededGenerator
from ravine.grading.worker.handle import (
    AnswerRefused,
    CallbackRefused,
    Handle,
    Name,
    Operator,
    OutOfTime,
    StudentError,
    Target,
    Worker,
    WorkerDied,
)
from ravine.grading.worker.program import ARRAYS, STEPS, Program
from ravine.grading.worker.stand_in import StudentObject, handle_of, stand_in
from ravine.language import _


class Unanswered(NoAnswer):
    """The student's process gave no answer. `decided`: whether that settles the mark (else nothing is known)."""

    def __init__(self, message: str, decided: bool = True):
        super().__init__(message)
        self.decided = decided


class AnswerRaised(Exception):
    """An exception of the student's code; `type_name`, and where it was raised: `line` and `source`."""

    def __init__(self, type_name: str, message: str, line: int | None = None, source: str = ""):
        super().__init__(message)
        self.type_name, self.line, self.source = type_name, line, source


class Missing(Exception):
    """A name that the tests need is not in the student's notebook, or is something else than was asked for."""


@lru_cache(maxsize=256)
def _raised_class(name: str) -> type[AnswerRaised]:
    """So that `except ValueError` in a test catches the student's ValueError."""
    known = getattr(builtins, name, None)
    if not isinstance(known, type) or not issubclass(known, Exception) or known is Exception:
        return AnswerRaised
    if issubclass(known, UnicodeError | ImportError | StopIteration | BaseExceptionGroup):
        return AnswerRaised
    return type(name, (AnswerRaised, known), {})


def _as_raised(error: StudentError) -> AnswerRaised:
    return _raised_class(error.type)(error.type, error.message, error.line, error.source)


class Student:
    """The namespace of one submission. `worker()` gives the process it lives in, a new one if the last one died."""

    def __init__(self, worker: Callable[[], Worker]):
        self._worker = worker
        self._generators: dict[tuple[int, int], tuple[Worker, SeededGenerator, Handle]] = {}
        self.allowance: dict[str, Any] = {}  # more settings of `Worker.call`, see `allowing`
        self.counts: dict[str, int] = {}
        self.cpu_seconds = 0.0  # of all calls that were answered

    def bind(self, name: str, signature: str = "") -> Any:
        """What the student's notebook means by `name`, which is to be called as `signature` if that is given.

        Raises Missing, Unanswered.
        """
        expected = " " + _("Expected: {signature}.").format(signature=signature) if signature else ""
        try:
            value = self._ask(lambda worker: worker.get(Name(name)))
        except AnswerRaised:
            raise Missing(_("There is no {name} in your notebook.").format(name=name) + expected) from None
        is_callable = isinstance(value, Handle) and value.callable
        if signature and not is_callable:
            kind = kind_of(stand_in(self, value, value.type, value) if isinstance(value, Handle) else value)
            sentence = _("{name} should be a function or class, but is {kind}.").format(name=name, kind=kind)
            raise Missing(sentence + expected)
        return stand_in(self, Name(name), value.type, value) if is_callable else self._received(value)

    def call(self, target: Target, args: tuple, kwargs: dict[str, Any]) -> Any:
        """The value of `target(*args, **kwargs)` in the sandbox. Raises AnswerRaised, NoAnswer."""
        given_up: list[NoAnswer] = []
        worker = self._worker()
        sent = [self._sent(worker, a, given_up) for a in args]
        named = {k: self._sent(worker, v, given_up) for k, v in kwargs.items()}
        try:
            answer = self._ask(lambda w: w.call(target, tuple(sent), named, **self.allowance), worker)
        finally:
            if given_up:
                raise given_up[0]
        for name, count in answer.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count
        return self._taken(answer, args, kwargs)

    def _taken(self, answer, args, kwargs):
        """The value, when the arguments are what they are after the call."""
        self.cpu_seconds += answer.cpu_seconds
        if answer.args is None or answer.kwargs is None:
            raise Unanswered(_("After the call, the arguments were no longer plain numbers."))
        _bring_back(list(args), answer.args)
        _bring_back(kwargs, answer.kwargs)
        return self._received(answer.value)

    def call_each(self, target: Target, arguments: list[tuple]) -> Iterator[Callable[[], Any]]:
        """For each of these tuples of numbers and arrays, what gives `target(*args)` or raises as `call` does."""
        for some in _messages(arguments):
            answers = self._worker().call_each(target, some)
            for args in some:
                yield partial(self._next_of, answers, args)

    def _next_of(self, answers, args):
        answer = self._ask(lambda _worker: next(answers))
        if isinstance(answer, StudentError):
            raise _as_raised(answer)
        return self._taken(answer, args, {})

    def get(self, target: Target) -> Any:
        return self._received(self._ask(lambda worker: worker.get(target)))

    def keep(self, stand_in: StudentObject) -> StudentObject:
        """The stand-in itself, for the object it stands for is no plain value."""
        return stand_in

    def now(self, operator: Operator, operands: tuple) -> Any:
        return self.call(operator, operands, {})

    def program(self) -> Program:
        """A program to be carried out in the worker of this moment."""
        worker = self._worker()
        return Program(lambda steps, arrays, first: self._carried_out(worker, steps, arrays, first))

    def _carried_out(self, worker, steps, arrays, first):
        number, kept = 0, []
        while number < len(steps):
            left = partial(Worker.carry_out, steps=steps[number:], arrays=arrays, first=first + number)
            done = self._ask(left, worker)
            self.cpu_seconds += done.cpu_seconds
            _bring_back(tuple(arrays), tuple(done.arrays))
            if done.error:
                raise _as_raised(done.error)
            number, kept = number + done.steps, kept + done.kept
        return self._received(kept)

    @contextmanager
    def allowing(self, cpu_seconds: float, count: tuple[str, ...] = ()):
        """For calls in this context: another limit on CPU time, and a count of calls of these names."""
        self.allowance, self.counts = {"cpu_seconds": cpu_seconds, "count": count}, {}
        try:
            yield self.counts
        finally:
            self.allowance = {}

    def _ask(self, question, worker=None):
        try:
            return question(worker or self._worker())
        except StudentError as error:
            raise _as_raised(error) from None
        except (OutOfTime, WorkerDied, AnswerRefused) as e:
            raise Unanswered(str(e), e.decided) from None

    def _sent(self, worker, value, given_up):
        if isinstance(value, StudentObject):
            return handle_of(value)
        if isinstance(value, SeededGenerator):
            return self._generator(worker, value)
        if isinstance(value, list | tuple):
            return type(value)(self._sent(worker, v, given_up) for v in value)
        if isinstance(value, dict):
            return {k: self._sent(worker, v, given_up) for k, v in value.items()}
        return self._called_back(value, given_up) if callable(value) else value

    def _generator(self, worker, generator):
        key = id(worker), id(generator)
        if key not in self._generators:  # both are kept, so that neither's id is used again
            self._generators[key] = worker, generator, worker.generator(generator.seed)
        return self._generators[key][2]

    def _called_back(self, function, given_up):
        def called(*arguments):
            try:
                return function(*(self._received(a) for a in arguments))
            except NoAnswer as reason:
                given_up.append(reason)
                raise
            except Exception as error:
                found = ", ".join(kind_of(a) for a in arguments) or _("nothing")
                raise CallbackRefused(
                    _("the function given to you cannot be called with {found} ({error})").format(
                        found=found, error=type(error).__name__
                    )
                ) from None

        return called

    def _received(self, value):
        if isinstance(value, Handle):
            return stand_in(self, value, value.type, value)
        if isinstance(value, list | tuple):
            return type(value)(self._received(v) for v in value)
        if isinstance(value, dict):
            return {k: self._received(v) for k, v in value.items()}
        return value


def _messages(arguments):
    """These arguments in messages as long as a program's."""
    some, size = [], 0
    for args in arguments:
        some.append(args)
        size += sum(value.nbytes for value in args if isinstance(value, np.ndarray))
        if size > ARRAYS or len(some) >= STEPS:
            yield some
            some, size = [], 0
    if some:
        yield some


def _bring_back(given: Any, after: Any) -> None:
    """Make the containers and arrays of `given` hold what they hold after the call."""
    if isinstance(given, np.ndarray) and isinstance(after, np.ndarray):
        if given.shape == after.shape:
            given[...] = after
    elif isinstance(given, dict) and isinstance(after, dict):
        for key in given:
            _bring_back(given[key], after.get(key))
    elif isinstance(given, list | tuple) and isinstance(after, list | tuple):
        if isinstance(given, list) and len(given) != len(after):
            given[:] = after
            return
        for i, (g, a) in enumerate(zip(given, after)):
            if isinstance(given, list) and isinstance(g, int | float) and isinstance(a, int | float):
                given[i] = a
            else:
                _bring_back(g, a)
