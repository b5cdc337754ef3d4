"""Distributions of one variance: alone they differ, and what a layer sums up from them does not."""

from ravine.language import _
from ravine.plots.plot import Plot, slider, switch


class OneVariance(Plot):
    """The densities of the normal, the uniform and the truncated normal distribution of deviation σ, and of sums."""

    caption = _(
        "Three ways to draw a weight with the deviation σ, and what a unit makes of n of them: the sum of n weights, "
        "each times an input of 1/√n. The more weights, the less their shape is seen; their variance stays."
    )
    sigma = slider(1.0, _("deviation"), 0.5, 1.5, 0.05, symbol="σ")
    cut = slider(2.0, _("cut at ± deviations"), 0.5, 4.0, 0.1, symbol="b")
    plain = switch(False, _("cut without correcting for it"))
    count = slider(2, _("weights in the sum"), 2, 16, 1, symbol="n")
    texts = {
        "weights": _("One weight"),
        "sums": _("The sum of n weights times 1/√n"),
        "value": _("value"),
        "density": _("density"),
        "normal": _("normal"),
        "uniform": _("uniform"),
        "truncated": _("truncated normal"),
        "columnSum": _("{name}, sum"),
        "summary": _(
            "With deviation {sigma} the uniform weights lie within ±{bound}. The truncated ones come from a bell of "
            "deviation {bell} cut at ±{cut}; their deviation is {left}, their variance {variance} times that of the "
            "normal ones."
        ),
    }
