# Lets everything pile up: numeric_gradient entry_not_put_back, Value gradients_pile_up, Linear gradients_added_up.

# %% numeric_gradient
def numeric_gradient(f, x, h=1e-5):
    x = x.copy()
    grad = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        ahead = f(x)
        x[place] -= 2 * h
        behind = f(x)
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
        self.grad = 1.0
        for node in reversed(topo):
            node.pass_on()

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
        if self.dW is None:
            self.dW = np.zeros(self.W.shape)
            self.db = np.zeros(self.b.shape)
        self.dW = self.dW + self.x.T @ dy
        self.db = self.db + dy.sum(axis=0)
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
# $\ell = \ln\sum_i e^{z_i} - z_c$, therefore $\partial\ell/\partial z_j = e^{z_j}/\sum_i e^{z_i} - y_j = p_j - y_j$.
# The derivatives of $p$ are not needed for this.
#
# The sum is $1 - 1 = 0$, because a constant added to all $z$ cancels in $p$.
#
# $-1/p_c = -10^{20}$ and $p_c - 1 \approx -1$. Rounded to 0, we get $-\infty$ and $\infty\cdot 0$, not a number.

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
