"""What an exercise does with a student's objects, written down as a program and carried out in one message.

While it is written down, a result is only promised: another stand-in, which can be called, read, computed with and
given as an argument. What is wanted of it, `as_now` keeps. An exception of the student's ends the program at its step
and is raised here when that is known. Arrays among the arguments are changed here as the steps changed them.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from ravine.exercises.observe import SeededGenerator
from ravine.grading.worker.limits import MiB
from ravine.grading.worker.stand_in import StudentObject, handle_of, stand_in
from ravine.grading.worker.wire import Given, Name, Operator, Result, Target

STEPS = 1000  # in one message: together they may compute as long as one call
ARRAYS = MiB  # bytes in one message, before the last array


class Kept:
    """The place of a value that was kept, until it is known."""

    def __init__(self):
        self.value: Any = None


class Program:
    """The steps so far that were not carried out yet.

    carried_out: called with steps, arrays and the number of the first step, as `Worker.carry_out` is, it gives what
    was kept, changes the arrays in place, and raises what a step raised.
    """

    def __init__(self, carried_out: Callable[[list[tuple], list[np.ndarray], int], list]):
        self._carried_out, self._number = carried_out, 0
        self._generators: dict[int, tuple[SeededGenerator, Result]] = {}
        self._begin()

    def _begin(self):
        """Nothing is waiting to be carried out; arrays are looked at anew."""
        self._first, self._steps, self._kept = self._number, [], []
        self._numbers: dict[int, int] = {}  # of the arrays, by their ids
        self._arrays: list[np.ndarray] = []
        self._size = 0  # of the arrays, in bytes

    def call(self, target: Target, args: tuple, kwargs: dict[str, Any]) -> StudentObject:
        """The promised value of `target(*args, **kwargs)`."""
        self._make_room()
        if type(target) is Operator and not kwargs and (operands := _operands(args)):
            return self._step("operate", target.name, operands)
        return self._step("call", target, self._sent(args), *([self._sent(kwargs)] if kwargs else []))

    def get(self, target: Target) -> StudentObject:
        self._make_room()
        return self._step("get", target)

    def keep(self, promised: StudentObject) -> Kept:
        """The value as it is when the program has come to here."""
        self._kept.append(Kept())
        self._append("keep", handle_of(promised))
        return self._kept[-1]

    def now(self, operator: Operator, operands: tuple) -> Any:
        """The value of an operation that cannot wait, such as a length."""
        kept = self.keep(self.call(operator, operands, {}))
        self.carry_out()
        return kept.value

    def carry_out(self) -> None:
        """All that is waiting. Raises AnswerRaised, NoAnswer."""
        if self._steps:
            first, steps, arrays, kept = self._first, self._steps, self._arrays, self._kept
            self._begin()
            for place, value in zip(kept, self._carried_out(steps, arrays, first)):
                place.value = value

    def filled(self, result: Any) -> Any:
        """What a recipe gave, with all that it kept."""
        if isinstance(result, Kept):
            return result.value
        if isinstance(result, dict):
            return {key: self.filled(value) for key, value in result.items()}
        return [self.filled(value) for value in result] if isinstance(result, list) else result

    def written(self, run: Callable, target: Target, given: tuple) -> "_WholeProgram | None":
        """The whole program of a recipe whose inputs are text, where it can be known before it is carried out."""
        is_text = isinstance(target, Name) and given and all(isinstance(text, str) for text in given)
        return _written(run, target, given) if is_text else None

    def as_written(self, whole: "_WholeProgram") -> Any:
        """What the recipe gives, its program carried out now. Raises AnswerRaised, NoAnswer."""
        values = [value for steps, first in whole.messages for value in self._carried_out(steps, [], first)]
        for place, value in zip(whole.places, values, strict=True):  # none keeps what another's answer gave
            place.value = value
        return self.filled(whole.result)

    def _make_room(self):
        if len(self._steps) >= STEPS or self._size > ARRAYS:
            self.carry_out()

    def _step(self, *step):
        result = Result(self._append(*step))
        return stand_in(self, result, "object", result)

    def _append(self, *step):
        self._steps.append(step)
        self._number += 1
        return self._number - 1

    def _sent(self, value):
        if isinstance(value, StudentObject):
            return handle_of(value)
        if isinstance(value, np.ndarray):
            return Given(self._number_of(value))
        if isinstance(value, SeededGenerator):
            return self._generator(value)
        if isinstance(value, list | tuple):
            return type(value)(self._sent(v) for v in value)
        if isinstance(value, dict):
            return {k: self._sent(v) for k, v in value.items()}
        if callable(value):
            raise TypeError("a function cannot be given to a program")
        return value

    def _number_of(self, array):
        if id(array) not in self._numbers:
            self._numbers[id(array)] = len(self._arrays)
            self._arrays.append(array)
            self._size += array.nbytes
        return self._numbers[id(array)]

    def _generator(self, generator):
        if id(generator) not in self._generators:
            self._generators[id(generator)] = generator, Result(self._append("generator", generator.seed))
        return self._generators[id(generator)][1]


class CannotWait(Exception):
    """A recipe wants to know something before it goes on, or changes arrays of its own."""


class _WholeProgram(Program):
    """A program that is written down to its end before anything of it is carried out."""

    def __init__(self):
        super().__init__(self._carried_out_later)
        self.messages: list[tuple[list[tuple], int]] = []
        self.places: list[Kept] = []
        self.result: Any = None

    def _carried_out_later(self, steps, arrays, first):
        if arrays:  # which steps change
            raise CannotWait
        self.messages.append((steps, first))
        return []

    def keep(self, promised):
        self.places.append(super().keep(promised))
        return self.places[-1]

    def now(self, operator, operands):
        raise CannotWait


@lru_cache(maxsize=100)
def _written(run: Callable, target: Name, given: tuple[str, ...]) -> _WholeProgram | None:
    """The program of a recipe, which for the examples is the same whosever answer it is; None where it cannot wait."""
    program = _WholeProgram()
    try:
        program.result = run(stand_in(program, target, target.name, target), *given)
        program.carry_out()
    except CannotWait:
        return None
    return program


def _operands(args):
    """Promised values by the numbers of their steps, and numbers in lists of one; [] where there is anything else."""
    found: list[int | list] = []
    for value in args:
        if isinstance(value, StudentObject) and type(handle := handle_of(value)) is Result:
            found.append(handle.step)
        elif type(value) in (float, int):
            found.append([value])
        else:
            return []
    return found
