"""Record how libraries lay out a layer, average a loss and keep gradients: `python tests/traces/record_autograd.py`

Needs PyTorch, Keras, JAX and optax. Writes autograd.json beside this file: what each makes of the same small layer and
of the same logits, what becomes of gradients in a second pass, ReLU's derivative at 0, and the versions.
"""

import json
import os
from importlib.metadata import version
from inspect import signature
from pathlib import Path

import numpy as np

os.environ.setdefault("KERAS_BACKEND", "torch")

WHERE = Path(__file__).with_name("autograd.json")
X = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.0]])
W = np.array([[1.0, 2.0, -1.0], [0.5, 1.0, 3.0]])
B = np.array([0.5, -1.0, 2.0])
DY = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 0.5], [2.0, 1.0, -2.0]])
LOGITS = np.array([[1000.0, -1000.0], [0.0, 1.0]])
LABELS = np.array([1, 0])


def of_torch() -> dict:
    """PyTorch's layer, loss and gradients."""
    import torch

    layer, x = torch.nn.Linear(2, 3, dtype=torch.float64), torch.tensor(X, requires_grad=True)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(W.T))
        layer.bias.copy_(torch.tensor(B))
    y = layer(x)
    between = y * 1
    between.backward(torch.tensor(DY), retain_graph=True)
    first = layer.weight.grad.clone()
    between.backward(torch.tensor(DY))
    try:
        between.backward(torch.tensor(DY))
        refused = False
    except RuntimeError as error:
        refused = "retain_graph=True" in str(error)
    zero = torch.tensor(0.0, requires_grad=True)
    torch.relu(zero).backward()
    loss = torch.nn.functional.cross_entropy
    return {
        "shape of W": list(layer.weight.shape),
        "y": y.tolist(),
        "dW": first.tolist(),
        "dW after a second pass": layer.weight.grad.tolist(),
        "a pass without retain_graph is the last": refused,
        "kept": {"by leaves": x.grad is not None, "by nodes between": y.grad is not None},
        "loss": loss(torch.tensor(LOGITS), torch.tensor(LABELS)).item(),
        "slope of relu at 0": zero.grad.item(),
        "step of gradcheck": signature(torch.autograd.gradcheck).parameters["eps"].default,
    }


def of_keras() -> dict:
    """Keras's layer and losses, with its arguments as they come and from logits."""
    import keras

    layer = keras.layers.Dense(3, dtype="float64")
    layer.build((None, 2))
    layer.set_weights([W, B])
    loss, p = keras.losses.SparseCategoricalCrossentropy, keras.ops.softmax(LOGITS)
    return {
        "shape of W": list(layer.kernel.shape),
        "y": layer(X).tolist(),
        "loss as it comes": float(loss()(LABELS, p)),
        "loss as it comes, first example": float(loss()(LABELS[:1], p[:1])),
        "loss from logits": float(loss(from_logits=True)(LABELS, LOGITS)),
    }


def of_jax() -> dict:
    """optax's loss, JAX's derivatives."""
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)
    losses = optax.softmax_cross_entropy_with_integer_labels(jax.numpy.array(LOGITS), jax.numpy.array(LABELS))
    derivative = jax.grad(lambda weights: (DY * (X @ weights)).sum())
    return {
        "losses": losses.tolist(),
        "dW": derivative(W).tolist(),
        "dW asked again": derivative(W).tolist(),
        "slope of relu at 0": float(jax.grad(jax.nn.relu)(0.0)),
    }


def record() -> dict:
    """What all of them do, and their versions."""
    versions = {name: version(name).split("+")[0] for name in ("torch", "keras", "jax", "optax")}
    return {"versions": versions, "torch": of_torch(), "keras": of_keras(), "jax": of_jax()}


if __name__ == "__main__":
    WHERE.write_text(json.dumps(record(), indent=1) + "\n")
