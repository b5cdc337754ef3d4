"""What learning platforms give, made by the rules of their sources, with five students who handed in momentum.

Moodle: public/mod/assign/classes/downloader.php; Canvas: lib/content_zipper.rb, lib/gradebook_exporter.rb.
The tables lie beside, in `tables`: a Moodle worksheet (English, Russian) and a Canvas gradebook (comma, semicolon).
"""

import json
import zipfile
from functools import cache
from pathlib import Path

import nbformat

from ravine.course.course import Course
from tests.grading.courses import ROOT

TABLES = Path(__file__).parent / "tables"
REVERSED = "def momentum_step(w, v, grad, lr, beta):\n    v = beta * v + lr * grad\n    return w - v, v"


@cache
def notebook(student: str = "", assignment: str = "momentum") -> bytes:
    """The released notebook, as one student or another saved it."""
    made = nbformat.read(ROOT / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    made.metadata["saved_by"] = student
    return nbformat.writes(made).encode()


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """A zip of these files, whatever their names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return path


def _of(*students):
    return [notebook(s) for s in students]


_FIVE = ("s1001", "s1002", "s1003", "s1004", "s1005")
_MOODLE = (
    "Анна Петрова_90211",
    "Иван Петров_90212",
    "Иван Петров_90219",
    "Mary-Ann ONeil_90214",
    "José de la Cruz_90215",
)
_CANVAS = (
    "петроваанна_4711_998877_momentum",
    "петровиван_4712_998878_momentum-1",
    "петровиван_LATE_4713_998879_momentum",
    "oneilmaryann_4714_998880_momentum",
    "de_lacruzjosé_4715_998881_momentum",
)


def moodle_folders() -> dict[str, bytes]:
    names = ["momentum.ipynb", "momentum (1).ipynb", *3 * ["momentum.ipynb"]]
    files = {f"{who}_assignsubmission_file/{n}": c for who, n, c in zip(_MOODLE, names, _of(*_FIVE))}
    files["Анна Петрова_90211_assignsubmission_onlinetext/onlinetext.html"] = b"<p>my answer</p>"
    files["José de la Cruz_90215_assignsubmission_file/figures/ball.txt"] = b"the ball rolls"
    return files


def moodle_flat() -> dict[str, bytes]:
    """Unpacked and packed again on macOS, in one more folder."""
    names = ["momentum.ipynb", "momentum (1).ipynb", *3 * ["momentum.ipynb"]]
    top = "OPT26-Momentum-4711"
    files = {f"{top}/{who}_assignsubmission_file_{n}": c for who, n, c in zip(_MOODLE, names, _of(*_FIVE))}
    return files | {f"__MACOSX/{top}/._x.ipynb": b"x"}


def moodle_anonymous() -> dict[str, bytes]:
    numbers = {"90211": "s1001", "90212": "s1002", "90219": "s1003"}
    return {
        f"Participant_{n}_assignsubmission_file_/momentum{' (1)' * (n == '90212')}.ipynb": notebook(s)
        for n, s in numbers.items()
    }


def canvas() -> dict[str, bytes]:
    files = {f"{name}.ipynb": content for name, content in zip(_CANVAS, _of(*_FIVE))}
    return files | {"петроваанна_4711_text.html": b"<p>text</p>"}


def exchange() -> dict[str, bytes]:
    """nbgrader's inbound folder: Anna twice, and another assignment."""
    at = {"anna+momentum+2026-10-04 08:00:00.0 UTC+x1": "old", "anna+momentum+2026-10-05 09:30:00.0 UTC+x2": "anna",
          "bea+bo+momentum+2026-10-04 08:00:00.0 UTC+x3": "bea+bo"}  # fmt: skip
    files = {f"{folder}/momentum.ipynb": notebook(s) for folder, s in at.items()}
    files |= {f"{folder}/timestamp.txt": folder.split("+")[-2].encode() for folder in at}
    files |= {f"{folder}/submission_secret.txt": b"f" * 128 for folder in at}
    return files | {"anna+adaptive+2026-10-04 08:00:00.0 UTC+x4/adaptive.ipynb": notebook("anna", "adaptive")}


def course_in(folder: Path) -> Course:
    """A course whose notebooks are released, with nobody in it."""
    folder.mkdir()
    (folder / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
    (folder / "exercises").symlink_to(ROOT / "exercises")
    return Course.find(folder)


def placed(course: Course, assignment: str = "momentum") -> dict[str, str]:
    """Who saved the notebook that lies in each student's place."""
    return {
        student: json.loads((folder / f"{assignment}.ipynb").read_text())["metadata"]["saved_by"]
        for student, folder in course.submitted(assignment).items()
    }
