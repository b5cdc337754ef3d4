"""Slips: every one is told by its sentence, from the table that a student has."""

import numpy as np
import pytest

from ravine.check import tables
from ravine.course import slips
from ravine.course.release import assignments, read_reference
from ravine.exercises.diagnosis.near import SLIP
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import judge
from tests.grading.courses import ROOT

ALL = [
    pytest.param(e.name, slip, id=f"{e.name}-{slip.name}")
    for a in assignments(ROOT)
    for e in exercises_in(read_reference(a, ROOT))
    for slip in slips.of(e)
]
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize("name, slip", ALL)
def test_each_is_wrong_and_told_by_its_own_sentence(name, slip):
    exercise, public = tables()[name]
    with np.errstate(all="ignore"):
        told = judge(exercise, slip.answer, public).told
    assert told and told.sentence == slip.sentence
    assert told.name == f"near {SLIP}{slip.name}"


def test_a_chapter_without_slips_has_none_and_a_broken_file_is_told(monkeypatch):
    class Without:
        class answer:
            __module__ = "solutions.reference.no_chapter.no_exercise"

    assert slips.of(Without) == []
    missing = ModuleNotFoundError("No module named 'absent'", name="absent")
    monkeypatch.setattr(slips, "import_module", lambda name: (_ for _ in ()).throw(missing))
    with pytest.raises(ModuleNotFoundError, match="absent"):
        slips.of(Without)
