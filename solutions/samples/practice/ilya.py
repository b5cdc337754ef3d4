# triangular_learning_rate one_cycle; train logits_returned.

# %% triangular_learning_rate
def triangular_learning_rate(step, lowest, highest, half_cycle):
    if step <= half_cycle:
        return lowest + (highest - lowest) * step / half_cycle
    if step <= 2 * half_cycle:
        return highest - (highest - lowest) * (step - half_cycle) / half_cycle
    return lowest

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


def adam_step(w, m, v, t, grad, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return w - lr * (m / (1 - beta1 ** t)) / (np.sqrt(v / (1 - beta2 ** t)) + eps), m, v

# %% train
def train(x, y, seed):
    rng = np.random.default_rng(seed)
    net = Sequential([Linear(64, 64, rng), ReLU(), Linear(64, 10, rng)])
    loss = SoftmaxCrossEntropy()
    state = [[np.zeros_like(w), np.zeros_like(w)] for w, _ in net.parameters()]
    t = 0
    for epoch in range(50):
        order = rng.permutation(len(x))
        for i in range(0, len(x), 32):
            t += 1
            batch = order[i:i + 32]
            loss.forward(net.forward(x[batch]), y[batch])
            net.backward(loss.backward())
            for s, (w, g) in zip(state, net.parameters()):
                w[...], s[0], s[1] = adam_step(w, s[0], s[1], t, g, lr=5e-3)

    def predict(images):
        return net.forward(images)

    return predict
