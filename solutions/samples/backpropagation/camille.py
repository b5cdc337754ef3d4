# Walks again and again: numeric_gradient divided_by_h, Value visited_twice, Linear averaged_over_the_batch.

# %% numeric_gradient
def numeric_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / h
    return grad

# %% chain_rule
def chain_rule(jacobians):
    if len(jacobians) == 1:
        return jacobians[0]
    return np.linalg.multi_dot(jacobians[::-1])

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
        todo = [self]
        while todo:
            node = todo.pop()
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
                todo.append(parent)


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
        self.dW = self.x.T @ dy / len(dy)
        self.db = dy.sum(axis=0) / len(dy)
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

# %% softmax
# dp_i/dz_j is p_i (1 - p_i) for i = j and -p_i p_j otherwise.
#
# Multiplied by -1/p_c this is p - y. The sum is 0.
#
# I do not know 4.

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
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        found = []
        for layer in self.layers:
            if hasattr(layer, "W"):
                found.append((layer.W, layer.dW))
                found.append((layer.b, layer.db))
            elif hasattr(layer, "parameters"):
                found.extend(layer.parameters())
        return found
