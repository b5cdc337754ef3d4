"""How far grading is: a line that changes in a terminal, now and then a line elsewhere."""

import io

import pytest

from ravine import progress as module
from ravine.progress import Progress


class Clock:
    now = 0.0

    def monotonic(self):
        return self.now


class Terminal(io.StringIO):
    def isatty(self):
        return True

    def fileno(self):
        return 1


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    monkeypatch.setattr(module.os, "get_terminal_size", lambda _fd: module.os.terminal_size((22, 24)))
    return clock


def test_elsewhere_a_line_after_more_than_ten_seconds(clock):
    told = []
    progress = Progress("{done} of {total} graded", 5, told.append, io.StringIO())
    for now in (10.0, 10.1, 20.0, 20.2):
        clock.now = now
        progress.step()
    progress.end()
    assert told == ["2 of 5 graded, about 0 s left", "4 of 5 graded, about 3 s left"]


def test_in_a_terminal_one_line_that_changes_and_is_gone_at_the_end(clock):
    screen, told = Terminal(), []
    progress = Progress("{done} of {total} graded", 3, told.append, screen)
    progress.step()
    clock.now = 100.0
    progress.step()
    progress.end()
    assert told == []
    assert screen.getvalue().split("\r\x1b[K") == ["", "0 of 3 graded", "1 of 3 graded", "2 of 3 graded, about ", ""]


def test_the_first_counts_for_the_start_and_not_for_the_rate(clock):
    progress = Progress("{done} of {total} graded", 4, print, io.StringIO())
    clock.now = 50.0
    progress.step()
    assert progress._line() == "1 of 4 graded"
    clock.now = 52.0
    progress.step()
    assert progress._line() == "2 of 4 graded, about 4 s left"


@pytest.mark.parametrize(
    "seconds, words", [(0.4, "0 s"), (89.4, "89 s"), (90.0, "2 min"), (150.5, "3 min"), (600, "10 min")]
)
def test_durations(seconds, words):
    assert module._duration(seconds) == words
