# Differentiates as if everything were a power: Value power_not_lowered, Linear variance_for_deviation, ReLU multiplied_by_the_output, SoftmaxCrossEntropy loss_summed.

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
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self.children = children
        self.pass_on = lambda: None

    def __add__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data + other.data, (self, other))

        def pass_on():
            self.grad += out.grad
            other.grad += out.grad

        out.pass_on = pass_on
        return out

    def __mul__(self, other):
        if not isinstance(other, Value):
            other = Value(other)
        out = Value(self.data * other.data, (self, other))

        def pass_on():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.pass_on = pass_on
        return out

    def __pow__(self, n):
        out = Value(self.data ** n, (self,))

        def pass_on():
            self.grad += n * self.data ** n * out.grad

        out.pass_on = pass_on
        return out

    def tanh(self):
        out = Value(np.tanh(self.data), (self,))

        def pass_on():
            self.grad += (1 - out.data ** 2) * out.grad

        out.pass_on = pass_on
        return out

    def exp(self):
        out = Value(np.exp(self.data), (self,))

        def pass_on():
            self.grad += out.data * out.grad

        out.pass_on = pass_on
        return out

    def relu(self):
        out = Value(max(0.0, self.data), (self,))

        def pass_on():
            self.grad += (out.data > 0) * out.grad

        out.pass_on = pass_on
        return out

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __rsub__(self, other):
        return Value(other) - self

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        return self * other ** -1

    def __rtruediv__(self, other):
        return Value(other) / self

    def backward(self):
        # topological order, without recursion: a node is done when all its children are
        topo, visited = [], {self}
        path = [(self, iter(self.children))]
        while path:
            node, rest = path[-1]
            child = next(rest, None)
            if child is None:
                topo.append(node)
                path.pop()
            elif child not in visited:
                visited.add(child)
                path.append((child, iter(child.children)))
        for node in topo:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(topo):
            node.pass_on()

# %% Linear
class Linear:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, 2 / n_in, (n_in, n_out))
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
        self.out = np.maximum(0, x)
        return self.out

    def backward(self, dy):
        return dy * self.out

# %% Sigmoid
class Sigmoid:
    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.s = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        return self.s

    def backward(self, dy):
        return (self.s - self.s ** 2) * dy

# %% softmax
# p - y, see the lecture.

# %% SoftmaxCrossEntropy
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        z = logits - logits.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.p = np.exp(log_p)
        self.labels = labels
        return -np.sum(log_p[np.arange(len(labels)), labels])

    def backward(self):
        n = len(self.labels)
        d = self.p.copy()
        d[np.arange(n), self.labels] -= 1
        return d / n

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
