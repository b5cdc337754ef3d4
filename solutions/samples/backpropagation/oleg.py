# Wraps nothing and pairs nothing: numeric_gradient flat, chain_rule entry_by_entry, Value numbers_not_wrapped, Sequential arrays_alone.

# %% numeric_gradient
def numeric_gradient(f, x, h=1e-5):
    slopes = []
    for k in range(x.size):
        unit = np.zeros(x.size)
        unit[k] = 1.0
        unit = unit.reshape(x.shape)
        slopes.append((f(x + h * unit) - f(x - h * unit)) / 2 / h)
    return np.array(slopes)

# %% chain_rule
def chain_rule(jacobians):
    product = jacobians[0]
    for J in jacobians[1:]:
        product = J * product
    return product

# %% Value
class Value:
    def __init__(self, data, parents=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents  # pairs: a node, and the derivative by it

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n):
        return Value(self.data ** n, [(self, n * self.data ** (n - 1))])

    def __neg__(self):
        return Value(-self.data, [(self, -1.0)])

    def __sub__(self, other):
        return self + -other

    def __truediv__(self, other):
        return self * other ** -1

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
        self.db = dy.sum(axis=0)
        return dy @ self.W.T

# %% ReLU
class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return np.where(self.mask, x, 0)

    def backward(self, dy):
        dx = dy.copy()
        dx[~self.mask] = 0
        return dx

# %% Sigmoid
class Sigmoid:
    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.s = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        return self.s

    def backward(self, dy):
        return (self.s - self.s ** 2) * dy

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
                pairs += [layer.W, layer.b]
        return pairs
