"""A calculation as a graph: values forward, derivatives backward, one edge at a time."""

from ravine.language import _
from ravine.plots.plot import Plot, choice, slider


def _input(default, symbol):
    return slider(default, _("input"), -3.0, 3.0, 0.1, symbol=symbol)


class ComputationalGraph(Plot):
    """The graph of an expression, stepped through: values on the nodes, local derivatives on the edges, gradients."""

    caption = _(
        "A calculation as a graph. Every node shows its value on the left and, once the pass has turned round, its "
        "gradient on the right; on every edge stands the local derivative. Step through it, and move the inputs."
    )
    expression = choice(
        "shared",
        _("Expression"),
        {
            "shared": _("b·c + b with b = 3a, c = 2b"),
            "chain": _("(tanh 2x)²"),
            "neuron": _("a neuron, tanh(w·x + b)"),
            "error": _("a squared error, (w·x + b − y)²"),
            "relu": _("ReLU(w·x) + exp x"),
        },
    )
    a = _input(2.0, "a")
    w = _input(2.0, "w")
    x = _input(0.5, "x")
    b = _input(-0.5, "b")
    y = _input(1.0, "y")
    texts = {
        "graph": _("The graph of {formula}"),
        "gradients": _("gradient"),
        "values": _("value"),
        "slopes": _("local derivative"),
        "pass": _("pass"),
        "start": _("inputs"),
        "forward": _("forward"),
        "seed": _("turn"),
        "backward": _("backward"),
        "node": _("node"),
        "calculation": _("calculation"),
        "result": _("result"),
        "summaryStart": _("Step 0 of {last}: the inputs are given, {line}. Nothing is calculated yet."),
        "summaryForward": _("Step {step} of {last}, forward: {line}."),
        "summarySeed": _("Step {step} of {last}: the values are known and the pass turns round, with {line}."),
        "summaryWaits": _(
            "Step {step} of {last}, backward from {head} to {tail}: {line}. {gradient} is {sum} so far: {tail} must "
            "wait for what else was calculated from it."
        ),
        "summaryComplete": _(
            "Step {step} of {last}, backward from {head} to {tail}: {line}. {gradient} = {sum} is complete."
        ),
        "summaryEnd": _("That was the last edge; the inputs' gradients are {gradients}."),
    }
