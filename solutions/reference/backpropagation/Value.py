"""A number that remembers how it was made, and passes derivatives back along that way."""

import math

from ravine.exercises.exercise import Case, exercise, misconception
from ravine.exercises.kinds.class_answers import (
    agree,
    observe_value,
)
from ravine.language import _


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


_USED_ELSEWHERE = ("a + b", "a - b", "a * b", "a / b", "b / a", "-a", "a ** 2", "a.tanh()", "a.exp()", "a.relu()")


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
    for term in _USED_ELSEWHERE:  # by the sum, which passes its gradient on first: what comes after must add to it
        a, b = _leaves(rng)
        if term == "a.relu()":
            a = f"a = Value({_number(rng, 0.5, 0.9)})"  # 1 is no threshold
        yield _value_case(_SHARED, a, b, f"z = {term} + a", "z.backward()")
    # From z, b is reached at once and through longer ways: it must wait for all of them.
    for lines in (("d = b * c", "z = d + b"), ("d = c.exp()", "z = b * d"), ("d = c * c", "z = b + d")):
        a, b = *_leaves(rng, "a"), f"b = a * {_number(rng)}"
        yield _value_case(_SHARED, a, b, "c = b.tanh()", *lines, "z.backward()")


def _random_graph(rng):
    """Lines of a random calculation in which the derivative of z by no named node is near 0.

    A derivative times 0, like a value of 0, would hide that it is wrong.
    """
    while True:
        lines, nodes = _calculation(rng), {"Value": Value}
        exec(_code(*lines, "z.backward()"), nodes)
        if all(abs(nodes[line[0]].grad) > 0.1 for line in lines):
            return lines


def _calculation(rng):
    """Lines in which nodes are shared and everything flows into z; every value on the way is between 0.5 and 1.5."""
    lines, names = _leaves(rng, "ab"), ["a", "b"]
    terms = ["{x} + {y}", "{x} * {y}", "{x} - {c} * {y}", "{x} / ({y} * {y} + 1)", "{x}.tanh() * {y}",
             "({x} * {c}).tanh() + {y}", "({x} * {x} + {c}) ** 0.5 - {y}",
             "(-{x} * {x} - {c}).exp() + {y}"]  # fmt: skip
    for name, term in zip("cdefghij", rng.permutation(terms)):  # every operation occurs, so that no mark is luck
        x, y = rng.choice(names[-4:], 2, replace=False)  # x − x would be 0, and hide what is divided
        lines.append(f"{name} = ({term.format(x=x, y=y, c=_number(rng))}).tanh() * 0.5 + 1")
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
    *(
        _value_case(_SHARED, "a = Value(2.0)", "b = Value(4.0)", f"z = {term} + a", "z.backward()")
        for term in ("a * b", "a ** 2", "a.tanh()", "a.exp()", "a.relu()")
    ),
    _value_case(_SHARED, "a = Value(2.0)", "b = a * 3", "c = b * 2", "z = b * c + b", "z.backward()"),
    _value_case(_SHARED, "a = Value(2.0)", "b = a * 3", "c = b * 2", "d = c * c", "z = b + d", "z.backward()"),
    _value_case(_SHARED, "a = Value(2.0)", "b = a * 3", "c = b * 2", "d = c * c", "z = d + b", "z.backward()"),
    _value_case(_AGAIN, "a = Value(2.0)", "b = a * 3", "z = b * a", "z.backward()", "z.backward()"),
    _value_case(_AGAIN, "a = Value(2.0)", "b = a * 3", "c = b * 5", "z = b * a", "c.backward()", "z.backward()"),
    _value_case(_DEEP, "a = Value(1.0)", "b = a * 1", "for _ in range(5000):", "    b = b * 0.9999", "b.backward()"),
]

exercise(
    Value,
    cases=_value_cases,
    examples=_VALUE_EXAMPLES,
    parts={_VALUES: 1, _ONE_OPERATION: 2, _SHARED: 2, _AGAIN: 1, _DEEP: 1},
    observe=observe_value,
    agree=agree,
)


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
