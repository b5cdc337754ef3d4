"""The path of a student's own method over a plot's surface: what "Draw it" draws."""

from collections.abc import Callable
from itertools import takewhile
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ravine import problems
from ravine.check import tables
from ravine.language import _

LONGEST = 10_000  # steps


def draw(answer: Callable, request: dict[str, Any]) -> dict[str, Any]:
    """The `points` of a path, shape (n, 2), and in `notes` why it ends early or is none."""
    points: list[list[float]] = []
    notes = []
    try:
        with np.errstate(all="ignore"):  # what diverges is worth seeing
            for point in _finite(path(answer, names(request["exercise"]), **_plot(request))):
                points.append(point)
    except Exception as error:
        notes.append(_broken(error, len(points)))
    return {"points": points, "notes": notes}


def names(exercise: str) -> list[str]:
    """The names of an exercise's arguments in their order, with those that have a default."""
    _exercise, rows = tables()[exercise]
    return max((list(row.case.inputs) for row in rows), key=len)


def _plot(request):
    fields = dict(request["surface"])
    surface = getattr(problems, fields.pop("name"))(**fields)
    start, steps = np.array(request["start"], dtype=float), min(int(request["steps"]), LONGEST)
    return {"surface": surface, "start": start, "parameters": request["parameters"], "steps": steps}


def path(answer: Callable, names: list[str], surface: Any, start: NDArray, parameters: dict[str, Any], steps: int):
    """The points of a method, start first: of a whole descent, which takes w0, or of one step taken again and again."""
    if "w0" in names:
        return _descent(answer, names, surface, start, parameters, steps)
    return _steps(answer, names, surface, start, parameters, steps)


def _steps(answer, names, surface, w, parameters, steps):
    """The states of a method stand between point and gradient: zeros at first, returned behind the point."""
    point, given = names[0], dict(parameters)
    states = list(takewhile(lambda name: name not in {"grad", "grad_fn", "t", *parameters}, names[1:]))
    memory = [_first_state(name, w, parameters) for name in states]
    previous = None
    yield w
    for t in range(1, steps + 1):
        grad = surface.gradient(w)
        given |= {point: w, "grad": grad, "grad_fn": surface.gradient, "previous_grad": previous, "t": t}
        w, *memory = _returned(answer(*_arguments(names, given | dict(zip(states, memory)))), len(states))
        previous = grad
        yield w


def _first_state(name, w, parameters):
    """Zeros; RProp's step lengths begin as the learning rate, the z of Schedule-Free where the weights do."""
    first = {"step": np.full(2, float(parameters.get("lr", 0.1))), "z": w}
    return first.get(name, np.zeros(2))


def _arguments(names, given):
    """The arguments in order, up to the first that nobody gives: from there on a function has its defaults."""
    missing = next((i for i, name in enumerate(names) if name not in given), len(names))
    return [np.array(given[name]) if isinstance(given[name], np.ndarray) else given[name] for name in names[:missing]]


def _returned(result, states):
    if not states and not isinstance(result, tuple):
        return [_point(result)]
    if not isinstance(result, tuple | list) or len(result) != states + 1:
        raise ValueError(_("it should return {number} values").format(number=states + 1))
    return [_point(value) for value in result]


def _point(value):
    point = np.asarray(value, dtype=float)
    if point.shape != (2,):
        raise ValueError(_("it should return points of shape (2,), not {shape}").format(shape=point.shape))
    return point


def _descent(answer, names, surface, start, parameters, steps):
    def inner_step(w):
        return w - parameters["lr"] * surface.gradient(w)

    given = {
        "w0": start,
        "grad": surface.gradient,
        "loss": surface.value,
        "inner_step": inner_step,
        "steps": steps,
        "rounds": ceil(steps / parameters.get("k", 1)),
        "n": getattr(surface, "examples", 1),
        "rng": np.random.default_rng(parameters.get("seed", 0)),
        **parameters,
    }
    result = answer(*_arguments(names, given))
    return map(_point, result[0] if isinstance(result, tuple) else result)


def _finite(points):
    for point in points:
        if not np.isfinite(point).all():
            return
        yield point.tolist()


def _broken(error, points):
    said = {"steps": max(points - 1, 0), "what": f"{type(error).__name__}: {error}".split("\n")[0]}
    return _("The path ends after {steps} steps: {what}").format(**said)
