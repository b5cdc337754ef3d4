"""`ravine calibrate`: try the checks of every exercise, on all cores, and keep the table."""

import os
import time
import warnings
from collections.abc import Callable, Collection
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from ravine.calibration import measure, table
from ravine.calibration.measure import Calibration
from ravine.calibration.mutants import equivalents
from ravine.errors import UserError
from ravine.language import _
from ravine.processes import collect_rarely, serve_parent
from ravine.progress import Progress

CHUNK, CHUNKS = 50, 40  # draws for one process at a time, at least; into so many parts are many draws divided
KILLED = range(3)  # the seeds of the draws on each of which every mutant must lose marks


class CalibrationError(UserError):
    """What was asked for cannot be calibrated, and why."""


def calibrate(
    root: Path, draws: int, jobs: int, tell: Callable[[str], None] = print, names: Collection[str] = ()
) -> bool:
    """Calibrate what has changed or was tried on fewer draws, write the table; False where a check is not right.

    What has not changed goes on after the draws that it was tried on. names: only these exercises. Raises
    CalibrationError for a name that no exercise has.
    """
    root, clean = root.resolve(), True
    known, every = table.read(root), table.every_exercise(root)
    before = {(a, e.name): _draws_before(known.get((a, e.name)), e, root) for a, e in _chosen(every, names)}
    todo = [(a, e) for a, e in every if before.get((a, e.name), draws) < draws]
    with _pool(jobs) as pool:
        work = [_submitted(pool, root, a, e.name, range(before[a, e.name], draws)) for a, e in todo]
        for number, ((assignment, exercise), parts) in enumerate(zip(todo, work), start=1):
            started = time.monotonic()
            place = _("{name}, exercise {number} of {total}").format(name=exercise.name, number=number, total=len(todo))
            found = _calibrated(parts, place, tell) + _known(before[assignment, exercise.name])
            line = table.line(assignment, exercise, found, root)
            clean = clean and found.clean
            tell(_words(exercise, found, time.monotonic() - started))
            _write(every, root, {(assignment, exercise.name): line})  # kept if this is stopped
    _write(every, root)
    tell(_("calibration  {path}").format(path=table.FILE))
    return clean


def _draws_before(kept, exercise, root):
    """How many draws an exercise was tried on as it is now, and nothing was wrong."""
    return kept.draws if kept and table.is_current(kept, exercise, root) and kept.clean else 0


def _known(draws):
    """What is known from the draws before: how many they were. The first is tried again, to compare its marks."""
    return Calibration(draws=max(0, draws - 1))


_UNKNOWN = _("There is no exercise called {unknown} that has right answers to try. There are: {known}.")


def _chosen(every, names):
    known = [exercise.name for _assignment, exercise in every]
    if unknown := sorted(set(names) - set(known)):
        raise CalibrationError(_UNKNOWN.format(unknown=", ".join(unknown), known=", ".join(known)))
    return [(assignment, exercise) for assignment, exercise in every if not names or exercise.name in names]


def _write(every, root, new=None):
    """The table with new lines, in order; another calibration may have written some since this one began."""
    lines = table.read(root) | (new or {})
    table.write([lines[a, e.name] for a, e in every if (a, e.name) in lines], root)


@contextmanager
def _pool(jobs):
    """Processes that are all busy until the last part, each on one core; if this is stopped, with their part alone."""
    before = dict(os.environ)
    os.environ.update(_OF_A_PROCESS)
    try:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin) as pool:
            try:
                yield pool
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    finally:
        os.environ.clear()
        os.environ.update(before)


_OF_A_PROCESS = {
    "OPENBLAS_NUM_THREADS": "1",  # with small matrices more threads only wait for each other
    "MALLOC_MMAP_THRESHOLD_": str(2**30),  # the memory of large arrays is kept for the next ones
    "MALLOC_TRIM_THRESHOLD_": str(2**30),
}


def _begin():
    serve_parent()
    collect_rarely()


def _submitted(pool, root, assignment, name, draws):
    """The parts of an exercise's calibration on these draws; those after others begin with the first of all."""
    size = max(CHUNK, -(-len(draws) // CHUNKS))
    seeds = [draws[first : first + size] for first in range(0, len(draws), size)]
    work = [pool.submit(_mutants, root, assignment, name)]
    return work + [pool.submit(_answers, root, assignment, name, chunk) for chunk in _with_the_first(seeds)]


def _with_the_first(seeds):
    return seeds if 0 in seeds[0] else [range(1), *seeds]


_WORDS = _("{place}: {{done}} of {{total}} parts tried")


def _calibrated(parts, place, tell):
    """All that is found of an exercise; until it is, how far it is."""
    progress, found = Progress(_WORDS.format(place=place), len(parts), tell), Calibration()
    for future in as_completed(parts):
        found += future.result()
        progress.step()
    progress.end()
    return found


def _answers(root, assignment, name, seeds):
    exercise, right = table.find(root, assignment, name)
    with warnings.catch_warnings(action="ignore"):
        return measure.try_answers(exercise, right, seeds)


def _mutants(root, assignment, name):
    exercise, _right = table.find(root, assignment, name)
    with warnings.catch_warnings(action="ignore"):
        return measure.try_mutants(exercise, KILLED, equivalents(assignment, root))


def _words(exercise, found, seconds):
    """What was found of an exercise, in a line, and a line for each thing that is not as it should be."""
    said = _("{name}: {draws} draws, {killed} of {mutants} mutants killed, {equivalent} equivalent ({seconds:.0f} s)")
    return "\n".join([said.format(name=exercise.name, seconds=seconds, **vars(found)), *_troubles(found)])


def _troubles(found):
    for style, n in found.false_rejects.items():
        yield _("  the right answer “{style}” lost marks in {n} draws").format(style=style, n=n)
    for name, n in found.false_accepts.items():
        yield _("  the misconception {name} got full marks in {n} draws").format(name=name, n=n)
    for (name, other), n in found.misnamed.items():
        yield _("  the misconception {name} was taken for {other} in {n} draws").format(name=name, other=other, n=n)
    for (name, other), n in found.same.items():
        yield _("  {name} and {other} do the same in {n} draws").format(name=name, other=other, n=n)
    for name, marks in found.lucky.items():
        shares = ", ".join(f"{credit:.0%} ({n})" for credit, n in marks.most_common())
        yield _("  the marks of {name} depend on the draw: {shares}").format(name=name, shares=shares)
    for was, became in found.survivors:
        yield _("  a mutant got full marks: {was}  →  {became}").format(was=was, became=became)
