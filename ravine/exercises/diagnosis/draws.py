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
    if batches := _of_batches(pairs):
        return batches
    if kept := [came for came, _due, _inputs in pairs if isinstance(came, dict) and came.get("next_call") is False]:
        return _NOT_DRAWN_ANEW if not any(came.get("zero") for came in kept) and kept[0]["same_seed"] else ""
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
    return _variance(pairs)


def _of_batches(pairs):
    """What is wrong with batches only where batch_size divides n: in the cut, or in their order."""
    cut = [(came, due, inputs) for came, due, inputs in pairs if isinstance(came, dict) and "sizes" in came]
    wrong = [inputs for came, due, inputs in cut if came["sizes"] != due["sizes"]]
    still = [inputs for came, _due, inputs in cut if came.get("in_order")]
    for some, words in ((wrong, _CUT_WHERE_IT_DIVIDES), (still, _STILL_WHERE_IT_DIVIDES)):
        if some and all(inputs["n"] % inputs["batch_size"] == 0 for inputs in some) and len(some) < len(cut):
            return words.format(n=some[0]["n"], batch_size=some[0]["batch_size"])
    return ""


_CUT_WHERE_IT_DIVIDES = _(
    "The batches are wrong where batch_size divides n, as {batch_size} divides {n}. There n % batch_size is 0, and "
    "`order[-0:]` is the whole order in one batch, `order[:-0]` nothing."
)
_STILL_WHERE_IT_DIVIDES = _(
    "Where batch_size divides n, as {batch_size} divides {n}, the indices stay in their old order: shuffle there, too."
)


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


def _variance(pairs):
    """The variance as a number over a size, where only one such fits."""
    fitting = []
    for over, shown in _sizes([inputs for _came, _due, inputs in pairs]):
        for share, number in _SHARES:
            theirs = np.array([came["deviation"] ** 2 for came, _due, _inputs in pairs])
            if np.all(np.abs(theirs * over / share - 1) <= NEAR):
                fitting.append(f"{number}/{shown}")
    if len(fitting) != 1:
        return ""
    words = _("The variance of your draws is {variance}, which is not what is due.")
    if all(abs(came["largest"] / came["deviation"] / 3**0.5 - 1) <= NEAR for came, _due, _inputs in pairs):
        words += " " + _("Of draws between −a and a it is a²/3.")
    return words.format(variance=fitting[0])


def _sizes(given):
    """Sizes that a variance may be divided by, one an example, and how they are written."""
    if not all({"n_in", "n_out"} <= inputs.keys() for inputs in given):
        return
    n_in, n_out = (np.array([float(inputs[name]) for inputs in given]) for name in ("n_in", "n_out"))
    yield from ((n_in, "n_in"), (n_out, "n_out"), (n_in + n_out, "(n_in + n_out)"), (n_in * n_out, "(n_in·n_out)"))
    yield from ((n_in**2, "n_in²"), (n_in**3, "n_in³"), (n_out**2, "n_out²"), ((n_in + n_out) ** 2, "(n_in + n_out)²"))


_SHARES = ((1.0, "1"), (2.0, "2"), (3.0, "3"), (6.0, "6"), (0.5, "(1/2)"), (1 / 3, "(1/3)"), (2 / 3, "(2/3)"),
           (1.5, "(3/2)"), (4.0, "4"), (12.0, "12"), (1 / 12, "(1/12)"), (4 / 3, "(4/3)"))  # fmt: skip


_NOT_DRAWN_ANEW = _(
    "The second call gives the same numbers as the first: they are drawn once and kept, in a class or a global "
    "variable, or from a generator that is made anew at every call."
)
_POWERS = ((0.5, "√{}"), (-0.5, "1/√{}"), (1.0, "{}"), (-1.0, "1/{}"))
