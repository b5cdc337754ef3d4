# Takes the input for the output: Value tanh_by_the_input, ReLU cut_by_the_gradient, Sigmoid sigmoid_by_the_input, SoftmaxCrossEntropy mean_over_all_entries, Sequential same_input_for_all.

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
    count = 0

    def __init__(self, data, made_from=()):
        self.data = data
        self.grad = 0.0
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
        return Value(y, ((self, 1 - self.data ** 2),))

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
        self.W = rng.normal(scale=(2 / n_in) ** 0.5, size=(n_in, n_out))
        self.b = np.zeros(n_out)
        self.dW, self.db = None, None

    def forward(self, x):
        self.last_x = x.copy()
        return np.einsum("ni,io->no", x, self.W) + self.b

    def backward(self, dy):
        self.dW = np.einsum("ni,no->io", self.last_x, dy)
        self.db = np.einsum("no->o", dy)
        return np.einsum("no,io->ni", dy, self.W)

# %% ReLU
class ReLU:
    def forward(self, x):
        return np.maximum(0, x)

    def backward(self, dy):
        return np.maximum(0, dy)

# %% Sigmoid
class Sigmoid:
    def forward(self, x):
        self.x = x
        y = 1 / (1 + np.exp(-x))
        return y

    def backward(self, dy):
        return dy * self.x * (1 - self.x)

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
        n, k = logits.shape
        self.one_hot = np.eye(k)[labels]
        m = np.max(logits, axis=1)[:, None]
        self.log_sum = m + np.log(np.sum(np.exp(logits - m), axis=1))[:, None]
        self.logits = logits
        return np.mean((self.log_sum - logits) * self.one_hot)

    def backward(self):
        p = np.exp(self.logits - self.log_sum)
        return (p - self.one_hot) / p.size

# %% Sequential
class Sequential:
    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, x):
        for layer in self.layers:
            out = layer.forward(x)
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
