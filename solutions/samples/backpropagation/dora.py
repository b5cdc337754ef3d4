# Draws from another generator: Linear own_randomness.

# %% numeric_gradient
def numeric_gradient(f, x, h=1e-5):
    x = x.copy()
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        old = x[place]
        x[place] = old + h
        ahead = f(x)
        x[place] = old - h
        behind = f(x)
        x[place] = old
        grad[place] = (ahead - behind) / (2 * h)
    return grad

# %% chain_rule
def chain_rule(jacobians):
    result = jacobians[-1]
    for i in range(len(jacobians) - 2, -1, -1):
        result = np.dot(result, jacobians[i])
    return result

# %% Value
class Value:
    count = 0

    def __init__(self, data, made_from=()):
        self.data = data
        self.grad = 0.0
        self.made_from = made_from
        Value.count += 1
        self.number = Value.count  # whoever is made later has a larger number

    @staticmethod
    def wrap(x):
        if isinstance(x, Value):
            return x
        return Value(x)

    def __add__(self, other):
        other = Value.wrap(other)
        return Value(self.data + other.data, ((self, 1), (other, 1)))

    def __radd__(self, other):
        return Value.wrap(other) + self

    def __mul__(self, other):
        other = Value.wrap(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __rmul__(self, other):
        return Value.wrap(other) * self

    def __neg__(self):
        return -1 * self

    def __sub__(self, other):
        return self + (-Value.wrap(other))

    def __rsub__(self, other):
        return Value.wrap(other) - self

    def __pow__(self, power):
        return Value(self.data ** power, ((self, power * self.data ** (power - 1)),))

    def __truediv__(self, other):
        return self * Value.wrap(other) ** (-1)

    def __rtruediv__(self, other):
        return Value.wrap(other) / self

    def tanh(self):
        y = np.tanh(self.data)
        return Value(y, ((self, 1 - y * y),))

    def exp(self):
        y = np.exp(self.data)
        return Value(y, ((self, y),))

    def relu(self):
        slope = 1 if self.data > 0 else 0
        return Value(slope * self.data, ((self, slope),))

    def backward(self):
        nodes = {self.number: self}
        new = [self]
        while new:
            node = new.pop()
            for parent, d in node.made_from:
                if parent.number not in nodes:
                    nodes[parent.number] = parent
                    new.append(parent)
        for node in nodes.values():
            node.grad = 0.0
        self.grad = 1.0
        for number in sorted(nodes, reverse=True):
            node = nodes[number]
            for parent, d in node.made_from:
                parent.grad += d * node.grad

# %% Linear
class Linear:
    def __init__(self, n_in, n_out, rng):
        self.W = np.random.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dy):
        self.dW = self.x.T @ dy
        self.db = dy.sum(axis=0)
        return dy @ self.W.T

# %% ReLU
class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, dy):
        return dy * (self.x > 0)

# %% Sigmoid
class Sigmoid:
    def forward(self, x):
        self.y = 1 / (1 + np.exp(-x))
        return self.y

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
        self.n, k = logits.shape
        self.one_hot = np.eye(k)[labels]
        m = np.max(logits, axis=1)[:, None]
        self.log_sum = m + np.log(np.sum(np.exp(logits - m), axis=1))[:, None]
        self.logits = logits
        losses = np.sum((self.log_sum - logits) * self.one_hot, axis=1)
        return np.sum(losses) / self.n

    def backward(self):
        p = np.exp(self.logits - self.log_sum)
        return (p - self.one_hot) / self.n

# %% Sequential
class Sequential:
    def __init__(self, layers):
        # networks inside are taken apart
        self.layers = []
        for layer in layers:
            self.layers += layer.layers if hasattr(layer, "layers") else [layer]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in self.layers[::-1]:
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        with_weights = [layer for layer in self.layers if hasattr(layer, "W")]
        return [pair for la in with_weights for pair in [(la.W, la.dW), (la.b, la.db)]]
