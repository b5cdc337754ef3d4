"""Run `ravine` in this process and kill it, as `kill -9` does, at the n-th moment around one of its writes.

Usage: dying.py N ARGUMENTS…  Exits as `ravine` does where it makes fewer writes than that.
"""

import os
import signal
import sys


class Death:
    """Comes at the n-th moment; a write has two, before and after it."""

    def __init__(self, moment: int):
        self._left = moment

    def around(self, holder, name):
        write = getattr(holder, name)

        def dying(*arguments, **keywords):
            self._approach()
            result = write(*arguments, **keywords)
            self._approach()
            return result

        setattr(holder, name, dying)

    def _approach(self):
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    from sqlalchemy.orm import Session

    from ravine.cli import main

    death = Death(int(sys.argv[1]))
    death.around(os, "replace")
    death.around(os, "unlink")
    death.around(Session, "commit")
    sys.exit(main(sys.argv[2:]))
