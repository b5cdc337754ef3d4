"""How many submissions a minute stock `nbgrader autograde` and `ravine grade` get through, and how much memory.

python -m benchmarks.grading                      alternating, on the same submissions; the ratio of each round
python -m benchmarks.grading --submissions 100    of a larger class (--rounds, --jobs)
python -m benchmarks.grading --memory             instead: the peak memory of `ravine grade` for 100 and 1,000

Both grade the momentum assignment. For stock the hidden half of each test cell is what an nbgrader course has there:
the right formula and asserts. `ravine grade` also compares with the misconceptions, writes feedback and the report.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import nbformat
import psutil

from solutions.samples import notebook_of, samples
from tests.grading.courses import ROOT, CourseFolder

ASSIGNMENT = "momentum"
NOT_FOR_STOCK = {"hana", "milan", "otto"}  # a loop without end, another file name, an old format
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

RANDOM = "w, v, g = np.random.default_rng(case).normal(size=(3, 2, case))"
STOCK_TESTS = {
    "test_ball_step": f"""
for case in range(1, 5):
    {RANDOM}
    velocity = v + 0.1 / 2 * (-g - 0.5 * v)
    np.testing.assert_allclose(ball_step(w, v, g, 2, 0.5, 0.1), (w + 0.1 * velocity, velocity))""",
    "test_momentum_from_ball": """
for mass, friction, dt in [(1, 0, 0.1), (2, 0.5, 0.1), (4, 1, 0.5), (0.1, 2, 0.5)]:
    np.testing.assert_allclose(momentum_from_ball(mass, friction, dt), (dt**2 / mass, 1 - friction * dt / mass))""",
    "test_momentum_step": f"""
for case in range(1, 4):
    {RANDOM}
    velocity = 0.9 * v - 0.1 * g
    np.testing.assert_allclose(momentum_step(w, v, g, 0.1, 0.9), (w + velocity, velocity))""",
    "test_optimal_heavy_ball": """
for mu, L in [(1, 1), (1, 20), (0.1, 3)]:
    right = 4 / (L**0.5 + mu**0.5)**2, ((L**0.5 - mu**0.5) / (L**0.5 + mu**0.5))**2
    np.testing.assert_allclose(optimal_heavy_ball(mu, L), right, atol=1e-12)""",
    "test_nesterov_step": f"""
for case in range(1, 5):
    {RANDOM}
    velocity = 0.9 * v - 0.1 * np.tanh(w + 0.9 * v)
    np.testing.assert_allclose(nesterov_step(w, v, np.tanh, 0.1, 0.9), (w + velocity, velocity))""",
    "test_nesterov_step_rewritten": f"""
for case in range(1, 4):
    {RANDOM}
    velocity = 0.9 * v - 0.1 * g
    np.testing.assert_allclose(nesterov_step_rewritten(w, v, g, 0.1, 0.9), (w + 0.9 * velocity - 0.1 * g, velocity))""",
}


def stock_course(folder: Path) -> CourseFolder:
    """A course as nbgrader makes one: the same notebook with ordinary tests, executed in the kernel."""
    path = folder / "solutions" / "notebooks" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True)
    (folder / "class").mkdir()
    notebook = nbformat.read(ROOT / path.relative_to(folder), as_version=4)
    for cell in notebook.cells:
        if test := STOCK_TESTS.get(cell.metadata.get("nbgrader", {}).get("grade_id")):
            visible = cell.source.partition("### BEGIN HIDDEN TESTS")[0]
            cell.source = f"{visible}### BEGIN HIDDEN TESTS{test}\n### END HIDDEN TESTS"
    nbformat.write(notebook, path)
    (folder / "nbgrader_config.py").write_text(STOCK_CONFIG)
    course = CourseFolder(folder)
    course.run("nbgrader", "generate_assignment", ASSIGNMENT)
    return course


def hand_in(course: CourseFolder, released: str, submissions: int) -> None:
    """Sample students, over and over, until there are this many."""
    stock = [s for name, s in samples(ASSIGNMENT).items() if name not in NOT_FOR_STOCK and s.content is None]
    for n in range(submissions):
        sample, student = stock[n % len(stock)], f"student-{n:04}"
        answers = {name: replace(a, source=f"{a.source}\n# {student}") for name, a in sample.answers.items()}
        course.hand_in(student, ASSIGNMENT, notebook_of(replace(sample, answers=answers), released))  # no two alike


def seconds(course: CourseFolder, fresh: Path, *command: str) -> float:
    """Seconds that a command takes on a copy of the course."""
    copy = course.copy(fresh)
    started = time.perf_counter()
    done = subprocess.run(copy.arguments(*command), **copy.process_options())
    taken = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}")
    graded = len(copy.marks(ASSIGNMENT))
    handed_in = len(list((copy.root / "class" / "submitted").iterdir()))
    assert graded == handed_in, f"{' '.join(command)} graded {graded} of {handed_in}"
    shutil.rmtree(fresh)
    return taken


def compare(folder: Path, submissions: int, rounds: int, jobs: int) -> None:
    """Print submissions per minute of both, round by round, and the ratio."""
    stock = stock_course(folder / "stock")
    ravine = CourseFolder.make(folder / "ravine", ASSIGNMENT)
    for course in (stock, ravine):
        hand_in(course, ravine.released(ASSIGNMENT), submissions)
    print(f"{submissions} submissions of {ASSIGNMENT}; a minute:")
    print(f"{'round':>6} {'nbgrader':>10} {'ravine':>10} {'ratio':>7}   load")
    ratios = []
    for number in range(1, rounds + 1):
        theirs = seconds(stock, folder / "running", "nbgrader", "autograde", ASSIGNMENT)
        ours = seconds(ravine, folder / "running", "ravine", "grade", ASSIGNMENT, "--jobs", str(jobs))
        ratios.append(theirs / ours)
        rates = " ".join(f"{60 * submissions / taken:10.1f}" for taken in (theirs, ours))
        print(f"{number:6} {rates} {ratios[-1]:7.1f}   {psutil.getloadavg()[0]:.1f}", flush=True)
    print(f"ratio: min {min(ratios):.1f}, median {median(ratios):.1f}, max {max(ratios):.1f} ({jobs} processes)")


def peaks(course: CourseFolder, jobs: int) -> tuple[float, float]:
    """The peak resident memory, in MiB, of the grader and of the largest process that it started."""
    said = course.root / "said.txt"  # no pipe: a large class's table would fill it, and the grader wait for ever
    with open(said, "w") as output:
        grader = course.start("ravine", "grade", ASSIGNMENT, "--jobs", str(jobs), stdout=output)
    own = others = 0
    while grader.poll() is None:
        own = max(own, high_water(grader.pid))
        others = max([others, *(high_water(p.pid) for p in psutil.Process(grader.pid).children(recursive=True))])
        time.sleep(0.05)
    if grader.returncode:
        raise SystemExit(said.read_text())
    return own / MIB, others / MIB


def high_water(pid: int) -> int:
    """The most resident memory that a process has had, in bytes; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def memory(folder: Path, jobs: int) -> None:
    """Print the peak memory of a small and of a large class, and their ratio."""
    released = CourseFolder.make(folder / "released", ASSIGNMENT)
    print(f"{'submissions':>12} {'grader':>12} {'largest other':>14}")
    found = []
    for submissions in MEMORY_AT:
        course = released.copy(folder / str(submissions))
        hand_in(course, released.released(ASSIGNMENT), submissions)
        found.append(peaks(course, jobs))
        print(f"{submissions:12} {found[-1][0]:8.1f} MiB {found[-1][1]:10.1f} MiB", flush=True)
    (small, small_other), (large, large_other) = found
    print(f"{'ratio':>12} {large / small:12.3f} {large_other / small_other:14.3f}")


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__.partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=60)
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
            compare(Path(name), options.submissions, options.rounds, options.jobs)


if __name__ == "__main__":
    sys.exit(main())
