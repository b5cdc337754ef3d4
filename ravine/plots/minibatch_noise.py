"""The gradient of a mini-batch: right on average, and the ball of noise that it leaves."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, Point, choice, parameter, slider


class MinibatchNoise(Plot):
    """True and sampled gradients, the path of mini-batch descent, and the noise ball, predicted and measured."""

    caption = _(
        "A loss of 64 examples. Drag the start: from there point the downhill arrows of the whole loss and of twelve "
        "mini-batches, and from there runs mini-batch gradient descent. Dashed: the predicted ball of noise."
    )
    batch_size = slider(2, _("batch size"), 1, 64, 1, symbol="b")
    learning_rate = slider(0.4, _("learning rate"), 0.02, 1.9, symbol="α", scale="log")
    sampling = choice(
        "fresh",
        _("Batches"),
        {"fresh": _("drawn anew from all examples"), "epochs": _("shuffled, every example once an epoch")},
    )
    axis = choice("steps", _("Count"), {"steps": _("steps"), "cost": _("gradients of examples")})
    seed = slider(1, _("draw"), 1, 50, 1)
    start = parameter(Point([-3.0, 2.0]))
    steps = parameter(traitlets.Int(200, min=10, max=1000))
    texts = {
        "map": _("Gradients and path, seen from above"),
        "distanceTitle": _("Squared distance from the minimum"),
        "distance": _("‖w‖²"),
        "stepAxis": _("step"),
        "costAxis": _("gradients of examples"),
        "otherBatches": _("predicted for batches of 1, 8 and 64"),
        "true": _("gradient of all examples"),
        "sampled": _("gradients of 12 mini-batches"),
        "path": _("path"),
        "examples": _("examples' minima"),
        "ball": _("noise ball, predicted"),
        "measured": _("noise ball, measured"),
        "predictedBall": _("predicted mean square"),
        "measuredBall": _("measured"),
        "summary": _(
            "With batches of {b} and α = {lr} the predicted mean square of the noise is {first} along the flat axis "
            "and {second} along the steep one; measured over {long} steps are {firstMeasured} and {secondMeasured}."
        ),
        "summaryCost": _("In {budget} gradients of examples, {passes} passes, there is room for {room} such steps."),
        "summaryEpochs": _(
            "With batches of {b} out of shuffled epochs and α = {lr} the mean square of the noise, measured over "
            "{long} steps, is {firstMeasured} along the flat axis and {secondMeasured} along the steep one. Batches "
            "drawn anew would leave {first} and {second}."
        ),
    }
