"""Right answers to the exercises of `backpropagation`, in the styles in which students write."""

import math
from functools import reduce

import numpy as np

from solutions.reference import backpropagation as reference


def numeric_on_a_copy(f, x, h=1e-5):
    x, g = x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        g[i] = (up - f(x)) / 2 / h
        x[i] = old
    return g


def numeric_restored(f, x, h=1e-5):
    g = np.zeros_like(x)
    with np.nditer(x, flags=["multi_index"], op_flags=["readwrite"]) as it:
        for entry in it:
            old = float(entry)
            entry[...] = old + h
            up = f(x)
            entry[...] = old - h
            down = f(x)
            entry[...] = old
            g[it.multi_index] = (up - down) / (2 * h)
    return g


def numeric_flat(f, x, h=1e-5):
    units = np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in units]).reshape(x.shape)


def numeric_nested_lists(f, x, h=1e-5):
    return numeric_flat(lambda p: f(p.tolist()), x, h).tolist()


def numeric_of_both_sides(f, x, h=1e-5):
    f0, g = f(x), np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = ((f(x + e) - f0) / h + (f0 - f(x - e)) / h) / 2
    return g


def chain_reduce(jacobians):
    return reduce(lambda before, J: J @ before, jacobians)


def chain_multi_dot(jacobians):
    return np.linalg.multi_dot(jacobians[::-1]) if len(jacobians) > 1 else jacobians[0]


def chain_from_identity(jacobians):
    product = np.eye(jacobians[0].shape[1])
    for J in jacobians:
        product = np.dot(J, product)
    return product


def chain_recursive(jacobians):
    first, *rest = jacobians
    return chain_recursive(rest) @ first if rest else first


def chain_sums(jacobians):
    product = jacobians[0].tolist()
    for J in jacobians[1:]:
        product = [[sum(a * row[j] for a, row in zip(line, product)) for j in range(len(product[0]))] for line in J]
    return product


def chain_float32(jacobians):
    return chain_reduce([np.float32(J) for J in jacobians])


class ValueWithClosures:
    """As in micrograd, with gradients set to zero first and a stack of its own."""

    def __init__(self, data, children=()):
        self.data, self.grad, self.children, self._backward = data, 0.0, set(children), lambda: None

    @staticmethod
    def of(other):
        return other if isinstance(other, ValueWithClosures) else ValueWithClosures(other)

    def result(self, data, children, backward):
        out = ValueWithClosures(data, children)
        out._backward = lambda: backward(out.grad)
        return out

    def __add__(self, other):
        other = self.of(other)

        def backward(grad):
            self.grad += grad
            other.grad += grad

        return self.result(self.data + other.data, (self, other), backward)

    def __mul__(self, other):
        other = self.of(other)

        def backward(grad):
            self.grad += other.data * grad
            other.grad += self.data * grad

        return self.result(self.data * other.data, (self, other), backward)

    def _unary(self, data, slope):
        def backward(grad):
            self.grad += slope * grad

        return self.result(data, (self,), backward)

    def __pow__(self, n):
        return self._unary(self.data**n, n * self.data ** (n - 1))

    def tanh(self):
        return self._unary(np.tanh(self.data), 1 - np.tanh(self.data) ** 2)

    def exp(self):
        return self._unary(np.exp(self.data), np.exp(self.data))

    def relu(self):
        return self._unary(self.data * (self.data > 0), float(self.data > 0))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -self.of(other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * self.of(other) ** -1

    def __rtruediv__(self, other):
        return self**-1 * other

    __radd__, __rmul__ = __add__, __mul__

    def backward(self):
        order, seen, stack = [], set(), [(self, iter(self.children))]
        seen.add(self)
        while stack:
            node, children = stack[-1]
            child = next(children, None)
            if child is None:
                order.append(node)
                stack.pop()
            elif child not in seen:
                seen.add(child)
                stack.append((child, iter(child.children)))
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._backward()


class ValueByOrderOfBirth(reference.Value):
    """A node is younger than all that it was made from: visit the youngest first."""

    born = 0

    def __init__(self, data, parents=()):
        super().__init__(data, parents)
        ValueByOrderOfBirth.born += 1
        self.age = self.born

    def backward(self):
        found, waiting = {}, [self]
        while waiting:
            node = waiting.pop()
            if node.age not in found:
                found[node.age] = node
                waiting += [p for p, _slope in node.parents]
        for node in found.values():
            node.grad = 0.0
        self.grad = 1.0
        for age in sorted(found, reverse=True):
            for parent, slope in found[age].parents:
                parent.grad += slope * found[age].grad


class ValueByCountingUses(reference.Value):
    """Kahn's algorithm: a node passes its gradient on when all that uses it has."""

    def backward(self):
        nodes = self.nodes()
        uses = dict.fromkeys(nodes, 0)
        for node in nodes:
            node.grad = 0.0
            for parent, _slope in node.parents:
                uses[parent] += 1
        self.grad, ready = 1.0, [self]
        while ready:
            node = ready.pop(0)
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
                uses[parent] -= 1
                if not uses[parent]:
                    ready.append(parent)


class ValueOfNumpy(reference.Value):
    """All numbers are numpy's."""

    def __init__(self, data, parents=()):
        super().__init__(np.float64(data), parents)
        self.grad = np.float64(0)


class ValueWithGradientsInADict(reference.Value):
    """Gradients are gathered apart and written into the nodes at the end."""

    def backward(self):
        grads = {self: 1.0}
        order = self.nodes()
        for node in order[::-1]:
            for parent, slope in node.parents:
                grads[parent] = grads.get(parent, 0.0) + slope * grads[node]
        for node in order:
            node.grad = grads[node]


class LinearOfLoops:
    def __init__(self, n_in, n_out, rng):
        self.W = np.array([rng.normal(0.0, (2 / n_in) ** 0.5, n_out) for _ in range(n_in)])
        self.b, self.dW, self.db = np.zeros((n_out,)), None, None

    def forward(self, x):
        self.x = x.copy()
        return np.array([[sum(r * w) + c for w, c in zip(self.W.T, self.b)] for r in x])

    def backward(self, dy):
        self.dW, self.db = sum(np.outer(r, d) for r, d in zip(self.x, dy)), sum(dy)
        return np.array([[sum(d * w) for w in self.W] for d in dy])


class LinearTransposedDraw(reference.Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = (rng.standard_normal((n_out, n_in)) * np.sqrt(2.0 / n_in)).T


class LinearEinsum(reference.Linear):
    def forward(self, x):
        self.cache = x
        return np.einsum("ni,io->no", x, self.W) + self.b[None, :]

    def backward(self, dy):
        self.dW = np.einsum("ni,no->io", self.cache, dy)
        self.db = np.einsum("no->o", dy)
        return np.einsum("no,io->ni", dy, self.W)


class LinearDot(reference.Linear):
    def backward(self, dy):
        self.db = np.ones(len(dy)) @ dy
        self.dW = np.dot(self.x.transpose(), dy)
        return np.dot(self.W, dy.T).T


class LinearFloat32(reference.Linear):
    def forward(self, x):
        self.x = np.float32(x)
        return self.x @ np.float32(self.W) + np.float32(self.b)


class ReLUMaximum:
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, dy):
        return dy * (self.x > 0)


class ReLUCopies:
    def forward(self, x):
        y = x.copy()
        y[y < 0] = 0
        self.y = y
        return y

    def backward(self, dy):
        dx = dy.copy()
        dx[self.y == 0] = 0
        return dx


class ReLUByHalves:
    def forward(self, x):
        self.slope = np.heaviside(x, 0)
        return (x + abs(x)) / 2

    def backward(self, dy):
        return self.slope * dy


class ReLUClip(reference.ReLU):
    def forward(self, x):
        super().forward(x)
        return x.clip(min=0)


class ReLULists(reference.ReLU):
    def backward(self, dy):
        return super().backward(dy).tolist()


class ReLUFloat32(reference.ReLU):
    def forward(self, x):
        return super().forward(np.float32(x))


class SigmoidPlain:
    def forward(self, x):
        with np.errstate(over="ignore"):
            self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, dy):
        return dy * self.y * (1 - self.y)


class SigmoidByTanh(SigmoidPlain):
    def forward(self, x):
        self.y = 0.5 * (1 + np.tanh(x / 2))
        return self.y


class SigmoidMasked(SigmoidPlain):
    def forward(self, x):
        y = np.empty_like(x)
        up = x >= 0
        y[up] = 1 / (1 + np.exp(-x[up]))
        y[~up] = np.exp(x[~up]) / (1 + np.exp(x[~up]))
        self.y = y
        return y


class SigmoidClipped(SigmoidPlain):
    def forward(self, x):
        return super().forward(np.clip(x, -500, 500))


class SigmoidByTheInput(reference.Sigmoid):
    def forward(self, x):
        self.x = x
        return super().forward(x)

    def backward(self, dy):
        t = np.tanh(self.x / 2)
        return dy * (1 - t * t) / 4


class SigmoidFloat32(reference.Sigmoid):
    def forward(self, x):
        return super().forward(np.float32(x))


class LossByLogSumExp:
    def forward(self, logits, labels):
        top = np.max(logits, axis=1)
        log_sum = top + np.log(np.sum(np.exp(logits - top[:, None]), axis=1))
        self.d = np.exp(logits - log_sum[:, None])
        self.d[range(len(labels)), labels] -= 1
        self.d /= len(labels)
        return np.mean(log_sum - logits[range(len(labels)), labels])

    def backward(self):
        return self.d


class LossOneHot(reference.SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        super().forward(logits, labels)
        self.hot = np.eye(logits.shape[1])[labels]
        z = logits - logits.max(1)[:, None]
        return float((np.log(np.exp(z).sum(1)) - (z * self.hot).sum(1)).sum() / len(z))

    def backward(self):
        return (self.p - self.hot) / self.p.shape[0]


class LossLogAddExp(reference.SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        super().forward(logits, labels)
        return np.mean(np.logaddexp.reduce(logits, axis=1) - np.take_along_axis(logits, labels[:, None], 1)[:, 0])


class LossOfRows(reference.SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        super().forward(logits, labels)
        return sum(max(z) + math.log(sum(np.exp(z - max(z)))) - z[y] for z, y in zip(logits, labels)) / len(labels)


class LossTwice(reference.SoftmaxCrossEntropy):
    def backward(self):
        n, d = len(self.labels), self.p / len(self.labels)
        for i in range(n):
            d[i, self.labels[i]] -= 1 / n
        return d


class LossFloat32(reference.SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        return super().forward(np.float32(logits), labels)


class SequentialIndices:
    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, x):
        return reduce(lambda x, layer: layer.forward(x), self.layers, x)

    def backward(self, dy):
        for i in range(len(self.layers) - 1, -1, -1):
            dy = self.layers[i].backward(dy)
        return dy

    def parameters(self):
        found = []
        for layer in self.layers:
            if isinstance(layer, SequentialIndices):
                found.extend(layer.parameters())
            elif hasattr(layer, "W"):
                found.append((layer.W, layer.dW))
                found.append((layer.b, layer.db))
        return found


class SequentialGenerator(reference.Sequential):
    def _pairs(self):
        for layer in self.layers:
            if hasattr(layer, "parameters"):
                yield from layer.parameters()
            elif getattr(layer, "W", None) is not None:
                yield layer.W, layer.dW
                yield layer.b, layer.db

    def parameters(self):
        return list(self._pairs())


class SequentialTuple(reference.Sequential):
    def parameters(self):
        return tuple([a, g] for a, g in super().parameters())


class SequentialTry(reference.Sequential):
    def parameters(self):
        pairs = []
        for layer in self.layers:
            try:
                pairs += [(layer.W, layer.dW), (layer.b, layer.db)]
            except AttributeError:
                pairs += layer.parameters() if isinstance(layer, SequentialTry) else []
        return pairs


class SequentialFlat(reference.Sequential):
    def __init__(self, layers):
        super().__init__([la for layer in layers for la in (layer.layers if hasattr(layer, "layers") else [layer])])


def fewest_by_table(sizes):
    n = len(sizes) - 1
    cost = np.zeros((n, n))
    for length in range(1, n):
        for i in range(n - length):
            j = i + length
            cost[i, j] = min(cost[i, k] + cost[k + 1, j] + sizes[i] * sizes[k + 1] * sizes[j + 1] for k in range(i, j))
    return cost[0, n - 1]


def fewest_by_the_first_product(sizes):
    """Multiply any two neighbours, and go on with the shorter chain."""
    if len(sizes) == 2:
        return 0
    ways = []
    for k in range(1, len(sizes) - 1):
        rest = [n for i, n in enumerate(sizes) if i != k]
        ways.append(sizes[k - 1] * sizes[k] * sizes[k + 1] + fewest_by_the_first_product(rest))
    return min(ways)


def fewest_with_a_memory(sizes):
    known = {}

    def cost(i, j):
        if j - i == 1:
            return 0
        if (i, j) not in known:
            known[i, j] = min(cost(i, k) + cost(k, j) + sizes[i] * sizes[k] * sizes[j] for k in range(i + 1, j))
        return known[i, j]

    return cost(0, len(sizes) - 1)


def fewest_by_trying_all_orders(sizes):
    best = float("inf")
    waiting = [(0, list(sizes))]
    while waiting:
        spent, left = waiting.pop()
        if len(left) == 2:
            best = min(best, spent)
        for k in range(1, len(left) - 1):
            if spent < best:
                waiting.append((spent + left[k - 1] * left[k] * left[k + 1], left[:k] + left[k + 1 :]))
    return best


def fewest_floats(sizes):
    return np.float32(fewest_with_a_memory([float(n) for n in sizes]))


RIGHT = {
    "numeric_gradient": [
        numeric_on_a_copy, numeric_restored, numeric_flat, numeric_nested_lists, numeric_of_both_sides,
    ],
    "chain_rule": [chain_reduce, chain_multi_dot, chain_from_identity, chain_recursive, chain_sums, chain_float32],
    "Value": [
        ValueWithClosures, ValueByOrderOfBirth, ValueByCountingUses, ValueOfNumpy, ValueWithGradientsInADict,
    ],
    "Linear": [LinearOfLoops, LinearTransposedDraw, LinearEinsum, LinearDot, LinearFloat32],
    "ReLU": [ReLUMaximum, ReLUCopies, ReLUByHalves, ReLUClip, ReLULists, ReLUFloat32],
    "Sigmoid": [SigmoidPlain, SigmoidByTanh, SigmoidMasked, SigmoidClipped, SigmoidByTheInput, SigmoidFloat32],
    "SoftmaxCrossEntropy": [LossByLogSumExp, LossOneHot, LossLogAddExp, LossOfRows, LossTwice, LossFloat32],
    "Sequential": [SequentialIndices, SequentialGenerator, SequentialTuple, SequentialTry, SequentialFlat],
    "fewest_multiplications": [
        fewest_by_table,
        fewest_by_the_first_product,
        fewest_with_a_memory,
        fewest_by_trying_all_orders,
        fewest_floats,
    ],
}  # fmt: skip
