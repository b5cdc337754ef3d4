"""How long a step may be: gradient descent on a ravine and on surfaces that are harder."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, Point, choice, parameter, slider


class LearningRate(Plot):
    """The path of gradient descent, its loss, and what the learning rate does to every direction of a ravine."""

    caption = _(
        "Gradient descent on a ravine or on a surface that shows why training is hard. Move the learning rate, make "
        "the ravine narrower, drag the start. On the ravine the dotted line is the edge of stability, 2/λₘₐₓ."
    )
    learning_rate = slider(0.3, _("learning rate"), 0.01, 2.5, symbol="α", scale="log")
    condition_number = slider(10.0, _("condition number"), 1.0, 100.0, symbol="κ", scale="log")
    steps = slider(60, _("steps"), 10, 400, 10)
    surface = choice(
        "ravine",
        _("Surface"),
        {
            "ravine": _("ravine"),
            "kink": _("kink"),
            "staircase": _("staircase"),
            "minima": _("four minima"),
            "saddle": _("saddle"),
            "plateau": _("plateau"),
        },
        brings={
            **{name: {"learning_rate": 0.3} for name in ("ravine", "kink", "staircase", "saddle", "plateau")},
            "minima": {"learning_rate": 0.01},
        },
    )
    start = parameter(Point([-3.5, 2.0]))
    draws = ("gradient_descent",)
    texts = {
        "map": _("The path, seen from above"),
        "lossTitle": _("The loss after every step"),
        "factorTitle": _("What a step does to each direction"),
        "path": _("your learning rate"),
        "small": _("small step, α = 0.1/λₘₐₓ"),
        "large": _("large step, α = 1.9/λₘₐₓ"),
        "edge": _("edge of stability"),
        "steep": _("steep direction, |1 − αλₘₐₓ|"),
        "flat": _("flat direction, |1 − αλₘᵢₙ|"),
        "stepAxis": _("step"),
        "loss": _("loss"),
        "factor": _("factor a step"),
        "best": _("best"),
        "summary": _(
            "After {step} steps with α = {lr} the loss went from {first} to {last}. The steep direction is multiplied "
            "by {steep} at every step and the flat one by {flat}; the best learning rate here is {best}, and from "
            "{edge} on nothing converges."
        ),
        "summaryOther": _(
            "After {step} steps with α = {lr} the path is at {place}; the loss went from {first} to {last}."
        ),
        "diverged": _("The path has left the picture, and the loss is beyond all bounds."),
    }

    @traitlets.default("hidden")
    def _lecture(self):
        return ["small", "large"]
