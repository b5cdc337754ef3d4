# Takes the shortest way: chain_rule ends_only, Value breadth_first, Linear by_the_weights_only, Sequential nothing_returned.

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
    if len(jacobians) == 1:
        return jacobians[0]
    return jacobians[-1] @ jacobians[0]

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

    def all_nodes(self):
        found, new = {self}, [self]
        while new:
            for parent, slope in new.pop().parents:
                if parent not in found:
                    found.add(parent)
                    new.append(parent)
        return found

    def backward(self):
        for node in self.all_nodes():
            node.grad = 0.0
        self.grad = 1.0
        queue, seen = [self], {self}
        while queue:
            node = queue.pop(0)
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
                if parent not in seen:
                    seen.add(parent)
                    queue.append(parent)


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
        self.db = dy.sum(axis=0)

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
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)

    def parameters(self):
        found = []
        for layer in self.layers:
            if hasattr(layer, "W"):
                found.append((layer.W, layer.dW))
                found.append((layer.b, layer.db))
            elif hasattr(layer, "parameters"):
                found.extend(layer.parameters())
        return found
