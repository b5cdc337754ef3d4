"""How long a step each weight makes: RProp, the sign and the adaptive methods, on all examples and on mini-batches."""

import traitlets

from ravine.language import _
from ravine.plots.methods import METHODS
from ravine.plots.plot import Plot, Point, choice, parameter, slider


class StepLengths(Plot):
    """The path of a method over the mean of twenty examples' losses, and the length of every weight's steps."""

    caption = _(
        "Twenty examples, each with a minimum of its own (dots); the loss is their mean, with its minimum at the "
        "cross. Choose the method, its learning rate (for RProp the first length), and how many examples a step looks "
        "at. The second picture shows how far each weight moved."
    )
    method = choice(
        "rprop",
        _("Method"),
        {name: METHODS[name].name for name in ("descent", "normalised", "sign", "rprop", "rmsprop", "adam")},
    )
    batch_size = slider(20, _("examples a step"), 1, 20, 1, symbol="b")
    learning_rate = slider(0.1, _("learning rate"), 0.01, 1.5, symbol="α", scale="log")
    examples = choice(
        "skewed",
        _("Examples"),
        {"skewed": _("eighteen near, two far on the other side"), "scattered": _("scattered on all sides")},
    )
    condition_number = slider(20.0, _("condition number"), 1.0, 100.0, symbol="κ", scale="log")
    rotation = slider(0, _("rotation"), 0, 45, 5, unit="°")
    start = parameter(Point([-4.0, 2.5]))
    steps = parameter(traitlets.Int(200, min=10, max=1000))
    draws = ("sign_step", "rprop_step", "normalised_step", "rmsprop_step")
    texts = {
        "map": _("The path, seen from above"),
        "lengths": _("How far each weight moves in a step"),
        "length": _("|Δw|"),
        "stepAxis": _("step"),
        "path": _("path"),
        "examplesLabel": _("examples' minima"),
        "first": _("steps of w₁"),
        "second": _("steps of w₂"),
        "summary": _(
            "After {step} steps the weights are at {place}, {distance} from the minimum. In the last {recent} steps "
            "the first weight moved by {first} a step on the average, the second by {second}."
        ),
    }
