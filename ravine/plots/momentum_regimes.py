"""Creep, swing, ripple, fly off: how fast momentum converges on a ravine for every α and β."""

import traitlets

from ravine.language import _
from ravine.plots.methods import METHODS
from ravine.plots.plot import Plot, Point, parameter, slider


class MomentumRegimes(Plot):
    """The rate of momentum on a ravine with largest curvature 1, as a map over α and β, and the path of one pair."""

    caption = _(
        "How fast momentum converges for each learning rate α and decay β on a ravine with curvatures from 1/κ to 1: "
        "the stronger the green, the fewer steps. Drag the point, and watch the path and its distance from the "
        "minimum, beside the predicted rate."
    )
    learning_rate = slider(1.0, _("learning rate"), 0.0, 4.0, 0.01, symbol="α")
    beta = slider(0.5, _("decay"), 0.0, 1.0, 0.01, symbol="β")
    condition_number = slider(20.0, _("condition number"), 1.0, 1000.0, symbol="κ", scale="log")
    steps = parameter(traitlets.Int(80, min=1, max=1000))
    start = parameter(Point([-4.0, 1.5]))
    draws = ("momentum_step",)
    texts = {
        "map": _("Steps for a decimal digit, over α and β"),
        "pair": _("The pair of learning rate and decay: drag it or use the arrow keys"),
        "pathTitle": _("The path of this pair in the ravine"),
        "distance": _("Distance from the minimum"),
        "steps": _("step"),
        "momentum": METHODS["momentum"].name,
        "descent": _("gradient descent, best α"),
        "prediction": _("predicted, ρᵗ"),
        "best": _("best pair"),
        "predicted": _("predicted ρᵗ"),
        "scale": _("steps for a digit"),
        "steepFliesOff": _("steep flies off"),
        "steepRipples": _("ripples"),
        "bothSwing": _("both swing"),
        "flatCreeps": _("flat creeps"),
        "creeps": _("creeps"),
        "swings": _("swings"),
        "ripples": _("ripples from side to side"),
        "flies off": _("flies off or never settles"),
        "summary": _(
            "With α = {lr} and β = {beta} the flat direction {flat} and the steep one {steep}. The rate is ρ = {rate}: "
            "a decimal digit takes {digit} steps. The best pair, α = {bestLr} and β = {bestBeta}, has {bestRate}, "
            "{bestDigit} steps a digit; gradient descent at its best {descentRate}, {descentDigit} steps."
        ),
    }
