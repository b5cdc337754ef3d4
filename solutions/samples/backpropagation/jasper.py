# A syntax error in one cell: a colon is missing.

# %% numeric_gradient
def numeric_gradient(f, x, h=1e-5):
    slopes = []
    for k in range(x.size):
        unit = np.zeros(x.size)
        unit[k] = 1.0
        unit = unit.reshape(x.shape)
        slopes.append((f(x + h * unit) - f(x - h * unit)) / 2 / h)
    return np.array(slopes).reshape(x.shape)

# %% chain_rule
def chain_rule(jacobians):
    if len(jacobians) == 1:
        return jacobians[0]
    return np.linalg.multi_dot(jacobians[::-1])

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
        self.W = rng.normal(scale=(2 / n_in) ** 0.5, size=(n_in, n_out))
        self.b = np.zeros(n_out)
        self.dW, self.db = None, None

    def forward(self, x):
        self.last_x = x.copy()
        return np.einsum("ni,io->no", x, self.W) + self.b

    def backward(self, dy)
        self.dW = np.einsum("ni,no->io", self.last_x, dy)
        self.db = np.einsum("no->o", dy)
        return np.einsum("no,io->ni", dy, self.W)

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

# %% SoftmaxCrossEntropy
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        n = len(labels)
        self.grad = np.zeros(logits.shape)
        total = 0.0
        for i in range(n):
            z = logits[i] - logits[i].max()
            log_sum = np.log(np.exp(z).sum())
            total += log_sum - z[labels[i]]
            self.grad[i] = np.exp(z - log_sum) / n
            self.grad[i, labels[i]] -= 1 / n
        return total / n

    def backward(self):
        return self.grad

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
