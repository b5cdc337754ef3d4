"""What a test has a fenced process do."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.grading.courses import ROOT


def double(number: int, kind: str = "") -> int:
    if kind == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "endless":
        compute_holding_the_interpreter()
    return 2 * number


def compute_holding_the_interpreter():
    """For hours, in one call of a C function."""
    re.match("(a*)*b", "a" * 60)


def take_memory_slowly():
    held = []
    while True:
        held.append(b"x" * 2**23)
        time.sleep(0.01)


def take_memory_at_once():
    return len(bytes(2**30))


def give_much():
    return bytes(2**21)


def fail(words: str):
    raise KeyError(words)


class Awkward(Exception):
    """Cannot be made again from its arguments."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def fail_awkwardly():
    raise Awkward(1, 2)


def note_process(folder: str):
    Path(folder, str(os.getpid())).touch()


def processes_noted(folder: str) -> tuple[int, bool]:
    """How many have noted themselves, and whether this one has."""
    noted = os.listdir(folder)
    return len(noted), str(os.getpid()) in noted


def leave_a_file() -> str:
    folder = tempfile.mkdtemp()
    Path(folder, "left").write_text("")
    return folder


def compute_for_ever(folder: str):
    Path(folder, f"{os.getpid()}.pid").touch()
    compute_holding_the_interpreter()


def pids_in(folder: Path) -> list[int]:
    return [int(path.stem) for path in folder.glob("*.pid")]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(holds, tenths: int = 1200):
    for _tenth in range(tenths):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to hold")


def start_endless(folder: Path) -> subprocess.Popen:
    """A grader of two submissions that take for ever, as `ravine grade` is stopped; its files lie in `folder`.

    That has a short name: processes talk over a socket in it, whose name may have 107 bytes.
    """
    environment = os.environ | {"TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "tests.grading.at_work", str(folder)], env=environment, cwd=ROOT)


if __name__ == "__main__":
    from ravine.grading.pool import LocalPool
    from tests.grading import at_work

    for stop in (signal.SIGINT, signal.SIGTERM):  # SIGINT is ignored in what a shell without job control starts
        signal.signal(stop, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), LocalPool(2) as endless:
        list(endless.run(at_work.compute_for_ever, [(sys.argv[1],)] * 2))
