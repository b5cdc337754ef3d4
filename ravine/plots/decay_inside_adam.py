"""Weight decay inside Adam's gradient and beside its step: which weights shrink, and how fast."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, parameter, slider


class DecayInsideAdam(Plot):
    """The mean of forty weights from 1 whose data gradients are noise, under Adam with L2 and under AdamW."""

    caption = _(
        "Forty weights begin at 1. The data gives each a gradient of mean 0 and the chosen size, so nothing but "
        "the weight decay moves them on average. Once it is part of the gradient (L2), once it stands beside Adam’s "
        "step (AdamW). Their noise comes in opposite pairs, so that the mean shows the decay alone. Make the gradients "
        "larger, then smaller, then 0: which of the two notices?"
    )
    noise = slider(10.0, _("size of the data’s gradients"), 0.0, 100.0, 0.5, symbol="s")
    decay = slider(0.1, _("weight decay"), 0.0, 0.5, 0.01, symbol="δ")
    learning_rate = slider(0.002, _("learning rate"), 0.0001, 0.01, symbol="α", scale="log")
    steps = parameter(traitlets.Int(1000, min=10, max=5000))
    texts = {
        "title": _("Mean weight"),
        "factors": _("One weight of them"),
        "stepAxis": _("step"),
        "weightAxis": _("weight"),
        "inside": _("decay inside: Adam with L2"),
        "beside": _("decay beside: AdamW"),
        "expectedInside": _("exp(−αδt/s)"),
        "expectedBeside": _("exp(−αδt)"),
        "insideColumn": _("L2, mean"),
        "besideColumn": _("AdamW, mean"),
        "summary": _(
            "After {step} steps the mean weight is {inside} with L2 inside Adam and {beside} with AdamW; "
            "exp(−αδt/s) is {expectedInside}, exp(−αδt) is {expectedBeside}."
        ),
        "summaryNoNoise": _(
            "After {step} steps the mean weight is {inside} with L2 inside Adam and {beside} with AdamW. Without a "
            "gradient from the data nothing but the decay is in Adam’s moments: it divides δ by itself."
        ),
    }
