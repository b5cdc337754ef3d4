"""Record PyTorch's CyclicLR: `python tests/traces/record_cyclical.py`, where PyTorch is installed.

Writes cyclical.json beside this file: PyTorch's version, and for each setting the learning rates of 300 steps.
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
}


def trace(setting: str) -> list[float]:
    """The rate before each step, the first included."""
    import torch

    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = torch.optim.lr_scheduler.CyclicLR(optimiser, cycle_momentum=False, **SETTINGS[setting])
    rates = []
    for _ in range(STEPS):
        rates.append(float(optimiser.param_groups[0]["lr"]))
        optimiser.step()
        schedule.step()
    return rates


def main():
    import torch

    recorded = {"torch": torch.__version__, "rates": {setting: trace(setting) for setting in SETTINGS}}
    TRACES.write_text(json.dumps(recorded) + "\n")


if __name__ == "__main__":
    main()
