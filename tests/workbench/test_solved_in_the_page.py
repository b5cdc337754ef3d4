"""A reader solves exercises in the page with its own Python, and hands them in: nothing here is scripted."""

import pytest

from ravine.site.workbench import pyodide
from solutions.samples import ANSWERS, assignments, read_answer, samples
from tests.grading.courses import CourseFolder
from tests.workbench.test_page import checked, opened, text_of

pytestmark = pytest.mark.slow
# An exercise of every assignment, of every kind (functions, a class, random numbers, a training): its name, a wrong
# answer with what is said of it, and a right one.
CHAPTERS = {
    "initialisation": ("he_normal", "he_uniform", "The variance is right, but the draws are uniform", "vectorised"),
    "gradient_descent": ("gradient_descent", "one_step_short", "One step too few", "vectorised"),
    "momentum": ("momentum_step", "velocity_reversed", "Friction slows the ball down", "vectorised"),
    "adaptive": ("adam_step", "no_correction", "Nothing corrects the start", "vectorised"),
    "lookahead": ("lookahead", "ends_swapped", "The two ends are swapped", "like_the_page"),
    "backpropagation": ("ReLU", "one_at_zero", "At 0 itself", "like_the_page"),
    "practice": ("train", "not_trained", "The network is never trained", "adam"),
    "after": ("adamw_step", "decay_in_the_gradient", "This is L2 inside Adam", "vectorised"),
}


@pytest.fixture(scope="session")
def python():
    """Python in the page, if there is a numpy for it."""
    if not pyodide.provide():
        pytest.skip("no numpy for the page was to be had")


def answer(name, style):
    return read_answer((ANSWERS / name / f"{style}.py").read_text(encoding="utf-8")).source


def paste(page, name, text):
    """Open an exercise's box and put a text in the place of what stands there."""
    box = page.locator(f"#exercise-{name.replace('_', '-')}")
    if not box.locator(".cm-content").count():
        opened(page, name)
    box.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
    return box


def verdict(box):
    return checked(box).inner_text()


def test_every_assignment_is_tried():
    assert set(CHAPTERS) == set(assignments())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_wrong_answer_gets_its_reason_and_a_right_one_its_tick(python, reader, chapter):
    name, wrong, why, right = CHAPTERS[chapter]
    page = reader(chapter, scripted=False)
    if chapter == "practice":
        paste(page, "parts", answer("parts", "layers_and_adam"))
    box = paste(page, name, answer(name, wrong))
    said = verdict(box)
    assert f"✗ {name} is not right yet." in said
    hints = box.get_by_role("button", name="Next hint")
    while hints.count():
        hints.click()
    said = box.locator(".ravine-answer").inner_text()
    assert why in said and "Read on" in said
    paste(page, name, answer(name, right))
    assert f"✓ {name} is right on all public examples." in verdict(box)


def test_a_loop_is_stopped_and_the_next_answer_judged(python, reader):
    page = reader("momentum", scripted=False)
    box = paste(page, "momentum_step", "def momentum_step(w, v, grad, lr, beta):\n    while True:\n        pass")
    box.get_by_role("button", name="Check").click()
    box.get_by_text("Your answer is being tried.").wait_for()
    box.get_by_role("button", name="Stop").click()
    assert "was stopped" in box.locator(".ravine-answer").inner_text() and "while True" in text_of(box)
    paste(page, "momentum_step", answer("momentum_step", "vectorised"))
    assert "✓" in verdict(box)


def test_drawn_by_its_own_python(python, reader):
    page = reader("momentum", scripted=False)
    box = paste(page, "ball_step", answer("ball_step", "vectorised"))
    box.get_by_role("button", name="Draw it").click()
    page.locator("#rolling-ball .ravine-panel .ravine-yours.ravine-curve").wait_for()
    summary = page.locator("#rolling-ball .ravine-summary", has_text="Your path is at")  # said a moment later
    summary.wait_for()
    place = summary.inner_text()
    ball, own = place.split("the ball is at ")[1].split(";")[0], place.split("Your path is at ")[1].rstrip(".")
    assert ball == own, "the right step takes the ball's own path"


def test_what_the_page_hands_in_earns_what_jupyterlab_s_does(reader, tmp_path):
    """A right class and one with known slips, written in the page and typed in JupyterLab, graded by `ravine grade`."""
    course = CourseFolder.make(tmp_path / "course", "momentum")
    for student in ("anna", "bella"):
        page = reader("momentum")
        for name, given in samples("momentum")[student].answers.items():
            paste(page, name, given.source)
        page.locator("#your-answers summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Take my answers along").click()
        download.value.save_as(tmp_path / "momentum.ipynb")
        course.hand_in(f"{student}_page", "momentum", (tmp_path / "momentum.ipynb").read_bytes())
        course.hand_in_sample(f"{student}_lab", "momentum", student)
    course.run("ravine", "grade", "momentum", check=None)
    marks = course.marks("momentum")
    assert marks.keys() == {f"{student}_{where}" for student in ("anna", "bella") for where in ("page", "lab")}
    for student in ("anna", "bella"):
        assert marks[f"{student}_page"] == marks[f"{student}_lab"]
    assert sum(auto for auto, *_ in marks["anna_page"].values() if isinstance(auto, float)) > 20
