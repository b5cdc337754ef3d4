"""The error of a difference quotient: too long a step misses the slope, too short a one drowns in rounding."""

from ravine.language import _
from ravine.plots.plot import Plot, choice, slider


class DifferenceQuotient(Plot):
    """Relative errors of the central and the one-sided quotient against the step h, and what theory says of them."""

    caption = _(
        "The function, its tangent and the two chords whose slopes are the quotients. The second picture shows their "
        "relative errors for every step, and dotted the sum of what Taylor cuts off and what rounding adds. Move h."
    )
    function = choice("exp", _("Function"), {"exp": "eˣ", "sin": "sin x", "tanh": "tanh x", "relu": "ReLU(x)"})
    precision = choice("double", _("Computed in"), {"double": _("double precision"), "single": _("single precision")})
    place = slider(1.0, _("place"), 0.01, 3.0, 0.01, symbol="x")
    h = slider(0.5, _("step"), 1e-15, 1.0, symbol="h", scale="log")
    texts = {
        "chords": _("The function and its chords"),
        "errors": _("Relative error by step"),
        "x": _("x"),
        "value": _("f(x)"),
        "step": _("h"),
        "error": _("relative error"),
        "f": _("function"),
        "tangent": _("tangent"),
        "central": _("central"),
        "oneSided": _("one-sided"),
        "predicted": _("predicted"),
        "predictedCentral": _("central, predicted"),
        "predictedOneSided": _("one-sided, predicted"),
        "summary": _(
            "With h = {h} the central quotient has the relative error {central}, the one-sided {oneSided}. The "
            "predicted error is least at h = {bestCentral} for the central one, with {leastCentral}, and at h = "
            "{bestOneSided} for the one-sided, with {leastOneSided}."
        ),
        "kink": _(
            "With h = {h} the central quotient has the relative error {central}, the one-sided {oneSided}. ReLU is "
            "straight on either side of 0: for h up to x there is nothing but rounding."
        ),
    }
