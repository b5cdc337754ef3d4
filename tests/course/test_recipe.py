"""The recipe of a new exercise to its very end: written as the page says, the project's own tests of it are green."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.course.test_new_and_doctor import ravine
from tests.grading.courses import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("recipe")]
TESTS = ("tests/test_samples.py", "tests/test_release.py", "tests/calibration/test_checks.py")
NEEDED = ("pyproject.toml", "tests/conftest.py", "tests/browser.py", "tests/grading/courses.py", *TESTS)
WRONG = {"uphill": "w + lr * grad", "twice": "w - 2 * lr * grad", "step_alone": "-lr * grad"}
RIGHT = (
    "return w - lr * grad",
    "step = lr * grad\n    return w - step",
    "return w + lr * -grad",
    "new = w.copy()\n    new -= lr * grad\n    return new",
    "return np.array([x - lr * g for x, g in zip(w, grad)])",
)


def answer(name, body):
    return f"def {name}(w, grad, lr):\n    {body}\n"


@pytest.fixture
def course(root):
    for name in NEEDED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    solutions = root / "solutions"
    shutil.copytree(ROOT / "solutions" / "samples", solutions / "samples")
    for name in ("variants", "equivalents"):
        (solutions / name).mkdir()
        if (initial := ROOT / "solutions" / name / "__init__.py").exists():
            shutil.copy(initial, solutions / name)
    return root


def fill_in(solutions):
    """What an author writes where the skeletons say TO DO, five right answers and a sample class."""
    reference = solutions / "reference" / "warmth" / "half_step.py"
    text = reference.read_text().replace('see="warmth.html"', 'see="warmth.html#the-step"')
    for name, body in WRONG.items():
        text = text.replace("TO DO: what the student believed", f"You believed in {name}", 1)
        text = re.sub(rf"(def _{name}\(.*?\):\n).*?(?=\n\n\n|\Z)", rf"\1    return {body}", text, flags=re.S)
    for path in (reference, reference.with_name("__init__.py"), solutions / "notebooks" / "warmth" / "warmth.ipynb"):
        path.write_text((text if path == reference else path.read_text()).replace("TO DO: ", ""))
    right = "\n\n".join(answer(f"style_{n}", body) for n, body in enumerate(RIGHT))
    names = ", ".join(f"style_{n}" for n in range(len(RIGHT)))
    (solutions / "variants" / "warmth.py").write_text(
        f'import numpy as np\n\n\n{right}\n\nRIGHT = {{"half_step": [{names}]}}\n'
    )
    hand_in(solutions)


def hand_in(solutions):
    answers = {"plain": ("# deserves 1", RIGHT[0])}
    answers |= {name: (f"# deserves 0: {name}", f"return {body}") for name, body in WRONG.items()}
    library, classes = solutions / "answers" / "half_step", solutions / "classes"
    library.mkdir(parents=True)
    classes.mkdir()
    for name, (deserves, body) in answers.items():
        (library / f"{name}.py").write_text(f"{deserves}\n{answer('half_step', body)}")
    given = [*answers, *["plain"] * 12][:12]
    roster = "".join(f'[s{n}]\ndoes = "One of twelve."\nhalf_step = "{name}"\n\n' for n, name in enumerate(given))
    (classes / "warmth.toml").write_text(roster)


def test_an_exercise_that_is_written_as_the_page_says_passes_the_projects_own_tests(course):
    ravine(course, "new exercise warmth/half_step", "new misconception half_step/twice")
    ravine(course, "new misconception half_step/step_alone")
    fill_in(course / "solutions")
    said = ravine(course, "release warmth", "calibrate half_step --draws 200 --jobs 1", "doctor")
    assert "half_step: 200 draws" in said and "Nothing is missing" in said
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "slow or not slow", *TESTS]
    command += ["-k", "not committed"]  # nothing of this copy is
    environment = os.environ | {"PYTHONPATH": str(course), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout and "skipped" not in done.stdout
