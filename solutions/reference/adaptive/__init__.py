"""From RProp to Adam: every weight gets a step length of its own.

State goes in and comes out; squares, roots and quotients of arrays act on each weight alone. The inputs that tell
right from wrong have gradients and states near √ε, many of them from w = 0, where the step is all that is returned.
"""

from solutions.reference.adaptive.adadelta_step import adadelta_step
from solutions.reference.adaptive.adagrad_step import adagrad_step
from solutions.reference.adaptive.adam_step import adam_step
from solutions.reference.adaptive.adamax_step import adamax_step
from solutions.reference.adaptive.ema import ema
from solutions.reference.adaptive.hardest_gradients import hardest_gradients
from solutions.reference.adaptive.nadam_step import nadam_step
from solutions.reference.adaptive.normalised_step import normalised_step
from solutions.reference.adaptive.radam_step import radam_step
from solutions.reference.adaptive.rmsprop_step import rmsprop_step
from solutions.reference.adaptive.rprop_step import rprop_step
from solutions.reference.adaptive.sign_step import sign_step

__all__ = [  # in the order of the notebook
    "sign_step",
    "rprop_step",
    "normalised_step",
    "ema",
    "adagrad_step",
    "rmsprop_step",
    "adadelta_step",
    "adam_step",
    "adamax_step",
    "nadam_step",
    "radam_step",
    "hardest_gradients",
]
