"""A network of ten layers while it learns: its loss, the signal and the gradient in every layer, and its units."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, choice, parameter, slider


class NetworkLearns(Plot):
    """Ten layers of 16 units learn 100 handwritten digits by gradient descent, from the weights of one's choice."""

    caption = _(
        "Ten layers learn a hundred handwritten digits while you watch: every step is one of gradient descent on all "
        "of them. Each line in the second picture is one unit of the chosen layer; units that start equal stay on one."
    )
    initialiser = choice(
        "he",
        _("Weights"),
        {
            "zeros": _("all 0"),
            "equal": _("all equal, 1/n"),
            "small": _("normal, σ = 0.01"),
            "xavier": "Xavier",
            "he": "He",
        },
    )
    activation = choice("relu", _("Activation"), {"relu": "ReLU", "tanh": "tanh"})
    learning_rate = slider(0.1, _("learning rate"), 0.001, 1.0, symbol="α", scale="log")
    layer = slider(3, _("layer shown"), 1, 9, 1)
    seed = slider(1, _("number of the draw"), 1, 50, 1)
    steps = parameter(traitlets.Int(100, min=1, max=300))
    texts = {
        "lossTitle": _("The loss"),
        "unitsTitle": _("The units of layer {layer}"),
        "signalTitle": _("The signal in every layer"),
        "gradientTitle": _("The gradient in every layer"),
        "stepAxis": _("step"),
        "layerAxis": _("layer"),
        "lossAxis": _("cross-entropy"),
        "length": _("length of the incoming weights"),
        "meanSquare": _("mean square"),
        "loss": _("loss"),
        "chance": _("guessing, ln 10"),
        "units": _("one unit each"),
        "signal": _("signal z"),
        "gradient": _("gradient ∂L/∂z"),
        "start": _("at the start"),
        "right": _("share right"),
        "different": _("different units in layer {layer}"),
        "summary": _(
            "After {step} steps the loss is {loss}, where guessing has 2.30, and {right} % of the digits are right. "
            "Different units among the 16 of layer {layer}: {different}. The signal's mean square is "
            "{first} in layer 1 and {last} in layer 10, the gradient's {gradientFirst} and {gradientLast}."
        ),
        "away": _("Then the loss is beyond all bounds, and the training ends."),
    }
