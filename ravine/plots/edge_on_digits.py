"""A training by all examples at its edge of stability: the largest curvature, in Adam's own units, step by step."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, parameter

SLOTS = 3  # colours and dashes that the style sheet has


class EdgeOnDigits(Plot):
    """Measured: `EdgeOnDigits(runs={0.9: rows, 0.5: rows}, …)`, by β₁, rows of (step, α·λ_max, loss)."""

    caption = _(
        "Adam on 300 digits, all of them at every step: how curved the loss is where the training stands, in Adam’s "
        "own units, beside the limit 2(1 + β₁)/(1 − β₁); and the loss. Play it."
    )
    memories = parameter(traitlets.List(traitlets.Float(), [0.9, 0.0], maxlen=SLOTS, help="β₁ of every run"))
    rows = parameter(
        traitlets.List(
            [[[t, 40 * (1 - 0.5**t), 0.5**t] for t in range(1, 6)], [[t, 2.0, 0.7**t] for t in range(1, 6)]],
            help="by run: step, α·λ_max(P⁻¹H), loss; made up, until measured ones are given",
        )
    )
    texts = {
        "curvatures": _("The largest curvature in Adam’s units"),
        "losses": _("The loss"),
        "stepAxis": _("step"),
        "curvatureAxis": _("αλ"),
        "lossAxis": _("loss"),
        "run": _("β₁ = {beta}"),
        "limits": _("limits"),
        "curvatureColumn": _("αλ, β₁ = {beta}"),
        "lossColumn": _("loss, β₁ = {beta}"),
        "summary": _("At step {step} of {last}, the largest curvature αλ is {values}."),
        "one": _("{value} for β₁ = {beta} (limit {limit})"),
    }

    def __init__(self, *, runs=None, **values):
        if runs:
            values = {"memories": [float(beta) for beta in runs], "rows": list(runs.values()), **values}
        super().__init__(**values)
