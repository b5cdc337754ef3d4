"""The conventions of the methods after the lectures: each row is what the recorded libraries do."""

import re

import numpy as np
import pytest

from solutions.reference.after import newton_schulz
from tests.pages.displayed import page, run
from tests.reference.test_after import GRADIENTS, MUON, RACE, START, T, close, floored, sums
from tests.traces import record_after
from tests.traces.record_race import H

CONVENTIONS = page("conventions")


def section(name):
    """The rows of the table behind an anchor: the first cell, and the others."""
    text = CONVENTIONS.partition(f"(conventions-{name})=")[2].partition("\n(conventions-")[0]
    _head, _line, *rows = re.findall(r"^\| ?(.+?) ?\|$", text, re.MULTILINE)
    return {cells[0]: cells[1:] for cells in (row.split(" | ") for row in rows)}


# --- Muon

NAMES = {r"\beta": "beta", r"\beta^t": "power", r"\beta^{t+1}": "next"} | {letter: letter for letter in "BMgmt"}
FACTORS = {"course": np.sqrt(4 / 3), "like AdamW": 0.2 * 2}
MUONS = {
    "PyTorch `Muon`": ("torch.Muon in float64: W", "course", 1e-12),
    "Keras `Muon`": ("keras.Muon as it comes: W", "like AdamW", 1e-8),  # a root in single precision
    "optax `muon`": ("optax.Muon: W", "course", 1e-12),
}


@pytest.mark.parametrize("who", MUONS)
def test_each_row_on_muon_is_the_librarys(who):
    rule = section("muon")[who][0].strip("$")
    key, factor, most = MUONS[who]
    path, state, beta = T[key], {"B": 0 * START, "m": 0 * START}, MUON["beta"]
    for i, grad in enumerate(GRADIENTS):
        given = {"g": grad, "beta": beta, "power": beta ** (i + 1), "next": beta ** (i + 2), "t": i + 1}
        state |= run(rule, NAMES, state | given)
        direction = FACTORS[factor] * orthogonal(who, state["M"])
        close(path[i] - MUON["lr"] * (direction + MUON["decay"] * path[i]), path[i + 1], most)


def orthogonal(who, M):
    return floored(1.0)(M) if who.startswith("PyTorch") else newton_schulz(M)


def test_what_is_said_of_muons_rows():
    rows = section("muon")
    assert "$0.2\\sqrt{\\max(n_{\\text{in}}, n_{\\text{out}})}$" in rows["Keras `Muon`"][1]
    beta, path = MUON["beta"], T["torch.Muon: W"]
    rounded = []
    for i, B in enumerate(sums(beta)[1:]):
        M = (1 - beta) * (GRADIENTS[i] + beta * B)
        exact = path[i] - MUON["lr"] * (FACTORS["course"] * floored(1.0)(M) + MUON["decay"] * path[i])
        rounded.append(np.abs(exact - path[i + 1]).max() / MUON["lr"])
    assert "by up to 3 % of $\\alpha$" in rows["PyTorch `Muon`"][2] and round(100 * max(rounded)) == 3
    close(sums(beta)[-1] * (1 - beta), T["torch.Muon: B"][-1])


# --- Signum

SIGNUM = r"{cite:t}`conventions-bernstein2018`; Keras and optax `Lion` with $\beta_1=\beta_2=\beta$"


@pytest.mark.parametrize("library", ["keras", "optax"])
def test_the_row_on_signum_is_the_librarys(library):
    rule = section("sign")[SIGNUM][0].strip("$")
    w, m = (RACE[f"{library}.Lion as signum: {key}".replace("optax.L", "optax.l")] for key in "wm")
    names = {r"\beta": "beta", r"\alpha": "lr", r"\operatorname{sign}": "sign()"} | {letter: letter for letter in "wmg"}
    state = {"w": w[0], "m": 0 * w[0]}
    for grad, after, kept in zip(RACE["gradients"], w[1:], m):
        state |= run(rule, names, state | {"g": grad, "sign": np.sign, "lr": H["lr"], "beta": H["beta"]})
        close(state["w"], after)
        close(state["m"], kept)


# --- schedules, averages, clipping, decay

CALLS = {
    "PyTorch `LambdaLR(lambda e: min(1, e/4))`": ["torch.LambdaLR from 0"],
    "PyTorch `LambdaLR(lambda e: min(1, (e+1)/4))`": ["torch.LambdaLR from 1"],
    "PyTorch `LinearLR()`": ["torch.LinearLR"],
    "PyTorch `CosineAnnealingLR(4)`": ["torch.CosineAnnealingLR"],
    "optax `cosine_decay_schedule(1, 4)`, Keras `CosineDecay(1, 4)`": [
        "optax.cosine_decay_schedule",
        "keras.CosineDecay",
    ],
    "PyTorch `OneCycleLR(max_lr=1, total_steps=10)`": ["torch.OneCycleLR"],
    "optax `cosine_onecycle_schedule(10, 1)`": ["optax.cosine_onecycle_schedule"],
    "optax `warmup_cosine_decay_schedule(0, 1, 3, 9)`": ["optax.warmup_cosine_decay_schedule"],
    "Keras `CosineDecay(0, 9, warmup_target=1, warmup_steps=3)`": ["keras.CosineDecay with warm-up"],
    "PyTorch `CosineAnnealingWarmRestarts(3, 2)`, Keras `CosineDecayRestarts(1, 3, 2)`": [
        "torch.CosineAnnealingWarmRestarts",
        "keras.CosineDecayRestarts",
    ],
    "PyTorch `AveragedModel` with `get_ema_multi_avg_fn(0.9)`": ["torch.mean of weights"],
    "Keras, any optimiser with `use_ema=True, ema_momentum=0.9`": [
        "keras.mean of weights",
        "keras on torch.mean of weights",
    ],
    "PyTorch `AveragedModel`": ["torch.mean of all weights"],
    "optax `ema(0.9, debias=True)`": ["optax.mean of weights"],
}


def test_rates_and_averages_are_the_recorded_ones():
    rows = section("schedules") | section("averages")
    assert set(rows) == set(CALLS)
    for call, keys in CALLS.items():
        numbers = np.array([float(number) for number in rows[call][0].split(", ")])
        for key in keys:
            np.testing.assert_allclose(T[key][: len(numbers)], numbers, rtol=2e-3, atol=6e-4, err_msg=key)
    assert record_after.VALUES == (1.0, 3.0, 5.0, 4.0) and "the values 1, 3, 5, 4, with $d=0.9$" in CONVENTIONS


def test_what_clipping_makes_of_tiny_gradients():
    close(T["torch.clipped tiny"], np.array([5e-7, 20e-7 / 3]))
    close(T["torch.clipped just"], np.array([2.9999994, 3.9999992]), 1e-9)
    for library in ("optax", "keras"):
        close(T[f"{library}.clipped tiny"], np.array([6e-7, 8e-7]), 1e-6)
        close(T[f"{library}.clipped just"], np.array([3.0, 4.0]), 1e-6)
    assert r"becomes $(5, 6.67)\cdot10^{-7}$ in PyTorch and $(6, 8)\cdot10^{-7}$" in CONVENTIONS
    assert "becomes $(2.9999994, 3.9999992)$" in CONVENTIONS


def test_weight_decay_is_two_methods():
    np.testing.assert_array_equal(T["keras.Adam with weight_decay"], T["keras.AdamW with weight_decay"])
    assert np.abs(T["torch.Adam with weight_decay"] - T["torch.AdamW with weight_decay"]).max() > 1e-2
    close(T["torch.SGD with weight_decay"], T["keras.SGD with weight_decay"])  # without momentum both are the same
    lr, decay = record_after.DECAY["lr"], record_after.DECAY["decay"]
    w = START[0]
    for grad, after in zip(GRADIENTS[:, 0], T["torch.SGD with weight_decay"][1:]):
        w = w - lr * (grad + decay * w)
        close(w, after)
    assert section("weight-decay")["PyTorch `SGD`, `Adam`"][0] == "L2"
    assert section("weight-decay")["Keras `SGD`, `Adam`, `AdamW`, `Muon`"][0] == "decoupled"
