"""Learning rates that rise and fall, or only fall: the rate over the steps, and what it does to a noisy descent."""

import traitlets

from ravine.language import _
from ravine.plots.methods import METHODS
from ravine.plots.plot import Plot, choice, parameter, slider


class Schedule(Plot):
    """Triangular, triangular2, exp_range, linear and cosine learning rates, and mini-batch descent under each."""

    caption = _(
        "A learning rate that goes up and down, or only down, and what it does to a noisy descent in a ravine, beside "
        "the constant lowest and highest rates. Bold is the expected loss, the mean over all noise; thin, one run of "
        "each. Change the bounds and, where there are cycles, their length."
    )
    policy = choice(
        "triangular",
        _("Schedule"),
        {
            "triangular": _("triangular"),
            "triangular2": _("triangular2 (half as high each time)"),
            "exp_range": _("exp_range (falling by γ a step)"),
            "linear": _("linear (only falling)"),
            "cosine": _("cosine (only falling)"),
        },
    )
    lowest = slider(0.02, _("lowest rate"), 0.001, 1.0, symbol="", scale="log")
    highest = slider(1.5, _("highest rate"), 0.01, 2.2, symbol="", scale="log")
    half_cycle = slider(40, _("steps up"), 5, 200, 5, symbol="s")
    gamma = slider(0.99, _("fall a step"), 0.97, 1.0, 0.001, symbol="γ")
    steps = parameter(traitlets.Int(400, min=1, max=4000))
    seed = parameter(traitlets.Int(1, min=0))
    texts = {
        "rates": _("The learning rate"),
        "losses": _("The expected loss of the descent"),
        "stepsAxis": _("step"),
        "rateAxis": _("rate"),
        "lossAxis": _("loss"),
        "cyclical": METHODS["cyclical"].name,
        "linear": _("linear, falling"),
        "cosine": _("cosine, falling"),
        "low": _("constant, lowest"),
        "high": _("constant, highest"),
        "runs": _("one run of each"),
        "expectedLoss": _("expected loss, {rate}"),
        "runLoss": _("loss of the run, {rate}"),
        "cycle": _("cycle"),
        "fallSummary": _(
            "At step {step} the learning rate is {rate} and the expected loss {loss} (in this run {run}); with the "
            "lowest rate all along it would be {low}, with the highest {high}."
        ),
        "summary": _(
            "At step {step}, in cycle {cycle}, the learning rate is {rate} and the expected loss {loss} (in this run "
            "{run}); with the lowest rate all along it would be {low}, with the highest {high}."
        ),
    }
