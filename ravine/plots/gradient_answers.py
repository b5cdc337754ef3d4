"""What each adaptive method makes of a sequence of gradients: the length of its steps, and where the weight goes."""

import traitlets

from ravine.language import _
from ravine.plots.methods import METHODS
from ravine.plots.plot import Plot, choice, parameter, slider


class GradientAnswers(Plot):
    """The steps of the adaptive methods, in units of the learning rate, on one weight's given gradients."""

    caption = _(
        "One weight receives a sequence of gradients, whatever it does. How far does each method move it in a step, "
        "and where does it go? All lengths are in units of the learning rate."
    )
    gradients = choice(
        "steady",
        _("Gradients"),
        {
            "steady": _("steady"),
            "noise": _("noise of mean 0"),
            "turns": _("alternating sign"),
            "hinton": _("nine of +0.1, one of −0.9"),
            "outlier": _("one of 100 among ones"),
            "growing": _("growing after a silence"),
        },
    )
    size = slider(1.0, _("multiplied by"), 1e-10, 1e3, scale="log")
    beta2 = slider(0.999, _("memory"), 0.5, 0.999, 0.001, symbol="β₂")
    steps = parameter(traitlets.Int(200, min=10, max=1000))
    texts = {
        "lengths": _("Length of every step"),
        "places": _("Where the weight goes"),
        "length": _("|Δw| / α"),
        "place": _("w / α"),
        "stepAxis": _("step"),
        "gradient": _("gradient"),
        **{name: METHODS[name].name for name in ("sign", "adagrad", "adam", "adamax", "nadam", "radam")},
        "rmsprop": _("RMSprop, ρ = 0.9"),
        "uncorrected": _("Adam without correction"),
        "beginning": _("Before the first step the weight is at 0, and no method remembers anything."),
        "summary": _(
            "The gradient of step {step} is {gradient}. In units of α, the sign moves the weight by {sign}, RMSprop "
            "by {rmsprop}, Adagrad by {adagrad}, Adam by {adam} (by {uncorrected} without correction), Adamax by "
            "{adamax}, Nadam by {nadam} and RAdam by {radam}."
        ),
    }

    @traitlets.default("hidden")
    def _later_ones(self):
        return ["adamax", "nadam"]
