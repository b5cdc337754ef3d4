"""The edge of stability on digits: the largest curvature that a training by all examples meets, in Adam's units."""

import numpy as np

from ravine.problems import digits
from solutions.reference.adaptive import adam_step
from solutions.reference.backpropagation import Linear

EXAMPLES, EVERY = 300, 250
EPSILON = 1e-8


class TanhNetwork:
    """64 to 32 to 32 to 10 with tanh and the mean squared error of one-hot answers; its weights as one vector."""

    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        self.layers = [Linear(*sizes, rng) for sizes in ((64, 32), (32, 32), (32, 10))]
        for layer in self.layers:
            layer.W /= np.sqrt(2)  # LeCun's variance 1/n_in, for tanh
        images, labels = digits()
        self.x, self.y = images[:EXAMPLES], np.eye(10)[labels[:EXAMPLES]]

    @property
    def arrays(self):
        return [array for layer in self.layers for array in (layer.W, layer.b)]

    def weights(self):
        return np.concatenate([array.ravel() for array in self.arrays])

    def gradient(self, w):
        """Gradient of ½·mean Σ(output − answer)² at the weights w, and the loss."""
        parts = np.split(w, np.cumsum([array.size for array in self.arrays])[:-1])
        for array, part in zip(self.arrays, parts):
            array[...] = part.reshape(array.shape)
        first, second, third = self.layers
        h1 = np.tanh(first.forward(self.x))
        h2 = np.tanh(second.forward(h1))
        error = third.forward(h2) - self.y
        back = third.backward(error / len(self.x)) * (1 - h2**2)
        first.backward(second.backward(back) * (1 - h1**2))
        grad = np.concatenate([array.ravel() for layer in self.layers for array in (layer.dW, layer.db)])
        return grad, np.sum(error**2) / (2 * len(self.x))

    def sharpness(self, w, scale, u, rounds=30):
        """Largest eigenvalue of D⁻¹ᐟ²·H·D⁻¹ᐟ², D = diag(scale), by power iteration from u; differences of gradients."""
        root = np.sqrt(scale)
        for _ in range(rounds):
            u = u / np.linalg.norm(u)
            step = 1e-5 * u / root
            image = (self.gradient(w + step)[0] - self.gradient(w - step)[0]) / 2e-5 / root
            value, u = u @ image, image
        return value, u


def adams_sharpness(rate, beta1, steps, seed=0, beta2=0.999):
    """α·λ_max(P⁻¹H) and the loss every EVERY steps of Adam by all examples, P = diag(√v̂ + ε)."""
    net = TanhNetwork(seed)
    w = net.weights()
    m, v, u = np.zeros_like(w), np.zeros_like(w), np.random.default_rng(1).normal(size=w.size)
    rows = []
    for t in range(1, steps + 1):
        grad, loss = net.gradient(w)
        w, m, v = adam_step(w, m, v, t, grad, rate, beta1, beta2, EPSILON)
        if t % EVERY == 0:
            value, u = net.sharpness(w, np.sqrt(v / (1 - beta2**t)) + EPSILON, u)
            rows.append([t, rate * float(value), float(loss)])
    return rows
