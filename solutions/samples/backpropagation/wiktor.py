# Adds where it should not: chain_rule added, Value negation_cut_off, Linear bias_gradient_not_summed, SoftmaxCrossEntropy summed_both_ways.

# %% numeric_gradient
def numeric_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / (2 * h)
    return grad

# %% chain_rule
def chain_rule(jacobians):
    product = jacobians[0]
    for J in jacobians[1:]:
        product = product + J
    return product

# %% Value
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents  # pairs: a node, and the derivative by it

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n):
        return Value(self.data ** n, [(self, n * self.data ** (n - 1))])

    def __neg__(self):
        return Value(-self.data)

    def __sub__(self, other):
        return self + as_value(other) * -1

    def __truediv__(self, other):
        return self * as_value(other) ** -1

    def __radd__(self, other):
        return as_value(other) + self

    def __rmul__(self, other):
        return as_value(other) * self

    def __rsub__(self, other):
        return as_value(other) - self

    def __rtruediv__(self, other):
        return as_value(other) / self

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, [(self, 1 - t ** 2)])

    def exp(self):
        e = math.exp(self.data)
        return Value(e, [(self, e)])

    def relu(self):
        if self.data > 0:
            return Value(self.data, [(self, 1.0)])
        return Value(0.0, [(self, 0.0)])

    def sorted_nodes(self):
        order, seen = [], set()
        stack = [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                for parent, slope in node.parents:
                    stack.append((parent, False))
        return order

    def backward(self):
        order = self.sorted_nodes()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in node.parents:
                parent.grad += slope * node.grad


def as_value(x):
    return x if isinstance(x, Value) else Value(x)

# %% Linear
class Linear:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dy):
        self.dW = self.x.T @ dy
        self.db = dy
        return dy @ self.W.T

# %% ReLU
class ReLU:
    def forward(self, x):
        self.on = (x > 0).astype(float)
        return x * self.on

    def backward(self, dy):
        return dy * self.on

# %% Sigmoid
class Sigmoid:
    def forward(self, x):
        self.out = 0.5 + 0.5 * np.tanh(0.5 * x)
        return self.out

    def backward(self, dy):
        slope = self.out * (1 - self.out)
        return slope * dy

# %% softmax
# 1) With S = sum of all e^(z_i): dp_j/dz_j = (e^(z_j) S - e^(z_j) e^(z_j)) / S^2 = p_j (1 - p_j), and for i != j
# dp_i/dz_j = -e^(z_i) e^(z_j) / S^2 = -p_i p_j.
#
# 2) l = -ln p_c. For j = c: -1/p_c * p_c (1 - p_c) = p_c - 1. For j != c: -1/p_c * (-p_c p_j) = p_j. So it is p_j - y_j.
#
# 3) The p_j add up to 1 and the y_j too, so the sum is 0. It is the derivative when all logits grow together; softmax
# does not notice that.
#
# 4) By p_c: -10^20. By z_c: 10^-20 - 1, about -1. With p_c = 0 the first is -inf and the softmax multiplies it by 0: nan.
# p - y gives -1.

# %% SoftmaxCrossEntropy
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        n, k = logits.shape
        self.one_hot = np.eye(k)[labels]
        m = np.max(logits, axis=1)[:, None]
        self.log_sum = m + np.log(np.sum(np.exp(logits - m), axis=1))[:, None]
        self.logits = logits
        losses = np.sum((self.log_sum - logits) * self.one_hot, axis=1)
        return np.sum(losses)

    def backward(self):
        p = np.exp(self.logits - self.log_sum)
        return p - self.one_hot

# %% Sequential
class Sequential:
    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, x):
        out = x
        for layer in self.layers:
            out = layer.forward(out)
        return out

    def backward(self, dy):
        grad = dy
        for i in range(len(self.layers) - 1, -1, -1):
            grad = self.layers[i].backward(grad)
        return grad

    def parameters(self):
        pairs = []
        for layer in self.layers:
            if isinstance(layer, Sequential):
                pairs += layer.parameters()
            elif hasattr(layer, "W"):
                pairs += [(layer.W, layer.dW), (layer.b, layer.db)]
        return pairs
