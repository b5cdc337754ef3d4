"""What a schedule of learning rates is worth: the exact expected loss of a noisy descent, under any schedule drawn."""

import numpy as np
import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, choice, parameter, slider, switch

KNOTS = 11


class Rates(traitlets.TraitType):
    """Learning rates at eleven places of the run, above 0, kept as a list."""

    info_text = f"{KNOTS} numbers above 0"

    def validate(self, obj, value):
        try:
            rates = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            self.error(obj, value)
        if rates.shape != (KNOTS,) or not (np.isfinite(rates).all() and (rates > 0).all()):
            self.error(obj, value)
        return rates.tolist()


class ExpectedLoss(Plot):
    """The expected loss of descent, momentum, Lookahead or an average on a quadratic with noisy gradients."""

    caption = _(
        "A quadratic with thirty curvatures from 0.01 to 1, and gradients with noise. Mean and variance of every "
        "direction can be computed exactly, so no luck is in these curves: bold, the loss; its two parts, the way that "
        "the mean still has to go and the noise; thin, the directions. Choose a schedule, or draw one by its handles."
    )
    schedule = choice(
        "triangles",
        _("Schedule"),
        {
            "constant": _("constant"),
            "triangles": _("two triangles"),
            "hyperbola": _("falling like 1/t"),
            "linear": _("linear to 0"),
            "cosine": _("cosine"),
            "stable": _("constant, then down"),
            "best": _("the best one found"),
            "own": _("drawn by hand"),
        },
    )
    method = choice(
        "descent",
        _("Method"),
        {
            "descent": _("gradient descent"),
            "momentum": _("momentum"),
            "lookahead": _("Lookahead around descent"),
            "tail": _("descent, the average of its second half"),
            "ema": _("descent, a moving average"),
            "scheduleFree": _("Schedule-Free"),
        },
    )
    tuned = switch(True, _("highest rate: the best one for this schedule"))
    highest = slider(1.0, _("highest rate"), 0.01, 20.0, scale="log")
    falling = slider(0.2, _("share of the steps in which it falls"), 0.05, 1.0, 0.05)
    warmup = slider(0, _("steps of warm-up"), 0, 100, 1, symbol="W")
    beta = slider(0.9, _("decay"), 0.0, 0.99, 0.01, symbol="β")
    kept = slider(0.98, _("decay of the average"), 0.5, 0.995, 0.005)
    k = slider(5, _("inner steps a round"), 1, 20, 1, symbol="k")
    alpha = slider(0.5, _("share of the way"), 0.05, 1.0, 0.05, symbol="α")
    noise = slider(0.1, _("noise, variance over λ"), 0.001, 1.0, scale="log")
    drawn = parameter(Rates([1.0] * 5 + [0.5, 0.3, 0.2, 0.1, 0.06, 0.03]))
    texts = {
        "rates": _("The learning rate"),
        "losses": _("The expected loss"),
        "stepAxis": _("step"),
        "rateAxis": _("rate"),
        "lossAxis": _("expected loss"),
        "knot": _("The rate at step {step}: drag it or use the arrow keys"),
        "rate": _("this schedule"),
        "sum": _("loss"),
        "way": _("the way still to go"),
        "gathered": _("noise"),
        "parts": _("its directions"),
        "reference": _("constant, at its best rate"),
        "bound": _("stable below this rate"),
        "lossColumn": _("expected loss"),
        "flatColumn": _("of it λ = 0.01"),
        "steepColumn": _("of it λ = 1"),
        "summary": _(
            "At step {step} the expected loss is {now}: {way} for the way still to go, {gathered} for noise. It goes "
            "from {start} to {end} in {last} steps, with rates from {first} at first to {final} at last, at most "
            "{highest}; the best constant rate, {constantRate}, ends at {constant}."
        ),
        "summaryAway": _(
            "With rates up to {highest} the noise grows without bound, and the expected loss is beyond {now} at step "
            "{step}. A rate must stay below {limit} here."
        ),
    }
