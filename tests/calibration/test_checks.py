"""The checks of every exercise are right: no right answer fails, no wrong one passes, each is told by its name."""

from pathlib import Path

import pytest

from ravine.calibration import table
from ravine.calibration.command import KILLED
from ravine.calibration.measure import drawn, try_answers, try_mutants
from ravine.calibration.mutants import equivalents, mutants
from ravine.exercise import exercises_in
from ravine.judge import assess, judge, rows
from ravine.release import assignments, read_reference
from solutions.variants import right_answers

ROOT = Path(__file__).resolve().parents[2]
DRAWS = 200
FEW = 10  # random answers take long to judge: their other draws are tried by the slow test
EXERCISES = table.every_exercise(ROOT)
NOT_CALIBRATED = {"train"}  # the capstone trains a network for many seconds; its own tests try it
ALL = [(a, e) for a in assignments(ROOT) for e in exercises_in(read_reference(a, ROOT)) if e.name not in NOT_CALIBRATED]

pytestmark = pytest.mark.filterwarnings("ignore")  # overflows and divisions by zero of wrong answers
every_exercise = pytest.mark.parametrize("assignment, exercise", ALL, ids=[f"{a}-{e.name}" for a, e in ALL])


@every_exercise
def test_there_are_five_right_answers_and_three_misconceptions_with_sentences_of_their_own(assignment, exercise):
    assert len(right_answers(assignment)[exercise.name]) >= 5
    assert len(exercise.misconceptions) >= 3
    assert len({m.sentence for m in exercise.misconceptions}) == len(exercise.misconceptions)
    assert all(m.see.split("#")[0].endswith(".html") and "#" in m.see for m in exercise.misconceptions)


@every_exercise
def test_every_part_of_the_credit_has_an_example_and_hidden_inputs(assignment, exercise):
    hidden = [row.case.part for row in next(drawn(exercise, [0]))[len(exercise.examples) :]]
    assert {case.part for case in exercise.examples} == set(hidden) == set(exercise.parts)


@every_exercise
def test_the_examples_alone_name_every_misconception(assignment, exercise):
    """They are all that a self-check has."""
    examples = rows(exercise, exercise.examples)
    assert judge(exercise, exercise.answer, examples).right
    for misconception in exercise.misconceptions:
        judgement = assess(exercise, examples, [row.wrong()[misconception.name] for row in examples])
        assert not judgement.right
        assert judgement.misconception is misconception


def is_random(exercise):
    return exercise.observe.__module__ == "ravine.random_answers"


@every_exercise
def test_right_answers_pass_and_misconceptions_fail_by_name(assignment, exercise):
    draws = FEW if is_random(exercise) else DRAWS
    found = try_answers(exercise, right_answers(assignment)[exercise.name], range(draws))
    assert found.clean, found


RANDOM = [(a, e) for a, e in ALL if is_random(e)]


@pytest.mark.slow
@pytest.mark.parametrize("assignment, exercise", RANDOM, ids=[f"{a}-{e.name}" for a, e in RANDOM])
def test_random_answers_pass_and_fail_by_name_on_200_draws(assignment, exercise):
    found = try_answers(exercise, right_answers(assignment)[exercise.name], range(FEW, DRAWS))
    assert found.clean, found


@every_exercise
def test_every_mutant_of_the_reference_loses_marks(assignment, exercise):
    found = try_mutants(exercise, KILLED, equivalents(ROOT))
    assert found.mutants > 10
    assert found.survivors == []


def test_every_reviewed_mutant_exists():
    made = {(e.name, m.was, m.became) for _a, e in ALL for m in mutants(e)}
    assert set(equivalents(ROOT)) <= made


@every_exercise
def test_the_table_is_of_these_checks(assignment, exercise):
    """If it is not, `make calibrate` writes it anew."""
    line = table.read(ROOT)[assignment, exercise.name]
    assert line.revision == table.revision(assignment, ROOT)
    assert line.clean
    assert line.draws >= DRAWS


@every_exercise
def test_the_tolerance_lies_between_right_and_wrong_answers(assignment, exercise):
    """Right answers use up at most a quarter of it, wrong ones exceed it at least four times."""
    line = table.read(ROOT)[assignment, exercise.name]
    assert line.farthest_right is None or line.farthest_right <= 1 / 4
    assert line.nearest_wrong is None or line.nearest_wrong >= 4
