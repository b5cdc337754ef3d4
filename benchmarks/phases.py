"""Where the time of a submission goes: CPU milliseconds on either side of the sandbox, phase by phase."""

import time
from collections import Counter
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from unittest.mock import patch

from benchmarks.students import ordinary
from ravine.course.course import Course
from ravine.exercises import judge
from ravine.grading.gradebook import Book
from ravine.grading.nbgrader_plugin import rules_of
from ravine.grading.submission import grade, hearing
from ravine.grading.worker.handle import Worker
from ravine.grading.worker.warm_process import WarmProcess
from solutions.samples import notebook_of
from tests.grading.courses import CourseFolder

MEASURED = {  # phase → what is called in it; a phase within another is taken out of it
    "sandbox": [(WarmProcess, "worker"), (Worker, "close")],
    "read": [(grade, "read")],
    "cells": [(Worker, "run_cell")],
    "calls": [(Worker, name) for name in ("call", "carry_out", "get", "generator", "_reply")],
    "reference": [(hearing, "drawn_rows")],
    "diagnosis": [(judge, "diagnose"), (hearing, "shrink")],
    "judging": [(grade, "judge_cell")],
    "page": [(grade, "feedback"), (grade, "standing_of")],
    "rest": [(grade, "grade_submission")],
}
SAMPLES = 6


class _Clocks:
    """CPU seconds of each phase, here and in the workers."""

    def __init__(self):
        self.here, self.there, self._inner = Counter(), Counter(), [0.0]
        self._asks = False  # a worker, of which no more is told than the outermost phase

    def timed(self, phase, function):
        def measured(*args, **kwargs):
            if self._asks and isinstance(args[0], Worker):
                return function(*args, **kwargs)
            started = time.thread_time()
            self._inner.append(0.0)
            with self._worker(phase, args[0] if args else None):
                try:
                    return function(*args, **kwargs)
                finally:
                    taken = time.thread_time() - started
                    self.here[phase] += taken - self._inner.pop()
                    self._inner[-1] += taken

        return measured

    def _worker(self, phase, worker):
        return self._of(phase, worker) if isinstance(worker, Worker) and worker.alive else nullcontext()

    @contextmanager
    def _of(self, phase, worker):
        before, self._asks = worker._clock.cpu(), True
        try:
            yield
        finally:
            self._asks = False
            self.there[phase] += worker._clock.cpu() - before


def phases(folder: Path, assignments: list[str]) -> None:
    """Print the table, of some right and wrong samples of each assignment."""
    print(f"\nCPU milliseconds of a submission, the grader's + the worker's (mean of {SAMPLES}):")
    print(f"{'':>20}" + "".join(f"{phase:>12}" for phase in MEASURED))
    for assignment in assignments:
        course = CourseFolder.make(folder / assignment, assignment)
        clocks = _measured(course, assignment)
        both = [f"{1000 * clocks.here[p] / SAMPLES:.0f}+{1000 * clocks.there[p] / SAMPLES:.0f}" for p in MEASURED]
        print(f"{assignment:>20}" + "".join(f"{text:>12}" for text in both), flush=True)


def _measured(folder, assignment) -> _Clocks:
    course = Course.find(folder.root)
    with Book(course, lambda _text: None) as book:
        released = book.assignment(assignment)
    chosen = list(ordinary(assignment).values())
    submissions = [
        grade.Submission(str(number), notebook_of(sample, folder.released(assignment)).encode())
        for number, sample in enumerate(chosen[:: len(chosen) // SAMPLES][:SAMPLES])
    ]
    grade.grade_submission(submissions[0], released, rules_of(course))  # imports, and starts the warm process
    clocks = _Clocks()
    with ExitStack() as stack:
        for phase, found in MEASURED.items():
            for of, name in found:
                stack.enter_context(patch.object(of, name, clocks.timed(phase, getattr(of, name))))
        for submission in submissions:
            grade.grade_submission(submission, released, rules_of(course))
    return clocks
