"""The exponential moving average of a noisy signal: what it remembers, and why it starts too small."""

import traitlets

from ravine.language import _
from ravine.plots.plot import Plot, choice, parameter, slider


class MovingAverage(Plot):
    """A noisy signal with its moving average, plain and corrected, and the weight of every value in it."""

    caption = _(
        "Noisy values of a signal and their exponential moving average, as it comes out of the recursion and corrected "
        "for its start. The second picture shows what each value so far weighs in the average."
    )
    beta = slider(0.95, _("decay"), 0.0, 0.995, 0.005, symbol="β")
    noise = slider(0.6, _("noise"), 0.0, 2.0, 0.05, symbol="σ")
    signal = choice(
        "constant",
        _("Signal"),
        {
            "constant": _("constant"),
            "jump": _("a jump"),
            "wave": _("a wave"),
            "turns": _("alternating sign"),
        },
    )
    seed = slider(1, _("number of the draw"), 1, 50, 1)
    steps = parameter(traitlets.Int(200, min=10, max=1000))
    texts = {
        "averages": _("Values and their average"),
        "weightsTitle": _("What each value weighs"),
        "value": _("value"),
        "stepAxis": _("step"),
        "age": _("age of the value"),
        "weight": _("weight"),
        "values": _("noisy values"),
        "trueSignal": _("signal"),
        "plain": _("average"),
        "corrected": _("corrected average"),
        "half": _("half-life"),
        "sum": _("sum of the weights"),
        "beginning": _("Before the first value the average is 0, and a weight is halved every {half} steps."),
        "summary": _(
            "At step {step} the average is {plain} and the corrected one {corrected}; the signal is {signal}. The "
            "weights sum to {sum}, and one is halved every {half} steps."
        ),
    }
