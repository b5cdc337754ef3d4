# All right, with lists instead of arrays and tuples.

# %% numeric_gradient
def numeric_gradient(f, x, h=1e-5):
    slopes = []
    for k in range(x.size):
        unit = np.zeros(x.size)
        unit[k] = 1.0
        unit = unit.reshape(x.shape)
        slopes.append((f(x + h * unit) - f(x - h * unit)) / 2 / h)
    return np.array(slopes).reshape(x.shape).tolist()

# %% chain_rule
def chain_rule(jacobians):
    product = jacobians[0].tolist()
    for J in jacobians[1:]:
        columns = list(zip(*product))
        product = [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in J.tolist()]
    return product

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

    def backward(self, dy):
        self.dW = np.einsum("ni,no->io", self.last_x, dy)
        self.db = np.einsum("no->o", dy)
        return np.einsum("no,io->ni", dy, self.W)

# %% ReLU
class ReLU:
    def forward(self, x):
        self.shape = x.shape
        self.flat = x.ravel().tolist()
        return np.reshape([v if v > 0 else 0.0 for v in self.flat], self.shape).tolist()

    def backward(self, dy):
        passed = [d if v > 0 else 0.0 for v, d in zip(self.flat, np.ravel(dy))]
        return np.reshape(passed, self.shape).tolist()

# %% Sigmoid
class Sigmoid:
    def forward(self, x):
        self.out = 0.5 + 0.5 * np.tanh(0.5 * x)
        return self.out

    def backward(self, dy):
        slope = self.out * (1 - self.out)
        return slope * dy

# %% softmax
# $\ell = \ln\sum_i e^{z_i} - z_c$, therefore $\partial\ell/\partial z_j = e^{z_j}/\sum_i e^{z_i} - y_j = p_j - y_j$.
# The derivatives of $p$ are not needed for this.
#
# The sum is $1 - 1 = 0$, because a constant added to all $z$ cancels in $p$.
#
# $-1/p_c = -10^{20}$ and $p_c - 1 \approx -1$. Rounded to 0, we get $-\infty$ and $\infty\cdot 0$, not a number.

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
                pairs += [[layer.W, layer.dW], [layer.b, layer.db]]
        return pairs
