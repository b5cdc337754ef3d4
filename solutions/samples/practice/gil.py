# triangular_learning_rate whole_for_half; train weights_unchanged.

# %% triangular_learning_rate
def triangular_learning_rate(step, lowest, highest, half_cycle):
    cycle = np.floor(1 + step / half_cycle)
    x = abs(2 * step / half_cycle - 2 * cycle + 1)
    return lowest + (highest - lowest) * max(0, 1 - x)

# %% parts
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


class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dy):
        return dy * self.mask


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.log(self.p[np.arange(len(labels)), labels] + 1e-300).mean()

    def backward(self):
        d = self.p.copy()
        d[np.arange(len(self.labels)), self.labels] -= 1
        return d / len(self.labels)


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dy):
        for layer in self.layers[::-1]:
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        found = []
        for layer in self.layers:
            if hasattr(layer, "W"):
                found += [(layer.W, layer.dW), (layer.b, layer.db)]
        return found

# %% train
def train(x, y, seed):
    rng = np.random.default_rng(seed)
    layers = [Linear(64, 64, rng), ReLU(), Linear(64, 64, rng), ReLU(), Linear(64, 10, rng)]
    net, loss = Sequential(layers), SoftmaxCrossEntropy()
    v = [np.zeros_like(w) for w, _ in net.parameters()]
    for epoch in range(5):
        order = rng.permutation(len(x))
        for batch in np.array_split(order, len(x) // 32):
            loss.forward(net.forward(x[batch]), y[batch])
            net.backward(loss.backward())
            for i, (w, g) in enumerate(net.parameters()):
                v[i] = 0.9 * v[i] - 0.1 * g
                w = w + v[i]
    return lambda images: net.forward(images).argmax(1).tolist()
