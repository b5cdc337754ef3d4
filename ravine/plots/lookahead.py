"""Lookahead: the inner path of each round, and the loss along its line with the fitted parabola and the picked α."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, Point, choice, parameter, slider, switch


class Lookahead(Plot):
    """Rounds of k inner steps and a step back to a point of the line, α fixed or fitted."""

    caption = _(
        "Each round the inner method makes k steps, and Lookahead goes to a point of the line between their ends. Drag "
        "the start, and step through the rounds."
    )
    landscape = choice(
        "ravine", _("Landscape"), {"ravine": _("ravine (a quadratic)"), "valley": _("bent valley (Rosenbrock's)")}
    )
    picked = choice("fitted", _("α is"), {"fitted": _("fitted by the parabola"), "fixed": _("fixed")})
    alpha = slider(0.5, _("share of the way"), 0.0, 1.0, 0.05, symbol="α")
    k = slider(5, _("inner steps a round"), 1, 20, 1, symbol="k")
    lr = slider(1.85, _("inner learning rate"), 0.05, 2.3, 0.05, symbol="η")
    beta = slider(0.0, _("inner momentum"), 0.0, 0.95, 0.05, symbol="β")
    noise = switch(False, _("noise: gradients and losses of mini-batches"))
    start = parameter(Point([-4.0, 2.5]))
    rounds = parameter(traitlets.Int(12, min=1, max=60))
    seed = parameter(traitlets.Int(1, min=0))
    texts = {
        "map": _("Slow and fast weights"),
        "line": _("The loss along the line of the round"),
        "lossAxis": _("loss"),
        "fast": _("inner steps of this round"),
        "before": _("inner steps before"),
        "slow": _("slow weights"),
        "alone": _("inner method alone"),
        "true": _("true loss"),
        "parabola": _("fitted parabola"),
        "chosen": _("picked α"),
        "round": _("round"),
        "lossAt": _("loss after"),
        "runsAway": _(
            "By round {round} the losses are beyond all bounds: the inner method runs away. Give it a lower learning "
            "rate or less momentum."
        ),
        "summary": _(
            "In round {round} the inner method went from the loss {loss0} to {loss1}. The parabola has a = {a} and "
            "b = {b}; α = {alpha} was picked, and the slow weights are now at {place} with the loss {after}."
        ),
    }

    @traitlets.default("hidden")
    def _crowded(self):
        return ["alone"]

    @traitlets.default("step")
    def _first_round(self):
        return 1
