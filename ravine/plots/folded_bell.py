"""What an activation makes of a bell: the density of its values, and how much of the mean square is left."""

from ravine.language import _
from ravine.plots.plot import Plot, choice, slider


class FoldedBell(Plot):
    """The density of z ~ N(μ, s²) and that of φ(z), and where the mean square of both comes from."""

    caption = _(
        "The values before and behind the activation. The second picture shows z² and φ(z)² times the density of z: "
        "the areas are the two mean squares. ReLU folds everything below zero into one spike at zero."
    )
    activation = choice(
        "relu", _("Activation"), {"relu": "ReLU", "leaky": _("leaky ReLU, slope 0.1 below zero"), "tanh": "tanh"}
    )
    deviation = slider(1.0, _("deviation of z"), 0.2, 3.0, 0.05, symbol="s")
    mean = slider(0.0, _("mean of z"), -2.0, 2.0, 0.05, symbol="μ")
    texts = {
        "densities": _("Densities"),
        "squares": _("Where the mean square comes from"),
        "value": _("value"),
        "density": _("density"),
        "z": _("z"),
        "part": _("square × density of z"),
        "before": _("before, z"),
        "behind": _("behind, φ(z)"),
        "spike": _("{share} % at exactly 0"),
        "squareBefore": _("z²"),
        "squareBehind": _("φ(z)²"),
        "columnZ": _("z"),
        "columnDensity": _("density of z"),
        "columnValue": _("φ(z)"),
        "summary": _(
            "The mean square of z is {before}, that of φ(z) {behind}: {share} of it is left. The mean of φ(z) is "
            "{mean}, its variance {variance}."
        ),
    }
