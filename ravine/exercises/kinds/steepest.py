"""The steepest direction in a norm, judged by what makes it one: where entries tie there is more than one.

This module contains nothing of the solutions: students have it.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from ravine.exercises import exercise as exercises
from ravine.exercises.comparison import Difference, as_numbers, first_difference
from ravine.exercises.observe import Observation, call
from ravine.language import _

NORMS: dict[str, Callable[[np.ndarray], float]] = {
    "euclid": lambda d: float(np.sqrt(np.sum(d**2))),
    "max": lambda d: float(np.abs(d).max()),
    "one": lambda d: float(np.abs(d).sum()),
    "spectral": lambda d: float(np.linalg.norm(d, 2)),
}


def observe_steepest(answer: Any, inputs: dict[str, Any]) -> Observation:
    """Observe an answer (grad, norm) → (d, dual): the length of d in that norm, how steep it is, and `dual`.

    What is no matrix of finite numbers of grad's shape, with one number beside it, stays as it was returned.
    """
    seen = call(answer, inputs)
    return seen if seen.raised else replace(seen, returned=_measured(seen.returned, **inputs))


def _measured(returned, grad, norm):
    if not isinstance(returned, tuple | list) or len(returned) != 2:
        return returned
    d, dual = map(as_numbers, returned)
    if d is None or dual is None or d.shape != grad.shape or dual.ndim or not np.isfinite(d).all():
        return returned
    return {"shape": d.shape, "length": NORMS[norm](d), "descent": float(np.sum(grad * d)), "dual": float(dual)}


def agree(observed: Observation, expected: Observation, exercise: exercises.Exercise) -> Difference | None:
    """The first thing that is not as the right answer's."""
    if observed.raised or expected.raised:
        return exercises.agree(observed, expected, exercise)
    got, wanted = observed.returned, expected.returned
    if not isinstance(wanted, dict):  # a misconception's
        return first_difference(got, wanted, names=exercise.returns, tolerance=exercise.tolerance)
    if not isinstance(got, dict):
        return _no_matrix(got, wanted, exercise)
    names = {"length": _("the length of d"), "descent": _("⟨grad, d⟩"), "dual": "dual"}
    found = (
        first_difference(got[fact], wanted[fact], name, tolerance=exercise.tolerance) for fact, name in names.items()
    )
    return next(filter(None, found), None)


def _no_matrix(got, wanted, exercise):
    form = (np.zeros(wanted["shape"]), 0.0)
    unlike = first_difference(got, form, names=exercise.returns)
    if unlike and unlike.kind not in ("value", "finite"):
        return unlike
    return Difference("finite", exercise.returns[0], _("not a matrix of finite numbers"), _("finite in every entry"))
