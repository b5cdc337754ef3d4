"""Record the first steps of every adaptive optimiser of PyTorch, Keras and optax at its own default settings.

    python tests/traces/record_libraries.py

Writes libraries.json beside this file: the gradients, each library's version, and the weights after each step. Runs
where PyTorch, Keras and optax are installed. Learning rates are all 0.01, for the defaults differ for no reason.
"""

import json
import os
from importlib.metadata import version
from pathlib import Path

import numpy as np

TRACES = Path(__file__).with_name("libraries.json")
STEPS = 14
START = (1.0, -2.0, 0.5)
LR = 0.01

TORCH = ("Rprop", "Adagrad", "RMSprop", "Adadelta", "Adam", "Adamax", "NAdam", "RAdam", "AdamW")
KERAS = ("Adagrad", "RMSprop", "Adadelta", "Adam", "Adamax", "Nadam", "AdamW", "Lion")
OPTAX = ("rprop", "adagrad", "rmsprop", "adadelta", "adam", "adamax", "nadam", "radam", "adamw", "lion")


def gradients() -> np.ndarray:
    """Gradients (14, 3): steady, of changing sign and size, and so small that every library's ε counts."""
    rng = np.random.default_rng(11)
    steady = 1 + 0.3 * rng.normal(size=STEPS)
    changing = rng.normal(size=STEPS) * 10 ** rng.uniform(-2, 1, STEPS)
    changing[6] = 0.0
    small = rng.normal(size=STEPS) * 10 ** rng.uniform(-9, -3, STEPS)
    return np.stack([steady, changing, small], axis=1)


def torch_path(name: str) -> np.ndarray:
    """Weights (15, 3) of PyTorch's optimiser of this name."""
    import torch

    torch.set_default_dtype(torch.float64)
    w = torch.tensor(START, requires_grad=True)
    method = getattr(torch.optim, name)([w], lr=LR, foreach=False)
    path = [w.detach().numpy().copy()]
    for grad in gradients():
        w.grad = torch.tensor(grad)
        method.step()
        path.append(w.detach().numpy().copy())
    return np.array(path)


def keras_path(name: str) -> np.ndarray:
    """Weights (15, 3) of Keras's optimiser of this name."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    import keras

    keras.config.set_floatx("float64")
    w = keras.Variable(np.array(START))
    method = getattr(keras.optimizers, name)(learning_rate=LR)
    path = [np.array(START)]
    for grad in gradients():
        method.apply([keras.ops.convert_to_tensor(grad, dtype="float64")], [w])
        path.append(keras.ops.convert_to_numpy(w.value).copy())
    return np.array(path)


def optax_path(name: str) -> np.ndarray:
    """Weights (15, 3) of optax's optimiser of this name."""
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp
    import optax

    method, w = getattr(optax, name)(LR), jnp.array(START)
    state, path = method.init(w), [np.array(w)]
    for grad in gradients():
        updates, state = method.update(jnp.array(grad), state, w)
        w = optax.apply_updates(w, updates)
        path.append(np.array(w))
    return np.array(path)


LIBRARIES = {"torch": (TORCH, torch_path), "keras": (KERAS, keras_path), "optax": (OPTAX, optax_path)}


def record() -> None:
    recorded = {f"{lib}.{name}": path(name) for lib, (names, path) in LIBRARIES.items() for name in names}
    lines = [f'  "{name}": {json.dumps(path.tolist())}' for name, path in recorded.items()]
    versions = json.dumps({name: version(name) for name in LIBRARIES})
    TRACES.write_text(
        f'{{\n "versions": {versions},\n "gradients": {json.dumps(gradients().tolist())},\n "paths": {{\n'
        + ",\n".join(lines)
        + "\n }\n}\n"
    )


if __name__ == "__main__":
    record()
