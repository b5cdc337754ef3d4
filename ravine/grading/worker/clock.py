"""How long a student's code, and what we do with its answers, may still take: by CPU time, and by the clock."""

import contextlib
import gc
import threading
import time
from pathlib import Path

from ravine.grading.worker.failures import OutOfTime
from ravine.grading.worker.limits import Limits
from ravine.language import _


class _Collector(threading.local):
    """This thread's CPU seconds in full garbage collections: they cost what our whole process holds, not an answer."""

    seconds = started = 0.0

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        if info["generation"] == 2 and phase == "start":
            self.started = time.thread_time()
        elif info["generation"] == 2:
            self.seconds += time.thread_time() - self.started


_collector = _Collector()
gc.callbacks.append(_collector)


class Clock:
    """The CPU time of one process, read from outside, and how long it was idle in the steps that have ended."""

    def __init__(self, pid: int | None, limits: Limits):
        self.pid, self.limits, self.last, self.idle = pid, limits, 0.0, 0.0
        self._queued = self._queued_now()

    def cpu(self) -> float:
        """Seconds; all threads, no children. Once the process is gone, what it was before."""
        if self.pid is not None:
            with contextlib.suppress(OSError):
                self.last = process_clock(self.pid)
        return self.last

    def newly_queued(self) -> float:
        """Seconds, since this was asked last, in which it or this thread waited for a processor: no idleness."""
        before, self._queued = self._queued, self._queued_now()
        return self._queued - before

    def _queued_now(self):
        return _queued(f"{self.pid}") + _queued("thread-self")

    def deadline(self, cpu_seconds: float, wall_seconds: float) -> "Deadline":
        return Deadline(self, cpu_seconds, wall_seconds)


class Deadline:
    """The limits of one step, those of the whole submission included. CPU time counts on either side.

    By the clock counts only what neither side computes, nor waits to compute: a busy machine makes nobody a sleeper.
    """

    def __init__(self, clock: Clock, cpu_seconds: float, wall_seconds: float):
        self.clock, self.cpu_start, self.wall_start = clock, clock.cpu(), time.monotonic()
        self.cpu_seconds, self.wall_seconds, self.queued = cpu_seconds, wall_seconds, 0.0
        self.ours_start, self.collected_start = time.thread_time(), _collector.seconds

    def cpu_used(self) -> float:
        return self.clock.cpu() - self.cpu_start

    def ours(self) -> float:
        """CPU seconds of this step that this thread computed for the student."""
        return time.thread_time() - self.ours_start - (_collector.seconds - self.collected_start)

    def idle(self, cpu: float | None = None) -> float:
        """Seconds of this step in which nothing was computed. cpu: what the clock says, where that was just read."""
        cpu_used = (self.clock.cpu() if cpu is None else cpu) - self.cpu_start
        computed = cpu_used + time.thread_time() - self.ours_start
        return max(0.0, time.monotonic() - self.wall_start - computed - self.queued)

    def seconds_left(self) -> float:
        """How long it may still take, as far as can be told now; raises OutOfTime."""
        limits, cpu = self.clock.limits, self.clock.cpu()
        used = max(cpu - self.cpu_start, self.ours())  # what we compute for the student counts like their own
        cpu_left = min(self.cpu_seconds - used, limits.cpu_seconds_in_total - cpu)
        if cpu_left <= 0:
            raise out_of_cpu(self.cpu_seconds)
        return min(cpu_left, self._patience_left(cpu))

    def _patience_left(self, cpu):
        most = min(self.wall_seconds, self.clock.limits.wall_seconds_in_total - self.clock.idle)
        if (idle := self.idle(cpu)) < most:
            return most - idle
        self.queued += self.clock.newly_queued()
        if self.idle() >= most:
            words = _("No answer came within {seconds:g} seconds, in which hardly anything was computed.")
            raise OutOfTime("wall", words.format(seconds=self.wall_seconds))
        return most - self.idle()


def _queued(process: str) -> float:
    """Seconds in which a process has waited for a processor; 0 where the kernel does not tell, or it has ended."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def process_clock(pid: int) -> float:
    """CPU seconds of another process, by the clock that Linux has for each (clock_getcpuclockid(3))."""
    return time.clock_gettime((~pid << 3) | 2)


def out_of_cpu(seconds: float) -> OutOfTime:
    """What a student reads whose code computed for longer than it may."""
    return OutOfTime(
        "cpu", _("The code did not finish within {seconds:g} seconds of computing.").format(seconds=seconds)
    )
