"""The first difference between what came and what was expected, and the sentence that says it."""

import numpy as np
import pytest

from ravine.exercises.comparison import Difference, Tolerance, as_numbers, first_difference, indented, kind_of, shown

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize("whole", [float, np.float64, lambda x: np.array([x, 0.0])], ids=["float", "numpy", "array"])
def test_a_number_may_be_as_far_off_as_both_tolerances_together_and_no_farther(whole):
    tolerance = Tolerance(relative=0.5, absolute=0.5)  # of 2: 1.5 in all
    for near in (0.5, 2.0, 3.5):
        assert first_difference(whole(near), whole(2.0), tolerance=tolerance) is None
    for far in (-2.0, 0.25, 3.75):
        assert first_difference(whole(far), whole(2.0), tolerance=tolerance)


@pytest.mark.parametrize(
    "got, expected, told",
    [
        (None, 1.0, "the returned value is None: does your function end with a return statement?"),
        (None, [1.0], "the returned value is None: does your function end with a return statement?"),
        ("two", 2.0, "the returned value should be a number, but is the text 'two'."),
        (True, 1.0, "the returned value should be a number, but is True."),
        ({1: 2}, np.ones(2), "the returned value should be an array of numbers, but is a value of type dict."),
        (1j, 1.0, "the returned value should be a number, but is a value of type complex."),
        (2.0, (1.0, 2.0), "the returned value should be a list, but is the number 2."),
        (np.array(2.0), [1.0], "the returned value should be a list, but is an array of shape () and type float64."),
        ((1.0,), (1.0, 2.0), "the returned value should hold 2 values, but holds 1."),
        (np.ones(3), np.ones((3, 1)), "the returned value should have shape (3, 1), but has shape (3,)."),
        (NAN, 1.0, "the returned value should be 1, but is nan."),
        (2.0, 1.0, "the returned value should be 1, but is 2."),
        (np.array([1.0, 2.5]), np.array([1.0, 2.0]), "the returned value[1] should be 2, but is 2.5."),
        (np.eye(2), np.array([[1.0, 0.0], [3.0, 1.0]]), "the returned value[1, 0] should be 3, but is 0."),
        ([1.0, [2.0]], [1.0, [3.0]], "the returned value[1][0] should be 3, but is 2."),
        ([], {"a": 1.0}, "the returned value should be a dict, but is a list of 0."),
        ({"a": 1.0}, {"a": 1.0, "b": 2.0}, "b is None: does your function end with a return statement?"),
        ({"a": 1.0, "b": 3.0}, {"a": 1.0, "b": 2.0}, "b should be 2, but is 3."),
        ("relu", "tanh", "the returned value should be tanh, but is the text 'relu'."),
        (1.0, True, "the returned value should be True, but is the number 1."),
        (0.0, None, "the returned value should be None, but is the number 0."),
        (2.0, INF, "the returned value should be inf, but is 2."),
        (np.array([INF, 1.0]), np.array([-INF, 1.0]), "the returned value[0] should be -inf, but is inf."),
        (np.array([INF, 1.5]), np.array([INF, 1.0]), "the returned value[1] should be 1, but is 1.5."),
    ],
)  # fmt: skip
def test_the_first_difference_is_told(got, expected, told):
    assert first_difference(got, expected).sentence() == told


@pytest.mark.parametrize(
    "got, expected",
    [
        ([1, 2.0], (1.0, 2.0)),
        (np.array([1.0, 2.0]), [1.0, 2.0]),
        (np.float32(0.1), 0.1),
        ([[1, 2], [3, 4]], np.array([[1.0, 2.0], [3.0, 4.0]])),
        ({"a": 1.0, "more": 2.0}, {"a": 1.0}),
        (np.bool_(True), True),
        ("tanh", "tanh"),
        (None, None),
        (np.array([NAN, 1.0]), np.array([NAN, 1.0])),
        (INF, INF),
        (np.empty(0), np.empty(0)),
        (1 + 9e-7, 1.0),
        (np.array([1e-7, 1.0]), np.array([0.0, 1.0])),  # relative to the largest entry
        (9e-13, 0.0),
    ],
)
def test_what_agrees_has_none(got, expected):
    assert first_difference(got, expected) is None


def test_the_members_of_a_tuple_are_called_by_their_names():
    names = ("w", "v")
    assert first_difference((1.0, np.ones(2)), (1.0, np.zeros(2)), names=names) == Difference("value", "v[0]", 1.0, 0.0)
    assert first_difference(1.0, (1.0, 2.0), names=names).expected == "a tuple (w, v)"
    assert first_difference((1.0, 2.0, 3.0), (1.0, 2.0, 4.0), "w", names=names).where == "w[2]"


def test_the_members_of_a_tuple_may_come_as_the_rows_of_one_array():
    pair = (np.ones(3), np.ones(3))
    assert first_difference(np.ones((2, 3)), pair, names=("w", "v")) is None
    flat = first_difference(np.ones(6), pair, names=("w", "v"))
    assert flat.sentence() == "the returned value should be a tuple (w, v), but is one array of shape (6,)."
    assert first_difference(np.ones((2, 2)), (np.ones(2), 1.0), names=("w", "b")).where == "b", (
        "the first member decides"
    )


def test_kinds_of_difference():
    pairs = {"missing": (None, 1.0), "kind": ("a", 1.0), "length": ([1], [1, 2]), "shape": ([1], np.ones(2))}
    pairs |= {"finite": (NAN, 1.0), "value": (2.0, 1.0)}
    assert {kind: first_difference(*pair).kind for kind, pair in pairs.items()} == {kind: kind for kind in pairs}


@pytest.mark.parametrize("off, near", [(1.1e-3, True), (1.3e-3, False), (-1.1e-3, True), (-1.3e-3, False)])
def test_a_tolerance_is_relative_to_the_largest_entry_plus_an_absolute_share(off, near):
    tolerance = Tolerance(relative=1e-4, absolute=2e-4)  # 1e-4 · 10 + 2e-4 = 1.2e-3
    assert (first_difference([10.0, off], np.array([10.0, 0.0]), tolerance=tolerance) is None) is near


@pytest.mark.parametrize(
    "value, text",
    [
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333"),
        (np.float64(2.0), "2"),
        (True, "True"),
        (7, "7"),
        (None, "None"),
        ("as it is", "as it is"),
        ((2, 3), "(2, 3)"),
        ((1.5, 2), "(1.5, 2)"),
        ([1.5, None], "[1.5, None]"),
        (list(range(21)), "[" + ", ".join(map(str, range(20))) + ", …]"),
        (list(range(20)), "[" + ", ".join(map(str, range(20))) + "]"),
        (np.array([1.0, 2.5]), "[1. , 2.5]"),
        (np.arange(20), "[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,\n 18, 19]"),
        (np.arange(21), "[ 0,  1,  2, ..., 18, 19, 20]"),
        (np.array([1 / 3]), "[0.333333333]"),
        ([np.eye(2), 1.0], "[[[1., 0.],\n  [0., 1.]],\n 1]"),
        ({"x" * 300: 1}, "{'" + "x" * 198),
    ],
)  # fmt: skip
def test_values_are_shown_short(value, text):
    assert shown(value) == text


def test_lines_after_the_first_are_indented():
    assert indented("a\nb\nc", 3) == "a\n   b\n   c"


@pytest.mark.parametrize(
    "value, words",
    [
        (None, "None"),
        ("x" * 50, "the text '" + "x" * 40 + "'"),
        (np.bool_(False), "False"),
        (3, "the number 3"),
        (np.float32(0.5), "the number 0.5"),
        (np.ones((2, 3)), "an array of shape (2, 3) and type float64"),
        ((1, 2), "a tuple of 2"),
        ([1], "a list of 1"),
        (len, "a value of type builtin_function_or_method"),
    ],
)
def test_kinds_in_a_students_words(value, words):
    assert kind_of(value) == words


@pytest.mark.parametrize("value", ["1", b"1", {1: 1}, {1}, True, np.bool_(1), [[1], [1, 2]], [None], 1j, 10**400, len])
def test_what_is_not_made_of_real_numbers(value):
    assert as_numbers(value) is None


@pytest.mark.parametrize("value", [1, 1.5, [1, 2], ((1,), (2,)), np.float32(1), np.uint8(3), np.array([True]) + 0])
def test_numbers_come_as_a_new_plain_array_of_float64(value):
    numbers = as_numbers(value)
    assert type(numbers) is np.ndarray and numbers.dtype == np.float64 and np.array_equal(numbers, value)
    own = np.ones(2)
    assert not np.shares_memory(as_numbers(own), own)
    assert type(as_numbers(np.ma.masked_array([1.0, 2.0]))) is np.ndarray


def test_the_tolerance_itself_is_near_enough():
    assert first_difference(1.0, 0.0, tolerance=Tolerance(relative=0.0, absolute=1.0)) is None


@pytest.mark.parametrize("expected", [np.array([0.0, 1e-3]), np.array([INF, 1e-3])])
def test_small_numbers_have_a_small_tolerance(expected):
    assert first_difference(expected + [0.0, 1e-8], expected).where == "the returned value[1]"
