"""Look before you leap: momentum, Nesterov and the lecture's look-ahead, and where each asks for the gradient."""

import traitlets

from ravine.language import _
from ravine.plots.methods import METHODS
from ravine.plots.plot import Plot, Point, parameter, slider, switch


class MomentumOrNesterov(Plot):
    """The paths of momentum, Nesterov's momentum and P4's look-ahead on a ravine with largest curvature 1."""

    caption = _(
        "Momentum asks for the gradient where it stands; Nesterov asks at w + βv, and the lecture P4 at w + v. Rings "
        "mark where. Step by step you see the velocity and the gradient that each one gets."
    )
    learning_rate = slider(0.3, _("learning rate"), 0.01, 2.0, 0.01, symbol="α")
    beta = slider(0.9, _("decay"), 0.0, 0.99, 0.01, symbol="β")
    condition_number = slider(20.0, _("condition number"), 1.0, 1000.0, symbol="κ", scale="log")
    minus = switch(False, _("The minus of the lecture P4: v ← −βv − α∇L"))
    steps = parameter(traitlets.Int(60, min=1, max=1000))
    start = parameter(Point([-4.0, 1.5]))
    draws = ("momentum_step", "nesterov_step")
    texts = {
        "map": _("The balls in the ravine, and where they ask"),
        "loss": _("Loss at each step"),
        "lossLabel": _("loss"),
        "steps": _("step"),
        "momentum": METHODS["momentum"].name,
        "nesterov": METHODS["nesterov"].name,
        "p4": _("looking ahead in P4"),
        "asks": _("where they ask"),
        "asksFor": _("{method} asks at"),
        "lossOf": _("loss of {method}"),
        "runsAway": _("runs away"),
        "summary": _(
            "After {step} steps the loss is {momentum} for momentum, {nesterov} for Nesterov and {p4} for P4's "
            "look-ahead. How far the whole path swings across the ravine, once it has crossed the floor, as a share of "
            "its height at the start: {momentumOver} for momentum, {nesterovOver} for Nesterov, {p4Over} for P4."
        ),
    }

    @traitlets.default("step")
    def _where_rings_lie_apart(self):
        return 5
