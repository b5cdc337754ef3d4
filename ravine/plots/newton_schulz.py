"""Newton–Schulz: an odd polynomial, applied to a matrix round after round, acts on its singular values alone."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, choice, parameter, slider


class NewtonSchulz(Plot):
    """The map σ ↦ aσ + bσ³ + cσ⁵ as a staircase from a σ of one's choice, and a matrix's singular values."""

    caption = _(
        "The polynomial that one round applies to every singular value, with the staircase of one of them: drag its "
        "start. The second picture shows all singular values of a matrix, before the first round and after so many. "
        "Play the rounds. Do they settle?"
    )
    coefficients = choice(
        "muon",
        _("Coefficients a, b, c"),
        {
            "muon": _("Muon’s: 3.4445, −4.7750, 2.0315"),
            "cubic": _("cubic: 3/2, −1/2, 0"),
            "quintic": _("quintic: 15/8, −10/8, 3/8"),
            "own": _("my own"),
        },
    )
    a = slider(3.4445, "a", 1.0, 5.0, 0.0001)
    b = slider(-4.775, "b", -6.0, 0.0, 0.0001)
    c = slider(2.0315, "c", 0.0, 3.0, 0.0001)
    matrix = choice(
        "wide",
        _("Matrix"),
        {
            "wide": _("32 × 64, normal numbers"),
            "square": _("32 × 32, normal numbers"),
            "steep": _("32 × 32, σ falls from 1 to 10⁻⁴"),
        },
    )
    scaled = choice(
        "frobenius", _("Divided beforehand by"), {"frobenius": _("‖M‖, all entries"), "spectral": _("its largest σ")}
    )
    rounds = slider(5, _("rounds"), 1, 20, 1)
    start = parameter(traitlets.List(traitlets.Float(), [0.02, 0.0], minlen=2, maxlen=2))
    texts = {
        "map": _("One round, for one singular value"),
        "values": _("All singular values of the matrix"),
        "beforeAxis": _("σ before"),
        "afterAxis": _("σ after"),
        "numberAxis": _("number"),
        "valueAxis": _("σ"),
        "polynomial": _("aσ + bσ³ + cσ⁵"),
        "same": _("σ stays"),
        "staircase": _("the staircase"),
        "before": _("before"),
        "after": _("after the rounds shown"),
        "band": _("0.68 to 1.20"),
        "drag": _("The singular value before the first round: drag it or use the arrow keys"),
        "roundColumn": _("round"),
        "oneColumn": _("σ of the staircase"),
        "leastColumn": _("smallest of the matrix"),
        "mostColumn": _("largest of the matrix"),
        "summary": _(
            "{start} becomes {end} in {count} rounds. The singular values of the matrix, from {least} to {most} at "
            "first, then lie between {low} and {high}. Whatever starts between {reach} and 1 ends above 0.68."
        ),
        "summaryNone": _(
            "{start} becomes {end} in {count} rounds. The singular values of the matrix, from {least} to {most} at "
            "first, then lie between {low} and {high}. Not even what starts near 1 ends above 0.68."
        ),
        "runsAway": _("In {count} rounds of these coefficients singular values run away: the polynomial is too large."),
    }
