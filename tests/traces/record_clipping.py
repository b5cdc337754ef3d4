"""Record what PyTorch, Keras and optax make of gradients that are too long: `python -m tests.traces.record_clipping`.

Writes clipping.json beside this file: pairs of arrays of lengths around the limit, and each library's cut ones. Runs
where PyTorch, Keras and optax are installed.
"""

import json
import os
from importlib.metadata import version
from pathlib import Path

import numpy as np

TRACES = Path(__file__).with_name("clipping.json")
LIMIT = 1.5


def pairs() -> list[list[np.ndarray]]:
    """Pairs of a matrix and a vector: longer and shorter than the limit, and zero."""
    rng = np.random.default_rng(23)
    drawn = [[rng.normal(size=(2, 3)) * size, rng.normal(size=3) * size] for size in (1e-3, 0.3, 1.0, 40.0)]
    return [*drawn, [np.zeros((2, 3)), np.zeros(3)]]


def torch_cut(grads):
    """PyTorch's arrays."""
    import torch

    parameters = [torch.zeros(grad.shape, dtype=torch.float64, requires_grad=True) for grad in grads]
    for parameter, grad in zip(parameters, grads):
        parameter.grad = torch.tensor(grad)
    torch.nn.utils.clip_grad_norm_(parameters, LIMIT)
    return [parameter.grad.numpy() for parameter in parameters]


def keras_cut(grads):
    """Keras's: what SGD with the learning rate 1 takes off weights of 0."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    import keras

    keras.config.set_floatx("float64")
    weights = [keras.Variable(np.zeros(grad.shape)) for grad in grads]
    method = keras.optimizers.SGD(learning_rate=1.0, global_clipnorm=LIMIT)
    method.apply([keras.ops.convert_to_tensor(grad, dtype="float64") for grad in grads], weights)
    return [-keras.ops.convert_to_numpy(w.value) for w in weights]


def optax_cut(grads):
    """optax's."""
    import jax

    jax.config.update("jax_enable_x64", True)
    import optax

    method = optax.clip_by_global_norm(LIMIT)
    updates, _ = method.update([jax.numpy.array(grad) for grad in grads], method.init(grads))
    return [np.array(update) for update in updates]


LIBRARIES = {"torch": torch_cut, "keras": keras_cut, "optax": optax_cut}


def record() -> None:
    plain = [[grad.tolist() for grad in grads] for grads in pairs()]
    cut = {name: [[part.tolist() for part in clip(grads)] for grads in pairs()] for name, clip in LIBRARIES.items()}
    recorded = {"versions": {name: version(name) for name in LIBRARIES}, "gradients": plain, "cut": cut}
    TRACES.write_text(json.dumps(recorded) + "\n")


if __name__ == "__main__":
    record()
