"""Is one training better than another? Runs with equal seeds, their differences, and how sure the mean of these is."""

import numpy as np
import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, parameter, slider


class PairedDifferences(Plot):
    """Runs of two methods with equal seeds: simulated, or measured: `PairedDifferences(runs={"linear": a, …},
    first="linear", second="triangular")`, arrays of accuracies by seed.
    """

    caption = _(
        "Two methods with the same seeds: the accuracy of every run; the seed's luck moves both. The second picture "
        "shows the mean difference after so many seeds with its interval, by pairs and as if nothing were shared; a "
        "point is 0.01. When does an interval leave 0 for good?"
    )
    seeds = slider(30, _("seeds"), 4, 120, 1, symbol="N")
    difference = slider(0.003, _("true difference"), 0.0, 0.02, 0.0005)
    shared = slider(0.012, _("luck of the seed"), 0.0, 0.03, 0.001)
    own = slider(0.007, _("luck of each run"), 0.001, 0.03, 0.001)
    draw = slider(1, _("number of the draw"), 1, 50, 1)
    first = parameter(traitlets.Unicode(_("method A")))
    second = parameter(traitlets.Unicode(_("method B")))
    measured = parameter(traitlets.List(help="the two methods' accuracies by seed; empty: they are simulated"))
    texts = {
        "accuracies": _("The runs"),
        "means": _("Mean difference, and its interval"),
        "seedAxis": _("seed"),
        "accuracyAxis": _("accuracy"),
        "seedsAxis": _("seeds so far"),
        "differenceAxis": _("difference, points"),
        "mean": _("mean difference"),
        "pairs": _("interval by pairs"),
        "apart": _("interval without pairs"),
        "low": _("lower end"),
        "high": _("upper end"),
        "better": _("{first} is better"),
        "worse": _("{second} is better"),
        "open": _("the two are not told apart"),
        "summary": _(
            "After {seeds} seeds the mean difference is {mean}, with the standard error {error}. By pairs the interval "
            "reaches from {low} to {high}: {verdict}. Without pairs it would reach from {wideLow} to {wideHigh}."
        ),
    }

    def __init__(self, *, runs=None, **values):
        if runs:
            names = [values.setdefault(key, name) for key, name in zip(("first", "second"), runs)]
            both = [np.asarray(runs[name], dtype=float) for name in names]
            values = {"measured": [run.tolist() for run in both], **values}
        super().__init__(**values)
