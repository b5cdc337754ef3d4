"""A class graded in this process, again and again: nobody waits for processes, and who is known is not graded anew."""

import contextlib
import io
import os
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ravine.cli import main
from ravine.course.course import Course
from ravine.grading import forking, pool
from ravine.grading.submission.handed_in import read_digest
from tests.grading.courses import CourseFolder

KNOWN: dict[tuple, Any] = {}  # results, by student and a hash of what was handed in


class Replayed:
    """In place of a `LocalPool`."""

    sees_files = True

    def __init__(self, _jobs: int):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def prepare(self, function: Callable, *arguments: Any) -> None:
        """Nothing runs here that could be made ready."""

    def run(self, function: Callable, items: Iterable[tuple]) -> Iterator[tuple[tuple, Any]]:
        for item in items:
            try:
                yield item, self._result(function, item)
            except Exception as error:
                yield item, error

    def _result(self, function, item):
        key = item[0].student, read_digest(item[0])
        if key not in KNOWN:
            KNOWN[key] = function(*item)
        return KNOWN[key]


class Grading:
    """`ravine grade momentum` in this process, in a course whose class is made anew for each example."""

    def __init__(self, course: CourseFolder, patch: pytest.MonkeyPatch):
        self.course = course
        self._fresh = course.root / "fresh"
        shutil.copytree(course.root / "class", self._fresh)
        patch.chdir(course.root)
        patch.setattr(pool, "LocalPool", Replayed)
        patch.setattr(forking, "start", lambda warmed: None)

    def begin_anew(self) -> None:
        shutil.rmtree(self.course.root / "class")
        shutil.copytree(self._fresh, self.course.root / "class")

    def handed_in(self) -> dict[str, Path]:
        """The folders of those who have handed in."""
        return Course.find(self.course.root).submitted("momentum")

    def grade(self, disturbance: contextlib.AbstractContextManager = contextlib.nullcontext()) -> tuple[int, str]:
        """The exit status and what was said."""
        said, stopped = io.StringIO(), signal.getsignal(signal.SIGTERM)
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), disturbance:
                status = main(["grade", "momentum"])
        finally:
            signal.signal(signal.SIGTERM, stopped)  # as it was for this process
        return status, said.getvalue()

    def grade_and_die(self, death: contextlib.AbstractContextManager) -> int:
        """In a process that may be killed meanwhile; how it ended."""
        pid = os.fork()
        if pid == 0:
            try:
                status, _said = self.grade(death)
                os._exit(status)
            finally:
                os._exit(99)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def leftovers(root: Path) -> list[Path]:
    """Files that were not written whole."""
    return [path for path in (root / "class").rglob(".*.part")]
