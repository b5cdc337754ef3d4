"""The layer that cuts negative numbers off."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.class_answers import (
    agree,
    observe_layer,
)
from ravine.language import _
from solutions.reference.backpropagation._shared import PASSES, SECOND, SIGNS, UPSTREAM, activation_case


class ReLU:
    """y = max(x, 0) entry by entry, with derivative 0 at 0."""

    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, 0.0)

    def backward(self, dy):
        return np.where(self.positive, dy, 0.0)


_AT_ZERO = "the derivative at 0"


def _with_zeros(case):
    x = case.inputs["x"][0]
    x[0, :2] = 0.0
    x[-1] = np.abs(x[-1])
    return case


def _relu_cases(rng):
    yield activation_case(rng, PASSES, [(5, 4)])
    yield activation_case(rng, PASSES, [(3, 2, 4)])
    yield _with_zeros(activation_case(rng, _AT_ZERO, [(3, 4)]))
    yield activation_case(rng, SECOND, [(4, 3), (4, 3)])
    yield activation_case(rng, SECOND, [(4, 3), (2, 5)])


_RELU_EXAMPLES = [
    Case({"x": [SIGNS], "dy": [UPSTREAM]}, PASSES),
    Case({"x": [np.array([[0.0, 1.0, -1.0]])], "dy": [np.array([[3.0, 4.0, 5.0]])]}, _AT_ZERO),
    Case({"x": [SIGNS, -SIGNS], "dy": [UPSTREAM, UPSTREAM]}, SECOND),
]

exercise(
    ReLU,
    cases=_relu_cases,
    examples=_RELU_EXAMPLES,
    parts={PASSES: 2, _AT_ZERO: 1, SECOND: 1},
    observe=observe_layer,
    agree=agree,
)


@misconception(
    ReLU,
    _("At 0 itself this course takes the derivative of ReLU to be 0: compare with >, not with >=."),
    see="backpropagation.html#relu-at-zero",
)
class one_at_zero(ReLU):
    def forward(self, x):
        self.positive = x >= 0
        return np.maximum(x, 0)


@misconception(
    ReLU,
    _("You cut off where dy is negative. What counts is where the input was: keep the signs of x in `forward`."),
    see="backpropagation.html#relu-layer",
)
class cut_by_the_gradient(ReLU):
    def backward(self, dy):
        return np.maximum(dy, 0)


@misconception(
    ReLU,
    _("`backward` returns ReLU's own derivative, ones and zeros: multiply it by dy, as the chain rule says."),
    see="backpropagation.html#relu-layer",
)
class relu_without_upstream(ReLU):
    def backward(self, dy):
        return self.positive.astype(float)


@misconception(
    ReLU,
    _("dy is passed on as it came. Where the input was cut off, nothing may flow back."),
    see="backpropagation.html#relu-layer",
)
class relu_lets_all_through(ReLU):
    def backward(self, dy):
        return dy


@misconception(
    ReLU,
    _("dy is multiplied by the output. ReLU's derivative is 1 where the input is positive, however large it is."),
    see="backpropagation.html#relu-layer",
)
class multiplied_by_the_output(ReLU):
    def forward(self, x):
        self.y = np.maximum(x, 0)
        return self.y

    def backward(self, dy):
        return dy * self.y


@misconception(
    ReLU,
    _("The signs of the first pass are kept for ever: each `forward` must remember its own."),
    see="backpropagation.html#relu-layer",
)
class first_signs_kept(ReLU):
    def forward(self, x):
        y = super().forward(x)
        self.positive = self.first = getattr(self, "first", self.positive)
        return y


@misconception(
    ReLU,
    _("`x[x < 0] = 0` changes the caller's array: work on a copy, or use np.maximum."),
    see="backpropagation.html#relu-layer",
)
class relu_in_place(ReLU):
    def forward(self, x):
        self.positive = x > 0
        x[x < 0] = 0
        return x
