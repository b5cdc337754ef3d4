"""One theorem for many methods: which step of a given length, in a norm of one's choice, lowers the loss most."""

from ravine.language import _
from ravine.plots.plot import Plot, Point, choice, parameter, slider


class SteepestStep(Plot):
    """The unit ball of a norm, a gradient, and the step of steepest descent: of fixed length, or with a price."""

    caption = _(
        "The plane of all steps Δ. Inside the outline lie those of length α or less in the norm chosen; along each "
        "thin line the loss falls by the same amount, to first order. The best step is where the last line touches the "
        "outline. Drag the tip of the gradient around: when does the step turn with it, when does it jump?"
    )
    norm = choice(
        "euclid",
        _("Norm of a step"),
        {
            "euclid": _("Euclid’s, ‖Δ‖₂"),
            "max": _("the largest entry, max|Δᵢ|"),
            "one": _("the sum of sizes, Σ|Δᵢ|"),
            "ellipse": _("an ellipse, √(ΔᵀPΔ)"),
            "matrix": _("spectral, of the matrix [[Δ₁, Δ₂], [Δ₂, Δ₁]]"),
        },
    )
    form = choice("length", _("The step"), {"length": _("of length α"), "price": _("at the price ‖Δ‖²/2α")})
    learning_rate = slider(1.0, _("learning rate"), 0.1, 2.0, 0.05, symbol="α")
    axis = slider(0.4, _("shorter axis of the ellipse"), 0.1, 1.0, 0.05)
    turn = slider(30, _("turn of the ellipse"), 0, 175, 5, unit="°")
    gradient = parameter(Point([1.8, 0.9]))
    texts = {
        "plane": _("The plane of steps"),
        "bars": _("What a step of length 1 gains"),
        "first": _("Δ₁"),
        "second": _("Δ₂"),
        "gainAxis": _("dual norm of the gradient"),
        "tip": _("The gradient: drag its tip or use the arrow keys"),
        "gradientLabel": _("gradient g"),
        "stepLabel": _("best step"),
        "outline": _("steps of length α"),
        "level": _("equal decrease"),
        "euclid": _("√Σg²"),
        "max": _("Σ|g|"),
        "one": _("max |g|"),
        "ellipse": _("√(gᵀP⁻¹g)"),
        "matrix": _("Σσ"),
        "normColumn": _("norm of a step"),
        "dualColumn": _("dual norm"),
        "stepColumn": _("best step"),
        "decreaseColumn": _("⟨g, Δ⟩"),
        "euclidName": _("Euclid’s norm"),
        "maxName": _("the largest entry"),
        "oneName": _("the sum of sizes"),
        "ellipseName": _("the ellipse’s norm"),
        "matrixName": _("the spectral norm"),
        "summary": _(
            "At the gradient {gradient}, measured by {norm}, the best step is {step}. To first order the loss falls by "
            "{decrease}: {length} times the dual norm, {dual}."
        ),
        "summaryTie": _(
            "At the gradient {gradient}, measured by {norm}, every step from {step} to {other} is as good. To first "
            "order the loss falls by {decrease}: {length} times the dual norm, {dual}."
        ),
        "summaryZero": _("The gradient is zero: no step lowers the loss to first order."),
    }
