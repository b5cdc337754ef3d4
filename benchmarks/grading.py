"""How many submissions a minute stock `nbgrader autograde` and `ravine grade` get through, and how much memory.

python -m benchmarks.grading                      alternating, on the same submissions; the ratio of each round
python -m benchmarks.grading --course             every assignment, the whole course in one go (`ravine grade --all`;
                                                  nbgrader's commands follow each other), and where the time goes
python -m benchmarks.grading --submissions 100    of a larger class (--rounds, --jobs, --assignments)
python -m benchmarks.grading --memory             instead: the peak memory of `ravine grade` for 100 and 1,000

For stock the hidden half of each test cell is what an nbgrader course has there: asserts on one draw of cases, the
examples among them (`benchmarks/ordinary_tests.py`). `ravine grade` also compares with the misconceptions, writes
feedback and the report.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import psutil

from benchmarks.ordinary_tests import ordinary_tests
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


def stock_course(folder: Path, *assignments: str) -> CourseFolder:
    """A course as nbgrader makes one: the same notebooks with ordinary tests, executed in the kernel."""
    (folder / "class").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIG)
    course = CourseFolder(folder)
    for assignment in assignments:
        path = folder / "solutions" / "notebooks" / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(_with_ordinary_tests(ROOT / path.relative_to(folder), assignment), path)
        course.run("nbgrader", "generate_assignment", assignment)
    return course


def _with_ordinary_tests(path, assignment):
    notebook, tests = nbformat.read(path, as_version=4), ordinary_tests(assignment, ROOT)
    for cell in notebook.cells:
        if (name := cell.metadata.get("nbgrader", {}).get("grade_id")) in tests:
            visible = cell.source.partition("### BEGIN HIDDEN TESTS")[0]
            cell.source = f"{visible}### BEGIN HIDDEN TESTS{tests[name]}\n### END HIDDEN TESTS"
    return notebook


def hand_in(course: CourseFolder, assignment: str, released: str, submissions: int) -> None:
    """Sample students whose code ends, over and over, until there are this many."""
    turns = cycle(ordinary(assignment).values())
    for n in range(submissions):
        student = f"student-{n:04}"
        course.hand_in(student, assignment, own_copy(next(turns), student, released))


def seconds(course: CourseFolder, fresh: Path, *commands: list[str]) -> float:
    """Seconds that these commands take, one after the other, on a copy of the course."""
    copy = course.copy(fresh)
    started = time.perf_counter()
    for command in commands:
        done = subprocess.run(copy.arguments(*command), **copy.process_options())
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
    taken = time.perf_counter() - started
    handed_in = {(path.name, path.parent.name) for path in (copy.root / "class" / "submitted").glob("*/*")}
    graded = {(name, student) for name in {name for name, _student in handed_in} for student in copy.marks(name)}
    assert graded == handed_in, f"not graded: {handed_in - graded}"
    shutil.rmtree(fresh)
    return taken


@dataclass(frozen=True)
class Contest:
    """The same submissions in a course of stock nbgrader's and in one of Ravine's."""

    folder: Path
    submissions: int
    jobs: int

    def courses(self, *names: str) -> tuple[CourseFolder, CourseFolder]:
        """Both, with each of these assignments handed in by everybody."""
        stock = stock_course(self.folder / f"stock-{'-'.join(names)}", *names)
        ravine = CourseFolder.make(self.folder / f"ravine-{'-'.join(names)}", *names)
        for course in (stock, ravine):
            for name in names:
                hand_in(course, name, ravine.released(name), self.submissions)
        return stock, ravine

    def rounds(self, called: str, names: list[str], number: int) -> None:
        """Print submissions a minute of both, and their ratio, round by round."""
        stock, ravine = self.courses(*names)
        theirs = [["nbgrader", "autograde", name] for name in names]
        which = names if len(names) == 1 else ["--all"]
        for _round in range(number):
            taken = [
                seconds(stock, self.folder / "running", *theirs),
                seconds(ravine, self.folder / "running", ["ravine", "grade", *which, "--jobs", str(self.jobs)]),
            ]
            rates = " ".join(f"{60 * self.submissions * len(names) / t:10.1f}" for t in taken)
            print(f"{called:>20} {rates} {taken[0] / taken[1]:7.1f}   {psutil.getloadavg()[0]:.1f}", flush=True)


def compare(contest: Contest, names: list[str], rounds: int) -> None:
    """Each assignment, and all in one go."""
    print(f"{contest.submissions} submissions of each, {contest.jobs} processes; a minute:")
    print(f"{'':>20} {'nbgrader':>10} {'ravine':>10} {'ratio':>7}   load")
    for name in names:
        contest.rounds(name, [name], rounds)
    if len(names) > 1:
        contest.rounds("together", names, rounds)


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
            compare(Contest(Path(name), options.submissions, options.jobs), names, options.rounds)
            phases(Path(name) / "phases", names)


if __name__ == "__main__":
    sys.exit(main())
