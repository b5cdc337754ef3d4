"""What a test has a cluster's workers do."""

import multiprocessing
import os
import signal
import time
from functools import cache

from ravine.grading.worker.warm_process import WarmProcess


@cache
def warm() -> WarmProcess:
    return WarmProcess()


def look(_number: int) -> tuple[int, tuple[str, ...], str]:
    """The worker, the layers of the sandbox that it enters, and what reading the host's files gives in there."""
    time.sleep(0.2)  # so that no worker does it all
    with warm().worker() as worker:
        return (
            multiprocessing.parent_process().pid,
            worker.layers,
            str(worker.run_cell("open('/etc/passwd').read(1)").error),
        )


def spend(megabytes: int) -> int:
    """Take so much memory."""
    return len(b"x" * (megabytes * 2**20))


def fenced_by(_number: int) -> tuple[int, int]:
    """This process, and the dask worker whose fenced process it is."""
    return os.getpid(), multiprocessing.parent_process().pid


def double(number: int, deadly: int = -1, seconds: float = 0.0) -> int:
    """Twice the number; the deadly one ends its process as a signal from outside would."""
    time.sleep(seconds)
    if number == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number
