"""Record Lookahead as optax and torch_optimizer do it, where both are: `python tests/traces/record_lookahead.py`

Writes lookahead.json beside this file: the libraries' versions, and for each setting the weights after every inner
step, the start first. The inner method is momentum on ½ w·Aw, in which each library keeps its sum of gradients.
"""

import json
from pathlib import Path

import numpy as np

TRACES = Path(__file__).with_name("lookahead.json")
MATRIX = ((2.0, 0.6), (0.6, 0.5))
START = (-3.0, 2.0)
LR, STEPS = 0.4, 30
# setting: (k, α, momentum)
SETTINGS = {
    "gradient descent": (5, 0.5, 0.0),
    "gradient descent, long way back": (3, 0.2, 0.0),
    "momentum": (5, 0.5, 0.7),
    "momentum, nearly no way back": (4, 0.9, 0.9),
}


def optax_trace(setting: str) -> np.ndarray:
    """optax's fast weights, shape (31, 2); at the end of a round they are the slow ones."""
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)
    k, alpha, momentum = SETTINGS[setting]
    method = optax.lookahead(optax.sgd(LR, momentum or None), sync_period=k, slow_step_size=alpha)
    weights = optax.LookaheadParams.init_synced(jax.numpy.array(START))
    state = method.init(weights)
    path = [weights.fast]
    for _ in range(STEPS):
        updates, state = method.update(jax.numpy.array(MATRIX) @ weights.fast, state, weights)
        weights = optax.apply_updates(weights, updates)
        path.append(weights.fast)
    return np.array(path)


def torch_optimizer_trace(setting: str) -> np.ndarray:
    """torch_optimizer's weights, shape (31, 2)."""
    import torch
    from torch_optimizer import Lookahead

    k, alpha, momentum = SETTINGS[setting]
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    method = Lookahead(torch.optim.SGD([w], lr=LR, momentum=momentum), k=k, alpha=alpha)
    path = [w.detach().numpy().copy()]
    for _ in range(STEPS):
        w.grad = torch.tensor(MATRIX, dtype=torch.float64) @ w.detach()
        method.step()
        path.append(w.detach().numpy().copy())
    return np.array(path)


def main():
    from importlib.metadata import version

    traces = {
        "optax": {setting: optax_trace(setting).tolist() for setting in SETTINGS},
        "torch_optimizer": {setting: torch_optimizer_trace(setting).tolist() for setting in SETTINGS},
    }
    versions = {library: version(library.replace("_", "-")) for library in traces}
    TRACES.write_text(json.dumps({"versions": versions, "traces": traces}) + "\n")


if __name__ == "__main__":
    main()
