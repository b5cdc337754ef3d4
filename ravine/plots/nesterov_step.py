"""One step of momentum, of Nesterov and of P4's look-ahead, magnified: where each asks, and where each lands."""

from ravine.language import _
from ravine.plots.methods import METHODS
from ravine.plots.plot import Plot, Point, parameter, slider


class NesterovStep(Plot):
    """One step from the same place with the same velocity, with the gradient at w, at w + βv and at w + v."""

    caption = _(
        "One step, magnified. All three methods are carried by βv to the same tip; they differ in the gradient that "
        "they add there: momentum's is that at w, Nesterov's that at the tip itself, P4's that at w + v. Drag w and "
        "the end of the velocity. The other picture shows the slopes that they feel on the way."
    )
    learning_rate = slider(0.8, _("learning rate"), 0.01, 2.0, 0.01, symbol="α")
    beta = slider(0.8, _("decay"), 0.0, 0.99, 0.01, symbol="β")
    condition_number = slider(10.0, _("condition number"), 1.0, 100.0, symbol="κ", scale="log")
    rotation = slider(20, _("rotation"), 0, 90, 5, unit="°")
    foot = parameter(Point([-1.6, 1.2]))
    velocity = parameter(Point([1.9, -2.4]))
    texts = {
        "map": _("One step in the ravine"),
        "along": _("The loss along the velocity"),
        "alongAxis": _("s, at w + s·v"),
        "lossAxis": _("loss"),
        "place": _("The weights w: drag them or use the arrow keys"),
        "end": _("The end of the velocity, w + v: drag it or use the arrow keys"),
        "momentum": METHODS["momentum"].name,
        "nesterov": METHODS["nesterov"].name,
        "p4": _("looking ahead in P4"),
        "carried": _("carried by βv"),
        "asked": _("gradients, where they are asked for"),
        "method": _("method"),
        "asksAt": _("asks at"),
        "gradient": _("gradient there"),
        "slope": _("slope along v"),
        "next": _("next w"),
        "lossAfter": _("loss there"),
        "summary": _(
            "The slope of the loss along the velocity is {momentumSlope} at w, {nesterovSlope} at w + βv and {p4Slope} "
            "at w + v. From {before} the step takes the loss to {momentum} with momentum, to {nesterov} with Nesterov "
            "and to {p4} with P4's look-ahead."
        ),
    }
