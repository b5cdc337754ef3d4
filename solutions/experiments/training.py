"""One training for the pages after the lectures: the practice page's network under any step, schedule and average."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solutions.reference.adaptive import adam_step
from solutions.reference.after import (
    adamw_step,
    clip_by_global_norm,
    lion_step,
    muon_step,
    newton_schulz,
    schedule_free_step,
)
from solutions.reference.backpropagation import Linear, ReLU, Sequential, SoftmaxCrossEntropy
from solutions.reference.gradient_descent import minibatches
from solutions.reference.momentum import momentum_step

BATCH = 32


class Method(NamedTuple):
    """How many memories of an array's shape a step keeps, and (w, memories, gradient, rate, t) → (w, *memories).

    `evaluated`, if any, is the number of the memory that is the trained weight.
    """

    memories: int
    step: Callable
    evaluated: int | None = None


def _muon(w, m, g, rate, t):
    """Muon on matrices, with Moonlight's scale 0.2·√max(n, m), and Adam on biases."""
    if w.ndim == 1:
        return adam_step(w, *m, t, g, rate)
    shape = np.sqrt(max(1, w.shape[1] / w.shape[0]))  # what muon_step scales by
    w, B = muon_step(w, m[0], g, newton_schulz, rate * 0.2 * np.sqrt(max(w.shape)) / shape)
    return w, B, m[1]


def _muon_inside(w, m, g, rate, t):
    """The same on the matrix between the hidden layers alone, and Adam on all else."""
    return (_muon if w.shape == (32, 32) else METHODS["Adam"].step)(w, m, g, rate, t)


def _schedule_free(y, memories, g, rate, t, beta=0.9):
    """Schedule-Free descent: the network holds y, where the gradient is asked; z runs, x averages."""
    x, z = (y, y) if t == 1 else memories
    x, z = schedule_free_step(x, z, t, lambda _y: g, rate, beta)
    return (1 - beta) * z + beta * x, x, z


METHODS = {
    "gradient descent": Method(0, lambda w, m, g, rate, t: (w - rate * g,)),
    "momentum": Method(1, lambda w, m, g, rate, t: momentum_step(w, *m, g, rate, 0.9)),
    "Adam": Method(2, lambda w, m, g, rate, t: adam_step(w, *m, t, g, rate)),
    "Lion": Method(1, lambda w, m, g, rate, t: lion_step(w, *m, g, rate)),
    "Muon": Method(2, _muon),
    "Muon inside": Method(2, _muon_inside),
    "Schedule-Free": Method(2, _schedule_free, evaluated=0),
}


def decayed(method: str, decay: float, *, inside: bool) -> Method:
    """Adam with weight decay on matrices: beside the step as AdamW has it, or inside the gradient."""
    memories, step, _evaluated = METHODS[method]

    def shrunk(w, m, g, rate, t):
        if w.ndim == 1 or not decay:
            return step(w, m, g, rate, t)
        return step(w, m, g + decay * w, rate, t) if inside else adamw_step(w, *m, t, g, rate, decay)

    return Method(memories, shrunk)


# Schedules: shares of the highest rate at step t of T.
SHAPES = {
    "constant": lambda t, T: 1.0,
    "triangular": lambda t, T: 0.05 + 0.95 * (1 - abs(4 * t / T % 2 - 1)),
    "linear": lambda t, T: 1 - t / T,
    "cosine": lambda t, T: (1 + np.cos(np.pi * t / T)) / 2,
    "last fifth": lambda t, T: min(1.0, (T - t) / (0.2 * T)),
}


def network(rng: np.random.Generator) -> Sequential:
    """64 to 32 to 32 to 10 with ReLU, He's first weights: the network of the practice page."""
    first, second, third = (Linear(*sizes, rng) for sizes in ((64, 32), (32, 32), (32, 10)))
    return Sequential([first, ReLU(), second, ReLU(), third])


def fit(
    x: NDArray,
    y: NDArray,
    seed: int,
    rate: float,
    method: str | Method = "Adam",
    *,
    shape: str = "constant",
    epochs: int = 10,
    batch: int = BATCH,
    warmup: int = 0,
    clip: float = np.inf,
    average: float = 0.0,
) -> tuple[Sequential, NDArray]:
    """A trained network and the loss of every batch; `average` is the decay of an average of weights, which it returns.

    `warmup` steps rise to the rate in a straight line, `clip` bounds the gradient's length.
    """
    rng = np.random.default_rng(seed)
    net, loss, losses = network(rng), SoftmaxCrossEntropy(), []
    memories, step, evaluated = METHODS[method] if isinstance(method, str) else method
    arrays = [w for w, _ in net.parameters()]
    kept = [[np.zeros_like(w)] * memories for w in arrays]
    means = [w.copy() for w in arrays]
    total = epochs * -(-len(x) // batch)
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            for chosen in minibatches(len(x), batch, rng):
                losses.append(loss.forward(net.forward(x[chosen]), y[chosen]))
                net.backward(loss.backward())
                t = len(losses)
                now = rate * SHAPES[shape](t - 1, total) * min(1.0, t / warmup if warmup else 1.0)
                gradients, _length = clip_by_global_norm([g for _, g in net.parameters()], clip)
                for i, (w, gradient) in enumerate(zip(arrays, gradients)):
                    w[...], *kept[i] = step(w, kept[i], gradient, now, t)
                    means[i] = average * means[i] + (1 - average) * w
    if average or evaluated is not None:
        for w, mean, memory in zip(arrays, means, kept):
            w[...] = mean if evaluated is None else memory[evaluated]
    return net, np.array(losses)


def training(**settings) -> Callable:
    """The same as a function (x, y, seed, rate) → predict, for the referee of the practice page."""

    def train(x, y, seed, rate):
        net, _losses = fit(x, y, seed, rate, **settings)
        return lambda images: net.forward(images).argmax(axis=1)

    return train
