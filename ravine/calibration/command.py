"""``ravine calibrate``: try the checks of every exercise, on all cores, and keep the table."""

import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from ravine.calibration import measure, table
from ravine.calibration.measure import Calibration
from ravine.calibration.mutants import equivalents
from ravine.language import _

CHUNK = 50  # draws for one process at a time
KILLED = range(3)  # the seeds of the draws on each of which every mutant must lose marks


def calibrate(root: Path, draws: int, jobs: int, tell: Callable[[str], None] = print) -> bool:
    """Calibrate what has changed or was tried on fewer draws, write the table; False where a check is not right."""
    root, known = root.resolve(), table.read(root)
    lines, clean = [], True
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for assignment, exercise in table.every_exercise(root):
            kept = known.get((assignment, exercise.name))
            if kept and kept.draws >= draws and kept.revision == table.revision(assignment, root) and kept.clean:
                lines.append(kept)
                continue
            started = time.monotonic()
            found = _calibrated(pool, root, assignment, exercise.name, draws)
            lines.append(table.line(assignment, exercise, found, root))
            clean = clean and found.clean
            tell(_words(exercise, found, time.monotonic() - started))
            table.write([*lines, *_later(known, lines)], root)  # what was tried so far is kept if this is stopped
    table.write(lines, root)
    tell(_("calibration  {path}").format(path=table.FILE))
    return clean


def _later(known, lines):
    done = {(entry.assignment, entry.exercise) for entry in lines}
    return [entry for name, entry in known.items() if name not in done]


def _calibrated(pool, root, assignment, name, draws):
    seeds = [range(first, min(first + CHUNK, draws)) for first in range(0, draws, CHUNK)]
    work = [pool.submit(_mutants, root, assignment, name)]
    work += [pool.submit(_answers, root, assignment, name, chunk) for chunk in seeds]
    return sum((future.result() for future in as_completed(work)), start=Calibration())


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
    lines = [said.format(name=exercise.name, seconds=seconds, **vars(found))]
    for style, n in found.false_rejects.items():
        lines.append(_("  the right answer “{style}” lost marks in {n} draws").format(style=style, n=n))
    for name, n in found.false_accepts.items():
        lines.append(_("  the misconception {name} got full marks in {n} draws").format(name=name, n=n))
    for (name, other), n in found.misnamed.items():
        words = _("  the misconception {name} was taken for {other} in {n} draws")
        lines.append(words.format(name=name, other=other, n=n))
    for (name, other), n in found.same.items():
        lines.append(_("  {name} and {other} do the same in {n} draws").format(name=name, other=other, n=n))
    for was, became in found.survivors:
        lines.append(_("  a mutant got full marks: {was}  →  {became}").format(was=was, became=became))
    return "\n".join(lines)
