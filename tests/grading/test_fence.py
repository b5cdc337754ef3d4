"""The fence round the trusted side: what takes too much is ended from outside, and the next thing is done."""

import os
import signal
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ravine.grading.fence import FOLDER, YOUNG, Budget, Ended, Fenced, OverBudget, clear_left_behind
from ravine.grading.pool import GaveUp, LocalPool
from ravine.grading.worker.limits import MiB
from tests.grading import at_work

pytestmark = pytest.mark.xdist_group("fence")
SMALL = Budget(cpu_seconds=1.0, wall_seconds=120, memory=400 * MiB, memory_at_all=600 * MiB, result=MiB)


@pytest.fixture
def short_path():
    with tempfile.TemporaryDirectory(prefix="r", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def fenced():
    with Fenced(SMALL) as process:
        yield process


@pytest.mark.parametrize(
    "work, words",
    [
        (at_work.compute_holding_the_interpreter, "more than 1 seconds of computing"),
        (at_work.take_memory_at_once, "more memory than there is for it"),
        (at_work.give_much, "more than 1 MiB come of it"),
    ],
)
def test_what_takes_more_than_its_budget_is_ended_and_the_next_thing_is_done(fenced, work, words):
    with pytest.raises(OverBudget, match=words):
        fenced.call(work)
    assert fenced.call(at_work.double, 3) == 6


def test_what_takes_memory_slowly_is_ended_however_long_a_busy_machine_needs_to_give_it():
    with Fenced(replace(SMALL, cpu_seconds=60.0)) as process:
        with pytest.raises(OverBudget, match="more than 400 MiB of memory"):
            process.call(at_work.take_memory_slowly)
        assert process.call(at_work.double, 3) == 6


def test_what_hangs_is_ended_by_the_clock():
    with Fenced(Budget(wall_seconds=0.2)) as process, pytest.raises(OverBudget, match="not done within 0.2 seconds"):
        process.call(time.sleep, 60)


def test_what_a_call_raises_is_raised_here_and_its_process_goes_on(fenced):
    before = fenced.call(os.getpid)
    with pytest.raises(KeyError, match="nothing"):
        fenced.call(at_work.fail, "nothing")
    with pytest.raises(RuntimeError, match="Awkward: 1 and 2"):
        fenced.call(at_work.fail_awkwardly)
    assert fenced.call(os.getpid) == before


def test_its_files_go_with_it_however_it_ends(fenced):
    folder = Path(fenced.call(at_work.leave_a_file))
    assert folder.exists()
    with pytest.raises(Ended):
        fenced.call(at_work.double, 3, "deadly")
    assert not folder.exists()


def test_folders_of_graders_that_were_killed_are_cleared_and_no_others(short_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(short_path))
    left, young, elsewhere = (short_path / name for name in (f"{FOLDER}left", f"{FOLDER}young", "elsewhere"))
    for folder in (left, young, elsewhere):
        (folder / "student").mkdir(parents=True)
    (short_path / f"{FOLDER}link").symlink_to(elsewhere)
    with Fenced(SMALL) as process:
        process.call(at_work.double, 3)
        (used,) = {p.name for p in short_path.glob(f"{FOLDER}*")} - {left.name, young.name, f"{FOLDER}link"}
        long_ago = time.time() - 2 * YOUNG
        for folder in (left, elsewhere, short_path / used):
            os.utime(folder, (long_ago, long_ago))
        clear_left_behind()
        assert {p.name for p in short_path.iterdir()} == {young.name, elsewhere.name, f"{FOLDER}link", used}
        assert process.call(at_work.double, 4) == 8
    assert (elsewhere / "student").exists()


def test_a_pool_goes_on_beside_items_that_end_or_exhaust_their_processes():
    items = [(n, {3: "deadly", 5: "endless"}.get(n, "")) for n in range(8)]
    with LocalPool(2, SMALL) as pool:
        found = {n: result for (n, _kind), result in pool.run(at_work.double, items)}
    assert isinstance(found.pop(3), GaveUp) and isinstance(found.pop(5), OverBudget)
    assert found == {n: 2 * n for n in (0, 1, 2, 4, 6, 7)}


def test_each_process_of_a_pool_is_prepared_before_its_first_item(tmp_path):
    with LocalPool(2) as pool:
        pool.prepare(at_work.note_process, str(tmp_path))
        found = [result for _item, result in pool.run(at_work.processes_noted, [(str(tmp_path),)] * 4)]
    assert len(list(tmp_path.iterdir())) == 2 and all(is_noted for _number, is_noted in found)


def test_what_goes_wrong_in_preparing_ends_nothing():
    with LocalPool(2) as pool:
        pool.prepare(at_work.fail, "not yet")
        assert sorted(result for _item, result in pool.run(at_work.double, [(1,), (2,)])) == [2, 4]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_stays_behind_a_grader_that_is_stopped(stop, short_path):
    """Not even one in which a C function holds the interpreter, so that no thread of its own sees the grader end."""
    grader = at_work.start_endless(short_path)
    at_work.wait_until(lambda: len(at_work.pids_in(short_path)) == 2)
    grader.send_signal(stop)
    grader.communicate(timeout=120)
    at_work.wait_until(lambda: not any(map(at_work.is_alive, at_work.pids_in(short_path))))
    if stop != signal.SIGKILL:
        assert not list(short_path.glob("ravine-*"))
