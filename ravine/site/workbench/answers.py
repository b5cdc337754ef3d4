"""An answer given in the page: run it in a namespace of its own, judge it as `check` does, and say what came of it.

Pure Python over the student's part of Ravine, the same in a browser's worker as in any Python; `worker.js` calls
`answered` and posts what it returns. Nothing that an answer does leaves here as an exception.
"""

import builtins
import io
import linecache
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from textwrap import dedent
from typing import Any

import ravine
from ravine.check import examined, tables
from ravine.exercises.kinds.training import observe_training
from ravine.exercises.sentences import SITE, Reply
from ravine.language import _
from ravine.site.workbench.mishaps import Unusable, missing, not_returned, not_run
from ravine.site.workbench.paths import draw

FILE = "your answer"  # no path, so that no folder of installed modules holds it
PRINTED = 100_000  # characters
SECONDS, TRAINING_SECONDS = 10, 60  # until the page stops an answer; a training may need 20 in the grader
VERDICTS = {"right": "right", "wrong": "wrong", "not written": "unwritten", "not asked": "error"}


def answered(request: dict[str, Any], setup: str = "import numpy as np\n") -> dict[str, Any]:
    """What the page is told of an answer, as the head of `engine.js` describes it.

    `request` holds `kind` ("check" or "path"), `exercise`, `source`, `earlier`, and for a path its surface, start,
    parameters and steps. `setup` is the notebook's first cell.
    """
    begun, printed = time.perf_counter(), Printed()
    try:
        with _alone(printed):
            said = _tried(request, setup)
    except BaseException as error:  # an answer has broken what would have said so
        said = _unusable(not_returned(error, request["exercise"]), request)
    said["notes"] += [_("What it printed was cut off.")] if printed.full else []
    return said | {"printed": printed.getvalue(), "ms": round(1000 * (time.perf_counter() - begun), 1)}


def limit(exercise: str) -> int:
    """The seconds after which the page stops an answer."""
    return TRAINING_SECONDS if exercise in tables() and tables()[exercise][0].observe is observe_training else SECONDS


def _tried(request, setup):
    try:
        return _judged_and_drawn(request, setup)
    except Unusable as problem:
        return _unusable(problem, request)


def _judged_and_drawn(request, setup):
    space = _namespace(request, setup)
    answer = _named(request["exercise"], space)
    try:
        found = examined(answer, request["exercise"])
        said = told(found, request["source"])
        said["notes"] += _notes(space)
        if request["kind"] == "path":
            drawn = draw(answer, request)
            said |= drawn | {"notes": said["notes"] + drawn["notes"]}
        return said
    except BaseException as error:  # what passes every `except Exception`
        raise not_returned(error, request["exercise"]) from None


def _notes(space):
    if space.get("check", ravine.check) is ravine.check:
        return []
    return [_("Your answer gives the name `check` another meaning. The course's own was asked.")]


# --- running it


def _namespace(request, setup):
    """The names after the notebook's first cell, the earlier answers and this one."""
    space: dict[str, Any] = {"__name__": "__main__"}
    _run(setup, "setup", space)
    for earlier in request.get("earlier", ()):
        _run_earlier(earlier["exercise"], earlier["source"], space)
    try:
        _run(request["source"], FILE, space)
    except BaseException as error:
        raise not_run(error) from None
    return space


def _run_earlier(name, source, space):
    try:
        _run(source, _("your answer to {name}").format(name=name), space)
    except NotImplementedError:  # a cell that is not filled in
        return
    except BaseException as error:
        words = _("✗ This needs your earlier answer to {name}, which does not run.\n{why}")
        raise Unusable(words.format(name=name, why=not_run(error))) from None


def _run(source, file, space):
    source = source.replace("\r\n", "\n")
    linecache.cache[file] = len(source), None, source.splitlines(True), file
    exec(compile(source, file, "exec", dont_inherit=True), space)


def _named(name, space):
    if name not in space:
        raise missing(name, space)
    return space[name]


@contextmanager
def _alone(printed) -> Iterator[None]:
    """Collect what is printed, let nobody be asked, and set back what an answer may set for all that come after it."""
    own, depth = vars(builtins).copy(), sys.getrecursionlimit()
    builtins.input = _nobody_to_ask
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            yield
    finally:
        vars(builtins).update(own)
        sys.setrecursionlimit(depth)


def _nobody_to_ask(*_prompt):
    raise OSError(_("input() has nobody to ask here: what a function works on comes in as its arguments"))


class Printed(io.StringIO):
    """What was printed, up to a bound; `full` where there was more."""

    full = False

    def write(self, text: str) -> int:
        room = max(PRINTED - self.tell(), 0)
        self.full = self.full or len(text) > room
        super().write(text[:room])
        return len(text)

    def close(self) -> None:
        """Stay open: an answer may close what it prints to."""


# --- saying it


def told(found: Reply, source: str) -> dict[str, Any]:
    """The pieces of a reply for the page, without what only a notebook has: indentation, and the site's address."""
    return {
        "verdict": VERDICTS[found.state],
        "text": "\n".join(found.lines),
        "summary": found.verdict.split("\n")[0],
        "parts": [{"name": part, "passed": passed} for part, passed in found.parts],
        "example": _example(found),
        "difference": found.difference,
        "reason": "\n".join(found.reasons),
        "misconception": found.misconception.replace("_", " "),
        "section": {"href": found.see.removeprefix(SITE), "title": ""} if found.see else None,
        "notes": [_MEMORY] if "MemoryError" in found.difference else [],
        "line": found.line if found.state == "not asked" or _is_here(found, source) else None,
    }


_MEMORY = _("Python in a page has about 1 GB of memory; the exercises need a thousandth of it.")


def _unusable(problem, request):
    drawn = {"points": []} if request["kind"] == "path" else {}
    return told(Reply("not asked", str(problem), line=problem.line), request["source"]) | drawn


def _example(found):
    call, *inputs = found.example or ("",)
    lines = [dedent(line) for line in inputs]
    return {"call": call, "inputs": lines, "difference": found.difference} if found.example else None


def _is_here(found, source):
    """Whether the line where an answer raised something is one of this source, not of an earlier answer."""
    lines = source.splitlines()
    here = lines[found.line - 1].strip() if found.line and found.line <= len(lines) else ""
    return bool(here) and found.difference.endswith(here)
