"""Slips of chapter 6: backpropagation."""

import numpy as np

from ravine.course.slips import slip
from ravine.language import _
from solutions.reference.backpropagation import (
    Sequential,
    SoftmaxCrossEntropy,
    Value,
    fewest_multiplications,
    numeric_gradient,
)
from solutions.slips import SMALL_NUMBERS

# --- difference quotients


@slip(
    numeric_gradient,
    _(
        "You walk along the first axis alone: `x[i]` of a matrix is a whole row, whose entries all step at once, so "
        "that each gets the sum of the row's derivatives. Step one entry at a time, as np.ndindex(x.shape) counts them."
    ),
)
def whole_rows(f, x, h=1e-5):
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        step = np.zeros_like(x)
        step[i] = h
        gradient[i] = (f(x + step) - f(x - step)) / (2 * h)
    return gradient


# --- brackets


@slip(
    fewest_multiplications,
    _(
        "The rows of your table are one and the same list: `[[0] * n] * n` holds it n times, and what is written into "
        "one row stands in all. Make each anew: `[[0] * n for _ in range(n)]`."
    ),
)
def one_row_for_all(sizes):
    n = len(sizes) - 1
    cost = [[0] * n] * n
    for length in range(2, n + 1):
        for i in range(n - length + 1):
            j = i + length - 1
            cost[i][j] = min(cost[i][k] + cost[k + 1][j] + sizes[i] * sizes[k + 1] * sizes[j + 1] for k in range(i, j))
    return cost[0][n - 1]


# --- Value

_OVERWRITES = _(
    "Where {what} passes its derivative on, `=` stands for `+=`: what other uses of its operand had given that one's "
    "grad is lost. Every operation must add. (The other operations do, in yours.)"
)


class _Overwriting(Value):
    """In which what one operation passes on replaces what came before."""

    overwrites = False

    def backward(self):
        order = self.nodes()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad = slope * node.grad + (0.0 if node.overwrites else parent.grad)


_OPERATIONS = {
    "__add__": "+", "__mul__": "*", "__pow__": "**", "tanh": "tanh", "exp": "exp", "relu": "relu",
}  # fmt: skip


def _overwriting(operation):
    def operate(self, *operands):
        made = getattr(Value, operation)(self, *operands)
        made.overwrites = True
        return made

    return type("Value", (_Overwriting,), {operation: operate})


for _name, _what in _OPERATIONS.items():
    slip(Value, _OVERWRITES.format(what=_what), f"overwrites_in_{_name.strip('_')}")(_overwriting(_name))


def _quotient(data, slopes):
    """A class whose a / b has this value and these derivatives by a and by b."""

    class Divides(Value):
        def __truediv__(self, other):
            other = self._node(other)
            by_a, by_b = slopes(self.data, other.data)
            return self._made(data(self.data, other.data), (self, by_a), (other, by_b))

    return Divides


_QUOTIENTS = {
    "ones": (
        _("a / b passes its derivative on unchanged, to a and to b, as a sum would."),
        lambda a, b: (1.0, 1.0),
    ),
    "as_a_product": (
        _("a / b passes on what a·b would: b to a, and a to b."),
        lambda a, b: (b, a),
    ),
    "sign_lost": (
        _("The derivative of a / b by the denominator b lacks its minus."),
        lambda a, b: (1 / b, a / b**2),
    ),
    "square_lost": (
        _("The derivative of a / b by the denominator b lacks the square below: yours is −a/b."),
        lambda a, b: (1 / b, -a / b),
    ),
    "numerator_lost": (
        _("The derivative of a / b by the denominator b lacks the numerator: yours is −1/b²."),
        lambda a, b: (1 / b, -1 / b**2),
    ),
    "same_for_both": (
        _("a / b passes 1/b to both: that is the derivative by the numerator a alone."),
        lambda a, b: (1 / b, 1 / b),
    ),
    "minus_for_both": (
        _("a / b passes 1 to a and −1 to b, as a difference would."),
        lambda a, b: (1.0, -1.0),
    ),
}
for _name, (_words, _slopes) in _QUOTIENTS.items():
    words = _words + " " + _("By the numerator it is 1/b, by the denominator −a/b².")
    slip(Value, words, f"quotient_{_name}")(_quotient(lambda a, b: a / b, _slopes))


# --- layers

for _number in (1e-16, 1e-15, *(n for n in SMALL_NUMBERS if n != 1e-12)):  # which has a name

    @slip(
        SoftmaxCrossEntropy,
        _("A number of {number} under the logarithm, beside p or as a bound, keeps it away from ln 0, but no loss can "
          "be larger than −ln {number} then. ln p without the detour over p is exact: logit − maximum − ln Σ exp(…)."
          ).format(number=_number),
        f"propped_up_by_{_number}",
    )  # fmt: skip
    class _Propped(SoftmaxCrossEntropy):
        number = _number

        def forward(self, logits, labels):
            super().forward(logits, labels)
            return -np.log(self.p[np.arange(len(labels)), labels] + self.number).mean()


@slip(
    Sequential,
    _(
        "Backward works once: `reversed(…)` of a list, kept, is an iterator, and used up after the first pass. The "
        "second time no layer is asked. Call reversed anew in every backward."
    ),
)
class iterator_used_up(Sequential):
    def __init__(self, layers):
        super().__init__(layers)
        self.last_first = reversed(layers)

    def backward(self, dy):
        for layer in self.last_first:
            dy = layer.backward(dy)
        return dy


class _SecondPass(SoftmaxCrossEntropy):
    """What spoils the loss alone: backward is right."""

    def losses(self, log_p, labels):
        return -log_p[np.arange(len(labels)), labels]

    def forward(self, logits, labels):
        super().forward(logits, labels)
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return self.losses(log_p, labels).mean()


@slip(SoftmaxCrossEntropy, _("Your logarithm is to base 2: the loss has the natural one, np.log."))
class base_two(_SecondPass):
    def losses(self, log_p, labels):
        return super().losses(log_p, labels) / np.log(2)


@slip(SoftmaxCrossEntropy, _("Your logarithm is to base 10: the loss has the natural one, np.log."))
class base_ten(_SecondPass):
    def losses(self, log_p, labels):
        return super().losses(log_p, labels) / np.log(10)


@slip(
    SoftmaxCrossEntropy,
    _(
        "You add −ln(1 − p) of the other classes, as for many yes-or-no questions. With softmax only one class is "
        "right, and the loss is −ln p of that one."
    ),
)
class yes_or_no(_SecondPass):
    def losses(self, log_p, labels):
        p, right = np.exp(log_p), np.eye(log_p.shape[1])[labels] == 1
        with np.errstate(all="ignore"):
            return -np.where(right, log_p, np.log(1 - p)).sum(axis=1)


@slip(SoftmaxCrossEntropy, _("The loss is 1 − p of the label, or its mean: taken is the logarithm, −ln p."))
class no_logarithm(_SecondPass):
    def losses(self, log_p, labels):
        return 1 - np.exp(super().losses(-log_p, labels))


_SLOPES = {
    "tanh": (
        lambda self: (np.tanh(self.data), 1 - np.tanh(self.data)),
        _("The derivative of tanh lacks the square: it is 1 − y² with y the tanh itself."),
    ),
    "exp": (
        lambda self: (np.exp(self.data), 1.0),
        _("exp passes its derivative on unchanged: it must be multiplied by exp itself, its own derivative."),
    ),
    "relu": (
        lambda self: (max(self.data, 0.0), max(self.data, 0.0)),
        _("The derivative of relu is its value in yours; it is 1 where the operand is positive, else 0."),
    ),
}
for _name, (_both, _words) in _SLOPES.items():

    def _function(self, both=_both):
        y, slope = both(self)
        return self._made(float(y), (self, float(slope)))

    slip(Value, _words, f"slope_of_{_name}")(type("Value", (Value,), {_name: _function}))
