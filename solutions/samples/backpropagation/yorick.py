# Exponentials go wrong: Value exp_as_a_power, Linear not_scaled, Sigmoid sigmoid_overflows, SoftmaxCrossEntropy softmax_not_shifted.

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
            self.grad += self.data * np.exp(self.data - 1) * out.grad

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
        self.W = rng.standard_normal((n_in, n_out))
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
        self.y = np.exp(x) / (1 + np.exp(x))
        return self.y

    def backward(self, dy):
        return dy * self.y * (1 - self.y)

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
        e = np.exp(logits)
        self.p = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.mean(np.log(self.p[np.arange(len(labels)), labels]))

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
