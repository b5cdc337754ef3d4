"""Momentum's velocity as a sum of all gradients so far, each with a weight that decays with its age."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, choice, parameter, slider


class DecayingWeights(Plot):
    """The gradients of the steps so far, each times the weight −αβᵏ of its age k, and the velocity, their sum."""

    caption = _(
        "What every gradient so far contributes to the velocity of a step: a bar for each age, and each weight β times "
        "that of the age before. The velocity is the sum of the bars. Step through, or choose other gradients."
    )
    gradients = choice(
        "steady",
        _("Gradients"),
        {
            "steady": _("always +1"),
            "turns": _("+1 and −1 in turn"),
            "outlier": _("0, and one of 10"),
            "noise": _("noise around +1"),
        },
    )
    beta = slider(0.9, _("decay"), 0.0, 0.99, 0.01, symbol="β")
    learning_rate = slider(0.1, _("learning rate"), 0.01, 1.0, 0.01, symbol="α")
    steps = parameter(traitlets.Int(60, min=5, max=500))
    texts = {
        "bars": _("What each gradient contributes"),
        "velocity": _("The velocity, step by step"),
        "age": _("age k of the gradient"),
        "share": _("−αβᵏ g"),
        "v": _("v"),
        "stepAxis": _("step"),
        "weights": _("weight of a gradient of 1, −αβᵏ"),
        "contributions": _("contributions"),
        "sum": _("velocity, their sum"),
        "bound": _("−α/(1 − β), the sum of all weights"),
        "gradient": _("gradient"),
        "beginning": _("Before the first step the velocity is 0."),
        "summary": _(
            "At step {step} the velocity is {velocity}. Its weights sum to {sum} so far, of {bound} in the end, and a "
            "gradient's weight is halved every {half} steps."
        ),
    }
