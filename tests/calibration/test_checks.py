"""The checks of every exercise are right: no right answer fails, no wrong one passes, each is told by its name."""

from pathlib import Path

import pytest

from ravine.calibration import table
from ravine.calibration.command import KILLED
from ravine.calibration.measure import drawn, try_answers, try_mutants
from ravine.calibration.mutants import equivalents
from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import assess, judge, rows
from solutions.variants import right_answers

ROOT = Path(__file__).resolve().parents[2]
CALIBRATED = 200  # draws at least, which the table is of
AGAIN, AGAIN_OF_LONG = 40, 12  # of them, on which these tests try the checks again:
AT_ONCE, AT_ONCE_OF_LONG = 8, 2  # in the quick tests, fewer where a draw takes long; the others in the slow ones
NOT_CALIBRATED = {"train"}  # the capstone trains a network for many seconds; its own tests try it
ALL = [(a, e) for a in assignments(ROOT) for e in exercises_in(read_reference(a, ROOT)) if e.name not in NOT_CALIBRATED]
RANDOM = "ravine.exercises.kinds.random_answers"
LONG = {"Value", "Linear", "edge_of_stability"}
TAKE_LONG = [(a, e) for a, e in ALL if e.observe.__module__ == RANDOM or e.name in LONG]

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
    """They are all that a self-check has. Only a graph with very many paths tells what walks along every one of them:
    among the examples it would keep a student's notebook busy for ever."""
    examples = rows(exercise, exercise.examples)
    assert judge(exercise, exercise.answer, examples).right
    for misconception in exercise.misconceptions:
        judgement = assess(exercise, examples, [row.wrong()[misconception.name] for row in examples])
        if misconception.name == "every_path_by_itself":
            assert judgement.right
            continue
        assert not judgement.right
        assert judgement.misconception is misconception


@every_exercise
def test_right_answers_pass_and_misconceptions_fail_by_name(assignment, exercise):
    found = try_answers(exercise, right_answers(assignment)[exercise.name], range(at_once(assignment, exercise)))
    assert found.clean, found


@pytest.mark.slow
@every_exercise
def test_they_do_so_on_the_other_draws(assignment, exercise):
    again = AGAIN_OF_LONG if (assignment, exercise) in TAKE_LONG else AGAIN
    draws = range(at_once(assignment, exercise), again)
    found = try_answers(exercise, right_answers(assignment)[exercise.name], draws)
    assert found.clean, found


def at_once(assignment, exercise):
    return AT_ONCE_OF_LONG if (assignment, exercise) in TAKE_LONG else AT_ONCE


@every_exercise
def test_every_mutant_of_the_reference_loses_marks_or_was_reviewed(assignment, exercise):
    reviewed = equivalents(assignment, ROOT)
    found = try_mutants(exercise, KILLED, reviewed)
    assert found.mutants > 3
    assert found.survivors == []
    assert found.equivalent == sum(name == exercise.name for name, _was, _became in reviewed)


@pytest.mark.parametrize("assignment", assignments(ROOT))
def test_reviewed_mutants_are_of_exercises(assignment):
    names = {e.name for e in exercises_in(read_reference(assignment, ROOT))}
    assert {name for name, _was, _became in equivalents(assignment, ROOT)} <= names


@every_exercise
def test_the_table_is_of_these_checks(assignment, exercise):
    """If it is not, `make calibrate` writes it anew."""
    line = table.read(ROOT)[assignment, exercise.name]
    assert table.is_current(line, exercise, ROOT), f"changed since: run `ravine calibrate {exercise.name} --draws 210`"
    assert line.clean
    assert line.draws >= CALIBRATED


@every_exercise
def test_the_tolerance_lies_between_right_and_wrong_answers(assignment, exercise):
    """Right answers use up at most a quarter of it, wrong ones exceed it at least four times."""
    line = table.read(ROOT)[assignment, exercise.name]
    assert line.farthest_right is None or line.farthest_right <= 1 / 4
    assert line.nearest_wrong is None or line.nearest_wrong >= 4
