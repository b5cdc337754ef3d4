"""Record PyTorch's CyclicLR: `python tests/traces/record_cyclical.py`, where PyTorch is installed.

Writes cyclical.json beside this file: PyTorch's version, and for each setting the learning rates of 300 steps; where
momentum is cycled along, that as well.
"""

import json
from pathlib import Path

TRACES = Path(__file__).with_name("cyclical.json")
STEPS = 300
SETTINGS = {
    "triangular": {"base_lr": 0.01, "max_lr": 0.5, "step_size_up": 20, "mode": "triangular"},
    "triangular, one step up": {"base_lr": 0.1, "max_lr": 0.2, "step_size_up": 1, "mode": "triangular"},
    "triangular2": {"base_lr": 0.01, "max_lr": 0.5, "step_size_up": 17, "mode": "triangular2"},
    "exp_range": {"base_lr": 0.001, "max_lr": 1.0, "step_size_up": 25, "mode": "exp_range", "gamma": 0.99},
    "slow way down": {"base_lr": 0.01, "max_lr": 0.5, "step_size_up": 10, "step_size_down": 30, "mode": "triangular"},
}
ALONG = {"base_lr": 0.01, "max_lr": 0.5, "step_size_up": 20, "mode": "triangular"}
MOMENTUM, BETA1 = "momentum along", "Adam's β₁ along"  # with PyTorch's own bounds of the momentum
WITH_MOMENTUM = {MOMENTUM: ALONG, BETA1: ALONG}


def trace(setting: str, what: str = "lr") -> list[float]:
    """The rate (or "momentum", which of Adam is β₁) before each step, the first included."""
    import torch

    weights = [torch.zeros(1, requires_grad=True)]
    adam = setting == BETA1
    optimiser = torch.optim.Adam(weights, lr=1.0) if adam else torch.optim.SGD(weights, lr=1.0, momentum=0.5)
    asked = WITH_MOMENTUM.get(setting) or SETTINGS[setting] | {"cycle_momentum": False}
    schedule = torch.optim.lr_scheduler.CyclicLR(optimiser, **asked)
    values = []
    for _ in range(STEPS):
        group = optimiser.param_groups[0]
        values.append(float(group["betas"][0] if adam and what == "momentum" else group[what]))
        optimiser.step()
        schedule.step()
    return values


def main():
    import torch

    recorded = {
        "torch": torch.__version__,
        "rates": {setting: trace(setting) for setting in SETTINGS},
        "momenta": {setting: trace(setting, "momentum") for setting in WITH_MOMENTUM},
    }
    TRACES.write_text(json.dumps(recorded) + "\n")


if __name__ == "__main__":
    main()
