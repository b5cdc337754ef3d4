"""What a command takes of the machine, seen from outside while it runs: the peak memory of each of its processes."""

import time
from dataclasses import dataclass
from pathlib import Path

from tests.grading.courses import CourseFolder

LOOK_EVERY = 0.1  # seconds


@dataclass(frozen=True)
class Watched:
    """How a command ended, what it said, how long it took, and the most resident memory, in bytes, of it and of the
    largest process that it started."""

    status: int
    said: str
    seconds: float
    own: int
    others: int

    @property
    def peak(self) -> int:
        return max(self.own, self.others)


def watched(course: CourseFolder, *command: str) -> Watched:
    """Run a command in the course."""
    said, started = course.root / "said.txt", time.monotonic()  # no pipe: a large class's table would fill it
    own = others = 0
    with open(said, "w") as output:
        running = course.start(*command, stdout=output)
    while running.poll() is None:
        own = max(own, high_water(running.pid))
        others = max([others, *map(high_water, _children(running.pid))])
        time.sleep(LOOK_EVERY)
    return Watched(running.returncode, said.read_text(), time.monotonic() - started, own, others)


def _children(pid: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    own = [int(child) for path in Path(f"/proc/{pid}/task").glob("*/children") for child in _text(path).split()]
    return [descendant for child in own for descendant in (child, *_children(child))]


def _text(path: Path) -> str:
    """What stands in a file of a process; "" where that has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def high_water(pid: int) -> int:
    """The most resident memory that a process has had, in bytes; 0 where it has ended."""
    lines = _text(Path(f"/proc/{pid}/status")).splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
