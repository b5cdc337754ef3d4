# Keeps the first and loses the last: Value gradients_overwritten, Linear first_input_kept, ReLU first_signs_kept, Sigmoid first_output_kept, Sequential collected_at_the_start.

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
        product = J @ product
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
        return self * -1.0

    def __sub__(self, other):
        return self + -as_value(other)

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
        self.grad = 1.0
        for node in reversed(self.sorted_nodes()):
            for parent, slope in node.parents:
                parent.grad = slope * node.grad


def as_value(x):
    return x if isinstance(x, Value) else Value(x)

# %% Linear
class Linear:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
        self.dW = None
        self.db = None
        self.x = None

    def forward(self, x):
        if self.x is None:
            self.x = x
        return x @ self.W + self.b

    def backward(self, dy):
        self.dW = self.x.T @ dy
        self.db = dy.sum(axis=0)
        return dy @ self.W.T

# %% ReLU
class ReLU:
    def __init__(self):
        self.mask = None

    def forward(self, x):
        if self.mask is None:
            self.mask = x > 0
        return np.maximum(x, 0)

    def backward(self, dy):
        return np.where(self.mask, dy, 0)

# %% Sigmoid
class Sigmoid:
    y = None

    def forward(self, x):
        y = 1 / (1 + np.exp(-x))
        if self.y is None:
            self.y = y
        return y

    def backward(self, dy):
        return dy * self.y * (1 - self.y)

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
        z = logits - logits.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.p = np.exp(log_p)
        self.labels = labels
        return -np.mean(log_p[np.arange(len(labels)), labels])

    def backward(self):
        n = len(self.labels)
        d = self.p.copy()
        d[np.arange(n), self.labels] -= 1
        return d / n

# %% Sequential
class Sequential:
    def __init__(self, layers):
        self.layers = layers
        self.params = []
        for layer in layers:
            if isinstance(layer, Sequential):
                self.params += layer.params
            elif hasattr(layer, "W"):
                self.params += [(layer.W, layer.dW), (layer.b, layer.db)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in self.layers[::-1]:
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        return self.params
