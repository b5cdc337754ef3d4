"""The curves that a notebook's sliders move: drawn where there are numbers, a sentence where there are none."""

import numpy as np
import pytest

from ravine.explore import _numbers_of, _slider, attempt, draw_curves, last_values


def unwritten(**_values):
    raise NotImplementedError


@pytest.mark.parametrize(
    ("curves", "words"),
    [
        (unwritten, "not written yet"),
        (lambda width: {"mine": undefined_name}, "undefined_name</code> is not known yet"),  # noqa: F821
        (lambda width: 1 / 0, "ZeroDivisionError"),
        (lambda width: {"<mine>": None}, "“&lt;mine&gt;” is not a row of numbers"),
        (lambda width: {"mine": np.ones((3, 2))}, "is not a row of numbers"),
    ],
)
def test_what_cannot_be_drawn_is_said(curves, words):
    found, message = attempt(curves, {"width": 3}, _numbers_of)
    assert not found and words in message


def test_curves_are_drawn_and_their_ends_said():
    found, message = attempt(lambda width: {"mine": [1.0, 0.5, width / 12]}, {"width": 3}, _numbers_of)
    assert not message and last_values(found) == ["mine: 0.25 in the end."]
    assert draw_curves(found, "layer", "variance", 1, True).startswith(b"\x89PNG")


def test_what_a_logarithm_does_not_take_is_left_out():
    odd = {"mine": np.array([1.0, 0.0, -1.0, np.inf, np.nan, 2.0])}
    assert draw_curves(odd, "step", "loss", 0, True).startswith(b"\x89PNG")


def test_whole_numbers_make_a_slider_of_whole_numbers():
    assert isinstance(_slider("width", 10, 150, 80).value, int)
    assert isinstance(_slider("lr", 0.0, 2.0, 0.5).value, float)
