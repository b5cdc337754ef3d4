"""Record PyTorch's gradients: `python tests/traces/record_backpropagation.py`, where it is installed.

Writes backpropagation.json beside this file: PyTorch's version; for random calculations with shared nodes, as lines of
Python, the value of every name and the last one's derivative by it; and for networks of linear layers and activations
with a softmax loss the loss and its derivative by the input and by every parameter. All in float64.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

TRACES = Path(__file__).with_name("backpropagation.json")
GRAPHS = 40
NETWORKS = {
    "one layer": {"sizes": [3, 4], "activations": [], "examples": 5, "scale": 1.0},
    "ReLU": {"sizes": [4, 6, 3], "activations": ["ReLU"], "examples": 7, "scale": 1.0},
    "deep": {"sizes": [3, 5, 4, 6, 2], "activations": ["Sigmoid", "ReLU", "Sigmoid"], "examples": 4, "scale": 1.0},
    "one example": {"sizes": [2, 3, 3], "activations": ["Sigmoid"], "examples": 1, "scale": 1.0},
    "large logits": {"sizes": [3, 4], "activations": [], "examples": 6, "scale": 900.0},
}


def calculation(seed: int) -> list[str]:
    """Lines of a random calculation: names a, b, … of tensors or nodes, most used several times, the last one z."""
    rng = np.random.default_rng(seed)
    names = list("abc")
    lines = [f"{name} = Value({rng.uniform(0.3, 1.5):.3f})" for name in names]
    terms = ["{x} + {y}", "{x} - {y}", "{x} * {y}", "{x} / ({y} ** 2 + 0.5)", "-{x} + {c}", "{c} - {x} * {y}",
             "{c} / ({x} * {x} + 1)", "{x} ** 3 * {c}", "({x} * {c}).tanh()", "(-{x} * {x}).exp()",
             "({x} - {y}).relu()", "{c} * {x} + {y}.tanh()", "({x} ** 2 + 0.1) ** 0.5"]  # fmt: skip
    for name in "defghijklm":
        x, y = rng.choice(names[-5:], 2)
        lines.append(f"{name} = " + rng.choice(terms).format(x=x, y=y, c=f"{rng.uniform(0.5, 2):.3f}"))
        names.append(name)
    return [*lines, "z = " + " + ".join(f"{name} * {rng.uniform(-1, 1):.3f}" for name in names)]


def graph(seed: int) -> dict[str, Any]:
    """A calculation, the values of its names and z's derivatives by them, as PyTorch finds them."""
    import torch

    names: dict[str, Any] = {}
    builtins = {"Value": lambda x: torch.tensor(x, dtype=torch.float64, requires_grad=True)}
    for line in calculation(seed):
        exec(line, builtins, names)
    for tensor in names.values():
        tensor.retain_grad()
    names["z"].backward()
    return {
        "code": calculation(seed),
        "data": {name: tensor.item() for name, tensor in names.items()},
        "grad": {name: 0.0 if tensor.grad is None else tensor.grad.item() for name, tensor in names.items()},
    }


def inputs(setting: str) -> dict[str, Any]:
    """The parameters, examples and labels of a network."""
    network = NETWORKS[setting]
    rng = np.random.default_rng(len(setting))
    layers = list(zip(network["sizes"][:-1], network["sizes"][1:]))
    return {
        "W": [rng.normal(0, network["scale"], size) for size in layers],
        "b": [rng.normal(0, 1, n_out) for _n_in, n_out in layers],
        "x": rng.normal(0, 1, (network["examples"], network["sizes"][0])),
        "labels": rng.integers(0, network["sizes"][-1], network["examples"]),
    }


def trace(setting: str) -> dict[str, Any]:
    """The loss of a network and its derivatives, as PyTorch finds them."""
    import torch

    given = inputs(setting)
    W, b = ([torch.tensor(p, requires_grad=True) for p in given[name]] for name in "Wb")
    x = start = torch.tensor(given["x"], requires_grad=True)
    apply = {"ReLU": torch.relu, "Sigmoid": torch.sigmoid}
    activations = [apply[name] for name in NETWORKS[setting]["activations"]]
    for i in range(len(W)):
        x = x @ W[i] + b[i]
        x = activations[i](x) if i < len(activations) else x
    loss = torch.nn.functional.cross_entropy(x, torch.tensor(given["labels"]))
    loss.backward()
    return {
        "loss": loss.item(),
        "dx": start.grad.tolist(),
        "dW": [p.grad.tolist() for p in W],
        "db": [p.grad.tolist() for p in b],
    }


def main():
    import torch

    recorded = {
        "torch": torch.__version__,
        "graphs": [graph(seed) for seed in range(GRAPHS)],
        "networks": {setting: trace(setting) for setting in NETWORKS},
    }
    TRACES.write_text(json.dumps(recorded) + "\n")


if __name__ == "__main__":
    main()
