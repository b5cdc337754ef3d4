"""The chain of layers: carried out in numpy, its products give the gradients of the exercise's layers; what a product
needs is in memory when it is formed; counts are those of the shapes."""

import numpy as np
import pytest

from ravine.plots import LayersBackward
from solutions.reference.backpropagation import Linear, ReLU, Sequential
from tests.pages.claims import Claims
from tests.plots.computed import computed

SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
says = Claims("backpropagation")
CASES = [(layers, checkpoints) for layers in (1, 2, 4, 7, 9) for checkpoints in (False, True)]


def run(layers, checkpoints, **more):
    plot = LayersBackward(layers=layers, checkpoints=checkpoints, **{"batch": 5, "width": 7, **more})
    return computed([plot], "widths", "steps", "memory", "otherMemory", "ratio")[0]


def ascii(name):
    return name.translate(SUBSCRIPTS)


@pytest.mark.parametrize(("layers", "checkpoints"), CASES)
def test_the_steps_carried_out_give_the_gradients_and_every_factor_is_at_hand(layers, checkpoints):
    found, rng = run(layers, checkpoints), np.random.default_rng(1)
    widths = found["widths"]
    weights = [rng.normal(size=shape) for shape in zip(widths, widths[1:])]
    inputs, top = rng.normal(size=(5, widths[0])), rng.normal(size=(5, widths[-1]))

    values = {"x0": inputs} | {f"W{i + 1}": W for i, W in enumerate(weights)}
    memory = {0}
    for step in found["steps"]:
        name, layer = ascii(step["result"]), step["layer"]
        if step["pass"] == "loss":
            values[name] = top
        elif step["pass"] != "start":
            (left, left_shape), (right, right_shape) = step["factors"]
            for factor in (left, right):  # an input must be in memory, a gradient that of the layer before
                if factor.startswith("x"):
                    assert int(ascii(factor).strip("xᵀ")) in memory
            a, b = (values[ascii(f).strip("ᵀ")] for f in (left, right))
            a, b = (value.T if "ᵀ" in f else value for value, f in ((a, left), (b, right)))
            assert list(a.shape) == left_shape and list(b.shape) == right_shape
            assert step["count"] == a.shape[0] * a.shape[1] * b.shape[1]
            values[name] = a @ b
            if step["pass"] in ("forward", "recompute") and layer < layers:
                values[name] = np.maximum(values[name], 0)
            if step["pass"] == "input":  # through the ReLU in front, whose mask the kept input holds
                values[name] = values[name] * (values[f"x{layer - 1}"] > 0)
        assert list(values[name].shape) == step["shape"]
        memory = set(step["kept"]) | ({layer} if step["pass"] == "forward" else set())

    parts = [part for i in range(layers) for part in (Linear(widths[i], widths[i + 1], rng), ReLU())][:-1]
    for linear, W in zip(parts[::2], weights):
        linear.W, linear.b = W.copy(), np.zeros(W.shape[1])
    network = Sequential(parts)
    network.forward(inputs)
    network.backward(top)
    for i, linear in enumerate(parts[::2]):
        np.testing.assert_allclose(values[f"dW{i + 1}"], linear.dW, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("layers", "checkpoints"), CASES)
def test_memory_is_what_is_kept_and_the_gradient(layers, checkpoints):
    found = run(layers, checkpoints)
    for step, memory in zip(found["steps"], found["memory"]):
        kept = sum(found["widths"][i] for i in step["kept"])
        gradient = 0 if step["gradient"] is None else found["widths"][step["gradient"]]
        assert memory == 5 * (kept + gradient)


def test_both_passes_cost_three_forward_passes_but_for_the_first_input():
    deep = run(9, False, width=500)
    assert 2.9 < deep["ratio"] < 3
    assert run(1, False)["ratio"] == 2
    assert 3 < run(9, True, width=500)["ratio"] < 4


def test_checkpoints_keep_less_and_count_again():
    found = run(9, True, width=100, batch=32)
    assert max(found["memory"]) < 0.65 * max(found["otherMemory"])
    says("both passes together cost a little less than three passes forward")
    says("at most one more pass forward")
