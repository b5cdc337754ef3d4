"""What relates the draws of a random answer to the draws that are due: their spread, their middle, their sides."""

from collections.abc import Sequence

import numpy as np

from ravine.exercises.observe import Observation
from ravine.exercises.rows import Row
from ravine.language import _

NEAR = 0.03  # of a ratio of two spreads; with 20,000 draws the ratio of equal ones differs from 1 by less than 0.02
ELSEWHERE = 0.85  # of the reach that is due: less than this is no chance
_FACTORS = (
    (2.0, "2"), (0.5, "1/2"), (2**0.5, "√2"), (0.5**0.5, "1/√2"), (3**0.5, "√3"), (3**-0.5, "1/√3"), (6**0.5, "√6"),
    (6**-0.5, "1/√6"), (3.0, "3"), (1 / 3, "1/3"), (4.0, "4"), (0.25, "1/4"), (12**0.5, "√12"), (12**-0.5, "1/√12"),
)  # fmt: skip


def relation(rows: Sequence[Row], observed: Sequence[Observation]) -> str:
    """What relates the draws to what is due, in a sentence that holds in every example; "" where nothing does."""
    pairs = [(o.returned, row.expected.returned, row.case.inputs) for row, o in zip(rows, observed) if not o.raised]
    if of_kind := _of_batches(pairs) or _of_matrices(pairs):
        return of_kind
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
    return _variance(pairs) or _reach(pairs)


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


def _of_matrices(pairs):
    """What is wrong with matrices whose columns should be orthonormal, in any direction."""
    made = [came for came, _due, _inputs in pairs if isinstance(came, dict) and "orthogonal" in came]
    if any(not facts["orthogonal"] for facts in made):
        return _NOT_ORTHOGONAL
    if any(facts["length"] is None for facts in made):
        return _LENGTHS_DIFFER
    if made and all(abs(facts["length"] - 1) > NEAR for facts in made):
        return _NOT_OF_LENGTH_1.format(length=f"{made[0]['length']:.4g}")
    others = ("shape", "same_seed", "next_call", "identity")
    alike = all(came.get(name) == due.get(name) for came, due, _inputs in pairs for name in others)
    return _NOT_ALL_ALIKE if made and alike else ""


_NOT_ORTHOGONAL = _(
    "Your columns (rows, where there are more of them than columns) are not at right angles: look at Q.T @ Q, which "
    "should be the unit matrix."
)
_LENGTHS_DIFFER = _("Your columns are at right angles, but not equally long: each should have the length 1.")
_NOT_OF_LENGTH_1 = _("Your columns are at right angles, but {length} long: each should have the length 1.")
_NOT_ALL_ALIKE = _(
    "Your matrices are orthogonal, but some come more often than others. QR prefers directions unless each column is "
    "multiplied by the sign of its own entry on R's diagonal."
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
    """The variance as a number over a size, where it is another than that due and only one such fits."""
    theirs, due = (np.array([facts[i]["deviation"] ** 2 for facts in pairs]) for i in (0, 1))
    given = [inputs for _came, _due, inputs in pairs]
    if np.any(_near(theirs, due)):
        return ""
    if any(np.all(_near(theirs * part, _given(given, "n_out"))) for part in (1, 2, 3, 6)):
        return _NOT_DIVIDED
    fitting = [f"{n}/{size}" for over, size in _sizes(given) for c, n in _SHARES if np.all(_near(theirs * over, c))]
    return _words_of_a_variance(pairs).format(variance=fitting[0]) if len(fitting) == 1 else ""


def _words_of_a_variance(pairs):
    words = _("The variance of your draws is {variance}, which is not what is due.")
    uniform = all(_near(came["largest"] / came["deviation"], 3**0.5) for came, _due, _inputs in pairs)
    return words + (" " + _("Of draws between −a and a it is a²/3.") if uniform else "")


def _near(numbers, wanted):
    return np.abs(numbers / wanted - 1) <= NEAR


def _given(given, name):
    return np.array([float(inputs.get(name, np.nan)) for inputs in given])


_NOT_DIVIDED = _(
    "The variance of your draws grows with n_out. Without brackets, c/n_in + n_out divides by n_in alone: "
    "c/(n_in + n_out)."
)


def _reach(pairs):
    """What is wrong with how far the draws lie from 0: √3 standard deviations for uniform ones, no end for normal."""
    reaches = [(_reach_of(came), _reach_of(due)) for came, due, _inputs in pairs]
    if all(came < ELSEWHERE * due for came, due in reaches):
        return _CUT_OFF.format(theirs=reaches[0][0], right=reaches[0][1])
    if all(due < ELSEWHERE * came for came, due in reaches):
        return _NOT_CUT_OFF.format(theirs=reaches[0][0], right=reaches[0][1])
    return ""


def _reach_of(facts):
    return max(-facts["smallest"], facts["largest"]) / facts["deviation"]


_CUT_OFF = _(
    "Your draws end at {theirs:.3g} of their standard deviations, the right ones reach {right:.3g}: they are cut off "
    "there, or drawn from another distribution."
)
_NOT_CUT_OFF = _(
    "Your draws reach {theirs:.3g} of their standard deviations, the right ones end at {right:.3g}: they are not cut "
    "off there, or drawn from another distribution."
)


def _sizes(given):
    """Sizes that a variance may be divided by, one an example, and how they are written."""
    if not all({"n_in", "n_out"} <= inputs.keys() for inputs in given):
        return
    n_in, n_out = _given(given, "n_in"), _given(given, "n_out")
    yield from ((n_in, "n_in"), (n_out, "n_out"), (n_in + n_out, "(n_in + n_out)"), (n_in * n_out, "(n_in·n_out)"))
    yield from ((n_in**2, "n_in²"), (n_in**3, "n_in³"), (n_out**2, "n_out²"), ((n_in + n_out) ** 2, "(n_in + n_out)²"))


_SHARES = ((1.0, "1"), (2.0, "2"), (3.0, "3"), (6.0, "6"), (0.5, "(1/2)"), (1 / 3, "(1/3)"), (2 / 3, "(2/3)"),
           (1.5, "(3/2)"), (4.0, "4"), (12.0, "12"), (1 / 12, "(1/12)"), (4 / 3, "(4/3)"))  # fmt: skip


_NOT_DRAWN_ANEW = _(
    "The second call gives the same numbers as the first: they are drawn once and kept, in a class or a global "
    "variable, or from a generator that is made anew at every call."
)
_POWERS = ((0.5, "√{}"), (-0.5, "1/√{}"), (1.0, "{}"), (-1.0, "1/{}"))
