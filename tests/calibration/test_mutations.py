"""Every small change of a piece of Python is made once, in place, and nothing else is changed."""

import pytest

from ravine.calibration.mutations import mutated

ARITHMETIC = "+ - * / // % ** >> << | & ^".split()
CHANGES = {
    "(a) + b  # sum": [f"(a) {op} b  # sum" for op in ARITHMETIC if op != "+"],
    "(\n    a  # a + b\n    - b\n)": [f"(\n    a  # a + b\n    {op} b\n)" for op in ARITHMETIC if op != "-"],
    "α < β": [f"α {op} β" for op in ("==", "!=", "<=", ">", ">=", "is", "is not")],
    "a < 2": [*(f"a {op} 2" for op in ("==", "!=", "<=", ">", ">=")), "a < 3", "a < 1"],
    "a is None": ["a is not None"],
    "a is not None": ["a is None"],
    "a not in b": [],
    "a and b and c": ["a or b and c", "a and b or c"],
    "-a": ["+a", "~a", "not a", "a"],
    "not a": ["a"],
    "f(*a, **b)": [],
    "0.5": ["1.5", "-0.5"],
    "True": ["False"],
    "'a + 1'": [],
    "f'{a + 1}'": [],
    "a if b else c": ["a if not b else c"],
    "if a:\n    b\nelif c:\n    d": ["if not a:\n    b\nelif c:\n    d", "if a:\n    b\nelif not c:\n    d"],
    "for a in b:\n    break": ["for a in []:\n    break", "for a in b:\n    continue"],
    "while a:\n    continue": ["while not a:\n    continue", "while a:\n    break"],
    "assert a": ["assert not a"],
}


@pytest.mark.parametrize("source", CHANGES)
def test_every_change_is_made(source):
    assert sorted(mutated(source)) == sorted(CHANGES[source])
