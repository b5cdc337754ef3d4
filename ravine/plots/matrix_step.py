"""What a step does to a layer's vectors: the gradient's, the sign's, Muon's; and a race along the axes and across."""

from ravine.language import _
from ravine.plots.plot import Plot, Point, parameter, slider, switch


class MatrixStep(Plot):
    """A 2×2 gradient G = U diag(1, σ) Vᵀ, the circle's image under several steps made of it, and a race on ½‖AWB‖²."""

    caption = _(
        "Every input of length 1 (the circle) and where each step sends it; all steps are scaled to stretch their "
        "favourite input by 1. Drag an input around. The second picture shows the loss ½‖AWB‖² of a 4×4 matrix W, each "
        "method at its best rate, which falls to 0 in a straight line; every second step is drawn. What happens "
        "when A and B are turned away from the axes?"
    )
    sigma = slider(0.15, _("smaller singular value of G"), 0.01, 1.0, 0.01, symbol="σ")
    left = slider(20, _("angle of U"), -90, 90, 5, unit="°")
    right = slider(65, _("angle of V"), -90, 90, 5, unit="°")
    turn = slider(0, _("turn of A and B"), 0, 45, 5, unit="°")
    tuned = switch(True, _("each at its best rate"))
    rate = slider(0.3, _("highest rate of all"), 0.01, 5.0, scale="log")
    angle = parameter(Point([0.8, 0.6]))
    texts = {
        "images": _("Where a step sends the circle"),
        "race": _("The race on ½‖AWB‖²"),
        "first": _("first output"),
        "second": _("second output"),
        "stepAxis": _("step"),
        "lossAxis": _("loss"),
        "input": _("An input of length 1: drag it or use the arrow keys"),
        "by-descent": _("gradient descent, G"),
        "by-normalised": _("normalised, G/‖G‖"),
        "by-sign": _("sign(G)"),
        "by-polar": _("UVᵀ"),
        "by-schulz": _("Newton–Schulz, five rounds"),
        "stretchColumn": _("shortest image / longest"),
        "rateColumn": _("highest rate"),
        "endColumn": _("loss at the end"),
        "methodColumn": _("step"),
        "summary": _(
            "The shortest image of the circle is {descentStretch} of the longest under G, {signStretch} under sign(G), "
            "{schulzStretch} after Newton–Schulz, and 1 under UVᵀ. After {last} steps the losses are {descentEnd} "
            "(gradient descent), {normalisedEnd} (normalised), {signEnd} (sign), {polarEnd} (UVᵀ) and {schulzEnd} "
            "(Newton–Schulz)."
        ),
    }
