"""Chapter 7: putting it to work."""

# ruff: noqa: F811
import numpy as np

from tests.corpus import mistake


@mistake("github: tensorflow/addons#1606", "half|whole")
def triangular_learning_rate(step, lowest, highest, half_cycle):
    cycle = np.floor(1 + step / half_cycle)
    x = np.abs(step / (half_cycle / 2) - 2 * cycle + 1)
    return lowest + (highest - lowest) * max(0, 1 - x)


@mistake("github: bckenstler/CLR#8", "cycle|anew|again|repeat")
def triangular_learning_rate(step, lowest, highest, half_cycle):
    if step > 2 * half_cycle:
        return lowest
    return lowest + (highest - lowest) * max(0, 1 - abs(step / half_cycle - 1))


class Linear:
    def __init__(self, n_in, n_out, rng):
        self.W, self.b = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out)), np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dy):
        self.dW, self.db = self.x.T @ dy, dy.sum(axis=0)
        return dy @ self.W.T


def _softmax_minus_one(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    d = e / e.sum(axis=1, keepdims=True)
    d[np.arange(len(d)), labels] -= 1
    return d / len(d)


@mistake("github: shiffman/Neural-Network-p5#12", "NaN|nan|not a number")
def train(x, y, seed):
    layer, rate = Linear(64, 10, np.random.default_rng(seed)), np.nan
    for _step in range(40):
        layer.backward(_softmax_minus_one(layer.forward(x), y))
        layer.W = layer.W - rate * layer.dW
        layer.b = layer.b - rate * layer.db
    return lambda images: layer.forward(images).argmax(axis=1)


@mistake("github: adatao/tensorspark#3", "move|chang|never|weights")
def train(x, y, seed):
    layer = Linear(64, 10, np.random.default_rng(seed))
    for _step in range(40):
        layer.backward(_softmax_minus_one(layer.forward(x), y))
        for weights, gradient in ((layer.W, layer.dW), (layer.b, layer.db)):
            weights = weights - 0.5 * gradient  # noqa: PLW2901
    return lambda images: layer.forward(images).argmax(axis=1)


@mistake("github: scipy/scipy#13708", "− 1|degrees|ddof|too small")
def seeds_needed(a, b, gain):
    return max(2, int(np.ceil((2.84 * np.std(a - b) / gain) ** 2)))


@mistake("github: SlopDotCash/asi#2154", "pair|difference")
def seeds_needed(a, b, gain):
    pooled = np.sqrt((np.var(a, ddof=1) + np.var(b, ddof=1)) / 2)
    return max(2, int(np.ceil((2.84 * pooled / gain) ** 2)))


@mistake("github: pytorch/pytorch#91853", "half_cycle|one step|count|steps")
def triangular_learning_rate(step, lowest, highest, half_cycle):
    s = max(1, half_cycle - 1)
    x = abs(step / s - 2 * np.floor(1 + step / (2 * s)) + 1)
    return lowest + (highest - lowest) * max(0, 1 - x)


@mistake("github: AndriSignorell/DescTools#11", "pair|difference")
def seeds_needed(a, b, gain):
    spread = np.sqrt(np.var(a, ddof=1) + np.var(b, ddof=1))
    return max(2, int(np.ceil((2.84 * spread / gain) ** 2)))
