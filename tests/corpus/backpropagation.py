"""Chapter 6: backpropagation."""

# ruff: noqa: F811
import math

import numpy as np

from solutions.reference import backpropagation as right
from tests.corpus import mistake


@mistake("github: WegraLee/deep-learning-from-scratch", "entries|rows|row")
def numeric_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in range(len(x)):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x - step)) / (2 * h)
    return g


@mistake("CS231n notes: forward difference", "forward|both sides|two sides|one side")
def numeric_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (f(x + step) - f(x)) / h
    return g


@mistake("github: oreilly-japan/deep-learning-from-scratch#43", "0")
class ReLU:
    def forward(self, x):
        self.mask = x >= 0
        return np.where(self.mask, x, 0.0)

    def backward(self, dy):
        return dy * self.mask


@mistake("github: iamtrask/iamtrask.github.io#12", "input|output|y")
class Sigmoid:
    def forward(self, x):
        self.x = x
        return 1 / (1 + np.exp(-np.clip(x, -700, 700)))

    def backward(self, dy):
        return dy * self.x * (1 - self.x)


@mistake("github: Bot-Academy/NeuralNetworkFromScratch#3", "factor|dy|argument|derivative")
class Sigmoid:
    def forward(self, x):
        return 1 / (1 + np.exp(-np.clip(x, -700, 700)))

    def backward(self, dy):
        return dy


@mistake("Stack Overflow: Gradients for bias terms in backpropagation", "shape|row|keepdims")
class Linear(right.Linear):
    def backward(self, dy):
        self.dW, self.db = self.x.T @ dy, dy.sum(axis=0, keepdims=True)
        return dy @ self.W.T


@mistake("Stack Overflow: bias gradients", "sum|batch")
class Linear(right.Linear):
    def backward(self, dy):
        self.dW, self.db = self.x.T @ dy, dy
        return dy @ self.W.T


@mistake("github: linxiaow/EECS498-Deep-Learning-for-Vision#2", "maximum|largest|row")
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        e = np.exp(logits - logits.max())
        self.p, self.labels = e / e.sum(axis=1, keepdims=True), labels
        return -np.mean(np.log(self.p[np.arange(len(labels)), labels]))

    def backward(self):
        d = self.p.copy()
        d[np.arange(len(d)), self.labels] -= 1
        return d / len(d)


@mistake("github: oreilly-japan/deep-learning-from-scratch", "1e-7|small|prop|added|logarithm")
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p, self.labels = e / e.sum(axis=1, keepdims=True), labels
        return -np.mean(np.log(self.p[np.arange(len(labels)), labels] + 1e-7))

    def backward(self):
        d = self.p.copy()
        d[np.arange(len(d)), self.labels] -= 1
        return d / len(d)


@mistake("github: zackchase/mxnet-the-straight-dope#3", "logarithm|log")
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p, self.labels = e / e.sum(axis=1, keepdims=True), labels
        with np.errstate(all="ignore"):
            return -np.mean(np.log(self.p[np.arange(len(labels)), labels]))

    def backward(self):
        d = self.p.copy()
        d[np.arange(len(d)), self.labels] -= 1
        return d / len(d)


@mistake("github: HomericIntelligence/Odyssey#2089", "same|copy|chang|left|put back")
def numeric_gradient(f, x, h=1e-5):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        plus = x
        plus[i] = old + h
        minus = x
        minus[i] = old - h
        g[i] = (f(plus) - f(minus)) / (2 * h)
    return g


@mistake("github: BVLC/caffe#6814", "twice|2|double")
def numeric_gradient(f, x, h=1e-5):
    weight, g = 2, np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = h
        g[i] = (weight * f(x + step) - weight * f(x - step)) / (2 * h)
    return g


@mistake("github: stan-dev/math#230", "transpos")
def chain_rule(jacobians):
    product = jacobians[0]
    for J in jacobians[1:]:
        product = J @ product
    return product.T


@mistake("github: chainer/tutorials#18", "transpos|shape|sizes")
def chain_rule(jacobians):
    product = jacobians[0].T
    for J in jacobians[1:]:
        product = J.T @ product
    return product


@mistake("github: brianguenter/FastDifferentiation.jl#2", "order|revers|shape|sizes")
def chain_rule(jacobians):
    product = jacobians[0]
    for J in jacobians[1:]:
        product = product @ J
    return product


class _Node:
    """A right Value, of which the following are spoilt: each parent with the derivative by it."""

    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents

    def made(self, data, *parents):
        return type(self)(data, parents)

    def node(self, other):
        return other if isinstance(other, _Node) else self.made(other)

    def __add__(self, other):
        other = self.node(other)
        return self.made(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        other = self.node(other)
        return self.made(self.data * other.data, (self, other.data), (other, self.data))

    def __pow__(self, n):
        return self.made(self.data**n, (self, n * self.data ** (n - 1)))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -self.node(other)

    def __truediv__(self, other):
        return self * self.node(other) ** -1

    def __radd__(self, other):
        return self.node(other) + self

    def __rmul__(self, other):
        return self.node(other) * self

    def __rsub__(self, other):
        return self.node(other) - self

    def __rtruediv__(self, other):
        return self.node(other) / self

    def tanh(self):
        y = math.tanh(self.data)
        return self.made(y, (self, 1 - y * y))

    def exp(self):
        y = math.exp(self.data)
        return self.made(y, (self, y))

    def relu(self):
        return self.made(max(self.data, 0.0), (self, float(self.data > 0)))

    def order(self):
        order, seen, waiting = [], set(), [(self, False)]
        while waiting:
            node, done = waiting.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting += [(node, True), *((parent, False) for parent, _slope in node.parents)]
        return order[::-1]

    def pass_back(self):
        for parent, slope in self.parents:
            parent.grad += slope * self.grad

    def backward(self):
        order = self.order()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order:
            node.pass_back()


@mistake("github: AayushSameerShah/Neural-Net-Zero-to-Hero-with-Andrej#1", "subtract|minus|−|difference")
class Value(_Node):
    def __sub__(self, other):
        other = self.node(other)
        return self.made(self.data - other.data, (self, 1.0), (other, 1.0))


@mistake("github: tobegit3hub/miniflow#3", "divi|quotient|denominator")
class Value(_Node):
    def __truediv__(self, other):
        other = self.node(other)
        return self.made(self.data / other.data, (self, 1.0 / 1.0), (other, 1.0 / 1.0))


@mistake("github: karpathy/nn-zero-to-hero#52", "exp")
class Value(_Node):
    def exp(self):
        return self.made(math.exp(self.data), (self, self.data))


@mistake("github: karpathy/nn-zero-to-hero: exp in the lecture's video", "overwrit|shared|twice|add|sum")
class Value(_Node):
    def exp(self):
        out = super().exp()
        out.overwrites = True
        return out

    def pass_back(self):
        if hasattr(self, "overwrites"):
            parent, slope = self.parents[0]
            parent.grad = slope * self.grad
        else:
            super().pass_back()


@mistake("github: karpathy/micrograd#102", "second|again|pile|twice|anew")
class Value(_Node):
    def backward(self):
        self.grad = 1.0
        for node in self.order():
            node.pass_back()


@mistake("github: karpathy/micrograd#96", "order|revers|before|first|late")
class Value(_Node):
    def backward(self):
        order = self.order()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node.pass_back()


@mistake("github: haifengl/smile#528", "`dy`|upstream|chain|multipl|came")
class ReLU:
    def forward(self, x):
        self.on = x > 0
        return np.where(self.on, x, 0.0)

    def backward(self, dy):
        return np.where(self.on, 1.0, 0.0)


@mistake("github: apache/singa#293", "second|again|once|first")
class Sequential(right.Sequential):
    def __init__(self, layers):
        super().__init__(layers)
        self.last_first = reversed(layers)

    def backward(self, dy):
        for layer in self.last_first:
            dy = layer.backward(dy)
        return dy


@mistake("github: facebookresearch/fairscale#722", "inside|inner|nested|networks")
class Sequential(right.Sequential):
    def parameters(self):
        own = [layer for layer in self.layers if hasattr(layer, "W")]
        return [pair for layer in own for pair in ((layer.W, layer.dW), (layer.b, layer.db))]


@mistake("github: keon/algorithms#134", "row|list|table|shared")
def fewest_multiplications(sizes):
    n = len(sizes) - 1
    cost = [[0] * n] * n
    for length in range(2, n + 1):
        for i in range(n - length + 1):
            j = i + length - 1
            cost[i][j] = min(cost[i][k] + cost[k + 1][j] + sizes[i] * sizes[k + 1] * sizes[j + 1] for k in range(i, j))
    return cost[0][n - 1]


@mistake("github: dgasmith/opt_einsum#73", "addition|twice|2")
def fewest_multiplications(sizes):
    if len(sizes) == 2:
        return 0
    return min(
        fewest_multiplications(sizes[: k + 1]) + fewest_multiplications(sizes[k:]) + 2 * sizes[0] * sizes[k] * sizes[-1]
        for k in range(1, len(sizes) - 1)
    )


@mistake("github: ahmedfgad/NumPyCNN#4", "through|negative|unchanged|as it is|just|maximum")
class ReLU:
    def forward(self, x):
        self.y = np.max(x[np.newaxis], 0)  # the maximum along an axis, not of x and 0
        return self.y

    def backward(self, dy):
        return np.where(self.y > 0, dy, 0.0)


@mistake("github: karpathy/micrograd#68", "path|twice|more than once|several times|order|finished")
class Value(_Node):
    def backward(self):
        for node in self.order():
            node.grad = 0.0
        self.grad, waiting = 1.0, [self]
        while waiting:
            node = waiting.pop()
            node.pass_back()
            waiting += [parent for parent, _slope in node.parents]


@mistake("github: apache/mxnet#2427", "averag|mean|batch|divid|number of rows")
class Linear(right.Linear):
    def backward(self, dy):
        self.dW, self.db = self.x.T @ dy / len(dy), dy.sum(axis=0) / len(dy)
        return dy @ self.W.T


@mistake("github: deeplearning4j/deeplearning4j#366", "averag|mean|sum")
class Linear(right.Linear):
    def backward(self, dy):
        self.dW, self.db = self.x.T @ dy, dy.mean(axis=0)
        return dy @ self.W.T
