# Forgets where to begin: chain_rule first_left_out, Value output_without_gradient, Linear weights_of_zero, SoftmaxCrossEntropy label_not_subtracted.

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
    n = jacobians[0].shape[0]
    if len(jacobians) == 1:
        return np.eye(n, jacobians[0].shape[1])
    product = np.eye(n)
    for i in range(1, len(jacobians)):
        product = jacobians[i] @ product
    return product

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
            self.grad += n * self.data ** (n - 1) * out.grad

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
        for node in reversed(topo):
            node.pass_on()

# %% Linear
class Linear:
    def __init__(self, n_in, n_out, rng):
        self.W = np.zeros((n_in, n_out))
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
# p - y, see the lecture.

# %% SoftmaxCrossEntropy
class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        z = logits - logits.max(axis=1, keepdims=True)
        log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        self.p = np.exp(log_p)
        self.labels = labels
        return -np.mean(log_p[np.arange(len(labels)), labels])

    def backward(self):
        return self.p / len(self.labels)

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
