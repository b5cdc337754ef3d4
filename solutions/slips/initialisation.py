"""Slips of chapter 1: initialisation."""

import numpy as np

from ravine.course.slips import slip
from ravine.language import _
from solutions.reference.initialisation import distinct_units


def _different(*columns):
    return len(np.unique(np.column_stack(columns), axis=0))


@slip(
    distinct_units,
    _(
        "You count each side by itself and take the larger number. Two units may differ in one and two others in the "
        "other: count the units by incoming weights, bias and outgoing weights together."
    ),
)
def more_of_both_sides(W, b, V):
    return max(_different(W.T, b), _different(V))


@slip(
    distinct_units, _("You add up how many different ones there are on either side: count units, both sides together.")
)
def sum_of_both_sides(W, b, V):
    return _different(W.T, b) + _different(V)
