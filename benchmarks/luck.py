"""How far a mark depends on the draw of the hidden inputs: `python -m benchmarks.luck`.

Of answers that the checks were not made for: the mutants of every reference, and the corpus of people's mistakes in
`tests/corpus`. Each is graded on many draws; one that gets different marks is printed, with how often it got which.
"""

import argparse
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from time import process_time

import numpy as np

from ravine.calibration.measure import drawn, still_open
from ravine.calibration.mutants import mutants
from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import Judgement, mark, observe
from ravine.processes import time_limit
from tests.corpus import everything

SECONDS = 1.0  # of CPU time on one draw; who needs more is taken to get no marks


def marked(exercise, answer, rows):
    """Which parts an answer passes on these rows; None where it cannot be observed."""
    started = process_time()
    try:
        with time_limit(SECONDS):
            found = mark(exercise, rows, *observe(exercise, answer, rows))
    except Exception:
        return None
    return found if process_time() - started < SECONDS else None  # the limit's error is taken for the answer's own


def credit(known, new):
    """The share of the points of an answer that was seen on two sets of rows."""
    if new is None:
        return 0.0
    parts = {part: known.parts.get(part, True) and new.parts.get(part, True) for part in known.exercise.parts}
    return round(Judgement(known.exercise, parts, changed=known.changed + new.changed).credit, 6)


def shares(exercise, answer, draws):
    """Share of the points → draws that gave it. What cannot be observed on the first draw is not tried on others.

    Of each draw only that is tried which the examples, the same in all, leave open.
    """
    examples = len(exercise.examples)
    known = marked(exercise, answer, draws[0][:examples])
    if known is None or known.no_answer or marked(exercise, answer, draws[0]) is None:
        return Counter({0.0: len(draws)})
    left = (still_open(known, draw[examples:]) for draw in draws)
    return Counter(credit(known, marked(exercise, answer, rows)) for rows in left)


def answers(exercise):
    """(what it is, the answer) of each wrong answer to an exercise."""
    for mutant in mutants(exercise):
        yield f"{mutant.was}  →  {mutant.became}", mutant.answer
    for mistake in everything():
        if mistake.exercise == exercise.name:
            yield mistake.source, mistake.answer


def marks(assignment, name, draws):
    """(what it is, share of the points → draws that gave it) of each wrong answer to an exercise."""
    exercise = next(e for e in exercises_in(read_reference(assignment, ".")) if e.name == name)
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        each = list(drawn(exercise, range(draws)))
        return [(what, shares(exercise, answer, each)) for what, answer in answers(exercise)]


def line(what, found):
    """An answer and its marks."""
    shares = ", ".join(f"{share:.0%} ({n})" for share, n in found.most_common())
    return f"    {shares}   {what}"


def main():
    """Print a line for each exercise, and one for each answer whose marks depend on the draw."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.luck", description=__doc__.partition("\n")[0])
    parser.add_argument("exercise", nargs="*", help="only these")
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chosen = [
        (a, e.name)
        for a in assignments(".")
        for e in exercises_in(read_reference(a, "."))
        if e.name != "train" and (not options.exercise or e.name in options.exercise)
    ]
    total = lucky = 0
    with ProcessPoolExecutor(options.jobs) as pool:
        work = [(name, pool.submit(marks, a, name, options.draws)) for a, name in chosen]
        for name, future in work:
            found = future.result()
            varying = [(what, given) for what, given in found if len(given) > 1]
            total, lucky = total + len(found), lucky + len(varying)
            print(f"{name}: {len(varying)} of {len(found)}", *(line(*v) for v in varying), sep="\n", flush=True)
    print(f"{lucky} of {total} wrong answers get marks that depend on the draw ({options.draws} draws)")


if __name__ == "__main__":
    main()
