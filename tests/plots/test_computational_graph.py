"""The plot of the computational graph: its values and gradients are those of the reference, its steps in an order
that waits, its picture free of overlaps."""

import numpy as np
import pytest

from ravine.plots import ComputationalGraph
from solutions.reference.backpropagation import Value
from tests.plots.computed import computed

INPUTS = "awxby"
EXPRESSIONS = {
    "shared": lambda a, w, x, b, y: 3 * a * (2 * (3 * a)) + 3 * a,
    "chain": lambda a, w, x, b, y: (2 * x).tanh() ** 2,
    "neuron": lambda a, w, x, b, y: (w * x + b).tanh(),
    "error": lambda a, w, x, b, y: (w * x + b - y) ** 2,
    "relu": lambda a, w, x, b, y: (w * x).relu() + x.exp(),
}
every_expression = pytest.mark.parametrize("expression", EXPRESSIONS)


def plots(expression, seed=0, draws=20):
    rng = np.random.default_rng(seed)
    return [
        ComputationalGraph(expression=expression, **dict(zip(INPUTS, row))) for row in rng.uniform(-3, 3, (draws, 5))
    ]


def test_every_expression_is_tried():
    assert set(EXPRESSIONS) == {value for value, _text in ComputationalGraph.expression.metadata["control"]["options"]}


@every_expression
def test_values_and_gradients_are_those_of_the_reference(expression):
    drawn = plots(expression)
    for plot, found in zip(drawn, computed(drawn, "nodes", "gradients")):
        inputs = {name: Value(getattr(plot, name)) for name in INPUTS}
        out = EXPRESSIONS[expression](**inputs)
        out.backward()
        assert found["nodes"][-1]["value"] == pytest.approx(out.data, rel=1e-12, abs=1e-12)
        leaves = {n["name"]: g for n, g in zip(found["nodes"], found["gradients"]) if not n["from"]}
        assert leaves
        for name, gradient in leaves.items():
            assert gradient == pytest.approx(inputs[name].grad, rel=1e-12, abs=1e-12), name


def test_relu_passes_nothing_on_at_zero():
    (found,) = computed([ComputationalGraph(expression="relu", w=0.0, x=1.0)], "nodes", "gradients")
    assert dict(zip((n["name"] for n in found["nodes"]), found["gradients"]))["w"] == 0


def test_the_numbers_of_the_page():
    (found,) = computed([ComputationalGraph(a=2.0)], "nodes", "gradients", "edges", "steps")
    names = [n["name"] for n in found["nodes"]]
    values, gradients = (dict(zip(names, row)) for row in ([n["value"] for n in found["nodes"]], found["gradients"]))
    assert (values["b"], values["c"], values["z"]) == (6, 12, 78)
    assert (gradients["c"], gradients["b"], gradients["a"]) == (6, 25, 75)
    at_b = [step["gradients"][names.index("b")] for step in found["steps"] if step["pass"] == "backward"]
    assert list(dict.fromkeys(at_b)) == [None, 1, 13, 25]


@every_expression
def test_every_edge_goes_back_once_and_only_from_a_complete_gradient(expression):
    (found,) = computed([ComputationalGraph(expression=expression)], "edges", "steps", "gradients")
    edges, steps = found["edges"], found["steps"]
    backward = [step for step in steps if step["pass"] == "backward"]
    assert sorted(step["edge"] for step in backward) == list(range(len(edges)))
    for step in backward:
        head = edges[step["edge"]]["head"]
        assert step["gradients"][head] == found["gradients"][head]
    order = [step["pass"] for step in steps]
    assert order == sorted(order, key=("start", "forward", "seed", "backward").index)


@every_expression
def test_edges_lead_down_and_nodes_do_not_overlap(expression):
    (found,) = computed([ComputationalGraph(expression=expression)], "edges", "places", "height")
    places = np.array(found["places"])
    for edge in found["edges"]:
        assert places[edge["tail"]][1] + 46 < places[edge["head"]][1]
    for i, one in enumerate(places):
        assert 56 <= one[0] <= 360 - 56 and 23 <= one[1] <= found["height"] - 23
        for other in places[:i]:
            assert abs(one[0] - other[0]) >= 112 or abs(one[1] - other[1]) > 46


def test_only_the_inputs_of_the_expression_are_shown_and_the_line_follows(opened):
    page = opened("ComputationalGraph")
    assert page.locator(".ravine-slider").count() == 1
    page.locator("input[value=error]").check()
    page.wait_for_function("document.querySelectorAll('.ravine-slider').length === 4")
    player = page.locator(".ravine-player input")
    player.press("Home")
    page.get_by_text("0 / 12", exact=True).wait_for()
    page.get_by_role("button", name="One step").press("Enter")
    page.wait_for_function("document.querySelector('.ravine-graph-lines').innerText === 'u = w·x = 2·0.5 = 1'")
    assert page.locator(".ravine-graph-gradient").count() == 0
    player.press("End")
    page.wait_for_function("document.querySelectorAll('.ravine-graph-gradient').length === 8")
    assert page.locator(".ravine-graph-lines span").first.inner_text().startswith("∂L/∂x += ∂L/∂u · ∂u/∂x = ")
