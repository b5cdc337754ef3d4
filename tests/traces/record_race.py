"""Record every step of the optimisers that the race shows as a library has them: `python -m tests.traces.record_race`.

Writes race.npz beside this file: the gradients, the libraries' versions, and for each optimiser the weights and its
states, under the race's names for them, before the first step and after each. Runs where PyTorch, Keras and optax are
installed.
"""

import os
from functools import partial
from importlib.metadata import version
from operator import attrgetter
from pathlib import Path

import numpy as np

from tests.traces.record_libraries import START, gradients

TRACES = Path(__file__).with_name("race.npz")

# The race's hyperparameters. With so short a memory RAdam's ρ passes 4 at the fifth step and 5 at the sixth.
H = {"lr": 0.03, "beta": 0.8, "rho": 0.95, "beta1": 0.8, "beta2": 0.9, "eps": 1e-3, "decay": 0.2}
H |= {"betaSign": 0.8, "betaKept": 0.9}  # Lion's β₁ and β₂

BETAS = {"torch": {"betas": (0.8, 0.9)}, "keras": {"beta_1": 0.8, "beta_2": 0.9}, "optax": {"b1": 0.8, "b2": 0.9}}
AHEAD = "PyTorch, Keras, optax"  # the form of Nesterov's momentum that all three have


def negative(buffer):
    """The velocity of this course from a buffer that gathers gradients without the learning rate."""
    return -H["lr"] * buffer


# (library, its name for the optimiser, arguments besides the learning rate, the race's method and convention, the
# library's names for the states of the race, or (name, what makes the race's state of it))
OPTIMISERS = (
    ("torch", "SGD", {}, "descent", "course", {}),
    ("torch", "SGD", {"momentum": 0.8}, "momentum", "course", {"v": ("momentum_buffer", negative)}),
    ("torch", "SGD", {"momentum": 0.8, "nesterov": True}, "nesterov", AHEAD, {"v": ("momentum_buffer", negative)}),
    ("torch", "SGD", {"momentum": 0.8, "nesterov": True}, "nesterovRewritten", "course",
     {"v": ("momentum_buffer", negative)}),
    ("torch", "Rprop", {}, "rprop", "PyTorch", {"step": "step_size", "grad": "prev"}),
    ("torch", "Adagrad", {}, "adagrad", "PyTorch", {"g2": "sum"}),
    ("torch", "RMSprop", {"alpha": 0.95}, "rmsprop", "PyTorch", {"g2": "square_avg"}),
    ("torch", "Adadelta", {"lr": 1.0, "rho": 0.95, "eps": 1e-3}, "adadelta", "course",
     {"g2": "square_avg", "d2": "acc_delta"}),
    ("torch", "Adam", BETAS["torch"], "adam", "course", {"m": "exp_avg", "v": "exp_avg_sq"}),
    ("torch", "AdamW", BETAS["torch"] | {"weight_decay": 0.2}, "adamw", "course", {"m": "exp_avg", "v": "exp_avg_sq"}),
    ("torch", "Adam", BETAS["torch"] | {"weight_decay": 0.2}, "adamw", "Adam with L2, PyTorch",
     {"m": "exp_avg", "v": "exp_avg_sq"}),
    ("torch", "Adamax", BETAS["torch"], "adamax", "PyTorch, optax", {"m": "exp_avg", "u": "exp_inf"}),
    ("torch", "NAdam", BETAS["torch"], "nadam", "PyTorch",
     {"m": "exp_avg", "v": "exp_avg_sq", "product": ("mu_product", np.atleast_1d)}),
    ("torch", "RAdam", BETAS["torch"], "radam", "PyTorch", {"m": "exp_avg", "v": "exp_avg_sq"}),
    ("keras", "SGD", {}, "descent", "course", {}),
    ("keras", "SGD", {"momentum": 0.8}, "momentum", "course", {"v": "momentums"}),
    ("keras", "SGD", {"momentum": 0.8, "nesterov": True}, "nesterov", AHEAD, {"v": "momentums"}),
    ("keras", "SGD", {"momentum": 0.8, "nesterov": True}, "nesterovRewritten", "course", {"v": "momentums"}),
    ("keras", "Adagrad", {}, "adagrad", "Keras, optax", {"g2": "_accumulators"}),
    ("keras", "RMSprop", {"rho": 0.95}, "rmsprop", "Keras", {"g2": "_velocities"}),
    ("keras", "Adadelta", {"learning_rate": 1.0, "rho": 0.95, "epsilon": 1e-3}, "adadelta", "course",
     {"g2": "_accumulated_grads", "d2": "_accumulated_delta_vars"}),
    ("keras", "Adam", BETAS["keras"], "adam", "Keras", {"m": "_momentums", "v": "_velocities"}),
    ("keras", "AdamW", BETAS["keras"] | {"weight_decay": 0.2}, "adamw", "Keras",
     {"m": "_momentums", "v": "_velocities"}),
    ("keras", "Lion", {"beta_1": 0.8, "beta_2": 0.8}, "signum", "course", {"m": "_momentums"}),
    ("keras", "Lion", BETAS["keras"] | {"weight_decay": 0.2}, "lion", "course", {"m": "_momentums"}),
    ("keras", "Adamax", BETAS["keras"], "adamax", "Keras", {"m": "_m", "u": "_u"}),
    ("keras", "Nadam", BETAS["keras"], "nadam", "Keras",
     {"m": "_momentums", "v": "_velocities", "product": ("_u_product", np.atleast_1d)}),
    ("optax", "sgd", {}, "descent", "course", {}),
    ("optax", "sign_sgd", {}, "sign", "course", {}),
    ("optax", "sgd", {"momentum": 0.8}, "momentum", "course", {"v": ("trace", negative)}),
    ("optax", "sgd", {"momentum": 0.8, "nesterov": True}, "nesterov", AHEAD, {"v": ("trace", negative)}),
    ("optax", "sgd", {"momentum": 0.8, "nesterov": True}, "nesterovRewritten", "course", {"v": ("trace", negative)}),
    ("optax", "rprop", {}, "rprop", "optax", {"step": "step_sizes", "next": ("prev_updates", np.negative)}),
    ("optax", "adagrad", {}, "adagrad", "Keras, optax", {"g2": "sum_of_squares"}),
    ("optax", "rmsprop", {"decay": 0.95}, "rmsprop", "course", {"g2": "nu"}),
    ("optax", "adadelta", {"learning_rate": 1.0, "rho": 0.95, "eps": 1e-3}, "adadelta", "course",
     {"g2": "e_g", "d2": "e_x"}),
    ("optax", "adam", BETAS["optax"], "adam", "course", {"m": "mu", "v": "nu"}),
    ("optax", "adamw", BETAS["optax"] | {"weight_decay": 0.2}, "adamw", "course", {"m": "mu", "v": "nu"}),
    ("optax", "lion", {"b1": 0.8, "b2": 0.8, "weight_decay": 0.0}, "signum", "course", {"m": "mu"}),
    ("optax", "lion", BETAS["optax"] | {"weight_decay": 0.2}, "lion", "course", {"m": "mu"}),
    ("optax", "contrib.schedule_free_sgd", {"b1": 0.8}, "scheduleFree", "course", {"z": "z", "y": "held"}),
    ("optax", "contrib.schedule_free_adamw", {"b1": 0.8}, "scheduleFree", "AdamW, optax",
     {"z": "z", "y": "held", "v": "nu"}),
    ("optax", "adamax", BETAS["optax"], "adamax", "PyTorch, optax", {"m": "mu", "u": "nu"}),
    ("optax", "nadam", BETAS["optax"], "nadam", "course", {"m": "mu", "v": "nu"}),
    ("optax", "radam", BETAS["optax"], "radam", "optax", {"m": "mu", "v": "nu"}),
)  # fmt: skip


def torch_steps(name, arguments):
    """After each step: the weights and a function from PyTorch's name of a state to its value."""
    import torch

    torch.set_default_dtype(torch.float64)
    w = torch.tensor(START, requires_grad=True)
    method = getattr(torch.optim, name)([w], **{"lr": H["lr"], **arguments}, foreach=False)
    for grad in gradients():
        w.grad = torch.tensor(grad)
        method.step()
        yield w.detach().numpy(), lambda state: method.state[w][state].numpy()


def keras_steps(name, arguments):
    """〃 of Keras."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    import keras

    keras.config.set_floatx("float64")
    w = keras.Variable(np.array(START))
    method = getattr(keras.optimizers, name)(**{"learning_rate": H["lr"], **arguments})

    def state_of(state):
        value = getattr(method, state)
        return keras.ops.convert_to_numpy(value[0] if isinstance(value, list) else value)

    for grad in gradients():
        method.apply([keras.ops.convert_to_tensor(grad, dtype="float64")], [w])
        yield keras.ops.convert_to_numpy(w.value), state_of


def optax_steps(name, arguments):
    """〃 of optax."""
    import jax

    jax.config.update("jax_enable_x64", True)
    import optax

    method, w = attrgetter(name)(optax)(**{"learning_rate": H["lr"], **arguments}), jax.numpy.array(START)
    evaluated = optax.contrib.schedule_free_eval_params if "schedule_free" in name else lambda _memory, w: w
    memory = method.init(w)
    for grad in gradients():
        updates, memory = method.update(jax.numpy.array(grad), memory, w)
        w = optax.apply_updates(w, updates)
        yield np.array(evaluated(memory, w)), partial(optax.tree.get, {"held": w, "memory": memory})


LIBRARIES = {"torch": torch_steps, "keras": keras_steps, "optax": optax_steps}


def label(optimiser):
    """A trace's name in the file, for example "torch.SGD as nesterov"."""
    library, name, _arguments, method, *_ = optimiser
    return f"{library}.{name} as {method}"


def trace(optimiser) -> dict[str, np.ndarray]:
    """Weights w (15, 3), the first before any step, and the race's states (14, 3), each after a step."""
    library, name, arguments, _method, _convention, states = optimiser
    recorded = {"w": [np.array(START)]} | {state: [] for state in states}
    for w, state_of in LIBRARIES[library](name, arguments):
        recorded["w"].append(w.copy())
        for state, theirs in states.items():
            theirs, made = theirs if isinstance(theirs, tuple) else (theirs, np.array)
            recorded[state].append(np.array(made(state_of(theirs))))
    return {key: np.array(values) for key, values in recorded.items()}


def record() -> None:
    arrays = {f"{label(o)}: {key}": values for o in OPTIMISERS for key, values in trace(o).items()}
    versions = [f"{library} {version(library)}" for library in LIBRARIES]
    np.savez_compressed(TRACES, **arrays, gradients=gradients(), versions=np.array(versions))


if __name__ == "__main__":
    record()
