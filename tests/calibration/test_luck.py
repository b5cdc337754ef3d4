"""No mark depends on luck: a mistake that people made gets the same marks, whichever hidden inputs are drawn."""

from collections import Counter

import pytest

from benchmarks import luck
from benchmarks.luck import shares
from ravine.calibration.measure import drawn
from ravine.calibration.mutants import mutants
from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import exercises_in
from solutions.reference.adaptive.normalised_step import normalised_step
from tests.corpus import everything
from tests.grading.courses import ROOT

DRAWS = 4
LONG = {"train", "Value"}  # one trains; of the other, some mistakes take a second on each draw
EXERCISES = {e.name: e for a in assignments(ROOT) for e in exercises_in(read_reference(a, ROOT))}
MISTAKES = [m for m in everything() if m.exercise not in LONG]
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize("name", sorted({m.exercise for m in MISTAKES}))
def test_a_persons_mistake_gets_the_same_marks_whatever_is_drawn(name):
    exercise = EXERCISES[name]
    draws = list(drawn(exercise, range(DRAWS)))
    marks = {m.source: shares(exercise, m.answer, draws) for m in MISTAKES if m.exercise == name}
    assert {source: found for source, found in marks.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    "name, change, draws",
    [
        ("adamax_step", "where=u > 1)", 200),
        ("warmup_stable_decay", "step - (total ^ decay)", 200),
        ("numeric_gradient", "f(x + step) % f(x - step)", 200),
        ("Value", "max(self.data, 1.0)", 20),
        ("Value", "if self.data > 1 else", 20),
        ("truncated_normal", "while not (beyond", 20),
    ],
)
def test_mutants_whose_marks_varied_once_get_the_same_on_every_draw(name, change, draws):
    exercise = EXERCISES[name]
    (mutant,) = [m for m in mutants(exercise) if change in m.became]
    assert len(shares(exercise, mutant.answer, list(drawn(exercise, range(draws))))) == 1


def test_marks_that_depend_on_the_draw_are_seen():
    """Half of the draws have a rate above this one, which no example has."""
    exercise = EXERCISES["normalised_step"]
    draws = list(drawn(exercise, range(20)))

    def lucky(w, grad, lr):
        return normalised_step(w, grad, lr if w.shape != (5,) or lr < 1 else 1.0)

    found = shares(exercise, lucky, draws)
    assert set(found) == {0.5, 1.0}
    assert found.total() == 20


def test_what_does_not_end_on_the_first_draw_is_not_tried_on_others(monkeypatch):
    monkeypatch.setattr(luck, "SECONDS", 0.05)
    exercise = EXERCISES["normalised_step"]
    draws = list(drawn(exercise, range(DRAWS)))
    begun = []

    def endless(w, grad, lr):
        begun.append(lr)
        while True:
            pass

    assert shares(exercise, endless, draws) == Counter({0.0: DRAWS})
    assert len(begun) <= len(draws[0])
