"""Serves the trusted side from inside the worker: runs cells, calls the student's functions, keeps their objects.

Nothing here is secret or trusted: the student's code shares this process and may change any of it. Whatever it
makes of these answers is judged, as data, on the other side.
"""

import operator
import os
import random
from typing import Any

import numpy as np

from ravine.exercises.observe import Counting
from ravine.grading.worker.inside import cells
from ravine.grading.worker.limits import Limits
from ravine.grading.worker.wire import (
    AS_IT_IS,
    Attribute,
    Callback,
    Connection,
    Encoded,
    Encoder,
    Given,
    Handle,
    Name,
    Operator,
    Result,
    WireError,
    unpacked,
)
from ravine.problems import Scale, Tanh

OPERATORS = {
    name: getattr(operator, name)
    for name in "add sub mul truediv floordiv mod pow matmul neg pos abs eq ne lt le gt ge getitem contains".split()
}
OPERATORS |= {
    "len": len,
    "float": float,
    "list": list,
    "repr": repr,
    "hasattr": hasattr,
    "isinstance": isinstance,
    "setattr": setattr,
    "truth": operator.truth,
    "Scale": Scale,
    "Tanh": Tanh,
}


CALLED_BACK = ("callback_returned", "callback_raised")
TARGETS = (Result, Handle, Name, Attribute, Operator)
COLLECTIONS = (tuple, list, set)


class Server:
    """One worker's side of the wire."""

    def __init__(self, shell, sock, limits: Limits):
        self.shell = shell
        self.connection = Connection(sock, limits, other=self.keep)
        self.limits = limits
        self.objects, self.numbers = [], {}  # what handles refer to; an object's number by its id
        self.process = os.getpid()
        self.results: dict[int, Any] = {}  # of the program's steps
        self.operations = {
            "cell": self.cell,
            "call": self.call,
            "get": self.get,
            "generator": self.generator,
            "program": self.program,
        }

    def serve(self):
        """Answer until the other side closes."""
        while True:
            self.answer(self.connection.receive())

    def answer(self, message: dict):
        """With a reply; of several calls each has its own, up to one that cannot be sent whole."""
        if message["op"] == "calls":
            call = {"op": "call", "target": message["target"], "kwargs": {}, "count": ()}
            all(self.reply({**call, "args": args}) for args in message["each"])
        else:
            self.reply(message)

    def reply(self, message: dict) -> bool:
        """Whether all of the reply could be sent."""
        try:
            reply = self.operations[message["op"]](message)
        except WireError as error:  # of what a program keeps
            reply = {"op": "refused", "reason": str(error)}
        except BaseException as error:
            reply = {"op": "raised", **cells.describe(error)}
        if os.getpid() != self.process:
            os._exit(0)  # a child of the student's that came back here
        return self.send(reply)

    def send(self, reply: dict) -> bool:
        """The reply, or what can be sent of it; whether that was all."""
        encoder = reply.pop("encoder", None)
        try:
            self.connection.send(reply, encoder)
            return True
        except WireError as error:
            if reply.get("args") is not None or reply.get("kwargs") is not None:
                self.send({**reply, "args": None, "kwargs": None})
            else:
                self.connection.send({"op": "refused", "reason": str(error)})
        except (RecursionError, MemoryError, RuntimeError) as error:
            self.connection.send({"op": "refused", "reason": type(error).__name__})
        return False

    # Operations

    def cell(self, message: dict) -> dict:
        cells.OUTPUTS.limits = self.limits
        return {"op": "ran", **cells.run(self.shell, message["source"], message["shown"])}

    def call(self, message: dict) -> dict:
        function = self.find(message["target"])
        args, kwargs = self.resolve(message["args"]), self.resolve(message["kwargs"])
        with Counting(self.shell.user_ns, message["count"]) as counts:
            value = function(*args, **kwargs)
        return {"op": "returned", "value": value, "args": args, "kwargs": kwargs, "counts": counts}

    def get(self, message: dict) -> dict:
        return {"op": "returned", "value": self.find(message["target"])}

    def generator(self, message: dict) -> dict:
        return {"op": "returned", "value": np.random.default_rng(message["seed"])}

    def program(self, message: dict) -> dict:
        """Carry out steps up to one that raises, or a full message. What they keep is encoded at that moment."""
        if message["first"] == 0:
            self.results.clear()
        reply = {"op": "carried out", "steps": 0, "kept": Encoded(kept := []), "arrays": message["arrays"]}
        encoder = self.connection.encoder()
        try:
            for number, (kind, *step) in enumerate(unpacked(message["steps"])):
                if kind == "keep":
                    kept.append(_encoded(encoder, self.find(*step)))
                else:
                    self.results[message["first"] + number] = self.step(kind, message["arrays"], *step)
                reply["steps"] = number + 1
                if encoder.is_full():
                    break
        except WireError:
            raise
        except BaseException as error:
            reply["raised"] = cells.describe(error)
        return reply | {"encoder": encoder}

    def step(self, kind: str, arrays: list[np.ndarray], target, args: tuple = (), kwargs: dict | None = None):
        """What a step gives; what it changes in place is changed in `arrays`."""
        if kind == "operate":
            return OPERATORS[target](*[self.results[n] if type(n) is int else n[0] for n in args])
        if kind == "get":
            return self.find(target)
        if kind == "generator":
            return np.random.default_rng(target)
        copies: list[tuple[int, np.ndarray]] = []
        function = self.find(target)
        value = function(*self.resolve(args, arrays, copies), **self.resolve(kwargs or {}, arrays, copies))
        for number, copy in copies:
            if copy.shape == arrays[number].shape:
                arrays[number][...] = copy
        return value

    # Objects

    def keep(self, value) -> Handle:
        """A handle to an object that stays here."""
        number = self.numbers.get(id(value))
        if number is None:
            if len(self.objects) >= self.limits.handles:
                raise WireError(f"more than {self.limits.handles:,} objects")
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return Handle(number, _type_name(value), callable(value))

    def find(self, target):
        if isinstance(target, Result):
            return self.results[target.step]
        if isinstance(target, Handle):
            return self.objects[target.id]
        if isinstance(target, Attribute):
            return getattr(self.find(target.of), target.name)
        if isinstance(target, Operator):
            return OPERATORS[target.name]
        if target.name not in self.shell.user_ns:
            raise NameError(f"name '{target.name}' is not defined")
        return self.shell.user_ns[target.name]

    def resolve(self, value, arrays=(), copies=None):
        """An argument with its handles, names and functions replaced by what they stand for.

        arrays: of the program; each that is given is copied, and the copy noted in `copies` by its number.
        """
        if type(value) in AS_IT_IS or type(value) is np.ndarray:
            return value
        if isinstance(value, TARGETS):
            return self.find(value)
        if isinstance(value, Callback):
            return self.function(value.id)
        if isinstance(value, Given):
            copies.append((value.number, arrays[value.number].copy()))
            return copies[-1][1]
        if isinstance(value, COLLECTIONS):
            return type(value)(self.resolve(entry, arrays, copies) for entry in value)
        if isinstance(value, dict):
            return {key: self.resolve(entry, arrays, copies) for key, entry in value.items()}
        return value

    def function(self, number: int):
        """A function that is called on the trusted side."""

        def called_back(*args, **kwargs):
            self.connection.send({"op": "callback", "id": number, "args": args, "kwargs": kwargs})
            while (message := self.connection.receive())["op"] not in CALLED_BACK:
                self.answer(message)  # meanwhile the trusted side called us
            if message["op"] == "callback_raised":
                raise ERRORS.get(message["type"], RuntimeError)(message["message"])
            return self.resolve(message["value"])

        return called_back


ERRORS = {error.__name__: error for error in (ValueError, TypeError, ZeroDivisionError, FloatingPointError)}


def _encoded(encoder: Encoder, value):
    try:
        return encoder.encode(value, depth=1)
    except (RecursionError, MemoryError, RuntimeError) as error:
        raise WireError(type(error).__name__) from None


def _type_name(value) -> str:
    if isinstance(value, np.ndarray):
        return f"array of {value.dtype}"
    return type(value).__name__


def seed_all(seed: int):
    """So that code which uses global randomness can be replayed."""
    random.seed(seed)
    np.random.seed(seed % 2**32)
