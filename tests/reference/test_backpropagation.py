"""The backpropagation reference against hand calculation, PyTorch's autograd and difference quotients; its
misconceptions against each other; and right answers in many styles."""

import json
import math
from importlib.util import find_spec

import numpy as np
import pytest

from ravine.exercises.exercise import exercises_in
from ravine.problems import CubedSum, Scale, Tanh
from solutions.reference import backpropagation as reference
from solutions.reference.backpropagation.numeric_gradient import _nested
from tests.traces import record_backpropagation as recording

RECORDED = json.loads(recording.TRACES.read_text())
EXERCISES = {exercise.name: exercise for exercise in exercises_in(reference)}

# --- by hand


def test_numeric_gradient_by_hand():
    """f(x) = x³ at 1 with h = ½: (27/8 − 1/8)/1, that is 3x² + h²."""
    np.testing.assert_array_equal(reference.numeric_gradient(CubedSum((1.0,)).value, np.array([1.0]), 0.5), [3.25])


def test_chain_rule_by_hand():
    """From two numbers to two to one: the row (1, −1) times the rows (1, 2, 3) and (4, 5, 6)."""
    J = [np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[1.0, -1.0]])]
    np.testing.assert_array_equal(reference.chain_rule(J), [[-3, -3, -3]])


def test_value_by_hand():
    """z = bc + b with b = 3a, c = 2b, a = 2: dz/db = 4b + 1 = 25, dz/da = 75."""
    a = reference.Value(2.0)
    b = a * 3
    c = b * 2
    z = b * c + b
    z.backward()
    assert (z.data, z.grad, c.grad, b.grad, a.grad) == (78, 1, 6, 25, 75)


def test_linear_by_hand():
    layer = reference.Linear(2, 1, np.random.default_rng(0))
    layer.W, layer.b = np.array([[2.0], [1.0]]), np.array([0.5])
    np.testing.assert_array_equal(layer.forward(np.array([[1.0, 2.0], [3.0, 1.0]])), [[4.5], [7.5]])
    np.testing.assert_array_equal(layer.backward(np.array([[1.0], [2.0]])), [[2, 1], [4, 2]])
    np.testing.assert_array_equal(layer.dW, [[7], [4]])
    np.testing.assert_array_equal(layer.db, [3])


def test_softmax_by_hand():
    """Two equal logits: p = ½, loss ln 2. A label 2000 below the other logit costs 2000."""
    loss = reference.SoftmaxCrossEntropy()
    assert loss.forward(np.zeros((1, 2)), np.array([0])) == pytest.approx(math.log(2), rel=1e-15)
    np.testing.assert_allclose(loss.backward(), [[-0.5, 0.5]], rtol=1e-15)
    assert loss.forward(np.array([[1000.0, -1000.0]]), np.array([1])) == 2000
    np.testing.assert_array_equal(loss.backward(), [[1, -1]])


@pytest.mark.parametrize(
    "sizes, fewest",
    [
        ([3, 7], 0),
        ([2, 3, 4], 24),
        ([4, 2, 8, 4], 96),  # by hand in the notebook
        ([30, 35, 15, 5, 10, 20, 25], 15125),  # Cormen et al., Introduction to Algorithms, section on matrix chains
        ([100] * 5 + [1], 4 * 100**2),  # a loss: backward
        ([1] + [100] * 5, 4 * 100**2),  # one input: forward
    ],
)
def test_the_fewest_multiplications_of_chains(sizes, fewest):
    assert reference.fewest_multiplications(sizes) == fewest


# --- PyTorch


@pytest.mark.parametrize("seed", range(recording.GRAPHS))
def test_value_is_autograd_on_a_random_graph(seed):
    recorded, names = RECORDED["graphs"][seed], {}
    for line in recorded["code"]:
        exec(line, {"Value": reference.Value}, names)
    names["z"].backward()
    scale = max(map(abs, recorded["grad"].values()))
    for name, node in names.items():
        assert node.data == pytest.approx(recorded["data"][name], rel=1e-13)
        assert node.grad == pytest.approx(recorded["grad"][name], rel=1e-12, abs=1e-13 * scale)


def test_the_recorded_graphs_share_nodes():
    """In each some name is used three times or more, so that gradients have to be added up."""
    for recorded in RECORDED["graphs"]:
        text = " ".join(line.split("=")[1] for line in recorded["code"])
        assert max(text.replace(".", " ").split().count(name) for name in "abcdefghijklm") >= 3


def network(setting):
    """A network with the recorded parameters, its loss and its inputs."""
    given, layers = recording.inputs(setting), []
    for i, (W, b) in enumerate(zip(given["W"], given["b"])):
        linear = reference.Linear(*W.shape, np.random.default_rng(0))
        linear.W, linear.b = W, b
        layers.append(linear)
        if i < len(recording.NETWORKS[setting]["activations"]):
            layers.append(getattr(reference, recording.NETWORKS[setting]["activations"][i])())
    return reference.Sequential(layers), reference.SoftmaxCrossEntropy(), given["x"], given["labels"]


@pytest.mark.parametrize("setting", recording.NETWORKS)
def test_layers_are_autograd_on_a_network(setting):
    net, loss, x, labels = network(setting)
    recorded = RECORDED["networks"][setting]
    assert loss.forward(net.forward(x), labels) == pytest.approx(recorded["loss"], rel=1e-13)
    gradients = [net.backward(loss.backward()), *(gradient for _array, gradient in net.parameters())]
    pairs = zip(recorded["dW"], recorded["db"])
    for got, wanted in zip(gradients, [recorded["dx"], *(g for pair in pairs for g in pair)], strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-13 * np.abs(wanted).max())


def test_recorded_with_the_version_that_the_pages_name():
    assert RECORDED["torch"].startswith("2.13.0")


if find_spec("torch"):  # elsewhere the recorded traces stand for PyTorch

    def test_traces_are_what_pytorch_does():
        for seed, recorded in enumerate(RECORDED["graphs"]):
            assert recording.graph(seed)["grad"] == pytest.approx(recorded["grad"], rel=1e-12, abs=1e-13)
        for setting, recorded in RECORDED["networks"].items():
            assert recording.trace(setting)["loss"] == pytest.approx(recorded["loss"], rel=1e-13)


def test_recorded_graphs_are_those_of_the_script():
    assert [recorded["code"] for recorded in RECORDED["graphs"]] == [recording.calculation(s) for s in range(40)]


# --- difference quotients


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 1, 2)])
@pytest.mark.parametrize("h", [1e-5, 0.3])
def test_numeric_gradient_of_a_cube_has_the_error_that_algebra_gives(shape, h):
    """(f(x + heᵢ) − f(x − heᵢ))/2h = 3s²cᵢ + h²cᵢ³ for f(x) = s³, s = Σcᵢxᵢ."""
    rng = np.random.default_rng(1)
    c, x = rng.uniform(0.5, 1, (2, *shape))
    f = CubedSum(_nested(c))
    expected = f.gradient(x) + h**2 * c**3
    rounding = 4e-16 * f.value(x) / h
    np.testing.assert_allclose(reference.numeric_gradient(f.value, x, h), expected, rtol=1e-14, atol=20 * rounding)


@pytest.mark.parametrize("setting", [n for n in recording.NETWORKS if n != "large logits"])
def test_layers_agree_with_difference_quotients(setting):
    net, loss, x, labels = network(setting)
    net.forward(x)
    loss.forward(net.forward(x), labels)
    dx = net.backward(loss.backward())

    def at(x):
        return loss.forward(net.forward(x), labels)

    np.testing.assert_allclose(dx, reference.numeric_gradient(at, x), rtol=0, atol=1e-9)
    gradients = [gradient.copy() for _array, gradient in net.parameters()]
    for (array, _gradient), gradient in zip(net.parameters(), gradients):

        def with_entries(p, array=array):
            array[...] = p
            return at(x)

        before = array.copy()
        np.testing.assert_allclose(gradient, reference.numeric_gradient(with_entries, before), rtol=0, atol=1e-9)
        array[...] = before


@pytest.mark.parametrize("layer", [Scale([1.5, -2.0, 0.3], [0.1, 0.2, 0.3]), Tanh()], ids=["Scale", "Tanh"])
def test_the_layers_of_the_tests_agree_with_difference_quotients(layer):
    x, dy = np.random.default_rng(2).normal(size=(2, 4, 3))
    layer.forward(x)
    numeric = reference.numeric_gradient(lambda x: np.sum(dy * layer.forward(x)), x)
    layer.forward(x)
    np.testing.assert_allclose(layer.backward(dy), numeric, rtol=0, atol=1e-9)


def test_chain_rule_is_the_jacobian_of_the_composed_map():
    rng = np.random.default_rng(3)
    A, B = rng.normal(size=(3, 2)), rng.normal(size=(4, 3))
    x = rng.normal(size=2)
    y = np.tanh(A @ x)
    J = reference.chain_rule([A, np.diag(1 - y**2), B])
    numeric = [reference.numeric_gradient(lambda x, i=i: (B @ np.tanh(A @ x))[i], x) for i in range(4)]
    np.testing.assert_allclose(J, numeric, rtol=0, atol=1e-9)


def test_a_deep_graph_is_visited_in_linear_time():
    """20,000 nodes, and 2⁶⁰ paths: both come back at once."""
    a = b = reference.Value(1.0)
    for _ in range(10_000):
        b = b * 0.9999
    for _ in range(60):
        b = b * 0.5 + b * 0.5
    b.backward()
    assert a.grad == pytest.approx(0.9999**10_000, rel=1e-10)


# --- telling answers apart


def test_the_exercises_of_the_chapter():
    layers = ["Linear", "ReLU", "Sigmoid", "SoftmaxCrossEntropy", "Sequential"]
    assert list(EXERCISES) == ["numeric_gradient", "chain_rule", "Value", *layers, "fewest_multiplications"]
