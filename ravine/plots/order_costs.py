"""What the product of a chain's Jacobians costs in both orders."""

from ravine.language import _
from ravine.plots.plot import Plot, slider


class OrderCosts(Plot):
    """Multiplications of numbers for J_s⋯J_1, from the left (reverse mode) and from the right (forward mode)."""

    caption = _(
        "Multiplications that the product of the Jacobians takes from the left, backward, and from the right, forward, "
        "on logarithmic scales: against the depth, and against the number of outputs. They meet where there are as "
        "many outputs as inputs."
    )
    depth = slider(10, _("depth"), 3, 50, 1, symbol="s")
    width = slider(100, _("entries of a layer"), 1, 200, 1, symbol="n")
    inputs = slider(100, _("inputs"), 1, 200, 1, symbol="p")
    outputs = slider(1, _("outputs"), 1, 200, 1, symbol="q")
    texts = {
        "byDepth": _("Cost by depth"),
        "byOutputs": _("Cost by number of outputs"),
        "depthAxis": _("depth s"),
        "outputsAxis": _("outputs q"),
        "count": _("multiplications"),
        "reverse": _("from the left (reverse mode)"),
        "forward": _("from the right (forward mode)"),
        "crossover": _("as many outputs as inputs"),
        "summary": _(
            "With s = {depth}, n = {width}, p = {inputs} and q = {outputs} the product takes {reverse} multiplications "
            "from the left and {forward} from the right."
        ),
        "reverseWins": _("Forward mode costs {ratio} times as much as reverse mode."),
        "forwardWins": _("Reverse mode costs {ratio} times as much as forward mode."),
        "even": _("With as many outputs as inputs, both cost the same."),
    }
