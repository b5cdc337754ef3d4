"""nbgrader's own exchange, with what `ravine grade` leaves: the right page for the right submission, for everybody."""

import getpass
import hashlib
import subprocess

import pytest

from solutions.samples import notebook_of, samples

SECRETS = {"first": "1" * 128, "again": "2" * 128}


def submit(course, sample, secret):
    """What `nbgrader collect` puts there."""
    course.hand_in_sample("anna", "momentum", sample)
    folder = course.submitted("anna", "momentum")
    (folder / "submission_secret.txt").write_text(SECRETS[secret])
    (folder / "timestamp.txt").write_text("2026-10-04 08:00:00.0 UTC")


def released(exchange):
    return {path.name: path.read_text() for path in (exchange / "ravine" / "feedback").glob("*.html")}


def page_name(secret):
    return hashlib.md5(f"{SECRETS[secret]}momentum".encode()).hexdigest() + ".html"


@pytest.mark.slow
def test_feedback_is_released_right_after_grading_and_for_the_new_submission_too(course, tmp_path):
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    release = ("nbgrader", "release_feedback", "momentum", f"--Exchange.root={exchange}")
    submit(course, "viktor", "first")
    course.hand_in_sample("bea", "momentum", "anna")  # by hand: she has no secret
    course.hand_in_sample("zora", "momentum", "anna")
    course.run("ravine", "grade", "momentum")
    course.run(*release)
    pages = released(exchange)
    assert len(pages) == 3 and pages[page_name("first")] == course.feedback("anna", "momentum")

    submit(course, "anna", "again")
    course.run("ravine", "grade", "momentum")
    course.run(*release)
    pages = released(exchange)
    assert pages[page_name("again")] == course.feedback("anna", "momentum") != pages[page_name("first")]
    assert len(pages) == 4

    course.run("nbgrader", "generate_feedback", "momentum", "--force")  # nbgrader's own page goes the same way
    course.run(*release)
    assert len(released(exchange)) == 4


@pytest.mark.slow
def test_an_assignment_goes_out_and_feedback_comes_back_through_a_real_exchange(course, tmp_path):
    """Released, fetched, solved, submitted, collected, graded, released, fetched: each by its command."""
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    for folder in (exchange, home):
        folder.mkdir()
    exchange.chmod(0o777)
    there, me = f"--Exchange.root={exchange}", getpass.getuser()

    def student(*command):
        options = course.process_options() | {"cwd": home}
        options["env"] |= {"HOME": str(home), "JUPYTER_DATA_DIR": str(home / ".jupyter")}
        arguments = course.arguments("nbgrader", *command, "momentum", "--course=ravine", there)
        done = subprocess.run(arguments, **options)
        assert done.returncode == 0, done.stdout

    course.run("nbgrader", "release_assignment", "momentum", there)
    student("fetch_assignment")
    notebook = home / "momentum" / "momentum.ipynb"
    notebook.write_text(notebook_of(samples("momentum")["viktor"], notebook.read_text()))
    student("submit")
    course.run("nbgrader", "collect", "momentum", there)
    course.run("ravine", "grade", "momentum")
    course.run("nbgrader", "release_feedback", "momentum", there)
    student("fetch_feedback")
    (page,) = (home / "momentum" / "feedback").glob("*/momentum.html")
    assert page.read_text() == course.feedback(me, "momentum") and "momentum_step" in page.read_text()
    said = course.run("ravine", "collect", str(exchange / "ravine" / "inbound"), "momentum", "--dry-run").stdout
    assert "nbgrader's exchange, 1 submissions of momentum" in said and "already there 1" in said
    student("submit")  # again, with the page that was fetched beside the notebook
    newest = max((exchange / "ravine" / "inbound").iterdir(), key=lambda folder: folder.stat().st_mtime)
    assert (newest / "momentum.ipynb").exists() and not (newest / "feedback").exists()
