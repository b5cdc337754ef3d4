# Begins with the wrong numbers: numeric_gradient step_of_its_own, Value grad_none_at_first, Linear random_bias.

# %% numeric_gradient
def numeric_gradient(f, x, h=1e-5):
    h = 1e-5
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
    count = 0

    def __init__(self, data, made_from=()):
        self.data = data
        self.grad = None
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
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = rng.normal(0, 0.1, n_out)
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
# $\ell = \ln\sum_i e^{z_i} - z_c$, therefore $\partial\ell/\partial z_j = e^{z_j}/\sum_i e^{z_i} - y_j = p_j - y_j$.
# The derivatives of $p$ are not needed for this.
#
# The sum is $1 - 1 = 0$, because a constant added to all $z$ cancels in $p$.
#
# $-1/p_c = -10^{20}$ and $p_c - 1 \approx -1$. Rounded to 0, we get $-\infty$ and $\infty\cdot 0$, not a number.

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
