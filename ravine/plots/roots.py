"""The two roots that each curvature gives momentum, in the unit circle, and what becomes of each direction's error."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, choice, parameter, slider


class Roots(Plot):
    """Roots of z² − (1 + β − αλ)z + β for the curvatures of a ravine, and the errors of its directions from rest."""

    caption = _(
        "Every curvature λ of a ravine, from 1/κ to 1, gives the method two roots z. A direction's error shrinks like "
        "the larger one's power: inside the unit circle it dies out. Drag the pair of α and β, and watch where the "
        "roots run, meet and part."
    )
    method = choice(
        "momentum",
        _("Method"),
        {
            "momentum": _("momentum"),
            "nesterov": _("Nesterov"),
            "minus": _("momentum with the minus of P4, v ← −βv − α∇L"),
        },
    )
    learning_rate = slider(1.2, _("learning rate"), 0.0, 4.0, 0.01, symbol="α")
    beta = slider(0.5, _("decay"), 0.0, 1.0, 0.01, symbol="β")
    condition_number = slider(20.0, _("condition number"), 1.0, 1000.0, symbol="κ", scale="log")
    steps = parameter(traitlets.Int(60, min=1, max=1000))
    texts = {
        "circle": _("The roots of every curvature"),
        "errors": _("The error of every direction"),
        "pairTitle": _("The pair of α and β"),
        "pair": _("The pair of learning rate and decay: drag it or use the arrow keys"),
        "stepAxis": _("step"),
        "error": _("|w| / start"),
        "flat": _("flat direction, λ = 1/κ"),
        "between": _("directions between"),
        "steep": _("steep direction, λ = 1"),
        "rate": _("slowest root's power, ρᵗ"),
        "radius": _("|z| = √β"),
        "best": _("best pair of momentum"),
        "curvature": _("error for λ = {curvature}, z = {roots}"),
        "summary": _(
            "With α = {lr} and β = {beta}, of {count} curvatures {motions}. The largest root has the modulus "
            "ρ = {rate}, at λ = {slowest}. {peak}"
        ),
        "creeps": _("{count} creep (a real root above 0 leads)"),
        "swings": _("{count} swing (complex roots)"),
        "ripples": _("{count} ripple (a root below 0 leads)"),
        "flies": _("{count} fly off or never settle (a root on or outside the circle)"),
        "grows": _("The largest error from rest is {size} times its start, at step {when}, for λ = {where}."),
        "neverGrows": _("From rest no error is ever larger than at its start."),
    }
