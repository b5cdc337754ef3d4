# A loop that never ends in one function.

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
    product = jacobians[0]
    i = 1
    while i < len(jacobians):
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
        self.grad = 1.0
        for node in reversed(topo):
            node.pass_on()

# %% Linear
class Linear:
    def __init__(self, n_in, n_out, rng):
        std = math.sqrt(2.0 / n_in)
        self.W = std * rng.standard_normal((n_in, n_out))
        self.b = np.zeros((n_out,))
        self.dW = self.db = None

    def forward(self, x):
        self.inputs = x
        y = np.dot(x, self.W)
        return y + self.b

    def backward(self, dy):
        self.dW = np.dot(self.inputs.T, dy)
        self.db = np.sum(dy, axis=0)
        dx = np.dot(dy, self.W.T)
        return dx

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
