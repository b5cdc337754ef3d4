"""What random weights do to the signal and to the gradient, layer by layer."""

from ravine.language import _
from ravine.plots.plot import Plot, choice, slider, switch


class SignalThroughDepth(Plot):
    """Variance and histogram of signal and gradient in every layer of eight random networks, beside the prediction."""

    caption = _(
        "Eight random networks, each with an input of its own: the signal travels up, the gradient travels down. "
        "Dashed is the prediction; in each layer 95 of 100 such draws lie in the band around it. Play to watch them "
        "layer by layer; from the start it is the same draw again."
    )
    initialiser = choice(
        "normal",
        _("Weights"),
        {
            "normal": _("normal, σ"),
            "uniform": _("uniform, σ"),
            "truncated": _("normal, cut off at 2σ"),
            "zeros": _("all 0"),
            "ones": _("all 1"),
            "constant": _("all equal to σ"),
            "lecun": "LeCun",
            "xavier": "Xavier",
            "he": "He",
            "orthogonal": _("random orthogonal"),
            "identity": _("identity"),
        },
    )
    activation = choice("relu", _("Activation"), {"linear": _("none (linear)"), "relu": "ReLU", "tanh": "tanh"})
    sigma = slider(0.01, _("deviation"), 0.005, 0.5, symbol="σ", scale="log")
    depth = slider(20, _("layers"), 2, 50, 1)
    width = slider(64, _("units a layer"), 16, 128, 2, symbol="n")
    seed = slider(31, _("draw"), 1, 50, 1)
    alternating = switch(False, _("every second layer half as wide"))
    relative = switch(False, _("divide by the prediction"))
    texts = {
        "signal": _("signal z, measured"),
        "gradient": _("gradient ∂L/∂z, measured"),
        "predicted": _("predicted, with 95 % of such draws"),
        "signalRatio": _("Variance of the signal z, over the predicted"),
        "gradientRatio": _("Mean square of ∂L/∂z, over the predicted"),
        "ratio": _("ratio"),
        "off": _("{share} % are exactly 0"),
        "signalTitle": _("Variance of the signal z"),
        "gradientTitle": _("Mean square of the gradient ∂L/∂z"),
        "signalHistogram": _("Signal in layer {layer}"),
        "gradientHistogram": _("Gradient in layer {layer}"),
        "inputs": _("Inputs"),
        "layer": _("layer"),
        "meanSquare": _("mean square"),
        "layerColumn": _("layer"),
        "share": _("share"),
        "signalColumn": _("signal"),
        "gradientColumn": _("gradient"),
        "predictedColumn": _("predicted"),
        "summary": _(
            "After {layer} layers the signal's variance is {signal}; predicted is {predicted}. On its way down to "
            "layer {below} the gradient's mean square went from 1 to {gradient}; predicted is {predictedGradient}."
        ),
        "summaryUnpredicted": _(
            "After {layer} layers the signal's variance is {signal}. On its way down to layer {below} the gradient's "
            "mean square went from 1 to {gradient}. These weights are not random, so nothing is predicted."
        ),
        "summaryEqual": _(
            "After {layer} layers the signal's variance is {signal}. On its way down to layer {below} the gradient's "
            "mean square went from 1 to {gradient}. In every layer below the top all units of a network have one and "
            "the same signal and gradient: they would learn the same, and stay equal."
        ),
    }
