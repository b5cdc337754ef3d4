"""What trainings came to: accuracy against the learning rate, and the loss of each epoch at the rate chosen."""

import numpy as np
import traitlets

from ravine.language import _
from ravine.plots.methods import METHODS
from ravine.plots.plot import Plot, parameter, slider, switch

SLOTS = tuple(f"training-{number}" for number in range(1, 8))  # of what is no method of the course
KEYS = {method.name: key for key, method in METHODS.items()}  # a method has its own colour and dash in every plot


def _example():
    """A stand-in for measurements, with their shapes: two made-up methods, three rates, two seeds, four epochs."""
    pace = np.array([[[0.1, 0.2]], [[0.5, 0.6]], [[0.2, 0.3]]])  # (rates, 1, seeds)
    epochs = np.arange(1, 5).reshape(1, -1, 1)
    loss = {name: np.exp(-speed * pace * epochs) for name, speed in ((_("method A"), 1.0), (_("method B"), 2.0))}
    return {name: {"accuracy": 1 - x[:, -1], "loss": x.swapaxes(1, 2)} for name, x in loss.items()}


def _summed_up(values):
    """Mean, lowest and highest over axis 1, the seeds: what is not finite becomes None."""
    three = np.stack([values.mean(axis=1), values.min(axis=1), values.max(axis=1)], axis=-1)
    return np.where(np.isfinite(three), np.round(three, 5).astype(object), None).tolist()


class TrainingRuns(Plot):
    """Measured trainings: `TrainingRuns(runs={"Adam": {"accuracy": a, "loss": l}, …}, rates=rates)` for up to seven
    methods, a of shape (rates, seeds), l of shape (rates, seeds, epochs).
    """

    caption = _(
        "Mean accuracy on the images to choose by against the learning rate, and the mean loss of each epoch at the "
        "rate that you choose. The thin lines reach from the lowest seed to the highest. Move the rate, or give each "
        "method its own best."
    )
    rate = slider(0.01, _("learning rate"), 0.0003, 1.0, symbol="α", scale="log")
    own = switch(False, _("each method at its own best rate"))
    names = parameter(traitlets.List(traitlets.Unicode(), maxlen=7))
    series = parameter(traitlets.List(traitlets.Unicode(), help="each method's colour and dash"))
    rates = parameter(traitlets.List(traitlets.Float(), [0.01, 0.1, 1.0]))
    accuracy = parameter(traitlets.List(help="by method and rate: mean, lowest, highest"))
    loss = parameter(traitlets.List(help="by method, rate and epoch: mean, lowest, highest"))
    texts = {
        "accuracies": _("Accuracy by learning rate"),
        "losses": _("Loss by epoch"),
        "rateAxis": _("learning rate"),
        "accuracyAxis": _("accuracy"),
        "epochAxis": _("epoch"),
        "lossAxis": _("loss"),
        "method": _("method"),
        "lowest": _("lowest"),
        "highest": _("highest"),
        "lastLoss": _("loss of the last epoch"),
        "summary": _("At the learning rate {rate} the mean accuracies are {accuracies}."),
        "ownSummary": _("Each at its own best learning rate, the mean accuracies are {accuracies}."),
        "one": _("{method} {accuracy}"),
        "oneOwn": _("{method} {accuracy} (at {rate})"),
    }

    def __init__(self, *, runs=None, **values):
        runs = _example() if runs is None else runs
        given = {
            "names": list(runs),
            "series": [KEYS.get(name, slot) for name, slot in zip(runs, SLOTS)],
            "accuracy": [_summed_up(np.asarray(run["accuracy"])) for run in runs.values()],
            "loss": [_summed_up(np.asarray(run["loss"])) for run in runs.values()],
        }
        super().__init__(**given, **values)
