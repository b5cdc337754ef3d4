"""Record how PyTorch and Keras draw weights, where both are installed: `python tests/traces/record_initialisation.py`

Writes initialisation.json beside this file: of a million weights from each initialiser the variance and the largest
size, and the versions.
"""

import json
import os
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

N_IN, N_OUT = 500, 2000
WHERE = Path(__file__).with_name("initialisation.json")


def record() -> dict:
    """Variance and largest size of the weights that each initialiser draws for a layer from N_IN to N_OUT units."""
    import keras
    import torch
    from torch import nn

    torch.manual_seed(1)
    keras.utils.set_random_seed(1)
    linear = nn.Linear(N_IN, N_OUT)
    dense = keras.layers.Dense(N_OUT)
    dense.build((None, N_IN))
    kernel, bias = (parameter.detach() for parameter in (dense.kernel.value, dense.bias.value))
    initialisers = keras.initializers
    made = {
        "torch Linear": linear.weight.detach(),
        "torch Linear bias": nn.Linear(N_IN, 10**6, device="cpu").bias.detach(),
        "torch trunc_normal_(std=0.02)": nn.init.trunc_normal_(torch.empty(N_OUT, N_IN), std=0.02),
        "torch xavier_uniform_": nn.init.xavier_uniform_(torch.empty(N_OUT, N_IN)),
        "torch kaiming_normal_(relu)": nn.init.kaiming_normal_(torch.empty(N_OUT, N_IN), nonlinearity="relu"),
        "keras Dense": kernel,
        "keras Dense bias": bias,
        **{
            f"keras {name}": getattr(initialisers, name)(seed=1)((N_IN, N_OUT)).detach()
            for name in ("GlorotUniform", "GlorotNormal", "LecunUniform", "LecunNormal", "HeNormal")
        },
        "keras TruncatedNormal(0.1)": initialisers.TruncatedNormal(0.0, 0.1, seed=1)((N_IN, N_OUT)).detach(),
    }
    names = {
        "torch": ["trunc_normal_", "orthogonal_", "xavier_uniform_", "kaiming_normal_"],
        "keras": ["TruncatedNormal", "Orthogonal", "LecunUniform", "GlorotUniform", "HeNormal"],
    }
    return {
        "versions": {name: version(name).split("+")[0] for name in ("torch", "keras")},
        "n_in": N_IN,
        "n_out": N_OUT,
        "tanh gain": nn.init.calculate_gain("tanh"),
        "shapes": {"torch Linear": list(linear.weight.shape), "keras Dense": list(kernel.shape)},
        "there": {
            "torch": [name for name in names["torch"] if hasattr(nn.init, name)],
            "keras": [name for name in names["keras"] if hasattr(initialisers, name)],
        },
        "weights": {
            name: {"variance": float(drawn.double().var()), "largest": float(drawn.abs().max())}
            for name, drawn in made.items()
        },
    }


if __name__ == "__main__":
    WHERE.write_text(json.dumps(record(), indent=1) + "\n", encoding="utf-8")
