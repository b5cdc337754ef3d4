"""What a course on nbgrader alone would have in the hidden half of each test cell: asserts on the reference's cases.

The cases are one draw of those on which Ravine judges, the examples among them. What an answer does is looked at by the
functions with which students look at it at home (`ravine.exercises`), and compared with what is written down here.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from types import MethodType
from typing import Any

import numpy as np

from ravine import problems
from ravine.course.release import read_reference
from ravine.exercises.exercise import Exercise, exercises_in
from ravine.exercises.observe import Seed

LONGEST_CASE = 5000  # characters
OF_DRAWS = ("mean", "deviation", "smallest", "largest")  # the counts tell the distribution

BEGINNING = """
import numpy as np
from ravine.exercises.observe import Seed
from {module} import {function} as observe
from ravine.problems import {problems}

nan, inf = np.nan, np.inf

def compare(got, wanted, apart=1e-8):
    if isinstance(wanted, dict):
        for name, value in wanted.items():
            compare(got[name], value, 6 * wanted["draws"] ** 0.5 if "counts" in name else apart)
    elif isinstance(wanted, list | tuple):
        assert len(got) == len(wanted)
        for one, other in zip(got, wanted):
            compare(one, other, apart)
    elif isinstance(wanted, str | bool | None):
        assert got == wanted
    else:
        np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=apart)
"""

RETURNS = """
seen = observe({answer}, {inputs})
assert not seen.raised and not seen.changed, seen.message
compare(seen.returned, {wanted})
"""

RAISES = """
assert observe({answer}, {inputs}).raised == {raised!r}
"""

TRAINING = """
from ravine.problems import digits
images, labels = digits()
for seed in range(3):
    predict = train(images[:1000], labels[:1000], seed)
    assert np.mean(predict(images[1000:]) == labels[1000:]) > 0.9"""


def ordinary_tests(assignment: str, root: str | Path) -> dict[str, str]:
    """By test cell, the hidden half. root: the course's folder."""
    return {f"test_{e.name}": _tests(e) for e in exercises_in(read_reference(assignment, root))}


def _tests(exercise: Exercise) -> str:
    if exercise.name == "train":
        return TRAINING
    asserts = list(filter(None, (_asserted(exercise, case.inputs) for case in exercise.draw(np.random.default_rng(1)))))
    observe = exercise.observe
    beginning = BEGINNING.format(module=observe.__module__, function=observe.__name__, problems=_problems(asserts))
    return beginning + "".join(asserts)


def _problems(asserts: Iterable[str]) -> str:
    """Those of the course's problems that are named there."""
    named = {name for text in asserts for name in re.findall(r"[A-Z]\w+(?=\()", text) if hasattr(problems, name)}
    return ", ".join(sorted(named)) or "digits"


def _asserted(exercise: Exercise, inputs: dict[str, Any]) -> str:
    """One case as text; "" where it is too long for one."""
    seen = exercise.observe(exercise.answer, inputs)
    said = {"answer": exercise.name, "inputs": _text(inputs)}
    if seen.raised:
        text = RAISES.format(raised=seen.raised, **said)
    else:
        text = RETURNS.format(wanted=_text(_lasting(seen.returned)), **said)
    return text if len(text) <= LONGEST_CASE else ""


def _lasting(returned: Any) -> Any:
    """What is told of a run, but for what another right answer's numbers would change."""
    if not (isinstance(returned, dict) and "draws" in returned):
        return returned
    return {name: value for name, value in returned.items() if name not in OF_DRAWS}


def _text(value: Any) -> str:
    """A value as a test would have it."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name!r}: {_text(v)}' for name, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, tuple):
        return f"({''.join(f'{_text(v)}, ' for v in value)})"
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r})"
    if isinstance(value, Seed):
        return f"Seed({value.number})"
    if isinstance(value, MethodType):
        return f"{value.__self__!r}.{value.__name__}"
    return repr(value)
