"""How often a wrong answer is told its reason, by the public rows and in grading: `python -m benchmarks.diagnosis`.

Two banks that no misconception was written for: the mutants of every reference (as `ravine calibrate` makes them), and
the corpus of people's mistakes in `tests/corpus`. Before means: only one named misconception, on every row, as Ravine
did until issue 13.
"""

import argparse
import statistics
import time
import warnings
from collections import Counter

import numpy as np

from ravine.calibration.mutants import mutants
from ravine.check import tables
from ravine.course import near
from ravine.course.release import assignments, read_reference
from ravine.exercises.diagnosis import diagnose, named
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import judge, rows
from ravine.exercises.sentences import reasons
from ravine.processes import time_limit
from tests.corpus import everything
from tests.corpus.verdicts import HALVES, verdict, write

SECONDS = 2.0  # of CPU time for one answer


def layer(judgement):
    """Where the reason comes from, in a word."""
    found = judgement.told
    if found is None:
        return "error or shape" if reasons(judgement) else "none"
    if found in judgement.exercise.misconceptions:
        return "named"
    kinds = {"near slip": "slip", "near argument": "argument", "near ": "change", "relation": "relation"}
    return next((word for begin, word in kinds.items() if found.name.startswith(begin)), "two named")


def told(exercise, answer, public):
    """(whether its reason was told before, how it is told now) of a wrong answer; None of one that passes or breaks."""
    try:
        with time_limit(SECONDS):
            judgement = judge(exercise, answer, public)
            if judgement.right or judgement.no_answer:
                return None
            seen = public[: len(judgement.observed)]
            return named.one(exercise, seen, judgement.observed) is not None, layer(judgement)
    except Exception:
        return None


def of_mutants(most, only):
    """Every exercise's mutants, evenly chosen."""
    for assignment in assignments("."):
        for reference in exercises_in(read_reference(assignment, ".")):
            if only and reference.name not in only:
                continue
            exercise, public = tables()[reference.name]
            made = [m.answer for m in mutants(reference)]
            chosen = made[:: max(1, len(made) // most)][:most]
            yield reference.name, [found for m in chosen if (found := told(exercise, m, public))]


def shares(name, found):
    """A line of figures."""
    layers = Counter(layer for _before, layer in found)
    before, now = sum(before for before, _layer in found), len(found) - layers["none"]
    total = max(len(found), 1)
    rest = ", ".join(f"{word} {n}" for word, n in layers.most_common())
    return f"{name:30} {len(found):5} wrong   told before {before / total:4.0%}   now {now / total:4.0%}   ({rest})"


def of_the_corpus():
    """What each mistake of the corpus is told by the self-check, and how long that takes."""
    outcome = {half: Counter() for half in HALVES}
    before = 0
    milliseconds = []
    for number, mistake in enumerate(everything()):
        exercise, public = tables()[mistake.exercise]
        started = time.process_time()
        judgement = judge(exercise, mistake.answer, public)
        milliseconds.append(1000 * (time.process_time() - started))
        before += named.one(exercise, public[: len(judgement.observed)], judgement.observed) is not None
        words = None if judgement.right else " ".join(reasons(judgement))
        outcome[HALVES[number % 2]][verdict(mistake, words)] += 1
    for half, counts in outcome.items():
        print(f"corpus, {half}: {counts.total()} mistakes, {dict(counts)}")
    print(f"corpus: {before} of {number + 1} were told a reason before")
    print(f"self-check: {statistics.median(milliseconds):.0f} ms (median), {max(milliseconds):.0f} ms (slowest)")


def in_grading():
    """Seconds that the diagnosis costs in grading, and how often it says another sentence than the self-check."""
    references = {e.name: e for a in assignments(".") for e in exercises_in(read_reference(a, "."))}
    seconds, contradictions = [], []
    for mistake in everything():
        reference, (home, public) = references[mistake.exercise], tables()[mistake.exercise]
        reference.near = reference.near or near.of(reference)
        drawn = rows(reference, reference.draw(np.random.default_rng(1)))
        judgement = judge(reference, mistake.answer, drawn)
        started = time.process_time()
        diagnose(reference, drawn, judgement.observed, endless=bool(judgement.no_answer))
        seconds.append(time.process_time() - started)
        at_home = judge(home, mistake.answer, public).told
        if at_home and judgement.told and at_home.sentence != judgement.told.sentence:
            contradictions.append((mistake.exercise, at_home.name, judgement.told.name))
    print(f"in grading: {statistics.median(seconds):.3f} s (median), {max(seconds):.2f} s (slowest)")
    print(f"another sentence than at home: {len(contradictions)} of {len(seconds)}", *contradictions, sep="\n  ")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--write", action="store_true", help="only count, and keep the counts for the site's page")
    parser.add_argument("--most", type=int, default=40, help="mutants of each exercise")
    options = parser.parse_args()
    np.seterr(all="ignore")
    warnings.simplefilter("ignore")
    if options.write:
        return write()
    of_the_corpus()
    in_grading()
    everywhere = []
    for name, found in of_mutants(options.most, options.exercises):
        print(shares(name, found), flush=True)
        everywhere += found
    print(shares("all", everywhere))


if __name__ == "__main__":
    main()
