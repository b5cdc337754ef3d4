"""Why Adam is thrown out: its rate grows while the squares are forgotten, until it passes what momentum can bear."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, parameter, slider


class AdamsEdge(Plot):
    """Adam on ½λw²: the distance from the minimum, and αλ/(√v̂ + ε) beside the limit 2(1 + β₁)/(1 − β₁)."""

    caption = _(
        "Adam on L = ½λw² from w = 1: its distance from the minimum, the largest of every 20 steps; and the rate with "
        "which it steps, beside the limit up to which momentum in averaging form is stable. What happens when the one "
        "passes the other?"
    )
    learning_rate = slider(0.1, _("learning rate"), 0.001, 1.0, symbol="α", scale="log")
    epsilon = slider(1e-8, _("added to the root"), 1e-10, 0.1, symbol="ε", scale="log")
    beta1 = slider(0.9, _("decay of the mean"), 0.0, 0.99, 0.01, symbol="β₁")
    beta2 = slider(0.999, _("decay of the squares"), 0.99, 0.9995, 0.0005, symbol="β₂")
    curvature = slider(1.0, _("curvature"), 0.01, 100.0, symbol="λ", scale="log")
    steps = parameter(traitlets.Int(10000, min=20, max=20000))
    texts = {
        "distanceTitle": _("Distance from the minimum"),
        "rateTitle": _("Adam's rate, and what is stable"),
        "distance": _("|w|"),
        "rateAxis": _("αλ/(√v̂ + ε)"),
        "stepAxis": _("step"),
        "adam": _("Adam"),
        "limit": _("limit, 2(1 + β₁)/(1 − β₁)"),
        "ceiling": _("highest rate that ε allows, αλ/ε"),
        "passed": _("the limit is passed"),
        "summary": _(
            "At step {crossed} Adam's rate passes the limit {limit}; the weight is then at a distance of {there}. "
            "After that it is thrown out to {thrown}, at step {when}."
        ),
        "summaryStays": _(
            "In {last} steps Adam's rate never passes the limit {limit}: it is at most {highest}, for ε "
            "allows no more than αλ/ε = {ceiling}. The weight ends at a distance of {end}."
        ),
        "summaryNotYet": _(
            "In {last} steps Adam's rate does not come to the limit {limit}: it is at most {highest}. The weight ends "
            "at a distance of {end}. What comes later is not shown: ε would allow αλ/ε = {ceiling}."
        ),
    }
