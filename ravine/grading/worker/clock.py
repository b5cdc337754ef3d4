"""How long a student's code, and what we do with its answers, may still take: by CPU time, and by the clock."""

import contextlib
import time

from ravine.grading.worker.failures import OutOfTime
from ravine.grading.worker.limits import Limits
from ravine.language import _


class Clock:
    """The CPU time of one process, read from outside, and the time since its start."""

    def __init__(self, pid: int | None, limits: Limits):
        self.pid, self.limits, self.started, self.last = pid, limits, time.monotonic(), 0.0

    def cpu(self) -> float:
        """Seconds; all threads, no children. Once the process is gone, what it was before."""
        if self.pid is not None:
            with contextlib.suppress(OSError):
                self.last = _process_clock(self.pid)
        return self.last

    def wall(self) -> float:
        return time.monotonic() - self.started

    def deadline(self, cpu_seconds: float, wall_seconds: float) -> "Deadline":
        return Deadline(self, cpu_seconds, wall_seconds)


class Deadline:
    """The limits of one step, those of the whole submission included. CPU time counts on either side."""

    def __init__(self, clock: Clock, cpu_seconds: float, wall_seconds: float):
        self.clock, self.cpu_start, self.wall_start = clock, clock.cpu(), clock.wall()
        self.cpu_seconds, self.wall_seconds = cpu_seconds, wall_seconds
        self.ours_start = time.thread_time()

    def cpu_used(self) -> float:
        return self.clock.cpu() - self.cpu_start

    def seconds_left(self) -> float:
        """How long to wait before looking again; raises OutOfTime."""
        limits, cpu, wall = self.clock.limits, self.clock.cpu(), self.clock.wall()
        ours = time.thread_time() - self.ours_start  # what we compute for the student counts like their own
        cpu_left = min(self.cpu_seconds - max(cpu - self.cpu_start, ours), limits.cpu_seconds_in_total - cpu)
        wall_left = min(self.wall_seconds - wall + self.wall_start, limits.wall_seconds_in_total - wall)
        if cpu_left <= 0:
            raise out_of_cpu(self.cpu_seconds)
        if wall_left <= 0:
            raise OutOfTime(
                "wall",
                _("No answer came within {seconds:g} seconds, in which hardly anything was computed.").format(
                    seconds=self.wall_seconds
                ),
            )
        return max(0.005, min(cpu_left, wall_left))


def _process_clock(pid: int) -> float:
    """CPU seconds of another process, by the clock that Linux has for each (clock_getcpuclockid(3))."""
    return time.clock_gettime((~pid << 3) | 2)


def out_of_cpu(seconds: float) -> OutOfTime:
    """What a student reads whose code computed for longer than it may."""
    return OutOfTime(
        "cpu", _("The code did not finish within {seconds:g} seconds of computing.").format(seconds=seconds)
    )
