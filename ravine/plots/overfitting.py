"""Polynomials through noisy points: the more freedom, the smaller the loss on the points, and not on new ones."""

from ravine.language import _
from ravine.plots.plot import Plot, slider


class Overfitting(Plot):
    """The polynomial of least squares through noisy points of a sine curve, and both losses for every degree."""

    caption = _(
        "Noisy points of a sine curve, and the polynomial of the chosen degree that lies nearest to them. Beside it, "
        "for every degree, the loss on these points and the loss that is to be expected on new ones."
    )
    degree = slider(9, _("degree"), 0, 9, 1)
    points = slider(10, _("points"), 10, 60, 1, symbol="n")
    noise = slider(0.2, _("noise"), 0.05, 0.5, 0.05, symbol="σ")
    seed = slider(5, _("number of the draw"), 1, 50, 1)
    texts = {
        "fit": _("The points and the polynomial"),
        "losses": _("Losses by degree"),
        "x": _("x"),
        "y": _("y"),
        "degreeAxis": _("degree"),
        "loss": _("mean square"),
        "examples": _("points"),
        "sine": _("sine curve"),
        "polynomial": _("polynomial"),
        "training": _("loss on the points"),
        "new": _("expected loss on new ones"),
        "floor": _("noise alone, σ²"),
        "summary": _(
            "Degree {degree}: the loss is {training} on the {count} points, and {new} is expected on new ones, of "
            "which the noise alone makes {floor}. On new ones the best of these degrees is {best}, with {least}."
        ),
    }
