"""The ball of noise that momentum leaves, beside that of gradient descent, and what speed costs in noise."""

from ravine.language import _
from ravine.plots.methods import METHODS
from ravine.plots.plot import Plot, choice, slider


class MomentumNoise(Plot):
    """Where momentum and descent wander in a ravine with noisy gradients, measured and predicted, and how fast."""

    caption = _(
        "Momentum and gradient descent in a ravine, with the same noise in every gradient, long after the start: dots "
        "are places of the run, ellipses the predicted balls. The other picture sets the size of the ball against the "
        "steps that a decimal digit takes on the way to it; every point of a line is another learning rate."
    )
    learning_rate = slider(0.05, _("learning rate"), 0.001, 3.9, symbol="α", scale="log")
    beta = slider(0.9, _("decay"), 0.0, 0.99, 0.01, symbol="β")
    condition_number = slider(20.0, _("condition number"), 1.0, 1000.0, symbol="κ", scale="log")
    compared = choice(
        "effective",
        _("Gradient descent with"),
        {"effective": _("the effective rate α/(1 − β)"), "same": _("the same α"), "best": _("its best rate")},
    )
    seed = slider(1, _("draw"), 1, 50, 1)
    texts = {
        "map": _("Where they wander"),
        "price": _("Speed and noise"),
        "digits": _("steps for a decimal digit"),
        "size": _("E‖w‖² / s²"),
        "momentum": METHODS["momentum"].name,
        "descent": METHODS["descent"].name,
        "balls": _("balls, predicted"),
        "others": _("momentum with β = 0.5, 0.8, 0.95 and 0.99"),
        "best": _("best pair and best rate"),
        "method": _("method"),
        "rate": _("α"),
        "decay": _("β"),
        "predicted": _("predicted E‖w‖²"),
        "measured": _("measured"),
        "error": _("standard error"),
        "never": _("no ball: it flies off"),
        "none": _("–"),
        "summary": _(
            "Momentum with α = {lr} and β = {beta} needs {digits} steps for a decimal digit and leaves a ball of mean "
            "square {ball} (measured over {long} steps: {measured}). Descent with the rate {descentLr} needs "
            "{descentDigits} and leaves {descentBall} (measured: {descentMeasured}). At their best, momentum needs "
            "{gain} times fewer steps, and its ball is {ratio} times as large."
        ),
    }
