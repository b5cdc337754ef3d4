"""What goes over the wire comes back as it was; whatever else arrives is refused in one way."""

import json
import math
import socket
import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ravine.grading.worker.limits import Limits
from ravine.grading.worker.wire import (
    DTYPES,
    LENGTHS,
    Attribute,
    Callback,
    Connection,
    Handle,
    Name,
    Operator,
    Result,
    WireError,
    packed,
    unpacked,
)

DTYPE = st.builds(lambda order, kind: np.dtype(order + kind), st.sampled_from("<>"), st.sampled_from(sorted(DTYPES)))
SHAPE = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3)
KEY = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(max_size=5)
PLAIN = KEY | st.complex_numbers() | arrays.arrays(DTYPE, SHAPE) | DTYPE.flatmap(arrays.from_dtype)
NAME = st.builds(Name, st.text(max_size=5))
HANDLE = st.builds(Handle, st.integers(), st.text("aZ_. 9", max_size=8), st.booleans())
REFERENCE = HANDLE | NAME | st.builds(Attribute, HANDLE | NAME, st.text(max_size=5))
REFERENCE |= st.builds(Callback, st.integers()) | st.builds(Operator, st.text(max_size=5))
VALUE = st.recursive(
    PLAIN | REFERENCE,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.sets(KEY, max_size=4)
        | st.dictionaries(KEY, inner, max_size=4)
    ),
    max_leaves=12,
)
# JSON that looks like a message, and is none.
NODE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(sorted(DTYPES)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("tsdabnchkNAO?"), inner, max_size=1),
    max_leaves=8,
)
quickly = settings(max_examples=200, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def ends():
    """The two ends of a wire."""
    one, other = socket.socketpair()
    with one, other:
        yield Connection(one, Limits()), Connection(other, Limits())


def sent(ends, value):
    ends[0].send({"value": value})
    return ends[1].receive()["value"]


def same(a, b) -> bool:
    """Whether two values are of one type and equal, not-a-numbers among them."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic):
        native = a.dtype.newbyteorder("=")
        return native == b.dtype and a.shape == b.shape and a.astype(native).tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a), list(b)) and same(list(a.values()), list(b.values()))
    if isinstance(a, set):
        return sorted(map(repr, a)) == sorted(map(repr, b))
    if isinstance(a, float):
        return a == b and math.copysign(1, a) == math.copysign(1, b) or math.isnan(a) and math.isnan(b)
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return a == b


@quickly
@given(value=VALUE)
def test_a_value_comes_back_as_it_was(ends, value):
    assert same(value, sent(ends, value))


class MyList(list):
    pass


@pytest.mark.parametrize(
    "value, plain",
    [
        (range(2), (0, 1)),
        (bytearray(b"ab"), b"ab"),
        (frozenset([1]), {1}),
        (MyList([1]), [1]),
        (np.arange(6.0).reshape(2, 3).T[::-1], np.array([[2.0, 5.0], [1.0, 4.0], [0.0, 3.0]])),
        (np.longdouble(0.5), np.float64(0.5)),
        ("\ud800", "?"),
    ],
)
def test_what_is_nearly_plain_comes_back_plain(ends, value, plain):
    assert same(plain, sent(ends, value))


def deep(levels):
    return [deep(levels - 1)] if levels else 0


REFUSED = {
    "an object": object(),
    "an array of objects": np.array([object()]),
    "a long integer": 1 << 5000,
    "a key that is no plain value": {(1, 2): 3},
    "too deep": deep(Limits.answer_depth + 1),
    "too many entries": [0] * (Limits.answer_items + 1),
    "too many bytes": np.zeros(Limits.answer_size // 8 + 1),
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_sent_is_refused_before_anything_is_sent(ends, value):
    with pytest.raises(WireError):
        sent(ends, value)
    assert sent(ends, "next") == "next"


def received(ends, text: bytes, data: bytes = b""):
    ends[0].sock.sendall(LENGTHS.pack(len(text), len(data)) + text + data)
    return ends[1].receive()


@quickly
@given(node=NODE, data=st.binary(max_size=16))
def test_what_looks_like_a_message_is_read_or_refused(ends, node, data):
    try:
        message = received(ends, json.dumps({"value": node}).encode(), data)
    except WireError:
        return
    assert list(message) == ["value"]


@quickly
@given(text=st.binary(max_size=40))
def test_what_is_no_json_is_refused(ends, text):
    try:
        assert isinstance(received(ends, text), dict)
    except WireError:
        pass


MALFORMED = {
    "fewer bytes than announced": ({"a": ["f8", [2]]}, bytes(8)),
    "bytes that belong to nothing": (0, bytes(8)),
    "a negative axis": ({"a": ["f8", [-1]]}, b""),
    "an axis that is no number": ({"a": ["f8", [1.5]]}, bytes(8)),
    "a kind of numbers that is none": ({"n": "O8"}, bytes(8)),
    "an empty array as large as the world": ({"a": ["f8", [0, 2**47, 2**47]]}, b""),
    "two tags": ({"t": [], "s": []}, b""),
    "an unknown tag": ({"z": []}, b""),
    "a set of sets": ({"s": [{"s": []}]}, b""),
    "an attribute of a number": ({"A": [1, "x"]}, b""),
}


@pytest.mark.parametrize("node, data", MALFORMED.values(), ids=list(MALFORMED))
def test_a_malformed_message_is_refused(ends, node, data):
    with pytest.raises(WireError):
        received(ends, json.dumps({"value": node}).encode(), data)


def test_the_operations_of_a_program_come_back_from_one_text(ends):
    operations = [("operate", "mul", [0, [2.5]]), ("operate", "pow", [[3], 1]), ("operate", "neg", [[math.inf]])]
    steps = [("generator", 7), *operations, ("keep", Result(3)), operations[0]]
    came = sent(ends, packed(steps))
    assert [type(step) for step in came] == [tuple, str, tuple, str]
    assert unpacked(came) == steps and type(unpacked(came)[2][2][0][0]) is int


def test_messages_that_come_at_once_or_in_pieces_are_read_one_by_one(ends):
    messages = [{"value": "one"}, {"value": np.arange(100_000)}, {"value": "three"}]
    looked = []
    ends[1].look = lambda: looked.append(1)

    def write():
        for message in messages:
            ends[0].send(message)

    writing = threading.Thread(target=write)
    writing.start()
    found, times = [], []
    for _message in messages:
        looked.clear()
        found.append(ends[1].receive()["value"])
        times.append(len(looked))
    writing.join()
    assert (found[0], found[2]) == ("one", "three") and np.array_equal(found[1], np.arange(100_000))
    assert times[0] == times[2] == 1 < times[1]  # once for each message, and for each further piece of the long one
