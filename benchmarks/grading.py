"""How many submissions a minute stock `nbgrader autograde` and `ravine grade` get through, and how much memory.

python -m benchmarks.grading                      alternating, on the same submissions; the ratio of each round
python -m benchmarks.grading --course             every assignment and all together, and where the time goes
python -m benchmarks.grading --submissions 100    of a larger class (--rounds, --jobs, --assignments)
python -m benchmarks.grading --memory             instead: the peak memory of `ravine grade` for 100 and 1,000

For stock the hidden half of each test cell is what an nbgrader course has there: asserts on one draw of cases, the
examples among them (`benchmarks/ordinary.py`). `ravine grade` also compares with the misconceptions, writes feedback
and the report.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import nbformat
import psutil

from benchmarks.ordinary import ordinary_tests
from benchmarks.phases import phases
from benchmarks.students import ordinary, own_copy
from benchmarks.watching import watched
from solutions.samples import assignments
from tests.grading.courses import ROOT, CourseFolder

ASSIGNMENT = "momentum"
MEMORY_AT = (100, 1000)
MIB = 2**20

STOCK_CONFIG = """
from pathlib import Path
c = get_config()
c.CourseDirectory.course_id = "ravine"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.CourseDirectory.source_directory = "solutions/notebooks"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "class/submitted"
c.CourseDirectory.autograded_directory = "class/autograded"
c.CourseDirectory.db_url = f"sqlite:///{c.CourseDirectory.root}/class/gradebook.db"
c.ClearSolutions.code_stub = {"python": "# Your code here.\\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "*Your answer here.*"
"""


def stock_course(folder: Path, assignment: str) -> CourseFolder:
    """A course as nbgrader makes one: the same notebook with ordinary tests, executed in the kernel."""
    path = folder / "solutions" / "notebooks" / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True)
    (folder / "class").mkdir()
    notebook, tests = nbformat.read(ROOT / path.relative_to(folder), as_version=4), ordinary_tests(assignment, ROOT)
    for cell in notebook.cells:
        if (name := cell.metadata.get("nbgrader", {}).get("grade_id")) in tests:
            visible = cell.source.partition("### BEGIN HIDDEN TESTS")[0]
            cell.source = f"{visible}### BEGIN HIDDEN TESTS{tests[name]}\n### END HIDDEN TESTS"
    nbformat.write(notebook, path)
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIG)
    course = CourseFolder(folder)
    course.run("nbgrader", "generate_assignment", assignment)
    return course


def hand_in(course: CourseFolder, assignment: str, released: str, submissions: int) -> None:
    """Sample students whose code ends, over and over, until there are this many."""
    turns = cycle(ordinary(assignment).values())
    for n in range(submissions):
        student = f"student-{n:04}"
        course.hand_in(student, assignment, own_copy(next(turns), student, released))


def seconds(course: CourseFolder, assignment: str, fresh: Path, *command: str) -> float:
    """Seconds that a command takes on a copy of the course."""
    copy = course.copy(fresh)
    started = time.perf_counter()
    done = subprocess.run(copy.arguments(*command), **copy.process_options())
    taken = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
    graded = len(copy.marks(assignment))
    handed_in = len(list((copy.root / "class" / "submitted").iterdir()))
    assert graded == handed_in, f"{' '.join(command)} graded {graded} of {handed_in}"
    shutil.rmtree(fresh)
    return taken


def compare(folder: Path, assignment: str, submissions: int, rounds: int, jobs: int) -> tuple[float, float]:
    """Print submissions per minute of both, round by round; the seconds that each took, the median of the rounds."""
    stock = stock_course(folder / f"stock-{assignment}", assignment)
    ravine = CourseFolder.make(folder / f"ravine-{assignment}", assignment)
    for course in (stock, ravine):
        hand_in(course, assignment, ravine.released(assignment), submissions)
    taken = []
    for _round in range(rounds):
        theirs = seconds(stock, assignment, folder / "running", "nbgrader", "autograde", assignment)
        ours = seconds(ravine, assignment, folder / "running", "ravine", "grade", assignment, "--jobs", str(jobs))
        taken.append((theirs, ours))
        print(_row(assignment, submissions, theirs, ours, f"{psutil.getloadavg()[0]:.1f}"), flush=True)
    return median(theirs for theirs, _ours in taken), median(ours for _theirs, ours in taken)


def compare_all(folder: Path, names: list[str], submissions: int, rounds: int, jobs: int) -> None:
    """Each assignment, and all together."""
    print(f"{submissions} submissions of each, {jobs} processes; a minute:")
    print(f"{'':>20} {'nbgrader':>10} {'ravine':>10} {'ratio':>7}   load")
    taken = [compare(folder, name, submissions, rounds, jobs) for name in names]
    theirs, ours = map(sum, zip(*taken))
    print(_row("together", submissions * len(names), theirs, ours))


def _row(name, submissions, theirs, ours, load=""):
    rates = " ".join(f"{60 * submissions / taken:10.1f}" for taken in (theirs, ours))
    return f"{name:>20} {rates} {theirs / ours:7.1f}   {load}"


def peaks(course: CourseFolder, jobs: int) -> tuple[float, float]:
    """The peak resident memory, in MiB, of the grader and of the largest process that it started."""
    run = watched(course, "ravine", "grade", ASSIGNMENT, "--jobs", str(jobs))
    if run.status:
        raise SystemExit(run.said)
    return run.own / MIB, run.others / MIB


def memory(folder: Path, jobs: int) -> None:
    """Print the peak memory of a small and of a large class, and their ratio."""
    released = CourseFolder.make(folder / "released", ASSIGNMENT)
    print(f"{'submissions':>12} {'grader':>12} {'largest other':>14}")
    found = []
    for submissions in MEMORY_AT:
        course = released.copy(folder / str(submissions))
        hand_in(course, ASSIGNMENT, released.released(ASSIGNMENT), submissions)
        found.append(peaks(course, jobs))
        print(f"{submissions:12} {found[-1][0]:8.1f} MiB {found[-1][1]:10.1f} MiB", flush=True)
    (small, small_other), (large, large_other) = found
    print(f"{'ratio':>12} {large / small:12.3f} {large_other / small_other:14.3f}")


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__.partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--assignments", nargs="+", default=[ASSIGNMENT], choices=assignments())
    parser.add_argument("--course", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    beside = str(Path(sys.executable).parent)
    os.environ["PATH"] = os.pathsep.join([beside, os.environ["PATH"]])  # where nbgrader looks for alembic
    with TemporaryDirectory(prefix="ravine-benchmark-") as name:
        if options.memory:
            memory(Path(name), options.jobs)
        else:
            names = assignments() if options.course else options.assignments
            compare_all(Path(name), names, options.submissions, options.rounds, options.jobs)
            phases(Path(name) / "phases", names)


if __name__ == "__main__":
    sys.exit(main())
