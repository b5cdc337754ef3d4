"""A network: layers one after another, forward and backward."""

import numpy as np

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.class_answers import (
    agree,
    observe_sequential,
)
from ravine.language import _
from solutions.reference.backpropagation._shared import PASSES


class Sequential:
    """Layers one after the other; a layer itself, so that networks can be put into networks."""

    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        """(array, gradient) of every W and b, layer by layer, as they are now."""
        pairs = []
        for layer in self.layers:
            if hasattr(layer, "parameters"):
                pairs += layer.parameters()
            elif hasattr(layer, "W"):
                pairs += [(layer.W, layer.dW), (layer.b, layer.db)]
        return pairs


_PARAMETERS = "parameters"
_NESTED = "networks in networks"


def _scale(rng, d):
    W, b = rng.uniform(0.5, 1.5, d) * rng.choice([-1, 1], d), rng.uniform(-0.5, 0.5, d)
    return f"Scale({np.round(W, 3).tolist()}, {np.round(b, 3).tolist()})"


def _network_case(rng, part, network, d, passes=2):
    x, dy = (list(rng.uniform(-1, 1, (passes, 3, d))) for _ in range(2))
    return Case({"network": network, "x": x, "dy": dy, "asked": _asked(part)}, part)


def _asked(part):
    """Who collects the parameters wrong may still pass everything right."""
    return "gradients" if part == PASSES else "parameters"


def _sequential_cases(rng):
    d = 2

    def scale():
        return _scale(rng, d)

    yield _network_case(rng, PASSES, f"Sequential([{scale()}, Tanh(), {scale()}])", d, 1)
    yield _network_case(rng, PASSES, f"Sequential([Tanh(), {scale()}, Tanh(), {scale()}, Tanh()])", d)
    yield _network_case(rng, _PARAMETERS, f"Sequential([{scale()}, Tanh(), {scale()}, {scale()}])", d)
    inner = f"Sequential([{scale()}, Tanh()])"
    yield _network_case(rng, _NESTED, f"Sequential([{scale()}, {inner}, Tanh(), {scale()}])", d)
    yield _network_case(rng, _NESTED, f"Sequential([Sequential([{inner}, {scale()}]), Tanh()])", d)


def _network_example(part, network, x, dy):
    """One pass after another, forward and backward."""
    passes = {"x": [np.array(each) for each in x], "dy": [np.array(each) for each in dy]}
    return Case({"network": network, **passes, "asked": _asked(part)}, part)


_SCALES = "Scale([2.0, -1.0], [0.0, 1.0])", "Scale([1.0, 3.0], [0.5, 0.0])"

exercise(
    Sequential,
    cases=_sequential_cases,
    examples=[
        _network_example(
            PASSES,
            f"Sequential([{_SCALES[0]}, Tanh(), {_SCALES[1]}])",
            [[[0.5, 1.0]], [[0.0, 2.0]]],
            [[[1.0, 2.0]], [[-1.0, 1.0]]],
        ),
        _network_example(
            _PARAMETERS,
            f"Sequential([{_SCALES[0]}, {_SCALES[1]}])",
            [[[1.0, 2.0], [0.0, -1.0]]],
            [[[1.0, 2.0], [4.0, 1.0]]],
        ),
        _network_example(
            _NESTED, f"Sequential([{_SCALES[0]}, Sequential([Tanh(), {_SCALES[1]}])])", [[[0.5, 2.0]]], [[[1.0, -2.0]]]
        ),
    ],
    parts={PASSES: 2, _PARAMETERS: 1, _NESTED: 1},
    observe=observe_sequential,
    agree=agree,
)


@misconception(
    Sequential,
    _("`backward` goes through the layers in the order of `forward`: the last layer comes first."),
    see="backpropagation.html#sequential",
)
class backward_not_reversed(Sequential):
    def backward(self, dy):
        for layer in self.layers:
            dy = layer.backward(dy)
        return dy


@misconception(
    Sequential,
    _(
        "Every layer gets the network's dy. A layer needs the derivative by its own output: what the one behind "
        "returned."
    ),
    see="backpropagation.html#sequential",
)
class same_gradient_for_all(Sequential):
    def backward(self, dy):
        for layer in reversed(self.layers):
            dx = layer.backward(dy)
        return dx


@misconception(
    Sequential,
    _("Every layer gets the network's x. Each takes what the layer before it returned."),
    see="backpropagation.html#sequential",
)
class same_input_for_all(Sequential):
    def forward(self, x):
        for layer in self.layers:
            y = layer.forward(x)
        return y


@misconception(
    Sequential,
    _("`backward` returns nothing: the derivative by x is what a network inside a network passes on."),
    see="backpropagation.html#by-weights-and-input",
)
class nothing_returned(Sequential):
    def backward(self, dy):
        super().backward(dy)


@misconception(
    Sequential,
    _(
        "The parameters are collected once, when the network is built. Gradients appear later, and arrays may be "
        "replaced: collect them when `parameters` is called."
    ),
    see="backpropagation.html#sequential",
)
class collected_at_the_start(Sequential):
    def __init__(self, layers):
        super().__init__(layers)
        self.pairs = super().parameters()

    def parameters(self):
        return self.pairs


@misconception(
    Sequential,
    _("The parameters of a network inside the network are missing: ask it for its `parameters()`."),
    see="backpropagation.html#sequential",
)
class inner_networks_left_out(Sequential):
    def parameters(self):
        return [p for la in self.layers if hasattr(la, "W") for p in ((la.W, la.dW), (la.b, la.db))]


@misconception(
    Sequential,
    _("Not every layer has a W: those without have no parameters. Ask with hasattr(layer, 'W')."),
    see="backpropagation.html#sequential",
)
class every_layer_has_a_w(Sequential):
    def parameters(self):
        return [p for la in self.layers for p in ((la.W, la.dW), (la.b, la.db))]


def _collected(layers, of_layer):
    """What the networks among the layers have as parameters, and ``of_layer`` of every layer with a W."""
    found = []
    for layer in layers:
        if hasattr(layer, "parameters"):
            found += layer.parameters()
        elif hasattr(layer, "W"):
            found += of_layer(layer)
    return found


@misconception(
    Sequential,
    _("`parameters` returns the arrays alone. An optimiser needs pairs: (array, its gradient)."),
    see="backpropagation.html#sequential",
)
class arrays_alone(Sequential):
    def parameters(self):
        return _collected(self.layers, lambda layer: [layer.W, layer.b])


@misconception(
    Sequential,
    _("The bias comes before the weights: the order is W, then b, layer by layer."),
    see="backpropagation.html#sequential",
)
class bias_first(Sequential):
    def parameters(self):
        return _collected(self.layers, lambda layer: [(layer.b, layer.db), (layer.W, layer.dW)])


@misconception(
    Sequential,
    _("The layers' biases are left out of the parameters: then no optimiser moves them."),
    see="backpropagation.html#sequential",
)
class biases_left_out(Sequential):
    def parameters(self):
        return _collected(self.layers, lambda layer: [(layer.W, layer.dW)])
