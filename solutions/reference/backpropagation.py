"""Backpropagation: derivatives by difference quotients, by the chain rule, and by going backward through a graph
(chapter 6).

Layers act on rows, ``x @ W + b``. The losses are means over the examples, so that the 1/n enters with the loss and
every layer sums over the rows of its batch.
"""

import math
from itertools import pairwise

import numpy as np

from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.class_answers import (
    agree,
    observe_layer,
    observe_linear,
    observe_loss,
    observe_sequential,
    observe_value,
)
from ravine.exercises.observe import Seed
from ravine.language import _
from ravine.problems import CubedSum

_SINGLE = Tolerance(relative=1e-5)  # sums and exponentials in float32 stray by up to 1e-6 of the largest entry

# --- numeric_gradient -------------------------------------------------------------------------------------------

_VECTORS, _SHAPES, _LARGE = "vectors", "arrays of any shape", "a large h"


def _nested(array):
    """An array as tuples, as a problem's parameters are given."""
    return tuple(map(_nested, array)) if array.ndim > 1 else tuple(array.tolist())


def _numeric_case(rng, part, shape, h=None):
    """A point where the derivative is of the size of the function, so that rounding stays small."""
    weights = rng.uniform(0.4, 1, shape) * rng.choice([-1, 1], shape)
    x = weights * rng.uniform(0.3, 0.6, shape) + rng.uniform(-0.05, 0.05, shape)
    inputs = {"f": CubedSum(_nested(weights)).value, "x": x}
    return Case(inputs if h is None else {**inputs, "h": h}, part, calls=False)


def _numeric_cases(rng):
    yield _numeric_case(rng, _VECTORS, (3,))
    yield _numeric_case(rng, _VECTORS, (int(rng.integers(2, 6)),), 1e-4)
    yield _numeric_case(rng, _SHAPES, (2, 3), 1e-3)
    yield _numeric_case(rng, _SHAPES, (2, 1, 2), rng.uniform(0.01, 0.1))
    yield _numeric_case(rng, _LARGE, (3,), rng.uniform(0.3, 0.6))
    yield _numeric_case(rng, _LARGE, (2, 2), rng.uniform(0.3, 0.6))


def _numeric_example(part, weights, x, h):
    return Case({"f": CubedSum(weights).value, "x": np.array(x), "h": h}, part, calls=False)


_NUMERIC_EXAMPLES = [
    _numeric_example(_VECTORS, (1.0, 2.0), [0.1, 0.2], 1e-3),
    _numeric_example(_SHAPES, ((1.0, -1.0, 2.0), (0.5, 1.0, -2.0)), [[0.7, 0.1, 0.3], [0.2, 0.6, -0.1]], 0.01),
    _numeric_example(_LARGE, (1.0, 2.0), [1.0, 0.0], 0.5),
]


@exercise(
    cases=_numeric_cases, examples=_NUMERIC_EXAMPLES, parts={_VECTORS: 1, _SHAPES: 1, _LARGE: 1}
)  # fmt: skip
def numeric_gradient(f, x, h=1e-5):
    """Central differences (f(x + h·eᵢ) − f(x − h·eᵢ))/2h for every entry of x, an array of the shape of x."""
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


def _for_every_entry(x, quotient):
    """An array of what ``quotient`` gives for each unit vector."""
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        unit = np.zeros_like(x)
        unit[i] = 1
        gradient[i] = quotient(unit)
    return gradient


@misconception(
    numeric_gradient,
    _(
        "You look to one side only, (f(x + h) − f(x))/h. Its error shrinks like h; that of the central difference "
        "like h²."
    ),
    see="backpropagation.html#central-difference",
)
def forward_difference(f, x, h=1e-5):
    return _for_every_entry(x, lambda unit: (f(x + h * unit) - f(x)) / h)


@misconception(
    numeric_gradient,
    _("You look back only, (f(x) − f(x − h))/h. Its error shrinks like h; that of the central difference like h²."),
    see="backpropagation.html#central-difference",
)
def backward_difference(f, x, h=1e-5):
    return _for_every_entry(x, lambda unit: (f(x) - f(x - h * unit)) / h)


@misconception(
    numeric_gradient,
    _("From x − h to x + h is a way of 2h, but you divide by h: every entry comes out twice as large."),
    see="backpropagation.html#central-difference",
)
def divided_by_h(f, x, h=1e-5):
    return 2 * numeric_gradient(f, x, h)


@misconception(
    numeric_gradient,
    _(
        "2 * h stands behind a division without brackets: a / 2 * h means (a / 2)·h. The way 2h belongs in brackets, "
        "below the line."
    ),
    see="backpropagation.html#central-difference",
)
def multiplied_by_h(f, x, h=1e-5):
    return _for_every_entry(x, lambda unit: (f(x + h * unit) - f(x - h * unit)) / 2 * h)


@misconception(
    numeric_gradient,
    _("The sign is turned round: it is the value ahead, f(x + h), minus the one behind, f(x − h)."),
    see="backpropagation.html#central-difference",
)
def sign_turned(f, x, h=1e-5):
    return -numeric_gradient(f, x, h)


@misconception(
    numeric_gradient,
    _(
        "You move all entries at once: that is the derivative along (1, …, 1), one number. For a gradient, move one "
        "entry and hold the others."
    ),
    see="backpropagation.html#central-difference",
)
def all_entries_at_once(f, x, h=1e-5):
    return np.full_like(x, (f(x + h) - f(x - h)) / (2 * h))


@misconception(
    numeric_gradient,
    _("An entry is not put back before the next one is moved: each quotient then belongs to another point."),
    see="backpropagation.html#central-difference",
)
def entry_not_put_back(f, x, h=1e-5):
    x, gradient = x.copy(), np.empty_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        ahead = f(x)
        x[i] -= 2 * h
        gradient[i] = (ahead - f(x)) / (2 * h)
    return gradient


@misconception(
    numeric_gradient,
    _("h is ignored: you always use a step of your own. The caller may ask for another."),
    see="backpropagation.html#best-step",
)
def step_of_its_own(f, x, h=1e-5):
    return numeric_gradient(f, x)


@misconception(
    numeric_gradient,
    _("The derivatives are right, but they come as one flat row: give them the shape of x."),
    see="backpropagation.html#central-difference",
)
def flat(f, x, h=1e-5):
    return numeric_gradient(f, x, h).ravel()


@misconception(
    numeric_gradient,
    _(
        "You work on the caller's x and take away again what you added. But (x + h) − h is not x to the last digit: "
        "keep the old value and put it back, or work on a copy."
    ),
    see="backpropagation.html#central-difference",
)
def put_back_by_arithmetic(f, x, h=1e-5):
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        ahead = f(x)
        x[i] -= 2 * h
        gradient[i] = (ahead - f(x)) / (2 * h)
        x[i] += h
    return gradient


# --- chain_rule -------------------------------------------------------------------------------------------------

_ONE, _SQUARE, _OBLONG = "one Jacobian", "square Jacobians", "Jacobians of any shape"


def _jacobians(rng, sizes):
    return [rng.uniform(0.3, 1, (after, before)) * rng.choice([-1, 1], (after, before))
            for before, after in pairwise(sizes)]  # fmt: skip


def _chain_cases(rng):
    yield Case({"jacobians": _jacobians(rng, (2, 3))}, _ONE)
    for count in (2, 3, 4):
        yield Case({"jacobians": _jacobians(rng, [3] * (count + 1))}, _SQUARE)
        yield Case({"jacobians": _jacobians(rng, rng.permutation([2, 3, 4, 5, 6])[: count + 1].tolist())}, _OBLONG)
    yield Case({"jacobians": _jacobians(rng, (4, 3, 2, 1))}, _OBLONG)


_CHAIN_EXAMPLES = [
    Case({"jacobians": [np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])]}, _ONE),
    Case({"jacobians": [np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, 0.0], [1.0, 2.0]])]}, _SQUARE),
    Case({"jacobians": [np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[0.0, 1.0], [1.0, 0.0]]),
                        np.array([[2.0, 1.0], [0.0, 3.0]])]}, _SQUARE),
    Case({"jacobians": [np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0, -1.0]])]}, _OBLONG),
]  # fmt: skip


@exercise(
    cases=_chain_cases,
    examples=_CHAIN_EXAMPLES,
    parts={_ONE: 1, _SQUARE: 1, _OBLONG: 1},
    tolerance=_SINGLE,
)
def chain_rule(jacobians):
    """J_s ⋯ J₂J₁, the Jacobian of x₀ → x_s, for the list [J₁, …, J_s] with Jᵢ of shape (size of xᵢ, of xᵢ₋₁)."""
    product = jacobians[-1]
    for J in reversed(jacobians[:-1]):
        product = product @ J
    return product


@misconception(
    chain_rule,
    _(
        "You multiply in the order of the list, J₁J₂⋯J_s. The last map is applied last and stands on the left: "
        "J_s⋯J₂J₁."
    ),
    see="backpropagation.html#product-of-jacobians",
)
def order_of_the_list(jacobians):
    return chain_rule(jacobians[::-1])


@misconception(
    chain_rule,
    _(
        "Your Jacobians are transposed before they are multiplied in the order of the list, so the result is "
        "transposed too: rows belong to the outputs, columns to the inputs."
    ),
    see="backpropagation.html#product-of-jacobians",
)
def transposed_result(jacobians):
    return chain_rule(jacobians).T


@misconception(
    chain_rule,
    _("Each Jacobian is transposed, but the order is kept. Nothing is transposed here: J_s⋯J₂J₁."),
    see="backpropagation.html#product-of-jacobians",
)
def transposed_factors(jacobians):
    return chain_rule([J.T for J in jacobians])


@misconception(
    chain_rule,
    _(
        "* multiplies entry by entry. One entry of the product has to sum over all ways through the middle: that is "
        "the matrix product, @."
    ),
    see="backpropagation.html#product-of-jacobians",
)
def entry_by_entry(jacobians):
    return math.prod(jacobians)


@misconception(
    chain_rule,
    _("You add the Jacobians. Derivatives of maps applied one after the other are multiplied."),
    see="backpropagation.html#product-of-jacobians",
)
def added(jacobians):
    return sum(jacobians)


@misconception(
    chain_rule,
    _("The first Jacobian, J₁, is left out of the product."),
    see="backpropagation.html#product-of-jacobians",
)
def first_left_out(jacobians):
    return chain_rule(jacobians[1:]) if len(jacobians) > 1 else np.eye(*jacobians[0].shape)


@misconception(
    chain_rule,
    _("The last Jacobian, J_s, is left out of the product."),
    see="backpropagation.html#product-of-jacobians",
)
def last_left_out(jacobians):
    return chain_rule(jacobians[:-1]) if len(jacobians) > 1 else np.eye(len(jacobians[0]))


@misconception(
    chain_rule,
    _("Only the first and the last Jacobian are multiplied: those between them count too."),
    see="backpropagation.html#product-of-jacobians",
)
def ends_only(jacobians):
    return jacobians[-1] @ jacobians[0] if len(jacobians) > 1 else jacobians[0]


# --- Value ------------------------------------------------------------------------------------------------------

_VALUES = "values, with numbers on either side"
_ONE_OPERATION = "derivatives of one operation"
_SHARED = "graphs with shared nodes"
_AGAIN = "backward called again"
_DEEP = "deep graphs"


def _code(*lines):
    return "\n".join(lines)


def _value_case(part, *lines):
    return Case({"code": _code(*lines)}, part)


_DERIVED = {  # with a and b between 0.5 and 1.5
    "a + b": (), "a - b": (), "a * b": (), "a / b": (), "-a": (), "a ** 3": (), "a ** -2": (), "a ** 0.5": (),
    "a.tanh()": (), "a.exp()": (), "a.relu()": (), "(-a).relu()": (), "a + {c}": (), "{c} + a": (), "a - {c}": (),
    "{c} - a": (), "a * {c}": (), "{c} * a": (), "a / {c}": (), "{c} / a": (),
}  # fmt: skip


def _number(rng, low=0.5, high=1.5):
    return round(float(rng.uniform(low, high)), 3)


def _leaves(rng, names="ab"):
    return [f"{name} = Value({_number(rng)})" for name in names]


def _value_cases(rng):
    yield _value_case(_VALUES, *_leaves(rng), f"c = {_number(rng)} - a * b / {_number(rng)}", "d = (-c).exp() ** 2")
    c = f"c = {_number(rng)} / a + {_number(rng)} * b.tanh()"
    yield _value_case(_VALUES, *_leaves(rng), c, "d = (c - 9).relu()")
    for term in _DERIVED:
        yield _value_case(_ONE_OPERATION, *_leaves(rng), "z = " + term.format(c=_number(rng)), "z.backward()")
    for a in (0.0, _number(rng, 0.1, 0.9)):
        yield _value_case(_ONE_OPERATION, f"a = Value({a})", "z = a.relu()", "z.backward()")
    yield from _shared_cases(rng)
    for _draw in range(2):
        yield _value_case(_SHARED, *_random_graph(rng), "z.backward()")
    yield _value_case(_AGAIN, *_random_graph(rng), "z.backward()", "z.backward()")
    a, b = _leaves(rng)
    yield _value_case(_AGAIN, a, b, "c = a * b", "d = c.tanh()", "e = c * a", "d.backward()", "e.backward()")
    keep, add = _number(rng, 0.9995, 0.9999), _number(rng, 0.001, 0.002)
    yield _value_case(_DEEP, f"a = Value({_number(rng)})", "b = a * 1", "for _ in range(600):",
                      f"    b = b * {keep} + {add}", "b.backward()")  # fmt: skip
    yield _value_case(_DEEP, f"a = Value({_number(rng)})", "b = a * 1", "for _ in range(60):",
                      f"    b = b * {_number(rng, 0.4, 0.5)} + b / {_number(rng, 2, 2.5)}", "b.backward()")  # fmt: skip


def _shared_cases(rng):
    yield _value_case(_SHARED, *_leaves(rng, "a"), "z = a + a", "z.backward()")
    yield _value_case(_SHARED, *_leaves(rng, "a"), "z = a * a", "z.backward()")
    # From z, b is reached at once and through longer ways: it must wait for all of them.
    for lines in (("d = b * c", "z = d + b"), ("d = c.exp()", "z = b * d"), ("d = c * c", "z = b + d")):
        a, b = *_leaves(rng, "a"), f"b = a * {_number(rng)}"
        yield _value_case(_SHARED, a, b, "c = b.tanh()", *lines, "z.backward()")


def _random_graph(rng):
    """Lines of a random calculation in which nodes are shared; everything flows into z."""
    lines, names = _leaves(rng, "ab"), ["a", "b"]
    terms = ["{x} + {y}", "{x} * {y}", "{x} - {c} * {y}", "{x} / ({y} * {y} + 1)", "{x}.tanh() * {y}",
             "({x} * {c}).tanh() + {y}", "({x} * {x} + {c}) ** 0.5 - {y}",
             "(-{x} * {x} - {c}).exp() + {y}"]  # fmt: skip
    for name, term in zip("cdefghij", rng.permutation(terms)):  # every operation occurs, so that no mark is luck
        x, y = rng.choice(names[-4:], 2, replace=False)  # x − x would be 0, and hide what is divided
        lines.append(f"{name} = ({term.format(x=x, y=y, c=_number(rng))}).tanh()")
        names.append(name)
    return [*lines, "z = " + " + ".join(f"{name} * {_number(rng)}" for name in names)]


_VALUE_EXAMPLES = [
    _value_case(_VALUES, "a = Value(2.0)", "b = 3 - a * 4", "c = 1 / (a - 4) + 0.5"),
    *(
        _value_case(_ONE_OPERATION, *lines, "z.backward()")
        for lines in (
            ("a = Value(2.0)", "b = Value(4.0)", "z = a * b"),
            ("a = Value(2.0)", "b = Value(4.0)", "z = a - b"),
            ("a = Value(3.0)", "b = Value(2.0)", "z = a / b"),
            ("a = Value(2.0)", "z = 6 - a"),
            ("a = Value(2.0)", "z = 6 / a"),
            ("a = Value(2.0)", "z = -a"),
            ("a = Value(2.0)", "z = a ** 3"),
            ("a = Value(0.5)", "z = a.tanh()"),
            ("a = Value(2.0)", "z = a.exp()"),
            ("a = Value(-2.0)", "z = a.relu()"),
            ("a = Value(0.0)", "z = a.relu()"),
        )
    ),
    _value_case(_SHARED, "a = Value(3.0)", "z = a + a", "z.backward()"),
    _value_case(_SHARED, "a = Value(3.0)", "z = a * a", "z.backward()"),
    _value_case(_SHARED, "a = Value(2.0)", "b = a * 3", "c = b * 2", "z = b * c + b", "z.backward()"),
    _value_case(_SHARED, "a = Value(2.0)", "b = a * 3", "c = b * 2", "d = c * c", "z = b + d", "z.backward()"),
    _value_case(_SHARED, "a = Value(2.0)", "b = a * 3", "c = b * 2", "d = c * c", "z = d + b", "z.backward()"),
    _value_case(_AGAIN, "a = Value(2.0)", "b = a * 3", "z = b * a", "z.backward()", "z.backward()"),
    _value_case(_AGAIN, "a = Value(2.0)", "b = a * 3", "c = b * 5", "z = b * a", "c.backward()", "z.backward()"),
    _value_case(_DEEP, "a = Value(1.0)", "b = a * 1", "for _ in range(5000):", "    b = b * 0.9999", "b.backward()"),
]


@exercise(
    cases=_value_cases,
    examples=_VALUE_EXAMPLES,
    parts={_VALUES: 1, _ONE_OPERATION: 2, _SHARED: 2, _AGAIN: 1, _DEEP: 1},
    observe=observe_value,
    agree=agree,
)
class Value:
    """A number, and how it was calculated: a node of a computational graph.

    ``parents`` holds pairs: a node that this one was made from, and the derivative of this one by it.
    """

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def _made(self, data, *parents):
        return type(self)(data, parents)

    def _node(self, other):
        return other if isinstance(other, Value) else self._made(other)

    def __add__(self, other):
        other = self._node(other)
        return self._made(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = self._node(other)
        return self._made(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, exponent):
        return self._made(self.data**exponent, (self, exponent * self.data ** (exponent - 1)))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -self._node(other)

    def __truediv__(self, other):
        return self * self._node(other) ** -1

    def __radd__(self, other):
        return self._node(other) + self

    def __rmul__(self, other):
        return self._node(other) * self

    def __rsub__(self, other):
        return self._node(other) - self

    def __rtruediv__(self, other):
        return self._node(other) / self

    def tanh(self):
        y = math.tanh(self.data)
        return self._made(y, (self, 1 - y * y))

    def exp(self):
        y = math.exp(self.data)
        return self._made(y, (self, y))

    def relu(self):
        return self._made(max(self.data, 0.0), (self, 1.0 if self.data > 0 else 0.0))

    def nodes(self):
        """Every node of this one's graph once, each after those that it was made from; without recursion."""
        order, entered, waiting = [], set(), [(self, False)]
        while waiting:
            node, finished = waiting.pop()
            if finished:
                order.append(node)
            elif node not in entered:
                entered.add(node)
                waiting.append((node, True))
                waiting += [(parent, False) for parent, _slope in node.parents]
        return order

    def backward(self):
        """Give every node of the graph, as its ``grad``, the derivative of this one by it."""
        order = self.nodes()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


@misconception(
    Value,
    _(
        "A gradient is overwritten where a node is used twice. What comes back along several edges adds up: "
        "`+=`, not `=`."
    ),
    see="backpropagation.html#fan-out",
)
class gradients_overwritten(Value):
    def backward(self):
        self.grad = 1.0
        for node in reversed(self.nodes()):
            for parent, slope in node.parents:
                parent.grad = slope * node.grad


@misconception(
    Value,
    _(
        "A second call of `backward` adds to what the first one left behind. Set every gradient of the graph to zero "
        "before you start."
    ),
    see="backpropagation.html#fan-out",
)
class gradients_pile_up(Value):
    def backward(self):
        self.grad = 1.0
        for node in reversed(self.nodes()):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


_STEPS = 20_000  # after which the wrong answers below give up: on a deep graph they would go on for ever


@misconception(
    Value,
    _(
        "A shared node passes its gradient on every time that it is reached, and passes on again what it passed on "
        "before. Visit every node once, when all that uses it has been visited."
    ),
    see="backpropagation.html#topological-order",
)
class visited_twice(Value):
    def backward(self):
        for node in self.nodes():
            node.grad = 0.0
        self.grad = 1.0
        waiting, steps = [self], 0
        while waiting:
            node = waiting.pop()
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
                waiting.append(parent)
            if (steps := steps + 1) > _STEPS:
                raise TimeoutError


@misconception(
    Value,
    _(
        "The gradients are right, but you walk along every path of the graph by itself. 60 nodes that are each used "
        "twice have 2⁶⁰ paths: add up what comes back to a node first, and pass it on once."
    ),
    see="backpropagation.html#topological-order",
)
class every_path_by_itself(Value):
    def backward(self):
        for node in self.nodes():
            node.grad = 0.0
        waiting, steps = [(self, 1.0)], 0
        while waiting:
            node, grad = waiting.pop()
            node.grad += grad
            waiting += [(parent, slope * grad) for parent, slope in node.parents]
            if (steps := steps + 1) > _STEPS:
                raise TimeoutError


def _pass_on_once(output, take):
    """Each node passes its gradient on when it is first reached, in the order in which `take` picks the waiting."""
    for node in output.nodes():
        node.grad = 0.0
    output.grad = 1.0
    waiting, reached = [output], {output}
    while waiting:
        node = take(waiting)
        for parent, slope in node.parents:
            parent.grad += slope * node.grad
            if parent not in reached:
                reached.add(parent)
                waiting.append(parent)


@misconception(
    Value,
    _(
        "You go backward level by level (breadth first). A node that is also reached by a longer way passes its "
        "gradient on before all of it has arrived: order the nodes topologically."
    ),
    see="backpropagation.html#topological-order",
)
class breadth_first(Value):
    def backward(self):
        _pass_on_once(self, lambda waiting: waiting.pop(0))


@misconception(
    Value,
    _(
        "You go down one branch to its end before the next (depth first), and pass a node's gradient on when you "
        "first reach it, before all of it has arrived: order the nodes topologically."
    ),
    see="backpropagation.html#topological-order",
)
class depth_first(Value):
    def backward(self):
        _pass_on_once(self, lambda waiting: waiting.pop())


@misconception(
    Value,
    _(
        "A chain of 5,000 nodes ends in a RecursionError: your function calls itself once for every node. Keep the "
        "nodes that are still to be visited in a list of your own."
    ),
    see="backpropagation.html#topological-order",
)
class calls_itself(Value):
    def nodes(self):
        order, entered = [], set()

        def enter(node):
            if node not in entered:
                entered.add(node)
                for parent, _slope in node.parents:
                    enter(parent)
                order.append(node)

        enter(self)
        return order


@misconception(
    Value,
    _("The output's own gradient is missing: dz/dz = 1 is where everything that flows back comes from."),
    see="backpropagation.html#fan-out",
)
class output_without_gradient(Value):
    def backward(self):
        for node in self.nodes():
            node.grad = 0.0
        for node in reversed(self.nodes()):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


@misconception(
    Value,
    _(
        "The nodes are visited from the inputs to the output. A gradient can only be passed on when it is there: "
        "reverse the order."
    ),
    see="backpropagation.html#topological-order",
)
class order_not_reversed(Value):
    def backward(self):
        order = self.nodes()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order:
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


@misconception(
    Value,
    _(
        "Every node gets the derivative of its own operation only. The chain rule multiplies it by the gradient that "
        "has arrived from behind."
    ),
    see="backpropagation.html#chain-rule",
)
class local_derivatives_only(Value):
    def backward(self):
        for node in self.nodes():
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(self.nodes()):
            for parent, slope in node.parents:
                parent.grad += slope


@misconception(
    Value,
    _("The nodes between are left at 0: every node of the graph gets its derivative, not only those you began with."),
    see="backpropagation.html#fan-out",
)
class leaves_only(Value):
    def backward(self):
        super().backward()
        for node in self.nodes():
            if node.parents:
                node.grad = 0.0


@misconception(
    Value,
    _(
        "In a * a and a + a both operands are one node, and your graph keeps one edge of the two. Keep the edges in a "
        "list, not in a set or in a dict with the nodes as keys."
    ),
    see="backpropagation.html#fan-out",
)
class one_edge_of_two(Value):
    def _made(self, data, *parents):
        return type(self)(data, tuple(dict(parents).items()))


@misconception(
    Value,
    _("Before `backward`, `grad` is 0.0: you begin with None."),
    see="backpropagation.html#fan-out",
)
class grad_none_at_first(Value):
    def __init__(self, data, parents=()):
        super().__init__(data, parents)
        self.grad = None


@misconception(
    Value,
    _("A number on the left is not understood: for 2 + a Python asks a for `__radd__`, for 2 * a for `__rmul__`, …"),
    see="backpropagation.html#operators",
)
class numbers_on_the_right_only(Value):
    __radd__ = __rmul__ = __rsub__ = __rtruediv__ = None


@misconception(
    Value,
    _("You take every operand to be a Value. A plain number has no `data`: wrap it in a Value first."),
    see="backpropagation.html#operators",
)
class numbers_not_wrapped(Value):
    __radd__ = __rmul__ = __rsub__ = __rtruediv__ = None

    def _node(self, other):
        if not isinstance(other, Value):
            raise AttributeError("a number has no attribute 'data'")
        return other

    def __neg__(self):
        return self._made(-self.data, (self, -1.0))


@misconception(
    Value,
    _("6 − a comes out as a − 6: `__rsub__` gets the number as `other`, from which self is taken away."),
    see="backpropagation.html#operators",
)
class subtraction_turned_round(Value):
    def __rsub__(self, other):
        return self - other


@misconception(
    Value,
    _("6 / a comes out as a / 6: `__rtruediv__` gets the number as `other`, which is divided by self."),
    see="backpropagation.html#operators",
)
class division_turned_round(Value):
    def __rtruediv__(self, other):
        return self / other


@misconception(
    Value,
    _("In a − b the derivative by b is −1: b gets the gradient with the other sign."),
    see="backpropagation.html#local-derivatives",
)
class minus_forgotten(Value):
    def __sub__(self, other):
        other = self._node(other)
        return self._made(self.data - other.data, (self, 1.0), (other, 1.0))


@misconception(
    Value,
    _("In a · b the derivative by a is b, and by b it is a: yours are swapped."),
    see="backpropagation.html#local-derivatives",
)
class factors_swapped(Value):
    def __mul__(self, other):
        other = self._node(other)
        return self._made(self.data * other.data, (self, self.data), (other, other.data))


@misconception(
    Value,
    _("In a / b the denominator counts too: the derivative by b is −a/b²."),
    see="backpropagation.html#local-derivatives",
)
class denominator_without_gradient(Value):
    def __truediv__(self, other):
        other = self._node(other)
        return self._made(self.data / other.data, (self, 1 / other.data), (other, 0.0))


@misconception(
    Value,
    _("The power stays as it was: the derivative of aⁿ is n·aⁿ⁻¹, with n − 1 above."),
    see="backpropagation.html#local-derivatives",
)
class power_not_lowered(Value):
    def __pow__(self, exponent):
        return self._made(self.data**exponent, (self, exponent * self.data**exponent))


@misconception(
    Value,
    _("−a is cut off from a: it must be a node that was made from a, with derivative −1."),
    see="backpropagation.html#local-derivatives",
)
class negation_cut_off(Value):
    def __neg__(self):
        return self._made(-self.data)

    def __sub__(self, other):
        return self + self._node(other) * -1.0


@misconception(
    Value,
    _("The derivative of tanh is 1 − tanh², by its result. You took 1 − a², by its input."),
    see="backpropagation.html#local-derivatives",
)
class tanh_by_the_input(Value):
    def tanh(self):
        return self._made(math.tanh(self.data), (self, 1 - self.data**2))


@misconception(
    Value,
    _("exp is its own derivative: eᵃ, the node's result. The rule for powers, n·aⁿ⁻¹, is for a fixed exponent."),
    see="backpropagation.html#local-derivatives",
)
class exp_as_a_power(Value):
    def exp(self):
        return self._made(math.exp(self.data), (self, self.data * math.exp(self.data - 1)))


@misconception(
    Value,
    _("At 0 itself this course takes the derivative of ReLU to be 0: compare with >, not with >=."),
    see="backpropagation.html#relu-at-zero",
)
class relu_one_at_zero(Value):
    def relu(self):
        return self._made(max(self.data, 0.0), (self, 1.0 if self.data >= 0 else 0.0))


@misconception(
    Value,
    _("Where ReLU cuts off, its derivative is 0. You pass the gradient on as if nothing had been cut off."),
    see="backpropagation.html#local-derivatives",
)
class relu_always_passes(Value):
    def relu(self):
        return self._made(max(self.data, 0.0), (self, 1.0))


# --- Linear -----------------------------------------------------------------------------------------------------

_FIRST_WEIGHTS = "the first weights"
_PASSES = "a pass forward and backward"
_SECOND = "a second pass"
DRAWS = 50_000  # weights of a layer whose distribution is judged


def _passes_case(rng, part, n_in, n_out, batches):
    return Case(
        {
            "W": rng.uniform(-1, 1, (n_in, n_out)),
            "b": rng.uniform(-1, 1, n_out),
            "x": [rng.uniform(-2, 2, (n, n_in)) for n in batches],
            "dy": [rng.uniform(-2, 2, (n, n_out)) for n in batches],
            "rng": Seed(int(rng.integers(2**31))),
        },
        part,
    )


def _weights_case(n_in, n_out, seed):
    return Case({"n_in": n_in, "n_out": n_out, "rng": Seed(seed)}, _FIRST_WEIGHTS)


def _passes_example(part, W, b, x, dy):
    arrays = {"W": np.array(W, float), "b": np.array(b, float)}
    batches = {"x": [np.array(rows, float) for rows in x], "dy": [np.array(rows, float) for rows in dy]}
    return Case({**arrays, **batches, "rng": Seed(1)}, part)


def _linear_cases(rng):
    n_in = int(rng.integers(80, 120))
    yield _weights_case(n_in, DRAWS // n_in, int(rng.integers(2**31)))
    yield _weights_case(int(rng.integers(5, 8)), int(rng.integers(2, 4)), int(rng.integers(2**31)))
    yield _passes_case(rng, _PASSES, 3, 2, [4])
    yield _passes_case(rng, _PASSES, 3, 3, [3])
    yield _passes_case(rng, _PASSES, int(rng.integers(2, 5)), int(rng.integers(5, 8)), [1])
    yield _passes_case(rng, _SECOND, 3, 3, [3, 3])
    yield _passes_case(rng, _SECOND, 2, 4, [3, 5, 2])


_LINEAR_EXAMPLES = [
    _weights_case(100, DRAWS // 100, 1),
    _weights_case(3, 2, 1),
    _passes_example(_PASSES, [[1, 2], [0, 1]], [0.5, -1], [[[1, 2], [3, -1]]], [[[1, 0], [2, -1]]]),
    _passes_example(_PASSES, [[1, 2, 0], [0, 1, -1]], [0, 1, 2], [[[1, 2]]], [[[1, 0.5, -1]]]),
    _passes_example(_SECOND, [[2], [1]], [0.5], [[[1, 2]], [[3, 1], [0, 4]]], [[[1]], [[2], [-1]]]),
]


@exercise(
    cases=_linear_cases,
    examples=_LINEAR_EXAMPLES,
    parts={_FIRST_WEIGHTS: 1, _PASSES: 2, _SECOND: 1},
    observe=observe_linear,
    agree=agree,
    tolerance=_SINGLE,
)
class Linear:
    """y = x @ W + b for rows x of shape (n, n_in); W of shape (n_in, n_out), drawn from N(0, 2/n_in), b zeros."""

    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0.0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
        self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dy):
        """The loss's derivative by x from the one by y, (n, n_out); sets dW and db, summed over the rows."""
        self.dW, self.db = self.x.T @ dy, dy.sum(axis=0)
        return dy @ self.W.T


@misconception(
    Linear,
    _("The bias is not added: y = x @ W + b."),
    see="backpropagation.html#linear",
)
class bias_not_added(Linear):
    def forward(self, x):
        self.x = x
        return x @ self.W


@misconception(
    Linear,
    _(
        "db is not summed: the same b is added to every row, so that the gradients of all rows add up in it, and db "
        "has the shape of b."
    ),
    see="backpropagation.html#linear",
)
class bias_gradient_not_summed(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.db = dy
        return dx


@misconception(
    Linear,
    _(
        "dW and db are divided by the number of rows. The mean's 1/n is already in dy, from the loss: here the rows "
        "are summed."
    ),
    see="backpropagation.html#mean-once",
)
class averaged_over_the_batch(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.dW, self.db = self.dW / len(dy), self.db / len(dy)
        return dx


@misconception(
    Linear,
    _("db is averaged over the rows while dW is summed: both are sums. The 1/n is in dy already."),
    see="backpropagation.html#mean-once",
)
class bias_gradient_averaged(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.db = dy.mean(axis=0)
        return dx


@misconception(
    Linear,
    _("db is summed along the wrong axis: rows are examples (axis 0), columns are the layer's outputs."),
    see="backpropagation.html#linear",
)
class bias_gradient_over_the_columns(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.db = dy.sum(axis=1)
        return dx


@misconception(
    Linear,
    _("A second `backward` adds to dW and db. Here it overwrites them: every pass has its own gradient."),
    see="backpropagation.html#linear",
)
class gradients_added_up(Linear):
    def backward(self, dy):
        before = self.dW, self.db
        dx = super().backward(dy)
        if before[0] is not None:
            self.dW, self.db = before[0] + self.dW, before[1] + self.db
        return dx


@misconception(
    Linear,
    _("dW is transposed: it has the shape of W, xᵀ @ dy."),
    see="backpropagation.html#linear",
)
class weight_gradient_transposed(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.dW = self.dW.T
        return dx


@misconception(
    Linear,
    _("dx = dy @ Wᵀ. Without the transpose each input gets what belongs to another, or the shapes do not fit."),
    see="backpropagation.html#linear",
)
class not_transposed_for_the_input(Linear):
    def backward(self, dy):
        super().backward(dy)
        return dy @ self.W


@misconception(
    Linear,
    _(
        "You compute the derivative by the weights only. At every step there are two, by the weights and by the "
        "input: without the second, nothing flows back to the layers before."
    ),
    see="backpropagation.html#by-weights-and-input",
)
class by_the_weights_only(Linear):
    def backward(self, dy):
        super().backward(dy)


@misconception(
    Linear,
    _("`backward` returns dW. It keeps dW and db as attributes, and returns the derivative by the input, dx."),
    see="backpropagation.html#by-weights-and-input",
)
class weight_gradient_returned(Linear):
    def backward(self, dy):
        super().backward(dy)
        return self.dW


@misconception(
    Linear,
    _("The input of the first pass is kept for ever: each `forward` must remember its own x for `backward`."),
    see="backpropagation.html#linear",
)
class first_input_kept(Linear):
    def forward(self, x):
        y = super().forward(x)
        self.x = self.first = getattr(self, "first", x)
        return y


@misconception(
    Linear,
    _("`backward` moves the weights too. It only computes gradients; an optimiser moves the weights, later."),
    see="backpropagation.html#by-weights-and-input",
)
class learns_in_backward(Linear):
    def backward(self, dy):
        dx = super().backward(dy)
        self.W, self.b = self.W - 0.01 * self.dW, self.b - 0.01 * self.db
        return dx


@misconception(
    Linear,
    _(
        "Your W has shape (n_out, n_in), as PyTorch keeps it. In this course a layer computes x @ W on rows: W has "
        "shape (n_in, n_out)."
    ),
    see="backpropagation.html#linear",
)
class shape_as_in_pytorch(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = self.W.T

    def forward(self, x):
        self.x = x
        return x @ self.W.T + self.b

    def backward(self, dy):
        self.dW, self.db = dy.T @ self.x, dy.sum(axis=0)
        return dy @ self.W


@misconception(
    Linear,
    _("2/n_in is the variance: the normal draw wants the standard deviation √(2/n_in)."),
    see="initialisation.html#variance-or-deviation",
)
class variance_for_deviation(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = self.W * np.sqrt(2 / n_in)


@misconception(
    Linear,
    _("Your weights are draws of N(0, 1), whatever n_in: the signal grows by √(n_in/2) in every ReLU layer."),
    see="initialisation.html#he",
)
class not_scaled(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = self.W / np.sqrt(2 / n_in)


@misconception(
    Linear,
    _("The variance is 1/n_in. ReLU lets half of the signal through, and He's factor 2 makes up for it."),
    see="initialisation.html#he",
)
class factor_of_relu_missing(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = self.W / np.sqrt(2)


@misconception(
    Linear,
    _("All weights start at zero: then all units of a layer stay equal for ever. Draw them."),
    see="initialisation.html#symmetry",
)
class weights_of_zero(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = np.zeros((n_in, n_out))


@misconception(
    Linear,
    _("The bias starts at random. Here b starts at zero; the weights alone make the units different."),
    see="backpropagation.html#linear",
)
class random_bias(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.b = rng.normal(0.0, 0.1, n_out)


_elsewhere = np.random.default_rng(0)  # stands for np.random's own generator, which knows nothing of rng


@misconception(
    Linear,
    _("Two generators with the same seed must give the same weights: draw from rng, and nothing from np.random."),
    see="initialisation.html#rng",
)
class own_randomness(Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, _elsewhere)


# --- ReLU and Sigmoid -------------------------------------------------------------------------------------------

_AT_ZERO = "the derivative at 0"
_LARGE_INPUTS = "inputs of ±1000"


def _activation_case(rng, part, shapes, size=2.0):
    return Case(
        {
            "x": [rng.uniform(0.2, size, shape) * rng.choice([-1, 1], shape) for shape in shapes],
            "dy": [rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape) for shape in shapes],
        },
        part,
    )


def _with_zeros(case):
    x = case.inputs["x"][0]
    x[0, :2] = 0.0
    x[-1] = np.abs(x[-1])
    return case


def _relu_cases(rng):
    yield _activation_case(rng, _PASSES, [(5, 4)])
    yield _activation_case(rng, _PASSES, [(3, 2, 4)])
    yield _with_zeros(_activation_case(rng, _AT_ZERO, [(3, 4)]))
    yield _activation_case(rng, _SECOND, [(4, 3), (4, 3)])
    yield _activation_case(rng, _SECOND, [(4, 3), (2, 5)])


_SIGNS = np.array([[1.0, -2.0], [3.0, 0.5], [-1.0, 2.0]])
_UPSTREAM = np.array([[2.0, 4.0], [-1.0, 1.0], [8.0, -3.0]])

_RELU_EXAMPLES = [
    Case({"x": [_SIGNS], "dy": [_UPSTREAM]}, _PASSES),
    Case({"x": [np.array([[0.0, 1.0, -1.0]])], "dy": [np.array([[3.0, 4.0, 5.0]])]}, _AT_ZERO),
    Case({"x": [_SIGNS, -_SIGNS], "dy": [_UPSTREAM, _UPSTREAM]}, _SECOND),
]


@exercise(
    cases=_relu_cases,
    examples=_RELU_EXAMPLES,
    parts={_PASSES: 2, _AT_ZERO: 1, _SECOND: 1},
    observe=observe_layer,
    agree=agree,
)
class ReLU:
    """y = max(x, 0) entry by entry, with derivative 0 at 0."""

    def forward(self, x):
        self.positive = x > 0
        return np.where(self.positive, x, 0.0)

    def backward(self, dy):
        return np.where(self.positive, dy, 0.0)


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


def _sigmoid_cases(rng):
    yield _activation_case(rng, _PASSES, [(5, 4)], 4.0)
    yield _activation_case(rng, _PASSES, [(2, 3, 2)], 4.0)
    yield _activation_case(rng, _SECOND, [(4, 3), (4, 3)])
    yield _activation_case(rng, _SECOND, [(4, 3), (2, 5)])
    large = _activation_case(rng, _LARGE_INPUTS, [(3, 2)])
    large.inputs["x"] = [np.array([[-1000.0, 1000.0], [0.0, -rng.uniform(800, 900)], [rng.uniform(800, 900), -30.0]])]
    yield large


@exercise(
    cases=_sigmoid_cases,
    examples=[
        Case({"x": [_SIGNS], "dy": [_UPSTREAM]}, _PASSES),
        Case({"x": [_SIGNS, -2 * _SIGNS], "dy": [_UPSTREAM, _UPSTREAM]}, _SECOND),
        Case({"x": [np.array([[-1000.0, 0.0, 1000.0]])], "dy": [np.array([[4.0, 8.0, -4.0]])]}, _LARGE_INPUTS),
    ],
    parts={_PASSES: 2, _SECOND: 1, _LARGE_INPUTS: 1},
    observe=observe_layer,
    agree=agree,
    tolerance=_SINGLE,
)
class Sigmoid:
    """y = 1/(1 + e⁻ˣ) entry by entry, with derivative y(1 − y)."""

    def forward(self, x):
        small = np.exp(-np.abs(x))  # between 0 and 1: it cannot overflow
        self.y = np.where(x >= 0, 1, small) / (1 + small)
        return self.y

    def backward(self, dy):
        return self.y * (1 - self.y) * dy


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


# --- SoftmaxCrossEntropy ----------------------------------------------------------------------------------------

_LARGE_LOGITS = "logits of ±1000"


def _loss_case(rng, part, *sizes):
    logits = [rng.uniform(-2, 2, size) for size in sizes]
    return Case({"logits": logits, "labels": [rng.integers(0, k, n) for n, k in sizes]}, part)


def _loss_cases(rng):
    yield _loss_case(rng, _PASSES, (4, 3))
    yield _loss_case(rng, _PASSES, (3, 5))
    yield _loss_case(rng, _PASSES, (1, 4))
    yield _loss_case(rng, _SECOND, (4, 3), (2, 6))
    large = rng.uniform(-900, 900, (4, 3))
    large[0], large[1] = (1000, -1000, 0), (-1000, -999, -1001)
    yield Case({"logits": [large], "labels": [np.array([1, 2, 0, 1])]}, _LARGE_LOGITS)
    yield Case({"logits": [np.full((2, 3), 1000.0)], "labels": [np.array([2, 0])]}, _LARGE_LOGITS)


@exercise(
    cases=_loss_cases,
    examples=[
        Case({"logits": [np.array([[0.0, 0.0, 0.0], [2.0, 1.0, 0.0]])], "labels": [np.array([0, 2])]}, _PASSES),
        Case(
            {
                "logits": [np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([[1.0, 0.0, 3.0]])],
                "labels": [np.array([1, 1]), np.array([0])],
            },
            _SECOND,
        ),
        Case({"logits": [np.array([[1000.0, -1000.0]])], "labels": [np.array([1])]}, _LARGE_LOGITS),
        Case(
            {"logits": [np.array([[1000.0, 1000.0], [-1000.0, -1000.0]])], "labels": [np.array([0, 1])]}, _LARGE_LOGITS
        ),
    ],
    parts={_PASSES: 2, _SECOND: 1, _LARGE_LOGITS: 2},
    observe=observe_loss,
    agree=agree,
    tolerance=_SINGLE,
)
class SoftmaxCrossEntropy:
    """The mean of −ln p_label with p = softmax(logits); logits of shape (n, k), labels integers (n,)."""

    def forward(self, logits, labels):
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.p, self.labels = np.exp(log_p), labels
        return -log_p[np.arange(len(labels)), labels].mean()

    def backward(self):
        """The mean loss's derivative by the logits, (p − 1 at the label)/n."""
        n = len(self.labels)
        dlogits = self.p.copy()
        dlogits[np.arange(n), self.labels] -= 1
        return dlogits / n


def _loss(logits, labels, axis=1, shift=None):
    """p, and the losses of all rows, of a softmax along ``axis``, by way of p; quietly."""
    with np.errstate(all="ignore"):
        e = np.exp(logits - (0 if shift is None else shift(logits)))
        p = e / e.sum(axis=axis, keepdims=True)
        return p, -np.log(p[np.arange(len(labels)), labels])


@misconception(
    SoftmaxCrossEntropy,
    _(
        "e^1000 is inf, and inf/inf is no number. Subtract each row's largest logit first: softmax does not change, "
        "and no exponent is above 0."
    ),
    see="backpropagation.html#stable-softmax",
)
class softmax_not_shifted(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        self.labels = labels
        self.p, losses = _loss(logits, labels)
        return losses.mean()


@misconception(
    SoftmaxCrossEntropy,
    _(
        "The shift is there, but you take the logarithm of a probability that was rounded to 0. Take it before the "
        "exponential: ln p = shifted − ln Σ e^shifted."
    ),
    see="backpropagation.html#stable-softmax",
)
class logarithm_of_zero(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        self.labels = labels
        self.p, losses = _loss(logits, labels, shift=lambda z: z.max(axis=1, keepdims=True))
        return losses.mean()


@misconception(
    SoftmaxCrossEntropy,
    _(
        "A small number is added to p, or p is clipped, to save ln 0: the loss of a label with logit −1000 beside "
        "1000 is then about 28, not 2000. Take the logarithm before the exponential instead."
    ),
    see="backpropagation.html#stable-softmax",
)
class logarithm_propped_up(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        super().forward(logits, labels)
        return -np.log(np.maximum(self.p[np.arange(len(labels)), labels], 1e-12)).mean()


@misconception(
    SoftmaxCrossEntropy,
    _("The losses of the examples are summed: the loss is their mean."),
    see="backpropagation.html#mean-once",
)
class loss_summed(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        return super().forward(logits, labels) * len(labels)


@misconception(
    SoftmaxCrossEntropy,
    _("The loss is a mean over n examples, so its derivative has the factor 1/n: it is missing in `backward`."),
    see="backpropagation.html#mean-once",
)
class mean_missing_backward(SoftmaxCrossEntropy):
    def backward(self):
        return super().backward() * len(self.labels)


@misconception(
    SoftmaxCrossEntropy,
    _("Loss and derivative are summed over the examples: the loss is a mean, and both have the factor 1/n."),
    see="backpropagation.html#mean-once",
)
class summed_both_ways(loss_summed, mean_missing_backward):
    pass


@misconception(
    SoftmaxCrossEntropy,
    _("The mean is taken over all n·k entries. It is one over the n examples."),
    see="backpropagation.html#mean-once",
)
class mean_over_all_entries(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        return super().forward(logits, labels) / logits.shape[1]

    def backward(self):
        return super().backward() / self.p.shape[1]


@misconception(
    SoftmaxCrossEntropy,
    _("The derivative by the logits is p − 1 at the label and p elsewhere: nothing is subtracted in yours."),
    see="backpropagation.html#softmax-gradient",
)
class label_not_subtracted(SoftmaxCrossEntropy):
    def backward(self):
        return self.p / len(self.labels)


@misconception(
    SoftmaxCrossEntropy,
    _("The derivative has the wrong sign: it is p minus the label's 1, so that a step against it raises p there."),
    see="backpropagation.html#softmax-gradient",
)
class label_minus_p(SoftmaxCrossEntropy):
    def backward(self):
        return -super().backward()


@misconception(
    SoftmaxCrossEntropy,
    _(
        "That is the derivative by the probabilities, −1/p at the label. `backward` returns the one by the logits: "
        "go back through the softmax too."
    ),
    see="backpropagation.html#softmax-gradient",
)
class by_the_probabilities(SoftmaxCrossEntropy):
    def backward(self):
        n, d = len(self.labels), np.zeros_like(self.p)
        with np.errstate(all="ignore"):
            d[np.arange(n), self.labels] = -1 / self.p[np.arange(n), self.labels] / n
        return d


@misconception(
    SoftmaxCrossEntropy,
    _("The minus sign of −ln p is missing: the loss is negative, and better guesses raise it."),
    see="backpropagation.html#softmax-gradient",
)
class minus_missing(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        return -super().forward(logits, labels)


@misconception(
    SoftmaxCrossEntropy,
    _("The softmax runs down the columns. Each row is one example: its probabilities add up to 1, axis 1."),
    see="backpropagation.html#stable-softmax",
)
class softmax_down_the_columns(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        self.labels = labels
        self.p, losses = _loss(logits, labels, axis=0, shift=lambda z: z.max(axis=0, keepdims=True))
        return losses.mean()


@misconception(
    SoftmaxCrossEntropy,
    _(
        "One shift for the whole batch: in a row far below the largest logit of all, every exponential is rounded to "
        "0. Shift each row by its own maximum."
    ),
    see="backpropagation.html#stable-softmax",
)
class shifted_by_one_maximum(SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        self.labels = labels
        shifted = logits - logits.max()
        with np.errstate(all="ignore"):
            log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
            self.p = np.exp(log_p)
        return -log_p[np.arange(len(labels)), labels].mean()


# --- Sequential -------------------------------------------------------------------------------------------------

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
    return "gradients" if part == _PASSES else "parameters"


def _sequential_cases(rng):
    d = 2

    def scale():
        return _scale(rng, d)

    yield _network_case(rng, _PASSES, f"Sequential([{scale()}, Tanh(), {scale()}])", d, 1)
    yield _network_case(rng, _PASSES, f"Sequential([Tanh(), {scale()}, Tanh(), {scale()}, Tanh()])", d)
    yield _network_case(rng, _PARAMETERS, f"Sequential([{scale()}, Tanh(), {scale()}, {scale()}])", d)
    inner = f"Sequential([{scale()}, Tanh()])"
    yield _network_case(rng, _NESTED, f"Sequential([{scale()}, {inner}, Tanh(), {scale()}])", d)
    yield _network_case(rng, _NESTED, f"Sequential([Sequential([{inner}, {scale()}]), Tanh()])", d)


def _network_example(part, network, x, dy):
    return Case({"network": network, "x": [np.array(x)], "dy": [np.array(dy)], "asked": _asked(part)}, part)


_SCALES = "Scale([2.0, -1.0], [0.0, 1.0])", "Scale([1.0, 3.0], [0.5, 0.0])"


@exercise(
    cases=_sequential_cases,
    examples=[
        _network_example(_PASSES, f"Sequential([{_SCALES[0]}, Tanh(), {_SCALES[1]}])", [[0.5, 1.0]], [[1.0, 2.0]]),
        _network_example(
            _PARAMETERS,
            f"Sequential([{_SCALES[0]}, {_SCALES[1]}])",
            [[1.0, 2.0], [0.0, -1.0]],
            [[1.0, 2.0], [4.0, 1.0]],
        ),
        _network_example(
            _NESTED, f"Sequential([{_SCALES[0]}, Sequential([Tanh(), {_SCALES[1]}])])", [[0.5, 2.0]], [[1.0, -2.0]]
        ),
    ],
    parts={_PASSES: 2, _PARAMETERS: 1, _NESTED: 1},
    observe=observe_sequential,
    agree=agree,
)
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
