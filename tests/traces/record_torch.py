"""Record PyTorch's SGD with momentum, plain and Nesterov: `python tests/traces/record_torch.py`, where it is installed.

Writes momentum.json beside this file: PyTorch's version, the gradients, and for each setting the weights and the
momentum buffer, the values before the first step and after each. Gradients are recorded, not computed, so that every
step can be repeated alone.

PyTorch gathers gradients without the learning rate, b ← βb + g, and moves by −lr·b (Nesterov: −lr·(g + βb)). While lr
is constant, b = −v/lr for the velocity v of this course.
"""

import json
from pathlib import Path

import numpy as np

TRACES = Path(__file__).with_name("momentum.json")
STEPS, SHAPE = 25, (2, 3)
SETTINGS = {
    "momentum": {"lr": 0.1, "momentum": 0.9},
    "momentum, strong friction": {"lr": 0.03, "momentum": 0.3},
    "nesterov": {"lr": 0.1, "momentum": 0.9, "nesterov": True},
    "nesterov, strong friction": {"lr": 0.03, "momentum": 0.3, "nesterov": True},
}


def gradients() -> np.ndarray:
    """Gradients (25, 2, 3) of many sizes and both signs, some exactly zero."""
    rng = np.random.default_rng(3)
    sizes = 10 ** rng.uniform(-3, 2, (STEPS, *SHAPE))
    return rng.normal(size=(STEPS, *SHAPE)) * sizes * (rng.random((STEPS, *SHAPE)) < 0.9)


def trace(setting: str) -> dict[str, np.ndarray]:
    """The weights w and the buffer b of PyTorch's SGD, (26, 2, 3) each: before the first step, and after each."""
    import torch

    w = torch.nn.Parameter(torch.linspace(-1, 1, 6, dtype=torch.float64).reshape(SHAPE))
    optimiser = torch.optim.SGD([w], **SETTINGS[setting], foreach=False)
    path, buffers = [w.detach().numpy().copy()], [np.zeros(SHAPE)]
    for grad in gradients():
        w.grad = torch.from_numpy(grad)
        optimiser.step()
        path.append(w.detach().numpy().copy())
        buffers.append(optimiser.state[w]["momentum_buffer"].numpy().copy())
    return {"w": np.array(path), "b": np.array(buffers)}


def main():
    import torch

    traces = {s: {name: values.tolist() for name, values in trace(s).items()} for s in SETTINGS}
    recorded = {"torch": torch.__version__, "gradients": gradients().tolist(), "traces": traces}
    TRACES.write_text(json.dumps(recorded) + "\n")


if __name__ == "__main__":
    main()
