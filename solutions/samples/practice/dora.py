# All right without the max; one linear layer from zeros, 60 steps on all images: part of the marks.

# %% triangular_learning_rate
def triangular_learning_rate(step, lowest, highest, half_cycle):
    cycle = 1 + step // (2 * half_cycle)
    distance = abs(step / half_cycle - 2 * cycle + 1)
    return highest - (highest - lowest) * distance

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

# %% train
def train(x, y, seed):
    rng = np.random.default_rng(seed)
    layer, loss = Linear(64, 10, rng), SoftmaxCrossEntropy()
    layer.W[...] = 0
    for step in range(60):
        loss.forward(layer.forward(x), y)
        layer.backward(loss.backward())
        layer.W -= 0.5 * layer.dW
        layer.b -= 0.5 * layer.db
    return lambda images: layer.forward(images).argmax(axis=1)
