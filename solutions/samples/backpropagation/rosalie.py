# Copies what it is given: a list grows with every call, and every object of the layer is made anew.

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
    def __init__(self):
        self.history = []

    def forward(self, x):
        self.history.append(x.copy())
        return np.maximum(x, 0)

    def backward(self, dy):
        return dy * (self.history[-1] > 0)

# %% Sigmoid
class Sigmoid:
    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.s = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        return self.s

    def backward(self, dy):
        return (self.s - self.s ** 2) * dy

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
        self.layers = layers

    def forward(self, x):
        self.outputs = [x]
        for layer in self.layers:
            self.outputs.append(layer.forward(self.outputs[-1]))
        return self.outputs[-1]

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
