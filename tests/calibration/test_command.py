"""`ravine calibrate` tries what has changed, keeps what has not, and says what is wrong with a check."""

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ravine.calibration import command, table
from ravine.calibration.measure import Calibration, try_answers, try_mutants
from ravine.exercises.comparison import Tolerance
from ravine.site.execution import code_hash

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.filterwarnings("ignore")  # divisions by zero of mutants
EXERCISE = next(e for _a, e in table.every_exercise(ROOT) if e.name == "momentum_step")


def test_a_tolerance_that_is_too_small_rejects_right_answers():
    strict = replace(EXERCISE, tolerance=Tolerance(1e-17, 0))
    found = try_answers(strict, {"float32": lambda *a: [x.astype("f4") for x in EXERCISE.answer(*a)]}, range(2))
    assert found.false_rejects == Counter({"float32": 2})


def test_a_tolerance_that_is_too_large_accepts_wrong_answers_and_mutants():
    loose = replace(EXERCISE, tolerance=Tolerance(1e9, 1e9))
    found = try_answers(loose, {}, range(1)) + try_mutants(loose, range(1), {})
    assert found.false_accepts and found.same and found.survivors and not found.clean


def test_a_reviewed_mutant_is_not_counted_as_killed():
    was, became = try_mutants(replace(EXERCISE, tolerance=Tolerance(1e9, 1e9)), range(1), {}).survivors[0]
    found = try_mutants(EXERCISE, range(1), {("momentum_step", was, became): "reviewed"})
    assert (found.equivalent, found.killed) == (1, found.mutants - 1)


def test_what_is_wrong_is_said():
    found = Calibration(
        draws=3,
        false_rejects=Counter({"a loop": 1}),
        false_accepts=Counter({"uphill": 2}),
        misnamed=Counter({("uphill", "in_place"): 3}),
        credits=Counter({("uphill", 0.5): 2, ("uphill", 0.25): 1, ("in_place", 0.5): 3}),
        survivors=[("a + b", "a - b")],
    )
    words = command._words(EXERCISE, found, 1.0)
    for part in (
        "“a loop” lost marks in 1",
        "uphill got full marks in 2",
        "taken for in_place",
        "the marks of uphill depend on the draw: 50% (2), 25% (1)",
        "a + b  →  a - b",
    ):
        assert part in words
    assert found.lucky.keys() == {"uphill"} and not found.clean


@pytest.fixture
def course(tmp_path):
    """A folder with the course's sources and a table of one line."""
    for name in ("solutions", "exercises", "ravine"):
        (tmp_path / name).mkdir()
    for part in ("notebooks", "reference", "variants", "equivalents"):
        (tmp_path / "solutions" / part).symlink_to(ROOT / "solutions" / part)
    return tmp_path


def results(said):
    """What is said but for the progress, of which a slow machine has more to say."""
    return [line for line in said if "parts tried" not in line]


def test_what_has_not_changed_is_kept(course, monkeypatch):
    monkeypatch.setattr(table, "every_exercise", lambda root: [("momentum", EXERCISE)])
    said = []
    assert command.calibrate(course, draws=2, jobs=1, tell=said.append)
    assert "momentum_step: 2 draws" in results(said)[0]
    again = []
    assert command.calibrate(course, draws=2, jobs=1, tell=again.append)
    assert len(again) == 1  # only where the table lies
    assert table.read(course)["momentum", "momentum_step"].draws == 2


def test_more_draws_go_on_after_those_that_are_known(course, monkeypatch):
    """With the first of all, so that marks which depend on the draw are seen."""
    monkeypatch.setattr(table, "every_exercise", lambda root: [("momentum", EXERCISE)])
    tried, submitted = [], command._submitted
    monkeypatch.setattr(command, "_submitted", lambda *work: tried.append(work[-1]) or submitted(*work))
    for draws in (2, 5):
        assert command.calibrate(course, draws=draws, jobs=1, tell=lambda _line: None)
        assert table.read(course)["momentum", "momentum_step"].draws == draws
    assert tried == [range(2), range(2, 5)]
    kept = table.read(course)["momentum", "momentum_step"]
    table.write([replace(kept, revision="another")], course)
    assert command.calibrate(course, draws=1, jobs=1, tell=lambda _line: None)
    assert table.read(course)["momentum", "momentum_step"].draws == 1


def test_only_the_exercises_named_are_tried_and_the_others_are_kept(course, monkeypatch):
    other = replace(EXERCISE, name="nesterov_step")
    monkeypatch.setattr(table, "every_exercise", lambda root: [("momentum", other), ("momentum", EXERCISE)])
    known = table.read(ROOT)["momentum", "nesterov_step"]
    table.write([known], course)
    said = []
    assert command.calibrate(course, draws=1, jobs=1, tell=said.append, names=["momentum_step"])
    assert len(results(said)) == 2 and "momentum_step: 1 draws" in results(said)[0]
    assert list(table.read(course)) == [("momentum", "nesterov_step"), ("momentum", "momentum_step")]
    assert table.read(course)["momentum", "nesterov_step"] == known
    with pytest.raises(command.CalibrationError, match="no exercise called momentum_stop .* There are: nesterov_step"):
        command.calibrate(course, draws=1, jobs=1, names=["momentum_stop"])


def test_what_has_not_begun_is_left_out_when_it_is_stopped():
    with pytest.raises(KeyboardInterrupt), command._pool(1) as pool:
        parts = [pool.submit(abs, -1) for _part in range(1000)]
        raise KeyboardInterrupt
    assert parts[-1].cancelled()


def test_a_process_calculates_on_one_core():
    before = os.environ.get("OPENBLAS_NUM_THREADS")
    with command._pool(1) as pool:
        assert pool.submit(os.getenv, "OPENBLAS_NUM_THREADS").result() == "1"
    assert os.environ.get("OPENBLAS_NUM_THREADS") == before


def test_many_draws_are_divided_into_few_parts_and_few_into_large_ones():
    class Pool:
        def submit(self, *work):
            return work[-1]

    for draws, parts in ((10_000, 40), (210, 5), (3, 1)):
        _mutants, *chunks = command._submitted(Pool(), Path(), "", "", range(draws))
        assert len(chunks) == parts
        assert [seed for chunk in chunks for seed in chunk] == list(range(draws))
    _mutants, *chunks = command._submitted(Pool(), Path(), "", "", range(210, 10_000))
    assert [seed for chunk in chunks for seed in chunk] == [0, *range(210, 10_000)]


def test_what_another_calibration_writes_meanwhile_is_kept(course, monkeypatch):
    other, known = replace(EXERCISE, name="nesterov_step"), table.read(ROOT)["momentum", "nesterov_step"]
    monkeypatch.setattr(table, "every_exercise", lambda root: [("momentum", other), ("momentum", EXERCISE)])

    def calibrated(*_):
        table.write([known], course)
        return Calibration(draws=1)

    monkeypatch.setattr(command, "_calibrated", calibrated)
    command.calibrate(course, draws=1, jobs=1, tell=lambda _line: None, names=["momentum_step"])
    assert table.read(course).keys() == {("momentum", "nesterov_step"), ("momentum", "momentum_step")}


def test_a_new_table_makes_the_site_run_its_pages_again(course):
    """The page of the calibration shows the table: an old run of it would show an old one."""
    table.write([], course)
    before = code_hash(course)
    table.write(list(table.read(ROOT).values()), course)
    assert code_hash(course) != before
