"""The backpropagation reference against hand calculation, PyTorch's autograd and difference quotients; its
misconceptions against each other; and right answers in many styles."""

import json
import math
from functools import cache, reduce
from importlib.util import find_spec
from itertools import permutations

import numpy as np
import pytest

from ravine.exercise import exercises_in
from ravine.judge import diagnose, judge, rows
from ravine.problems import CubedSum, Scale, Tanh
from solutions.reference import backpropagation as reference
from tests.traces import record_backpropagation as recording

RECORDED = json.loads(recording.TRACES.read_text())
EXERCISES = {exercise.name: exercise for exercise in exercises_in(reference)}
SEEDS = 200

# ------------------------------------------------------------------------------------------------- by hand


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


# ------------------------------------------------------------------------------------------------- PyTorch


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


# ------------------------------------------------------------------------------------- difference quotients


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 1, 2)])
@pytest.mark.parametrize("h", [1e-5, 0.3])
def test_numeric_gradient_of_a_cube_has_the_error_that_algebra_gives(shape, h):
    """(f(x + heᵢ) − f(x − heᵢ))/2h = 3s²cᵢ + h²cᵢ³ for f(x) = s³, s = Σcᵢxᵢ."""
    rng = np.random.default_rng(1)
    c, x = rng.uniform(0.5, 1, (2, *shape))
    f = CubedSum(reference._nested(c))
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


# --------------------------------------------------------------------------------------- telling answers apart

every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
WITHOUT_END = "every_path_by_itself"  # right, but for ever on a deep graph: only hidden inputs, at the end, show it


def test_the_exercises_of_the_chapter():
    layers = ["Linear", "ReLU", "Sigmoid", "SoftmaxCrossEntropy", "Sequential"]
    assert list(EXERCISES) == ["numeric_gradient", "chain_rule", "Value", *layers]


@every_exercise
def test_at_least_three_misconceptions_each_with_a_sentence_of_its_own(exercise):
    sentences = [m.sentence for m in exercise.misconceptions]
    assert len(sentences) >= 3
    assert len(set(sentences)) == len(sentences)
    assert all(m.see.startswith(("backpropagation.html#", "initialisation.html#")) for m in exercise.misconceptions)


@every_exercise
def test_every_part_of_the_credit_has_an_example_and_hidden_inputs(exercise):
    assert {case.part for case in exercise.examples} == set(exercise.parts)
    assert {case.part for case in exercise.cases(np.random.default_rng(0))} == set(exercise.parts)


def confused_pairs(exercise, drawn):
    """Pairs (a, b) of misconceptions, or of the right answer and one, that no row tells apart."""
    names = ["right", *(m.name for m in exercise.misconceptions)]
    seen = [{"right": row.expected, **row.wrong()} for row in drawn]
    return {
        (a, b)
        for a, b in permutations(names, 2)
        if all(exercise.agree(o[a], o[b], exercise) is None and o[a].changed == o[b].changed for o in seen)
    }


@every_exercise
def test_the_examples_tell_every_pair_apart(exercise):
    expected = {("right", WITHOUT_END), (WITHOUT_END, "right")} if exercise.name == "Value" else set()
    assert confused_pairs(exercise, rows(exercise, exercise.examples)) == expected


def seeds(exercise, many=12):
    """Few draws of the costly deep graphs."""
    return range({"Value": 2, "Linear": 4}.get(exercise.name, many))


@every_exercise
def test_hidden_inputs_alone_tell_every_pair_apart(exercise):
    for seed in seeds(exercise):
        assert confused_pairs(exercise, rows(exercise, exercise.cases(np.random.default_rng(seed)))) == set(), seed


@cache
def drawn_rows(name, seed):
    return rows(EXERCISES[name], EXERCISES[name].draw(np.random.default_rng(seed)))


def assert_named(exercise, drawn):
    for misconception in exercise.misconceptions:
        observed = [row.wrong()[misconception.name] for row in drawn]
        assert diagnose(exercise, drawn, observed) is misconception, misconception.name
        assert any(exercise.agree(o, r.expected, exercise) or o.changed for o, r in zip(observed, drawn))


@every_exercise
def test_every_misconception_is_named_on_every_draw(exercise):
    for seed in seeds(exercise):
        assert_named(exercise, drawn_rows(exercise.name, seed))


@pytest.mark.slow
@every_exercise
def test_right_answers_pass_and_misconceptions_fail_by_name_on_many_draws(exercise):
    for seed in range(1000, 1000 + SEEDS):
        drawn = rows(exercise, exercise.draw(np.random.default_rng(seed)))
        if exercise.name == "Value":  # the deep graphs are few and always alike
            drawn = [row for row in drawn if row.case.part != "deep graphs"]
            deep = {"every_path_by_itself", "calls_itself"}
            for m in exercise.misconceptions:
                observed = [row.wrong()[m.name] for row in drawn]
                assert m.name in deep or diagnose(exercise, drawn, observed) is m, (seed, m.name)
        else:
            assert_named(exercise, drawn)
        for answer in RIGHT[exercise.name]:
            assert judge(exercise, answer, drawn).right, (seed, answer.__name__)


# ------------------------------------------------------------------------------------------------ right answers


def numeric_on_a_copy(f, x, h=1e-5):
    x, g = x.copy(), np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        up = f(x)
        x[i] = old - h
        g[i] = (up - f(x)) / 2 / h
        x[i] = old
    return g


def numeric_restored(f, x, h=1e-5):
    g = np.zeros_like(x)
    with np.nditer(x, flags=["multi_index"], op_flags=["readwrite"]) as it:
        for entry in it:
            old = float(entry)
            entry[...] = old + h
            up = f(x)
            entry[...] = old - h
            down = f(x)
            entry[...] = old
            g[it.multi_index] = (up - down) / (2 * h)
    return g


def numeric_flat(f, x, h=1e-5):
    units = np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in units]).reshape(x.shape)


def numeric_nested_lists(f, x, h=1e-5):
    return numeric_flat(lambda p: f(p.tolist()), x, h).tolist()


def numeric_of_both_sides(f, x, h=1e-5):
    f0, g = f(x), np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        g[i] = ((f(x + e) - f0) / h + (f0 - f(x - e)) / h) / 2
    return g


def chain_reduce(jacobians):
    return reduce(lambda before, J: J @ before, jacobians)


def chain_multi_dot(jacobians):
    return np.linalg.multi_dot(jacobians[::-1]) if len(jacobians) > 1 else jacobians[0]


def chain_from_identity(jacobians):
    product = np.eye(jacobians[0].shape[1])
    for J in jacobians:
        product = np.dot(J, product)
    return product


def chain_recursive(jacobians):
    first, *rest = jacobians
    return chain_recursive(rest) @ first if rest else first


def chain_sums(jacobians):
    product = jacobians[0].tolist()
    for J in jacobians[1:]:
        product = [[sum(a * row[j] for a, row in zip(line, product)) for j in range(len(product[0]))] for line in J]
    return product


class ValueWithClosures:
    """As in micrograd, with gradients set to zero first and a stack of its own."""

    def __init__(self, data, children=()):
        self.data, self.grad, self.children, self._backward = data, 0.0, set(children), lambda: None

    @staticmethod
    def of(other):
        return other if isinstance(other, ValueWithClosures) else ValueWithClosures(other)

    def result(self, data, children, backward):
        out = ValueWithClosures(data, children)
        out._backward = lambda: backward(out.grad)
        return out

    def __add__(self, other):
        other = self.of(other)

        def backward(grad):
            self.grad += grad
            other.grad += grad

        return self.result(self.data + other.data, (self, other), backward)

    def __mul__(self, other):
        other = self.of(other)

        def backward(grad):
            self.grad += other.data * grad
            other.grad += self.data * grad

        return self.result(self.data * other.data, (self, other), backward)

    def _unary(self, data, slope):
        def backward(grad):
            self.grad += slope * grad

        return self.result(data, (self,), backward)

    def __pow__(self, n):
        return self._unary(self.data**n, n * self.data ** (n - 1))

    def tanh(self):
        return self._unary(np.tanh(self.data), 1 - np.tanh(self.data) ** 2)

    def exp(self):
        return self._unary(np.exp(self.data), np.exp(self.data))

    def relu(self):
        return self._unary(self.data * (self.data > 0), float(self.data > 0))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -self.of(other)

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * self.of(other) ** -1

    def __rtruediv__(self, other):
        return self**-1 * other

    __radd__, __rmul__ = __add__, __mul__

    def backward(self):
        order, seen, stack = [], set(), [(self, iter(self.children))]
        seen.add(self)
        while stack:
            node, children = stack[-1]
            child = next(children, None)
            if child is None:
                order.append(node)
                stack.pop()
            elif child not in seen:
                seen.add(child)
                stack.append((child, iter(child.children)))
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            node._backward()


class ValueByOrderOfBirth(reference.Value):
    """A node is younger than all that it was made from: visit the youngest first."""

    born = 0

    def __init__(self, data, parents=()):
        super().__init__(data, parents)
        ValueByOrderOfBirth.born += 1
        self.age = self.born

    def backward(self):
        found, waiting = {}, [self]
        while waiting:
            node = waiting.pop()
            if node.age not in found:
                found[node.age] = node
                waiting += [p for p, _slope in node.parents]
        for node in found.values():
            node.grad = 0.0
        self.grad = 1.0
        for age in sorted(found, reverse=True):
            for parent, slope in found[age].parents:
                parent.grad += slope * found[age].grad


class ValueByCountingUses(reference.Value):
    """Kahn's algorithm: a node passes its gradient on when all that uses it has."""

    def backward(self):
        nodes = self.nodes()
        uses = dict.fromkeys(nodes, 0)
        for node in nodes:
            node.grad = 0.0
            for parent, _slope in node.parents:
                uses[parent] += 1
        self.grad, ready = 1.0, [self]
        while ready:
            node = ready.pop(0)
            for parent, slope in node.parents:
                parent.grad += slope * node.grad
                uses[parent] -= 1
                if not uses[parent]:
                    ready.append(parent)


class ValueOfNumpy(reference.Value):
    """All numbers are numpy's."""

    def __init__(self, data, parents=()):
        super().__init__(np.float64(data), parents)
        self.grad = np.float64(0)


class ValueWithGradientsInADict(reference.Value):
    """Gradients are gathered apart and written into the nodes at the end."""

    def backward(self):
        grads = {self: 1.0}
        order = self.nodes()
        for node in order[::-1]:
            for parent, slope in node.parents:
                grads[parent] = grads.get(parent, 0.0) + slope * grads[node]
        for node in order:
            node.grad = grads[node]


class LinearOfLoops:
    def __init__(self, n_in, n_out, rng):
        self.W = np.array([[rng.normal() * (2 / n_in) ** 0.5 for _ in range(n_out)] for _ in range(n_in)])
        self.b, self.dW, self.db = np.zeros((n_out,)), None, None

    def forward(self, x):
        self.x = x.copy()
        return np.array([[sum(r * w) + c for w, c in zip(self.W.T, self.b)] for r in x])

    def backward(self, dy):
        self.dW, self.db = sum(np.outer(r, d) for r, d in zip(self.x, dy)), sum(dy)
        return np.array([[sum(d * w) for w in self.W] for d in dy])


class LinearTransposedDraw(reference.Linear):
    def __init__(self, n_in, n_out, rng):
        super().__init__(n_in, n_out, rng)
        self.W = (rng.standard_normal((n_out, n_in)) * np.sqrt(2.0 / n_in)).T


class LinearEinsum(reference.Linear):
    def forward(self, x):
        self.cache = x
        return np.einsum("ni,io->no", x, self.W) + self.b[None, :]

    def backward(self, dy):
        self.dW = np.einsum("ni,no->io", self.cache, dy)
        self.db = np.einsum("no->o", dy)
        return np.einsum("no,io->ni", dy, self.W)


class LinearDot(reference.Linear):
    def backward(self, dy):
        self.db = np.ones(len(dy)) @ dy
        self.dW = np.dot(self.x.transpose(), dy)
        return np.dot(self.W, dy.T).T


class LinearFloat32(reference.Linear):
    def forward(self, x):
        self.x = np.float32(x)
        return self.x @ np.float32(self.W) + np.float32(self.b)


class ReLUMaximum:
    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, dy):
        return dy * (self.x > 0)


class ReLUCopies:
    def forward(self, x):
        y = x.copy()
        y[y < 0] = 0
        self.y = y
        return y

    def backward(self, dy):
        dx = dy.copy()
        dx[self.y == 0] = 0
        return dx


class ReLUByHalves:
    def forward(self, x):
        self.slope = np.heaviside(x, 0)
        return (x + abs(x)) / 2

    def backward(self, dy):
        return self.slope * dy


class ReLUClip(reference.ReLU):
    def forward(self, x):
        super().forward(x)
        return x.clip(min=0)


class ReLULists(reference.ReLU):
    def backward(self, dy):
        return super().backward(dy).tolist()


class SigmoidPlain:
    def forward(self, x):
        with np.errstate(over="ignore"):
            self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, dy):
        return dy * self.y * (1 - self.y)


class SigmoidByTanh(SigmoidPlain):
    def forward(self, x):
        self.y = 0.5 * (1 + np.tanh(x / 2))
        return self.y


class SigmoidMasked(SigmoidPlain):
    def forward(self, x):
        y = np.empty_like(x)
        up = x >= 0
        y[up] = 1 / (1 + np.exp(-x[up]))
        y[~up] = np.exp(x[~up]) / (1 + np.exp(x[~up]))
        self.y = y
        return y


class SigmoidClipped(SigmoidPlain):
    def forward(self, x):
        return super().forward(np.clip(x, -500, 500))


class SigmoidByTheInput(reference.Sigmoid):
    def forward(self, x):
        self.x = x
        return super().forward(x)

    def backward(self, dy):
        t = np.tanh(self.x / 2)
        return dy * (1 - t * t) / 4


class LossByLogSumExp:
    def forward(self, logits, labels):
        top = np.max(logits, axis=1)
        log_sum = top + np.log(np.sum(np.exp(logits - top[:, None]), axis=1))
        self.d = np.exp(logits - log_sum[:, None])
        self.d[range(len(labels)), labels] -= 1
        self.d /= len(labels)
        return np.mean(log_sum - logits[range(len(labels)), labels])

    def backward(self):
        return self.d


class LossOneHot(reference.SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        super().forward(logits, labels)
        self.hot = np.eye(logits.shape[1])[labels]
        z = logits - logits.max(1)[:, None]
        return float((np.log(np.exp(z).sum(1)) - (z * self.hot).sum(1)).sum() / len(z))

    def backward(self):
        return (self.p - self.hot) / self.p.shape[0]


class LossLogAddExp(reference.SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        super().forward(logits, labels)
        return np.mean(np.logaddexp.reduce(logits, axis=1) - np.take_along_axis(logits, labels[:, None], 1)[:, 0])


class LossOfRows(reference.SoftmaxCrossEntropy):
    def forward(self, logits, labels):
        super().forward(logits, labels)
        return sum(max(z) + math.log(sum(np.exp(z - max(z)))) - z[y] for z, y in zip(logits, labels)) / len(labels)


class LossTwice(reference.SoftmaxCrossEntropy):
    def backward(self):
        n, d = len(self.labels), self.p / len(self.labels)
        for i in range(n):
            d[i, self.labels[i]] -= 1 / n
        return d


class SequentialIndices:
    def __init__(self, layers):
        self.layers = list(layers)

    def forward(self, x):
        return reduce(lambda x, layer: layer.forward(x), self.layers, x)

    def backward(self, dy):
        for i in range(len(self.layers) - 1, -1, -1):
            dy = self.layers[i].backward(dy)
        return dy

    def parameters(self):
        found = []
        for layer in self.layers:
            if isinstance(layer, SequentialIndices):
                found.extend(layer.parameters())
            elif hasattr(layer, "W"):
                found.append((layer.W, layer.dW))
                found.append((layer.b, layer.db))
        return found


class SequentialGenerator(reference.Sequential):
    def _pairs(self):
        for layer in self.layers:
            if hasattr(layer, "parameters"):
                yield from layer.parameters()
            elif getattr(layer, "W", None) is not None:
                yield layer.W, layer.dW
                yield layer.b, layer.db

    def parameters(self):
        return list(self._pairs())


class SequentialTuple(reference.Sequential):
    def parameters(self):
        return tuple([a, g] for a, g in super().parameters())


class SequentialTry(reference.Sequential):
    def parameters(self):
        pairs = []
        for layer in self.layers:
            try:
                pairs += [(layer.W, layer.dW), (layer.b, layer.db)]
            except AttributeError:
                pairs += layer.parameters() if isinstance(layer, SequentialTry) else []
        return pairs


class SequentialFlat(reference.Sequential):
    def __init__(self, layers):
        super().__init__([la for layer in layers for la in (layer.layers if hasattr(layer, "layers") else [layer])])


RIGHT = {
    "numeric_gradient": [
        numeric_on_a_copy, numeric_restored, numeric_flat, numeric_nested_lists, numeric_of_both_sides,
    ],
    "chain_rule": [chain_reduce, chain_multi_dot, chain_from_identity, chain_recursive, chain_sums],
    "Value": [
        ValueWithClosures, ValueByOrderOfBirth, ValueByCountingUses, ValueOfNumpy, ValueWithGradientsInADict,
    ],
    "Linear": [LinearOfLoops, LinearTransposedDraw, LinearEinsum, LinearDot, LinearFloat32],
    "ReLU": [ReLUMaximum, ReLUCopies, ReLUByHalves, ReLUClip, ReLULists],
    "Sigmoid": [SigmoidPlain, SigmoidByTanh, SigmoidMasked, SigmoidClipped, SigmoidByTheInput],
    "SoftmaxCrossEntropy": [LossByLogSumExp, LossOneHot, LossLogAddExp, LossOfRows, LossTwice],
    "Sequential": [SequentialIndices, SequentialGenerator, SequentialTuple, SequentialTry, SequentialFlat],
}  # fmt: skip


@pytest.mark.parametrize(
    "exercise, answer",
    [pytest.param(EXERCISES[name], f, id=f.__name__) for name, answers in RIGHT.items() for f in answers],
)
def test_right_answers_in_many_styles_pass(exercise, answer):
    for seed in seeds(exercise):
        judgement = judge(exercise, answer, drawn_rows(exercise.name, seed))
        assert judgement.right, (seed, judgement.example and judgement.example.difference)
