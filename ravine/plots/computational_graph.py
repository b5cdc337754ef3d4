"""A calculation as a graph: values forward, derivatives backward, one edge at a time."""

from ravine.language import _
from ravine.plots.expression import SENTENCES, read_expression
from ravine.plots.plot import Plot, choice, slider, typed


def _input(default, symbol):
    return slider(default, _("input"), -3.0, 3.0, 0.1, symbol=symbol)


class ComputationalGraph(Plot):
    """The graph of an expression, also of one's own (`expression="own"`, `formula`), stepped through in either mode:
    values on the nodes, local derivatives on the edges, gradients, and the multiplications that they cost."""

    caption = _(
        "A calculation as a graph. Every node shows its value on the left; on every edge stands the local derivative. "
        "On the right appears, backward, the result's derivative by the node, and forward, the node's by one input. "
        "Step through it, move the inputs, or write an expression of your own."
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
            "own": _("your own"),
        },
    )
    formula = typed("a*tanh(w*x + b) - x^2", _("Your expression of a, w, x, b and y"), read_expression)
    mode = choice(
        "backward",
        _("Derivatives"),
        {"backward": _("backward, all inputs at once"), "forward": _("forward, input by input")},
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
        "forwardSeed": _("begin"),
        "tangent": _("forward again"),
        "tangents": _("derivative by the input"),
        "count": _("Multiplications by a local derivative"),
        "soFar": _("so far"),
        "allBackward": _("backward in all"),
        "allForward": _("forward in all"),
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
        "summaryEnd": _("That was the last edge; the inputs' gradients are {gradients}. {cost}"),
        "summaryBegin": _("Step {step} of {last}, forward by {input}: it begins with {line}, all others with 0."),
        "summaryTangent": _("Step {step} of {last}, forward by {input}, from {tail} to {head}: {line}."),
        "cost": _(
            "Each edge costs one multiplication by its local derivative: {backward} backward for all inputs at once, "
            "{forward} forward for one input after the other."
        ),
        "undefined": _("For these inputs {name} = {formula} is not a finite number: move one of them."),
        **SENTENCES,
    }
