"""Record 200 steps of PyTorch's adaptive optimisers: `python tests/traces/record_adaptive.py`, where it is installed.

Writes adaptive.npz beside this file: for every method the weights and states before and after each step, the gradient,
and PyTorch's version. The arguments are those under which PyTorch's convention and the exercise's coincide; where
none exist, tests/reference/test_adaptive.py says what differs.
"""

from pathlib import Path

import numpy as np

TRACES = Path(__file__).with_name("adaptive.npz")
STEPS, WEIGHTS = 200, 3

# method: PyTorch's class, its arguments, its names for the states of the exercise
METHODS = {
    # iRprop−, with the papers' factors
    "rprop": ("Rprop", {"lr": 0.1, "etas": (0.5, 1.2)}, {"step": "step_size"}),
    # √(ε + Σg²): ε inside the root, as the value at which the sum starts
    "adagrad": ("Adagrad", {"lr": 0.1, "eps": 0.0, "initial_accumulator_value": 1e-4}, {"g2": "sum"}),
    "rmsprop": ("RMSprop", {"lr": 0.01, "alpha": 0.9, "eps": 0.0}, {"g2": "square_avg"}),
    "adadelta": (
        "Adadelta",
        {"lr": 1.0, "rho": 0.9, "eps": 1e-6},
        {"g2": "square_avg", "d2": "acc_delta"},
    ),
    "adam": ("Adam", {"lr": 0.01, "betas": (0.9, 0.99), "eps": 1e-3}, {"m": "exp_avg", "v": "exp_avg_sq"}),
    "adamax": ("Adamax", {"lr": 0.01, "betas": (0.9, 0.99), "eps": 0.0}, {"m": "exp_avg", "u": "exp_inf"}),
    # with so strong a decay the schedule has ended before the first step: μ_t = β₁
    "nadam": (
        "NAdam",
        {"lr": 0.01, "betas": (0.9, 0.99), "eps": 1e-3, "momentum_decay": 1e6},
        {"m": "exp_avg", "v": "exp_avg_sq"},
    ),
    "radam": ("RAdam", {"lr": 0.01, "betas": (0.9, 0.99), "eps": 0.0}, {"m": "exp_avg", "v": "exp_avg_sq"}),
}


def gradients() -> np.ndarray:
    """Gradients (200, 3) of three kinds: steady, of changing size and sign, and rare (often exactly zero)."""
    rng = np.random.default_rng(7)
    steady = 1 + 0.3 * rng.normal(size=STEPS)
    changing = rng.normal(size=STEPS) * 10 ** rng.uniform(-3, 2, STEPS)
    rare = np.where(rng.random(STEPS) < 0.3, rng.normal(size=STEPS), 0.0)
    rare[0] = 0.5  # PyTorch divides 0 by 0 where ε is 0 and a weight has had no gradient yet
    return np.stack([steady, changing, rare], axis=1)


def trace(name: str) -> dict[str, np.ndarray]:
    """One method's weights w and states, (201, 3) each: before the first step, and after each."""
    import torch

    torch.set_default_dtype(torch.float64)  # or NAdam keeps its product of decays in float32
    optimiser, arguments, states = METHODS[name]
    w = torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64, requires_grad=True)
    method = getattr(torch.optim, optimiser)([w], **arguments, foreach=False)
    recorded = {"w": [w.detach().numpy().copy()]} | {state: [] for state in states}
    for grad in gradients():
        w.grad = torch.tensor(grad)
        method.step()
        recorded["w"].append(w.detach().numpy().copy())
        for state, theirs in states.items():
            recorded[state].append(method.state[w][theirs].numpy().copy())
    initial = {"step": arguments["lr"], "g2": arguments.get("initial_accumulator_value", 0.0)}
    for state in states:
        recorded[state].insert(0, np.full(WEIGHTS, initial.get(state, 0.0)))
    return {key: np.array(values) for key, values in recorded.items()}


def record() -> None:
    import torch

    arrays = {f"{name}.{key}": values for name in METHODS for key, values in trace(name).items()}
    np.savez_compressed(TRACES, **arrays, grad=gradients(), version=np.array(torch.__version__))


if __name__ == "__main__":
    record()
