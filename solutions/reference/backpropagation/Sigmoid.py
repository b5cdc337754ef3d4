"""The layer that maps every number into (0, 1), without overflow."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.class_answers import (
    agree,
    observe_layer,
)
from ravine.language import _
from solutions.reference.backpropagation._shared import PASSES, SECOND, SIGNS, SINGLE, UPSTREAM, activation_case


class Sigmoid:
    """y = 1/(1 + e⁻ˣ) entry by entry, with derivative y(1 − y)."""

    def forward(self, x):
        small = np.exp(-np.abs(x))  # between 0 and 1: it cannot overflow
        self.y = np.where(x >= 0, 1, small) / (1 + small)
        return self.y

    def backward(self, dy):
        return self.y * (1 - self.y) * dy


_LARGE_INPUTS = "inputs of ±1000"


def _sigmoid_cases(rng):
    yield activation_case(rng, PASSES, [(5, 4)], 4.0)
    yield activation_case(rng, PASSES, [(2, 3, 2)], 4.0)
    yield activation_case(rng, SECOND, [(4, 3), (4, 3)])
    yield activation_case(rng, SECOND, [(4, 3), (2, 5)])
    large = activation_case(rng, _LARGE_INPUTS, [(3, 2)])
    large.inputs["x"] = [np.array([[-1000.0, 1000.0], [0.0, -rng.uniform(800, 900)], [rng.uniform(800, 900), -30.0]])]
    yield large


exercise(
    Sigmoid,
    cases=_sigmoid_cases,
    examples=[
        Case({"x": [SIGNS], "dy": [UPSTREAM]}, PASSES),
        Case({"x": [SIGNS, -2 * SIGNS], "dy": [UPSTREAM, UPSTREAM]}, SECOND),
        Case({"x": [np.array([[-1000.0, 0.0, 1000.0]])], "dy": [np.array([[4.0, 8.0, -4.0]])]}, _LARGE_INPUTS),
    ],
    parts={PASSES: 2, SECOND: 1, _LARGE_INPUTS: 1},
    observe=observe_layer,
    agree=agree,
    tolerance=SINGLE,
)


@misconception(
    Sigmoid,
    _("eˣ/(1 + eˣ) becomes inf/inf for large x. Divided by eˣ it is 1/(1 + e⁻ˣ), which is right on both sides."),
    see="backpropagation.html#stable-sigmoid",
)
class sigmoid_overflows(Sigmoid):
    def forward(self, x):
        with np.errstate(all="ignore"):
            self.y = np.exp(x) / (1 + np.exp(x))
        return self.y


@misconception(
    Sigmoid,
    _("The derivative is y(1 − y), with the output y. You took the input: x(1 − x)."),
    see="backpropagation.html#sigmoid-layer",
)
class sigmoid_by_the_input(Sigmoid):
    def forward(self, x):
        self.x = x
        return super().forward(x)

    def backward(self, dy):
        return self.x * (1 - self.x) * dy


@misconception(
    Sigmoid,
    _("`backward` returns y(1 − y) alone: multiply it by dy, as the chain rule says."),
    see="backpropagation.html#sigmoid-layer",
)
class sigmoid_without_upstream(Sigmoid):
    def backward(self, dy):
        return self.y * (1 - self.y)


@misconception(
    Sigmoid,
    _("One factor of y(1 − y) is missing: you multiply dy by 1 − y only, which is the derivative of ln y."),
    see="backpropagation.html#sigmoid-layer",
)
class sigmoid_factor_missing(Sigmoid):
    def backward(self, dy):
        return (1 - self.y) * dy


@misconception(
    Sigmoid,
    _("1 − y² is the derivative of tanh. That of the sigmoid is y(1 − y)."),
    see="backpropagation.html#sigmoid-layer",
)
class sigmoid_as_tanh(Sigmoid):
    def backward(self, dy):
        return (1 - self.y**2) * dy


@misconception(
    Sigmoid,
    _("The exponent has the other sign: 1/(1 + eˣ) falls, the sigmoid 1/(1 + e⁻ˣ) rises."),
    see="backpropagation.html#sigmoid-layer",
)
class sigmoid_falls(Sigmoid):
    def forward(self, x):
        return super().forward(-x)


@misconception(
    Sigmoid,
    _("The output of the first pass is kept for ever: each `forward` must remember its own y for `backward`."),
    see="backpropagation.html#sigmoid-layer",
)
class first_output_kept(Sigmoid):
    def forward(self, x):
        y = super().forward(x)
        self.y = self.first = getattr(self, "first", y)
        return y
