"""Record what the libraries make of the methods after the lectures: `python -m tests.traces.record_after`.

Writes after.npz beside this file: gradients, versions, and by name the weights and states before and after each step,
cut gradients, and the rates of schedules. Runs where PyTorch, Keras, JAX and optax are installed. Matrices are kept in
the course's shape (n_in, n_out), whatever the library's is. AdamW and Lion are in race.npz.
"""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

import numpy as np

TRACES = Path(__file__).with_name("after.npz")
STEPS, SHAPE = 12, (3, 4)
MUON = {"lr": 0.03, "beta": 0.9, "decay": 0.1}
FREE = {"lr": 0.03, "beta": 0.9}
DECAY = {"lr": 0.03, "decay": 0.2}
MATRICES = (SHAPE, (5, 2), (4, 4))
VALUES = (1.0, 3.0, 5.0, 4.0)
LONG, TINY = (3.0, 4.0), (3e-6, 4e-6)


def gradients() -> np.ndarray:
    """Gradients (12, 3, 4) whose sizes lie between 1e-3 and 10."""
    rng = np.random.default_rng(19)
    return rng.normal(size=(STEPS, *SHAPE)) * 10 ** rng.uniform(-3, 1, (STEPS, 1, 1))


def start() -> np.ndarray:
    return np.linspace(-1, 1, 12).reshape(SHAPE)


def matrices() -> list[np.ndarray]:
    rng = np.random.default_rng(5)
    return [rng.normal(size=shape) for shape in MATRICES]


# --- PyTorch


def torch_muon(**arguments):
    import torch

    W = torch.nn.Parameter(torch.from_numpy(start().T.copy()))
    method = torch.optim.Muon(
        [W], lr=MUON["lr"], momentum=MUON["beta"], weight_decay=MUON["decay"], eps=1e-7, **arguments
    )
    path, buffers = [start()], [np.zeros(SHAPE)]
    for grad in gradients():
        W.grad = torch.from_numpy(grad.T.copy())
        method.step()
        path.append(W.detach().numpy().T.copy())
        buffers.append(method.state[W]["momentum_buffer"].numpy().T.copy())
    return {"W": path, "B": buffers}


def torch_decays():
    """SGD and Adam with `weight_decay`, by the gradients' first rows."""
    import torch

    for name in ("SGD", "Adam", "AdamW"):
        w = torch.nn.Parameter(torch.from_numpy(start()[0].copy()))
        method = getattr(torch.optim, name)([w], lr=DECAY["lr"], weight_decay=DECAY["decay"], foreach=False)
        path = [start()[0]]
        for grad in gradients()[:, 0]:
            w.grad = torch.from_numpy(grad.copy())
            method.step()
            path.append(w.detach().numpy().copy())
        yield name, path


def torch_rates(make, steps=12, **arguments):
    """The learning rates of a scheduler that begins at 1."""
    import torch

    method = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0, momentum=0.9)
    scheduler, rates = make(method, **arguments), []
    for _step in range(steps):
        rates.append(method.param_groups[0]["lr"])
        method.step()
        scheduler.step()
    return rates


def torch_averages(**arguments):
    """What `AveragedModel` keeps of a single weight that takes the values one after the other."""
    import torch

    module = torch.nn.Linear(1, 1, bias=False)
    module.weight.data.fill_(VALUES[0])
    mean, averages = torch.optim.swa_utils.AveragedModel(module, **arguments), []
    for value in VALUES:
        module.weight.data.fill_(value)
        mean.update_parameters(module)
        averages.append(mean.module.weight.item())
    return averages


def of_torch():
    import torch
    from torch.optim import lr_scheduler as schedulers
    from torch.optim._muon import _zeropower_via_newtonschulz

    torch.set_default_dtype(torch.float64)
    coefficients = (3.4445, -4.7750, 2.0315)
    found = {f"Muon: {key}": values for key, values in torch_muon().items()}
    found |= {f"Muon like AdamW: {k}": v for k, v in torch_muon(adjust_lr_fn="match_rms_adamw").items()}
    with patch.object(torch.Tensor, "bfloat16", torch.Tensor.clone):
        found |= {f"Muon in float64: {key}": values for key, values in torch_muon().items()}
        for i, G in enumerate(matrices()):
            found[f"orthogonalised {i}"] = _zeropower_via_newtonschulz(torch.tensor(G.T), coefficients, 5, 1e-7).T
    found |= {f"{name} with weight_decay": path for name, path in torch_decays()}
    for name, grad, limit in (("long", LONG, 1.0), ("just", LONG, 5.0), ("tiny", TINY, 1e-6)):
        w = torch.nn.Parameter(torch.zeros(2))
        w.grad = torch.tensor(grad)
        torch.nn.utils.clip_grad_norm_([w], limit)
        found[f"clipped {name}"] = w.grad
    for name, make, arguments in (
        ("LambdaLR from 0", schedulers.LambdaLR, {"lr_lambda": lambda e: min(1, e / 4)}),
        ("LambdaLR from 1", schedulers.LambdaLR, {"lr_lambda": lambda e: min(1, (e + 1) / 4)}),
        ("LinearLR", schedulers.LinearLR, {}),
        ("CosineAnnealingLR", schedulers.CosineAnnealingLR, {"T_max": 4}),
        ("OneCycleLR", schedulers.OneCycleLR, {"max_lr": 1.0, "total_steps": 10, "steps": 10}),
        ("CosineAnnealingWarmRestarts", schedulers.CosineAnnealingWarmRestarts, {"T_0": 3, "T_mult": 2}),
    ):
        found[name] = torch_rates(make, **arguments)
    fading = torch.optim.swa_utils.get_ema_multi_avg_fn(0.9)
    found["mean of weights"] = torch_averages(multi_avg_fn=fading)
    return found | {"mean of all weights": torch_averages()}


# --- optax


def of_optax():
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp
    import optax
    from optax.contrib._muon import orthogonalize_via_newton_schulz

    def steps(method, states, w, grads=None):
        memory, recorded = method.init(w), {"w": [np.array(w)]} | {state: [] for state in states}
        for grad in gradients() if grads is None else grads:
            updates, memory = method.update(jnp.array(grad), memory, w)
            w = optax.apply_updates(w, updates)
            recorded["w"].append(np.array(w))
            for state in states:
                recorded[state].append(np.array(optax.tree.get(memory, state)))
        return recorded

    coefficients = jnp.array((3.4445, -4.7750, 2.0315))
    found = {}
    scale = optax.contrib.scale_by_muon(beta=MUON["beta"], eps=1e-7)
    raw = steps(scale, (), jnp.zeros(SHAPE))["w"]
    found["Muon's directions"] = np.diff(np.array(raw), axis=0)
    muon = optax.contrib.muon(MUON["lr"], beta=MUON["beta"], eps=1e-7, weight_decay=MUON["decay"])
    found["Muon: W"] = steps(muon, (), jnp.array(start()))["w"]
    for i, G in enumerate(matrices()):
        found[f"orthogonalised {i}"] = orthogonalize_via_newton_schulz(jnp.array(G), coefficients, 5, eps=1e-7)
    free = optax.contrib.schedule_free_sgd(FREE["lr"], b1=FREE["beta"])
    recorded = steps(free, ("z",), jnp.array(start()))
    found |= {"schedule_free: y": recorded["w"], "schedule_free: z": [start(), *recorded["z"]]}
    for name, grad, limit in (("long", LONG, 1.0), ("just", LONG, 5.0), ("tiny", TINY, 1e-6)):
        clip = optax.clip_by_global_norm(limit)
        found[f"clipped {name}"] = clip.update(jnp.array(grad), clip.init(0))[0]
    cosine = optax.warmup_cosine_decay_schedule
    stable = [optax.linear_schedule(0.25, 1.25, 4), optax.constant_schedule(1.0), optax.linear_schedule(1.0, 0.2, 4)]
    for name, schedule in (
        ("cosine_decay_schedule", optax.cosine_decay_schedule(1.0, 4)),
        ("cosine_onecycle_schedule", optax.cosine_onecycle_schedule(10, 1.0)),
        ("warmup_cosine_decay_schedule", cosine(0.0, 1.0, 3, 9)),
        ("join_schedules", optax.join_schedules(stable, [4, 6])),
    ):
        found[name] = [float(schedule(step)) for step in range(12)]
    ema = optax.ema(0.9, debias=True)
    memory, averages = ema.init(jnp.zeros(())), []
    for value in VALUES:
        mean, memory = ema.update(jnp.array(value), memory)
        averages.append(float(mean))
    return found | {"mean of weights": averages}


# --- Keras


def of_keras():
    import keras

    keras.config.set_floatx("float64")

    def steps(method, first, grads):
        w = keras.Variable(first)
        path = [first]
        for grad in grads:
            method.apply([keras.ops.convert_to_tensor(grad, dtype="float64")], [w])
            path.append(keras.ops.convert_to_numpy(w.value).copy())
        return path

    found, optimizers, rates = {}, keras.optimizers, keras.optimizers.schedules
    muon = {"learning_rate": MUON["lr"], "momentum": MUON["beta"], "weight_decay": MUON["decay"]}
    found["Muon: W"] = steps(optimizers.Muon(**muon, rms_rate=None), start(), gradients())
    found["Muon as it comes: W"] = steps(optimizers.Muon(**muon), start(), gradients())
    for name in ("SGD", "Adam", "AdamW"):
        method = getattr(optimizers, name)(learning_rate=DECAY["lr"], weight_decay=DECAY["decay"])
        found[f"{name} with weight_decay"] = steps(method, start()[0], gradients()[:, 0])
    free = optimizers.ScheduleFreeAdamW(
        learning_rate=FREE["lr"], beta_1=FREE["beta"], beta_2=0.99, epsilon=1e-8, weight_decay=None
    )
    found["schedule_free: y"] = steps(free, start()[0], gradients()[:, 0])
    for name, grad, limit in (("long", LONG, 1.0), ("just", LONG, 5.0), ("tiny", TINY, 1e-6)):
        method = optimizers.SGD(learning_rate=1.0, global_clipnorm=limit)
        found[f"clipped {name}"] = -steps(method, np.zeros(2), [np.array(grad)])[-1]
    for name, schedule in (
        ("CosineDecay", rates.CosineDecay(1.0, 4)),
        ("CosineDecay with warm-up", rates.CosineDecay(0.0, 9, warmup_target=1.0, warmup_steps=3)),
        ("CosineDecayRestarts", rates.CosineDecayRestarts(1.0, 3, 2.0)),
    ):
        found[name] = [float(schedule(step)) for step in range(13)]
    return found | {"mean of weights": keras_averages()}


def keras_averages():
    """The average that `use_ema` keeps beside a weight; its gradients make it take the values one after the other."""
    import keras

    w = keras.Variable(np.zeros(1))
    method = keras.optimizers.SGD(learning_rate=1.0, use_ema=True, ema_momentum=0.9)
    method.build([w])
    averages = []
    for before, value in zip((0.0, *VALUES), VALUES):
        method.apply([keras.ops.convert_to_tensor([before - value], dtype="float64")], [w])
        averages.append(float(keras.ops.convert_to_numpy(method._model_variables_moving_average[0].value)[0]))
    return averages


LIBRARIES = {"torch": of_torch, "optax": of_optax, "keras": of_keras}


def part(name: str, file: str) -> None:
    """Record one library alone; Keras takes the backend that the environment names."""
    found = LIBRARIES[name]()
    np.savez(file, **{key: np.asarray(values, dtype=float) for key, values in found.items()})


def record() -> None:
    arrays = {"gradients": gradients(), "start": start()}
    for library, backend in (("torch", ""), ("optax", ""), ("keras", "jax"), ("keras", "torch")):
        file = TRACES.with_name("after-part.npz")
        environment = os.environ | ({"KERAS_BACKEND": backend, "JAX_ENABLE_X64": "1"} if backend else {})
        command = [sys.executable, "-m", "tests.traces.record_after", library, str(file)]
        subprocess.run(command, check=True, env=environment)
        name = f"{library} on torch" if backend == "torch" else library
        arrays |= {f"{name}.{key}": values for key, values in np.load(file).items()}
        file.unlink()
    versions = np.array([f"{name} {version(name)}" for name in (*LIBRARIES, "jax")])
    np.savez_compressed(TRACES, **arrays, **{f"matrix {i}": G for i, G in enumerate(matrices())}, versions=versions)


if __name__ == "__main__":
    part(*sys.argv[1:]) if sys.argv[1:] else record()
