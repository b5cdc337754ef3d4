"""The plot of the computational graph: its values and gradients are those of the reference, its steps in an order
that waits, its picture free of overlaps."""

import numpy as np
import pytest
import traitlets

from ravine.plots import ComputationalGraph
from ravine.plots.expression import SENTENCES, ExpressionError, read_expression
from solutions.reference.backpropagation import Value
from tests.pages.claims import Claims
from tests.plots.computed import answer, computed

INPUTS = "awxby"
says = Claims("backpropagation")
EXPRESSIONS = {
    "shared": lambda a, w, x, b, y: 3 * a * (2 * (3 * a)) + 3 * a,
    "chain": lambda a, w, x, b, y: (2 * x).tanh() ** 2,
    "neuron": lambda a, w, x, b, y: (w * x + b).tanh(),
    "error": lambda a, w, x, b, y: (w * x + b - y) ** 2,
    "relu": lambda a, w, x, b, y: (w * x).relu() + x.exp(),
    "own": lambda a, w, x, b, y: a * (w * x + b).tanh() - x**2,
}
OWN = [  # as typed, and as numpy has it
    ("x^2/(1 + x^2)", lambda a, w, x, b, y: x**2 / (1 + x**2)),
    ("-x^2 - -a", lambda a, w, x, b, y: -(x**2) + a),
    ("2 - 3/x + b/2", lambda a, w, x, b, y: 2 - 3 / x + b / 2),
    ("(w*x + b)*(w*x + b) − y", lambda a, w, x, b, y: (w * x + b) ** 2 - y),
    ("sigmoid(a)*sin(w) + cos(x)/exp(b)", lambda a, w, x, b, y: np.sin(w) / (1 + np.exp(-a)) + np.cos(x) / np.exp(b)),
    ("log(1 + exp(relu(w)·x))", lambda a, w, x, b, y: np.log(1 + np.exp(np.maximum(w, 0) * x))),
    ("sqrt(x^2 + 2^(3-1))**3", lambda a, w, x, b, y: np.sqrt(x**2 + 4) ** 3),
    ("x*x*x*x*x", lambda a, w, x, b, y: x**5),
    (".5*x - 2.*a + 1", lambda a, w, x, b, y: 0.5 * x - 2 * a + 1),
]
UNREADABLE = {
    "": "formulaEmpty",
    "   ": "formulaEmpty",
    "x" + "+x" * 40: "formulaLong",
    "+".join(["x*x", "y*y", "a*a", "b*b", "w*w", "x*y", "x*a"]): "formulaOperations",
    "x ? y": "formulaSign",
    "2,5*x": "formulaSign",
    "\U0001d465 + 1": "formulaSign",
    "w*z": "formulaName",
    "wx": "formulaName",
    "__import__": "formulaSign",
    "constructor(x)": "formulaName",
    "x + * y": "formulaBegins",
    "()": "formulaBegins",
    "x +": "formulaEnds",
    "tanh(": "formulaEnds",
    "tanh(x": "formulaOpen",
    "3x": "formulaJoined",
    "(x y)": "formulaJoined",
    "x)": "formulaClosed",
    "tanh x": "formulaCalled",
    "x^y": "formulaExponent",
    "x + 1/0": "formulaNumber",
    "log(-1)*x": "formulaNumber",
    "x": "formulaNothing",
    "2 + 3": "formulaNothing",
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


# --- an expression of one's own


def test_an_own_expression_has_its_value_and_its_derivatives_in_both_modes():
    for formula, function in OWN:
        drawn = [
            ComputationalGraph(expression="own", formula=formula, mode=mode, **dict(zip(INPUTS, row)))
            for row in np.random.default_rng(5).uniform(0.3, 2, (4, 5))
            for mode in ("backward", "forward")
        ]
        for plot, found in zip(drawn, computed(drawn, "nodes", "gradients")):
            at = np.array([getattr(plot, name) for name in INPUTS])
            assert found["nodes"][-1]["value"] == pytest.approx(function(*at), rel=1e-12)
            leaves = {n["name"]: g for n, g in zip(found["nodes"], found["gradients"]) if not n["from"]}
            for name, gradient in leaves.items():
                aside = 1e-6 * np.eye(5)[INPUTS.index(name)]
                quotient = (function(*(at + aside)) - function(*(at - aside))) / 2e-6
                assert gradient == pytest.approx(quotient, rel=1e-7, abs=1e-8), (formula, name)


def test_browser_and_python_read_an_expression_alike():
    done = answer("read.mjs", [formula for formula, _function in OWN] + list(UNREADABLE))
    for (formula, _function), nodes in zip(OWN, done):
        assert nodes == {"nodes": read_expression(formula)}, formula
    for (formula, what), said in zip(UNREADABLE.items(), done[len(OWN) :]):
        with pytest.raises(ExpressionError) as error:
            read_expression(formula)
        assert (error.value.what, error.value.values) == (what, said["values"]), formula
        assert said["what"] == what
    assert set(UNREADABLE.values()) == set(SENTENCES)


def test_a_part_written_twice_is_one_node():
    (found,) = computed([ComputationalGraph(expression="own", formula="(w*x + b)*(w*x + b)")], "nodes", "counts")
    assert [n["name"] for n in found["nodes"]] == ["w", "x", "b", "u", "v", "z"]


@every_expression
def test_forward_mode_costs_each_input_its_own_edges(expression):
    plots = [ComputationalGraph(expression=expression, mode=mode) for mode in ("backward", "forward")]
    back, fore = computed(plots, "steps", "counts", "nodes", "edges", "gradients")
    assert back["counts"] == fore["counts"]
    assert back["counts"]["backward"] == len(back["edges"]) == sum(s["pass"] == "backward" for s in back["steps"])
    assert fore["counts"]["forward"] == sum(step["pass"] == "tangent" for step in fore["steps"])
    inputs = [i for i, node in enumerate(fore["nodes"]) if not node["from"]]
    for i in inputs:
        assert fore["gradients"][i] == pytest.approx(back["gradients"][i], rel=1e-12, abs=1e-12)
        assert fore["counts"]["forward"] >= fore["counts"]["backward"]
    if len(inputs) == 1:
        assert fore["counts"]["forward"] == fore["counts"]["backward"]


def test_python_says_what_is_wrong_with_an_expression():
    with pytest.raises(traitlets.TraitError, match="A product needs its sign"):
        ComputationalGraph(expression="own", formula="wx + b")


def test_a_reader_types_an_expression_and_is_told_what_is_wrong(opened):
    page = opened("ComputationalGraph", hash="#computational-graph?expression=own&formula=a*tanh(")
    assert page.locator("input[value=shared]").is_checked()  # a link that cannot be drawn is the page's own state
    page.locator("input[value=own]").check()
    field = page.locator(".ravine-typed input")
    field.fill("w*x^3")
    page.wait_for_function("document.querySelectorAll('.ravine-slider').length === 2")
    assert "w*x^3" in page.locator(".ravine-graph").get_attribute("aria-label")
    field.fill("w*x^3 + z")
    assert page.locator(".ravine-typed .ravine-limits").inner_text() == ""  # not while one is writing
    field.press("Enter")
    page.get_by_text("“z” at place 9 is neither an input").wait_for()
    assert field.input_value() == "w*x^3 + z" and field.get_attribute("aria-invalid") == "true"
    assert "w*x^3" in page.locator(".ravine-graph").get_attribute("aria-label")
    field.fill("w*x^3 + b")
    page.wait_for_function("document.querySelectorAll('.ravine-slider').length === 3")
    assert page.locator(".ravine-typed .ravine-limits").inner_text() == ""
    page.locator(".ravine-link").click()
    page.wait_for_function("location.hash.includes('formula=')")
    again = opened("ComputationalGraph", hash=page.evaluate("location.hash"))
    assert again.locator(".ravine-typed input").input_value() == "w*x^3 + b"
    again.evaluate("location.hash = '#computational-graph?formula=w*('")
    again.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert again.locator(".ravine-graph").is_visible()


@pytest.mark.parametrize("formula", [f for f, _function in OWN] + ["a*b + w*x + y*a + b*w + a*x + y"])
def test_nodes_of_an_own_expression_do_not_overlap(formula):
    (found,) = computed([ComputationalGraph(expression="own", formula=formula)], "places", "width", "nodeWidth")
    places, node = np.array(found["places"]), found["nodeWidth"]
    for i, one in enumerate(places):
        assert node / 2 <= one[0] <= found["width"] - node / 2
        for other in places[:i]:
            assert abs(one[0] - other[0]) >= node or abs(one[1] - other[1]) > 46


def test_the_two_expressions_that_the_page_proposes_cost_what_it_says():
    plots = [ComputationalGraph(expression="own", formula=f) for f in ("x*x*x*x*x", "a*b*w*x*y")]
    (power, product) = (found["counts"] for found in computed(plots, "counts"))
    says(
        "Try `x*x*x*x*x`, for which the two cost <>, and then `a*b*w*x*y`, for which they do <>",
        "the same" if power["backward"] == power["forward"] else "something else",
        "not" if product["backward"] < product["forward"] else "too",
    )
