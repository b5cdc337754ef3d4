"""What relates the draws of a random answer to the draws that are due: their spread, their middle, their sides."""

from collections.abc import Sequence

import numpy as np

from ravine.exercises.observe import Observation
from ravine.exercises.rows import Row
from ravine.language import _

NEAR = 0.03  # of a ratio of two spreads; with 20,000 draws the ratio of equal ones differs from 1 by less than 0.02
_FACTORS = (
    (2.0, "2"), (0.5, "1/2"), (2**0.5, "√2"), (0.5**0.5, "1/√2"), (3**0.5, "√3"), (3**-0.5, "1/√3"), (6**0.5, "√6"),
    (6**-0.5, "1/√6"), (3.0, "3"), (1 / 3, "1/3"), (4.0, "4"), (0.25, "1/4"), (12**0.5, "√12"), (12**-0.5, "1/√12"),
)  # fmt: skip


def relation(rows: Sequence[Row], observed: Sequence[Observation]) -> str:
    """What relates the draws to what is due, in a sentence that holds in every example; "" where nothing does."""
    pairs = [(o.returned, row.expected.returned, row.case.inputs) for row, o in zip(rows, observed) if not o.raised]
    if kept := [came for came, _due, _inputs in pairs if isinstance(came, dict) and came.get("next_call") is False]:
        return _NOT_DRAWN_ANEW if not any(came["zero"] for came in kept) and kept[0]["same_seed"] else ""
    pairs = [(came, due, inputs) for came, due, inputs in pairs if _has_moments(came) and _has_moments(due)]
    if not pairs:
        return ""
    if one_sided := _one_sided(pairs):
        return one_sided
    ratios = np.array([came["deviation"] / due["deviation"] for came, due, _inputs in pairs])
    for factor, shown in _FACTORS:
        if np.all(np.abs(ratios / factor - 1) <= NEAR):
            return _("The spread of your draws is {factor} times what is due, in every example.").format(factor=shown)
    for factor, shown in _factors_of_inputs(pairs):
        if np.all(np.abs(ratios / factor - 1) <= NEAR) and np.ptp(factor) > NEAR:
            return _("The spread of your draws is {factor} times what is due.").format(factor=shown)
    return ""


def _has_moments(facts):
    return isinstance(facts, dict) and facts.get("deviation", 0) > 0


def _one_sided(pairs):
    if all(due["smallest"] < 0 <= came["smallest"] for came, due, _inputs in pairs):
        return _("None of your draws is negative. What is due lies on both sides of 0.")
    if all(due["largest"] > 0 >= came["largest"] for came, due, _inputs in pairs):
        return _("None of your draws is positive. What is due lies on both sides of 0.")
    if all(_is_elsewhere(came, due) for came, due, _inputs in pairs):
        return _("Your draws do not lie around the right middle: their mean is not what it should be.")
    return ""


def _is_elsewhere(came, due):
    """Whether the means differ by more than chance: draws that spread too far have a mean that wanders, too."""
    return abs(came["mean"] - due["mean"]) > 0.2 * max(came["deviation"], due["deviation"])


def _factors_of_inputs(pairs):
    """Powers of the numbers given, and of their ratios, one factor an example."""
    names = [n for n, v in pairs[0][2].items() if isinstance(v, int | float) and not isinstance(v, bool)]
    values = {name: np.array([float(inputs[name]) for _c, _d, inputs in pairs]) for name in names}
    for name, value in values.items():
        yield from ((value**power, shown.format(name)) for power, shown in _POWERS)
    for one, other in ((a, b) for a in names for b in names if a != b):
        yield np.sqrt(values[one] / values[other]), f"√({one}/{other})"
        yield values[one] / values[other], f"{one}/{other}"


_NOT_DRAWN_ANEW = _(
    "The second call gives the same numbers as the first: they are drawn once and kept, in a class or a global "
    "variable, or from a generator that is made anew at every call."
)
_POWERS = ((0.5, "√{}"), (-0.5, "1/√{}"), (1.0, "{}"), (-1.0, "1/{}"))
