"""What a sentence says of an answer holds of the answers that it is said of."""

import builtins
import inspect
import keyword
import re

import pytest

from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import exercises_in
from tests.grading.courses import ROOT

KNOWN = [(e, m) for a in assignments(ROOT) for e in exercises_in(read_reference(a, ROOT)) for m in e.misconceptions]
STRINGS = re.compile(r'"[^"\n]*"')


@pytest.mark.parametrize("exercise, misconception", [pytest.param(e, m, id=f"{e.name}-{m.name}") for e, m in KNOWN])
def test_code_in_a_sentence_speaks_of_names_that_the_exercise_has(exercise, misconception):
    """So Adagrad's `g2` is not said of Adadelta, nor Adam's v of Adamax. A library's own words are its."""
    known = {*exercise.examples[0].inputs, *" ".join(exercise.returns).split(), *keyword.kwlist, *dir(builtins)}
    source = STRINGS.sub("", inspect.getsource(inspect.getmodule(exercise.answer)))
    for code in re.findall(r"(?<!Keras's )(?<!PyTorch's )`([^`]+)`", misconception.sentence):
        for name in re.findall(r"[A-Za-z_]\w*", code):
            assert name in known or re.search(rf"\b{name}\b", source), (code, name)


IN_PLACE = [(e, m) for e, m in KNOWN if re.search(r"caller's (?!state|array|moments|gradients)", m.sentence)]


@pytest.mark.parametrize("exercise, misconception", [pytest.param(e, m, id=f"{e.name}-{m.name}") for e, m in IN_PLACE])
def test_arguments_that_are_said_to_change_do(exercise, misconception):
    said = set(re.findall(r"\w+", re.search(r"caller's (\w+(?: and \w+)*)", misconception.sentence).group(1)))
    changed = {n for case in exercise.examples for n in exercise.observe(misconception.answer, case.inputs).changed}
    assert changed and changed <= said
