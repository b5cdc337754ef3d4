"""What a test tries in a fork, so that nothing of it stays in this process."""

import os
from collections.abc import Callable


def succeeds(trial: Callable[[], bool]) -> bool:
    """Whether `trial()` says True in a fork of this process; one that ends otherwise does not."""
    child = os.fork()
    if not child:
        done = False
        try:
            done = trial()
        finally:
            os._exit(not done)
    _pid, ended = os.waitpid(child, 0)
    return ended == 0
