"""Records the trainings of the page after the lectures: `python -m solutions.experiments.record [name …]`, minutes.

What is compared is said here, once; the runs go into `after.json`, from which the page makes its tables. Chosen and
judged by the practice page's referee: rates by six seeds on images to choose by, then sixty new seeds on others.
"""

import json
import sys
from pathlib import Path

import numpy as np

from ravine.problems import digits
from ravine.problems.referee import CHOOSING, JUDGING, accuracy, judged, parts
from solutions.experiments.edge import adams_sharpness
from solutions.experiments.training import decayed, fit, network, training
from solutions.reference.after import noise_scale
from solutions.reference.backpropagation import SoftmaxCrossEntropy

FILE = Path(__file__).with_name("after.json")


def grid(low: float, high: float) -> list[float]:
    """Rates from low to high, four a decade, to two digits."""
    count = round(4 * np.log10(high / low)) + 1
    return [float(f"{rate:.2g}") for rate in np.geomspace(low, high, count)]


ADAM, LION, MOMENTUM, DESCENT = grid(0.001, 0.1), grid(0.0003, 0.03), grid(0.01, 1.0), grid(0.1, 3.2)


def tuned(rates, seeds=JUDGING, **settings):
    """Mean accuracy on the images to choose by for every rate, the best rate, and the accuracies judged at it."""
    train = training(**settings)
    tried = {rate: float(np.mean([accuracy(train, rate, seed, "choose") for seed in CHOOSING])) for rate in rates}
    best = max(tried, key=tried.get)
    return {"tried": tried, "rate": best, "judged": judged(train, best, seeds).tolist()}


def named(rate, seeds=JUDGING, **settings):
    """Accuracies judged at a rate that is named, not chosen."""
    return {"rate": rate, "judged": judged(training(**settings), rate, seeds).tolist()}


def falling():
    """Schedules, each at its best highest rate, ten epochs."""
    rows = {("Adam", shape): ADAM for shape in ("constant", "linear", "cosine", "last fifth")}
    rows |= {("Lion", shape): LION for shape in ("constant", "linear")}
    rows |= {("momentum", shape): MOMENTUM for shape in ("constant", "linear", "cosine")}
    return {f"{method}, {shape}": tuned(rates, method=method, shape=shape) for (method, shape), rates in rows.items()}


def averages():
    """Averages of weights beside momentum at a constant rate, and Schedule-Free descent."""
    rows = {f"EMA {decay}": named(0.1, method="momentum", average=decay) for decay in (0.9, 0.98, 0.99)}
    rows = {"constant": named(0.1, method="momentum"), **rows}
    rows["linear"] = named(0.1, method="momentum", shape="linear")
    rows["Schedule-Free"] = tuned(DESCENT, method="Schedule-Free")
    rows["descent, constant"] = tuned(DESCENT, method="gradient descent")
    rows["descent, linear"] = tuned(DESCENT, method="gradient descent", shape="linear")
    return rows


def warmup():
    """Adam and momentum at large rates, five epochs, with and without warm-up."""
    rows = [("Adam", 0.1), ("Adam", 0.03), ("momentum", 0.3)]
    return {
        f"{method} at {rate}, warm-up {steps}": named(rate, method=method, warmup=steps, epochs=5)
        for method, rate in rows
        for steps in (0, 10, 30)
    }


def clipping():
    """Momentum with and without clipping, five epochs: at large rates, and each at its best."""
    rows = {
        f"at {rate}, {word}": named(rate, method="momentum", clip=clip, epochs=5)
        for rate in (0.3, 1.0)
        for word, clip in (("not clipped", np.inf), ("clipped at 0.5", 0.5))
    }
    for word, clip in (("not clipped", np.inf), ("clipped at 0.5", 0.5)):
        rows[f"best, {word}"] = tuned(MOMENTUM, method="momentum", clip=clip, epochs=5)
    return rows


def wrong_labels():
    """Weight decay on 300 images, of which three in ten have a wrong label; the decay is chosen, Adam at 0.003."""
    rows = {}
    for name, decays, inside in (
        ("AdamW", (0.1, 0.3, 1.0, 3.0, 10.0), False),
        ("L2", (0.0003, 0.001, 0.003, 0.01, 0.03), True),
    ):
        tried = {
            decay: float(np.mean([_spoilt(decay, inside, seed, "choose") for seed in CHOOSING])) for decay in decays
        }
        best = max(tried, key=tried.get)
        rows[name] = {
            "tried": tried,
            "decay": best,
            "judged": [_spoilt(best, inside, seed, "judge") for seed in JUDGING],
        }
    rows["without"] = {"judged": [_spoilt(0.0, True, seed, "judge") for seed in JUDGING]}
    return rows


def _spoilt(decay, inside, seed, part):
    method = decayed("Adam", decay, inside=inside)

    def train(x, y, seed, rate):
        rng = np.random.default_rng(1000 + seed)
        x, y = x[:300], y[:300].copy()
        wrong = rng.random(300) < 0.3
        y[wrong] = (y[wrong] + rng.integers(1, 10, wrong.sum())) % 10
        return training(method=method, epochs=40)(x, y, seed, rate)

    return accuracy(train, 0.003, seed, part)


def methods():
    """Methods under a line to zero, each at its best highest rate: ten epochs, and three."""
    rows = {"Adam": ADAM, "Muon": ADAM, "Muon inside": ADAM, "Lion": LION, "momentum": MOMENTUM}
    return {
        f"{name}, {epochs} epochs": tuned(rates, method=name, shape="linear", epochs=epochs)
        for epochs in (10, 3)
        for name, rates in rows.items()
    } | {"Adam at 0.032, 3 epochs": named(0.032, method="Adam", shape="linear", epochs=3)}


def batches():
    """Training loss after six epochs for every batch size and rate, mean of four seeds."""
    images, labels = digits()
    rows = {}
    for method, rates in (("momentum", grid(0.0056, 0.56)), ("Adam", grid(0.001, 0.1))):
        for batch in (8, 16, 32, 64, 128):
            tried = {
                rate: float(np.mean([_end(images, labels, seed, rate, method, batch) for seed in range(4)]))
                for rate in rates
            }
            rows[f"{method}, {batch}"] = {"tried": tried, "rate": min(tried, key=tried.get)}
    return rows


def _end(images, labels, seed, rate, method, batch):
    """The loss over all images to learn from after a training; infinite where it ran away."""
    learn = parts(seed).learn
    net, _losses = fit(images[learn], labels[learn], seed, rate, method, epochs=6, batch=batch)
    with np.errstate(all="ignore"):
        loss = SoftmaxCrossEntropy().forward(net.forward(images[learn]), labels[learn])
    return float(loss) if np.isfinite(loss) else 1e9


def noise():
    """The noise scale from 400 examples' own gradients, before epochs 0, 1, 2, 3, 5 of momentum at 0.03; ten seeds."""
    images, labels = digits()
    epochs = (0, 1, 2, 3, 5)
    return {str(count): [_noise_scale(images, labels, seed, count) for seed in range(10)] for count in epochs}


def _noise_scale(images, labels, seed, epochs):
    learn = parts(seed).learn
    x, y = images[learn], labels[learn]
    net = fit(x, y, seed, 0.03, "momentum", epochs=epochs)[0] if epochs else network(np.random.default_rng(seed))
    loss, rows = SoftmaxCrossEntropy(), []
    for i in range(400):
        loss.forward(net.forward(x[i : i + 1]), y[i : i + 1])
        net.backward(loss.backward())
        rows.append(np.concatenate([g.ravel() for _, g in net.parameters()]))
    return float(noise_scale(np.array(rows)))


def edge():
    """Adam's αλ_max(P⁻¹H) on 300 digits, every 250 of 4000 steps, with three memories of the gradient."""
    return {str(beta1): adams_sharpness(0.001, beta1, 4000) for beta1 in (0.9, 0.5, 0.0)}


EXPERIMENTS = {
    f.__name__: f for f in (falling, averages, warmup, clipping, wrong_labels, methods, batches, noise, edge)
}


def main(names):
    """Run the experiments named, or all, and keep the others as they are."""
    recorded = json.loads(FILE.read_text()) if FILE.exists() else {}
    for name in names or EXPERIMENTS:
        recorded[name] = EXPERIMENTS[name]()
        FILE.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
