"""Where an answer is, told while it runs: every line when it is first reached, and a loop's again and again.

A page that stops an answer ends the whole worker, so that nobody is left to ask. `sys.monitoring` (Python 3.12) costs
one call for each line and one for each round of a loop; where it is missing nothing is told.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 0.5  # seconds between two words about one loop
TOOL = 4


@contextmanager
def watching(file: str, tell: Callable[[int], None]) -> Iterator[None]:
    """While it is open, tell the line of the code of this file that runs."""
    if not (monitoring := getattr(sys, "monitoring", None)):
        yield
        return
    events, told = monitoring.events, [0.0]

    def begin(code, _offset):
        if code.co_filename == file:
            monitoring.set_local_events(TOOL, code, events.LINE | events.JUMP)
        return monitoring.DISABLE

    def line(_code, number):
        tell(number)
        return monitoring.DISABLE

    def jump(code, offset, _target):
        if time.monotonic() - told[0] > EVERY:
            told[0] = time.monotonic()
            tell(_line(code, offset))

    monitoring.use_tool_id(TOOL, "ravine")
    for event, hear in ((events.PY_START, begin), (events.LINE, line), (events.JUMP, jump)):
        monitoring.register_callback(TOOL, event, hear)
    monitoring.set_events(TOOL, events.PY_START)
    try:
        yield
    finally:
        monitoring.set_events(TOOL, 0)
        monitoring.free_tool_id(TOOL)


def _line(code, offset):
    return next((line for start, end, line in code.co_lines() if start <= offset < end and line), code.co_firstlineno)
