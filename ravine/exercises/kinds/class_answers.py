"""Answers that are classes: a recipe is carried out on them, and what can be read of their objects is written down.

Each `observe_…` function calls the answer as its inputs say and returns plain values by name ("a.grad", "dW"): the
answer may be a class in this process or the stand-in for one in the sandbox.
This module contains nothing of the solutions: students have it.
"""

import ast
import operator
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np

from ravine.exercises import exercise as exercises
from ravine.exercises.comparison import Difference
from ravine.exercises.kinds import random_answers
from ravine.exercises.observe import Observation, as_now, at_once, beside, call
from ravine.language import _
from ravine.problems import Scale, Tanh

ONE_OF_TWO = "backward(dy[0]) of one of two layers"
DRAWN = "the first W"  # the facts of weights that were drawn


def _observed(run: Callable[..., dict], answer: Any, inputs: dict[str, Any]) -> Observation:
    """What `run(answer, *inputs)` returned, tuples as lists, or raised, and which inputs it changed."""
    seen = call(lambda *given: at_once(run, answer, *given), inputs, fresh=True)
    seen.returned = _as_lists(seen.returned)
    return seen


def _as_lists(value):
    if isinstance(value, dict):
        return {name: _as_lists(entry) for name, entry in value.items()}
    return [_as_lists(entry) for entry in value] if isinstance(value, list | tuple) else value


# --- graphs of numbers


class _Node:
    """An object of the answer's, and the nodes that it was made from: its operators are the answer's.

    All nodes of a calculation have one list of those whose `backward` was called.
    """

    __slots__ = ("operands", "outputs", "value")

    def __init__(self, value: Any, operands: tuple["_Node", ...], outputs: list["_Node"]):
        self.value, self.operands, self.outputs = value, operands, outputs

    def backward(self):
        self.value.backward()
        self.outputs.append(self)

    def graph(self) -> set["_Node"]:
        """The nodes that this one was made from, and itself."""
        found, waiting = set(), [self]
        while waiting:
            if (node := waiting.pop()) not in found:
                found.add(node)
                waiting += node.operands
        return found


def _of_one(operation):
    return lambda self: _Node(operation(self.value), (self,), self.outputs)


def _of_two(operation):
    def method(self, other):
        if isinstance(other, _Node):
            return _Node(operation(self.value, other.value), (self, other), self.outputs)
        return _Node(operation(self.value, other), (self,), self.outputs)

    return method


for _name, _operation in [("__neg__", operator.neg), *((n, operator.methodcaller(n)) for n in ("tanh", "exp", "relu"))]:
    setattr(_Node, _name, _of_one(_operation))
for _name in ("add", "sub", "mul", "truediv", "pow"):
    _operation = getattr(operator, _name)
    setattr(_Node, f"__{_name}__", _of_two(_operation))
    setattr(_Node, f"__r{_name}__", _of_two(lambda node, number, of=_operation: of(number, node)))


def observe_value(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Carry out the `code` with the answer as `Value`; the data of every name, and the derivatives.

    Before any call of `backward` every name's `grad` is read, afterwards those in the graph of the last output:
    what others hold is nobody's business.
    """
    return _observed(_values_of, answer, inputs)


def _values_of(answer, code):
    names: dict[str, Any] = {}
    outputs: list[_Node] = []
    exec(_compiled(code), {"Value": lambda number: _Node(answer(number), (), outputs), "range": range}, names)
    nodes = {name: node for name, node in names.items() if isinstance(node, _Node)}
    seen = {f"{name}.data": as_now(node.value.data) for name, node in nodes.items()}
    graph = outputs[-1].graph() if outputs else nodes.values()
    outputs.clear()  # else the nodes would hold each other
    return seen | {f"{name}.grad": as_now(node.value.grad) for name, node in nodes.items() if node in graph}


@lru_cache(maxsize=100)
def _compiled(code):
    return compile(code, __file__, "exec")  # as of this file: its lines are none of the student's


# --- layers


def observe_layer(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Pass each of `x` forward through one layer without parameters, and then its `dy` backward.

    At last through one of two layers, the other of which passes something else forward meanwhile.
    """
    return _observed(_passes_of_new, answer, inputs)


def _passes_of_new(answer, xs, dys):
    seen = _passes(answer(), xs, dys)
    one, other = answer(), answer()
    one.forward(xs[0])
    other.forward(0.5 - 2 * xs[0])
    return seen | {ONE_OF_TWO: as_now(one.backward(dys[0]))}


def _passes(layer, xs, dys, read: dict[str, Callable[[], Any]] | None = None) -> dict[str, Any]:
    """What each pass returns; after each, what the functions of `read` return, by name."""
    seen = {}
    for i, (x, dy) in enumerate(zip(xs, dys)):
        seen[f"forward(x[{i}])"] = as_now(layer.forward(x))
        seen[f"backward(dy[{i}])"] = as_now(layer.backward(dy))
        seen |= {f"backward(dy[{i}]); {name}": as_now(value()) for name, value in (read or {}).items()}
    return seen


def observe_linear(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Observe a layer with parameters: as it is made from `n_in`, `n_out` and `rng`, or with given parameters."""
    if "W" in inputs:
        return _observed(_passes_with, answer, inputs)
    seen = _observed(_first_weights, answer, inputs)
    if not seen.raised:
        seen.returned[DRAWN] = random_answers.facts_of_draws(seen.returned[DRAWN])
    return seen


def _first_weights(answer, n_in, n_out, rng):
    """The weights of two layers made in a row, and of one from a new generator with the same seed."""
    layers = [answer(n_in, n_out, rng), answer(n_in, n_out, rng), answer(n_in, n_out, type(rng)(rng.seed))]
    drawn = [as_now(layer.W) for layer in layers]
    return {DRAWN: drawn} | {name: as_now(getattr(layers[0], name)) for name in ("b", "dW", "db")}


def _passes_with(answer, W, b, xs, dys, rng):
    layer = answer(*W.shape, rng)
    layer.W, layer.b = W, b
    return _passes(layer, xs, dys, {name: partial(getattr, layer, name) for name in ("dW", "db", "W", "b")})


def observe_loss(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Ask for the loss of each of `logits` with its `labels`, and then for its derivative."""
    return _observed(_losses, answer, inputs)


def _losses(answer, logits, labels):
    loss, seen = answer(), {}
    for i, (z, y) in enumerate(zip(logits, labels)):
        asked = f"forward(logits[{i}], labels[{i}])"
        seen[asked] = as_now(loss.forward(z, y))
        seen[f"{asked}; backward()"] = as_now(loss.backward())
    return seen


def observe_sequential(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Build the `network`, with the answer in the place of `Sequential`; its passes, and what is `asked` for.

    That are the gradients which each pass leaves in the layers, or the network's parameters: before the first pass,
    after each, and once more when a layer has got other weights.
    """
    return _observed(_network_passes, answer, inputs)


def _network_passes(answer, network, xs, dys, asked):
    scales = []
    net = _built(ast.parse(network, mode="eval").body, answer, scales)
    if asked == "gradients":
        left = {f"Scale {i}: {name}": partial(getattr, scale, name)
                for i, scale in enumerate(scales, start=1) for name in ("dW", "db")}  # fmt: skip
        return _passes(net, xs, dys, left)
    seen = {"parameters()": as_now(net.parameters())}
    seen |= _passes(net, xs, dys, {"parameters()": net.parameters})
    scales[0].W = np.arange(1.0, 1.0 + len(scales[0].W))
    return seen | {"W = [1, 2, …]; parameters()": as_now(net.parameters())}


def _built(term, answer, scales):
    """The network that an expression describes; `scales` gets its layers with parameters."""
    kind = term.func.id
    if kind == "Sequential":
        return answer([_built(t, answer, scales) for t in term.args[0].elts])
    layer = beside(answer, {"Scale": Scale, "Tanh": Tanh}[kind], *map(ast.literal_eval, term.args))
    if kind == "Scale":
        scales.append(layer)
    return layer


# --- comparing


def agree(observed: Observation, expected: Observation, exercise: exercises.Exercise) -> Difference | None:
    """The first difference of what was read; weights that were drawn are compared as draws are."""
    if observed.raised or expected.raised or DRAWN not in expected.returned:
        return _in_words(exercises.agree(observed, expected, exercise))
    (drawn, rest), (drawn_expected, rest_expected) = map(_split, (observed, expected))
    found = random_answers.agree(drawn, drawn_expected, exercise)
    return found or _in_words(exercises.agree(rest, rest_expected, exercise))


def _split(observation):
    """What was drawn, and the rest."""
    rest = {name: value for name, value in observation.returned.items() if name != DRAWN}
    return Observation(returned=observation.returned[DRAWN]), Observation(returned=rest)


def _in_words(difference):
    """An attribute that is None has nothing to do with a return statement."""
    if difference and difference.kind == "missing" and not difference.where.endswith(")"):
        return Difference("kind", difference.where, "None", _("a number or an array of numbers"))
    return difference
