"""Plain values over a socket, between the trusted grader and a student's process. Never pickle.

A message is a dict of plain values. On the wire: the lengths of two parts, then a JSON text, then the bytes of all
arrays, byte strings and pictures, one after the other. In the JSON a scalar or a list stands for itself; anything
else is a dict with one key, its tag:

    {"t": [...]} tuple            {"a": [dtype, shape]} array           {"h": [id, type, callable]} handle
    {"s": [...]} set              {"n": dtype} numpy scalar             {"k": id} function to call back
    {"d": [[key, value], ...]}    {"b": length} bytes                   {"N": name} {"A": [of, name]} {"O": name}
    dict                          {"c": [real, imag]} complex           targets; of a program:
                                                                        {"R": step} {"G": array}

Whoever decodes trusts nothing: sizes, depth, counts, dtypes and types are checked before anything is built.
"""

import json
import math
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from ravine.grading.worker.limits import Limits, MiB

DTYPES = frozenset({"b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16"})
WIRE_DTYPES = {name: np.dtype("<" + name) for name in DTYPES}
NATIVE_DTYPES = {name: dtype.newbyteorder("=") for name, dtype in WIRE_DTYPES.items()}
NAMES = {dtype: name for name, dtype in WIRE_DTYPES.items()}  # of what is sent as it lies in memory
AS_IT_IS = frozenset({bool, str, float, type(None)})  # JSON has these
CONTAINERS = (list, tuple, range, set, frozenset, dict)
KEYS = (str, bytes, bool, int, float, type(None))  # hashes of others can be made to collide, which takes for ever
MOST_KEYS = 2000  # of a set or dict: integers collide, too, where somebody wants it, at the cost of their square
LARGEST_INTEGER_BITS = 4096
LENGTHS = struct.Struct("<IQ")
AT_ONCE = 2**16  # bytes to ask for: most messages are shorter


class WireError(Exception):
    """A value that cannot be sent, or a message that is malformed, too deep or too large."""


@dataclass(frozen=True)
class Handle:
    """An object that lives in the worker. `type`: its class's name; `callable`: whether it can be called."""

    id: int
    type: str = "object"
    callable: bool = False


@dataclass(frozen=True)
class Callback:
    """A function that lives on the trusted side."""

    id: int


@dataclass(frozen=True)
class Name:
    """A name of the student's notebook."""

    name: str


@dataclass(frozen=True)
class Result:
    """What a step of the program gave."""

    step: int


@dataclass(frozen=True)
class Given:
    """An array of the program's: each use gets a copy, whose changes the next use sees."""

    number: int


@dataclass(frozen=True)
class Attribute:
    """An attribute of an object or of a named class or object: `Attribute(handle, "step")`."""

    of: "Handle | Name | Result"
    name: str


@dataclass(frozen=True)
class Operator:
    """A function of the standard `operator` module or another of `serving.OPERATORS`: `Operator("add")`."""

    name: str


Target = Name | Attribute | Operator | Handle | Result


@dataclass(frozen=True)
class Encoded:
    """What an encoder has made of a value before, in the message that it now completes."""

    node: Any


# --- Values to JSON


class Encoder:
    """Turns one message into JSON-able data and a list of buffers.

    other: called with whatever is not plain data; returns a Handle or Callback for it, or raises WireError.
    """

    def __init__(self, limits: Limits, other: Callable[[Any], "Handle | Callback"]):
        self.limits, self.other = limits, other
        self.buffers: list[bytes] = []
        self.size = self.items = 0

    def is_full(self) -> bool:
        """Whether more had better go into another message."""
        return self.size > self.limits.answer_size // 4 or self.items > self.limits.answer_items // 4

    def encode(self, value, depth: int = 0):
        """The JSON-able form of `value`. Subclasses of plain types are sent as the plain type."""
        kind = type(value)
        if kind in AS_IT_IS:
            return value
        if kind is Result:  # most of a program
            return {"R": value.step}
        if kind is np.ndarray:
            return self._numpy(value)
        if kind in CONTAINERS:
            return self._container(value, depth + 1)
        if kind is int:
            return _integer(value)
        return self._rarer(value, depth)

    def _rarer(self, value, depth):
        if isinstance(value, _NUMPY):
            return self._numpy(value)
        if isinstance(value, int):
            return _integer(int(value))
        if isinstance(value, float):
            return float(value)
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, complex):
            return {"c": [float(value.real), float(value.imag)]}
        if isinstance(value, _BYTES):
            return {"b": self._buffer(bytes(value))}
        if isinstance(value, CONTAINERS):
            return self._container(value, depth + 1)
        return self._reference(value)

    def _numpy(self, value):
        array = np.asarray(value)
        if name := NAMES.get(array.dtype):
            self._room_for(array.nbytes)
            self._buffer(array.tobytes())
            return {"a": [name, list(array.shape)]} if isinstance(value, np.ndarray) else {"n": name}
        if array.dtype.char in "gG":  # long double: no other machine reads it
            array = array.astype("f8" if array.dtype.char == "g" else "c16")
        dtype = array.dtype.str[1:]
        if dtype not in DTYPES:
            return self._reference(value)
        self._room_for(array.nbytes)
        self._buffer(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
        return {"a": [dtype, list(array.shape)]} if isinstance(value, np.ndarray) else {"n": dtype}

    def _container(self, value, depth: int):
        if depth > self.limits.answer_depth:
            raise WireError(f"nested deeper than {self.limits.answer_depth} levels")
        self.items += len(value)
        if self.items > self.limits.answer_items:
            raise WireError(f"more than {self.limits.answer_items:,} entries")
        if isinstance(value, dict):
            return {"d": [[self._key(k), self.encode(v, depth)] for k, v in dict(value).items()]}
        entries = [self.encode(v, depth) for v in value]
        if isinstance(value, list):
            return entries
        return {"s" if isinstance(value, set | frozenset) else "t": entries}

    def _key(self, key):
        if not isinstance(key, KEYS):
            raise WireError(f"a dict with a key of type {type(key).__name__}")
        return self.encode(key)

    def _buffer(self, data: bytes) -> int:
        self._room_for(len(data))
        self.size += len(data)
        self.buffers.append(data)
        return len(data)

    def _room_for(self, size: int):
        if self.size + size > self.limits.answer_size:
            raise WireError(f"more than {self.limits.answer_size // MiB} MiB of numbers")

    def _reference(self, value):
        if isinstance(value, Name):
            return {"N": value.name}
        if isinstance(value, Attribute):
            return {"A": [self.encode(value.of), value.name]}
        if isinstance(value, Operator):
            return {"O": value.name}
        if isinstance(value, Given):
            return {"G": value.number}
        if isinstance(value, Encoded):
            return value.node
        reference = value if isinstance(value, Handle | Callback) else self.other(value)
        if isinstance(reference, Callback):
            return {"k": reference.id}
        return {"h": [reference.id, reference.type, reference.callable]}


_NUMPY = (np.ndarray, np.generic)
_BYTES = (bytes, bytearray)


def _integer(value: int) -> int:
    if value.bit_length() > LARGEST_INTEGER_BITS:
        raise WireError(f"an integer of {value.bit_length():,} bits")
    return value


def refuse(value):
    """For `Encoder.other`: only plain data may be sent."""
    raise WireError(f"a {type(value).__name__} is not plain data")


def packed(steps: list[tuple]) -> list:
    """A program's steps for a message: operations in a row as one text, which no side need look through."""
    found: list[Any] = []
    for are_operations, group in groupby(steps, lambda step: step[0] == "operate"):
        row = [*group]
        found += [json.dumps([step[1:] for step in row])] if are_operations else row
    return found


def unpacked(steps: list) -> list[tuple]:
    """The steps of a message from the trusted side."""
    rows = ([("operate", *s) for s in json.loads(step)] if type(step) is str else [step] for step in steps)
    return [step for row in rows for step in row]


# --- JSON to values


class Decoder:
    """Rebuilds one message's values; raises WireError, or what int(), unpacking and the like raise, if malformed."""

    def __init__(self, limits: Limits, data: memoryview):
        self.limits, self.data = limits, data
        self.position = self.items = self.handles = 0

    def decode(self, node, depth: int = 0):
        """The value of a JSON node."""
        kind = type(node)
        if kind is float or kind is bool or node is None:
            return node
        if kind is str:
            return node if node.isascii() else node.encode("utf-8", "replace").decode()
        if kind is int:
            return _integer(node)
        if kind is list:
            return self._entries(node, depth + 1)
        ((tag, content),) = node.items()
        if tag in ("t", "s", "d"):
            return _TAGS[tag](self, content, depth + 1)
        return _TAGS[tag](self, content)

    def finish(self):
        """Every byte sent must have been asked for."""
        if self.position != len(self.data):
            raise WireError("bytes that belong to nothing")

    def _entries(self, nodes, depth: int) -> list:
        self._count(nodes, depth)
        return [self.decode(n, depth) for n in nodes]

    def _count(self, nodes, depth: int):
        _check(type(nodes) is list, "a list")
        if depth > self.limits.answer_depth:
            raise WireError(f"nested deeper than {self.limits.answer_depth} levels")
        self.items += len(nodes)
        if self.items > self.limits.answer_items:
            raise WireError(f"more than {self.limits.answer_items:,} entries")

    def _tuple(self, nodes, depth: int) -> tuple:
        return tuple(self._entries(nodes, depth))

    def _set(self, nodes, depth: int) -> set:
        self._count_keys(nodes)
        entries = self._entries(nodes, depth)
        _check(all(isinstance(e, KEYS) for e in entries), "a set of plain entries")
        return set(entries)

    def _count_keys(self, nodes):
        if type(nodes) is list and len(nodes) > MOST_KEYS:
            raise WireError(f"a set or dict of more than {MOST_KEYS:,} entries")

    def _dict(self, pairs, depth: int) -> dict:
        self._count_keys(pairs)
        self._count(pairs, depth)
        _check(all(type(p) is list and len(p) == 2 for p in pairs), "pairs")
        found = {}
        for key, value in pairs:  # in the order in which their bytes were sent
            key = self.decode(key, depth)
            _check(isinstance(key, KEYS), "a plain key")
            found[key] = self.decode(value, depth)
        return found

    def _array(self, content) -> np.ndarray:
        dtype, shape = content
        _check(dtype in DTYPES and type(shape) is list and len(shape) <= 32, "an array")
        for n in shape:
            _check(type(n) is int and 0 <= n < 2**48, "a shape")
        native, dtype = NATIVE_DTYPES[dtype], WIRE_DTYPES[dtype]
        data = self._take(math.prod(shape) * dtype.itemsize)
        if 0 in shape:
            return np.empty(_bounded(shape), native)
        return np.frombuffer(data, dtype).reshape(shape).astype(native)

    def _scalar(self, dtype) -> np.generic:
        _check(dtype in DTYPES, "a dtype")
        dtype = WIRE_DTYPES[dtype]
        return np.frombuffer(self._take(dtype.itemsize), dtype)[0]

    def _bytes(self, length) -> bytes:
        _check(type(length) is int and length >= 0, "a length")
        return bytes(self._take(length))

    def _take(self, length: int) -> memoryview:
        if self.position + length > len(self.data):
            raise WireError("fewer bytes than announced")
        self.position += length
        return self.data[self.position - length : self.position]

    def _complex(self, parts) -> complex:
        real, imag = parts
        return complex(float(real), float(imag))

    def _handle(self, content) -> Handle:
        number, name, can_be_called = content
        _check(type(number) is int and type(name) is str and type(can_be_called) is bool, "a handle")
        self.handles += 1
        if self.handles > self.limits.answer_handles:
            raise WireError(f"more than {self.limits.answer_handles:,} objects")
        return Handle(number, plain_name(name), can_be_called)

    def _callback(self, number) -> Callback:
        _check(type(number) is int, "a callback")
        return Callback(number)

    def _name(self, name) -> Name:
        _check(type(name) is str, "a name")
        return Name(name)

    def _attribute(self, content) -> Attribute:
        of, name = content
        of = self.decode(of)
        _check(isinstance(of, Handle | Name | Result) and type(name) is str, "an attribute")
        return Attribute(of, name)

    def _operator(self, name) -> Operator:
        _check(type(name) is str, "an operator")
        return Operator(name)

    def _result(self, step) -> Result:
        _check(type(step) is int, "a step")
        return Result(step)

    def _given(self, number) -> Given:
        _check(type(number) is int, "an array's number")
        return Given(number)


_TAGS: dict[str, Callable[..., Any]] = {
    "t": Decoder._tuple,
    "s": Decoder._set,
    "d": Decoder._dict,
    "a": Decoder._array,
    "n": Decoder._scalar,
    "b": Decoder._bytes,
    "c": Decoder._complex,
    "h": Decoder._handle,
    "k": Decoder._callback,
    "N": Decoder._name,
    "A": Decoder._attribute,
    "O": Decoder._operator,
    "R": Decoder._result,
    "G": Decoder._given,
}


def _check(condition: bool, expected: str):
    if not condition:
        raise WireError(f"malformed message: expected {expected}")


def _bounded(shape: list[int]) -> list[int]:
    """Where one axis is empty the others cost nothing, but must not overflow numpy's count either."""
    _check(math.prod(n for n in shape if n) < 2**48, "a shape")
    return shape


def plain_name(name: str, longest: int = 80) -> str:
    """A name as harmless text: letters, digits, underscores, dots, spaces."""
    return "".join(c for c in name[:longest] if c.isalnum() or c in "_. ")


# --- Messages over a socket


class Connection:
    """Messages over a stream socket.

    look: called before each message is received, and whenever the rest of one is waited for: at each piece, and, where
    the socket has a timeout of its own, as often as that is over. It may raise because a limit is reached.
    other: see Encoder. received: bytes of the messages so far.
    """

    def __init__(
        self,
        sock,
        limits: Limits,
        other=refuse,
        look: Callable[[], object] = lambda: None,
    ):
        self.sock, self.limits, self.other, self.look = sock, limits, other, look
        self.received, self._ahead = 0, bytearray()  # what has come beyond the last message

    def encoder(self) -> Encoder:
        """For a message that is made bit by bit."""
        return Encoder(self.limits, self.other)

    def send(self, message: dict, encoder: Encoder | None = None):
        """Send a dict of plain values. Raises WireError before anything is sent, OSError when the other is gone."""
        encoder = encoder or self.encoder()
        text = _to_json({key: encoder.encode(value) for key, value in message.items()})
        if len(text) > self.limits.answer_structure:
            raise WireError(f"more than {self.limits.answer_structure // MiB} MiB of text")
        self._send(LENGTHS.pack(len(text), encoder.size) + text + b"".join(encoder.buffers))

    def receive(self) -> dict:
        """The next message. Raises WireError, EOFError when the other has closed, OSError."""
        self.look()
        text_length, data_length = LENGTHS.unpack(self._receive(LENGTHS.size))
        if text_length > self.limits.answer_structure or data_length > self.limits.answer_size:
            raise WireError(f"a message of {text_length + data_length:,} bytes")
        self.received += text_length + data_length
        text, data = self._receive(text_length), self._receive(data_length)
        try:
            return _from_json(text, Decoder(self.limits, memoryview(data)))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError, MemoryError) as error:
            raise WireError(f"malformed message: {type(error).__name__}") from None

    def _send(self, data: bytes):
        view = memoryview(data)
        while view:
            with suppress(BlockingIOError):
                view = view[self.sock.send(view) :]
            if view:
                self.look()

    def _receive(self, length: int) -> bytes:
        while (missing := length - len(self._ahead)) > 0:
            with suppress(BlockingIOError):
                self._ahead += self._chunk(max(AT_ONCE, min(MiB, missing)))
            if len(self._ahead) < length:  # or a byte now and then would come for ever
                self.look()
        data = bytes(self._ahead[:length])
        del self._ahead[:length]
        return data

    def _chunk(self, most):
        chunk = self.sock.recv(most)
        if not chunk:
            raise EOFError("the other end has closed")
        return chunk


def _to_json(message: dict) -> bytes:
    try:
        return json.dumps(message).encode()
    except (ValueError, RecursionError) as error:
        raise WireError(f"cannot be written: {type(error).__name__}") from None


def _from_json(text: bytes, decoder: Decoder) -> dict:
    content = json.loads(text)
    _check(type(content) is dict, "a message")
    message = {key: decoder.decode(node) for key, node in content.items()}
    decoder.finish()
    return message
