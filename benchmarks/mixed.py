"""A large mixed class, some of it hostile: does everybody honest get the marks of the same answers graded alone?

python -m benchmarks.mixed                        2,000 submissions over all assignments, three in a hundred hostile
python -m benchmarks.mixed --submissions 150      of a smaller class (--jobs)

Honest are the sample students whose code ends, over and over, no two alike; hostile the attacks of `tests/attacks` and
what `tests/malformed` hands in. Ends with status 1 where a mark differs, or somebody has neither mark nor sentence.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.students import ordinary, own_copy
from benchmarks.watching import Watched, watched
from ravine.grading.worker.limits import GiB, Limits, MiB
from solutions.samples import assignments, samples
from tests.attacks.attack import Attack, attacks
from tests.grading.courses import CourseFolder
from tests.handed_in import NAME, WRONG
from tests.malformed.arrivals import ARRIVALS

HOSTILE_IN = 33  # every so many submissions one is
USUAL = {name: getattr(Limits(), name) for name in ("cpu_seconds_per_call", "cpu_seconds_per_cell")}


@dataclass(frozen=True)
class Class:
    """A class that was handed in: whose answers each honest student has, by assignment and student; the others."""

    honest: dict[tuple[str, str], str]
    hostile: set[tuple[str, str]]


def hand_in(course: CourseFolder, submissions: int) -> Class:
    """So many submissions, to one assignment after the other."""
    names, honest, hostile = assignments(), {}, set()
    turns, threats = {name: cycle(ordinary(name)) for name in names}, threats_to(course)
    released = {name: course.released(name) for name in names}
    for number in range(submissions):
        assignment, student = names[number % len(names)], f"student-{number:04}"
        if number % HOSTILE_IN == HOSTILE_IN - 1:
            hostile.add((next(threats)(student, assignment), student))
        else:
            name = honest[assignment, student] = next(turns[assignment])
            course.hand_in(student, assignment, own_copy(samples(assignment)[name], student, released[assignment]))
    return Class(honest, hostile)


def threats_to(course: CourseFolder) -> Iterator[Callable[[str, str], str]]:
    """Functions that hand in something hostile as a student and give the assignment; in one order, over and over."""

    def attacking(attack: Attack):
        def hand_in(student, _assignment):
            submission = attack.submission(WRONG, course.root)
            notebook = course.hand_in(student, NAME, submission.content or b"")
            for name, content in submission.files.items():
                (notebook.parent / name).parent.mkdir(parents=True, exist_ok=True)
                (notebook.parent / name).write_bytes(content)
            return NAME  # they are about this one

        return hand_in

    def arriving(arrival):
        def hand_in(student, assignment):
            arrival.write(course.submitted(student, assignment))
            return assignment

        return hand_in

    found = [*map(attacking, attacks()), *map(arriving, ARRIVALS)]
    random.Random(1).shuffle(found)
    return cycle(found)


def marks(course: CourseFolder) -> dict[tuple[str, str], dict[str, float | None]]:
    """The points of each test, by assignment and student."""
    found = {}
    for assignment in assignments():
        for student, cells in course.marks(assignment).items():
            tests = {name: facts[0] for name, facts in cells.items() if name.startswith("test_")}
            found[assignment, student] = tests
    return found


def alone(folder: Path, released: CourseFolder, class_: Class, jobs: int) -> dict[tuple[str, str], dict]:
    """The marks of each sample student that somebody has copied, graded where nobody is hostile."""
    course = released.copy(folder / "alone")
    for assignment, name in sorted({(a, name) for (a, _student), name in class_.honest.items()}):
        course.hand_in(name, assignment, own_copy(samples(assignment)[name], name, course.released(assignment)))
    watched(course, "ravine", "grade", "--all", "--jobs", str(jobs))
    return marks(course)


def faults(class_: Class, found: dict, wanted: dict, run: Watched) -> list[str]:
    """What is wrong with the marks, in words."""
    wrong = [
        f"{assignment}, {student}: {found.get((assignment, student))} instead of {wanted[assignment, name]} ({name})"
        for (assignment, student), name in class_.honest.items()
        if found.get((assignment, student)) != wanted[assignment, name]
    ]
    silent = [f"{student}: no mark, no sentence" for a, student in class_.hostile if (a, student) not in found]
    wrong += [line for line in silent if f"{line.partition(':')[0]} could not be graded" not in run.said]
    return wrong + ["a traceback instead of a sentence"] * ("Traceback" in run.said)


def measure(folder: Path, submissions: int, jobs: int) -> list[str]:
    """Grade such a class, print what it took, and give what is wrong."""
    released = CourseFolder.make(folder / "released", *assignments(), limits=USUAL)
    course = released.copy(folder / "mixed")
    class_ = hand_in(course, submissions)
    run = watched(course, "ravine", "grade", "--all", "--jobs", str(jobs))
    found, wanted = marks(course), alone(folder, released, class_, jobs)
    wrong = faults(class_, found, wanted, run)
    tests = sum(len(found.get(who, ())) for who in class_.honest)
    print(f"{submissions} submissions, {len(class_.hostile)} of them hostile, {jobs} processes")
    print(f"{run.seconds:.0f} s, {60 * submissions / run.seconds:.0f} a minute, ended with status {run.status}")
    print(f"peak memory: {run.own / MiB:.0f} MiB the grader, {run.others / MiB:.0f} MiB its largest process")
    print(f"{tests} marks of {len(class_.honest)} honest students beside those of the same answers alone: ", end="")
    print(f"{len(wrong)} faults" if wrong else "all equal")
    return wrong + [f"a process took {run.peak / MiB:.0f} MiB"] * (run.peak >= GiB)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mixed", description=__doc__.partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="ravine-mixed-") as name:
        wrong = measure(Path(name), options.submissions, options.jobs)
    print("\n".join(wrong[:50]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
