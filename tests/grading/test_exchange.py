"""nbgrader's own exchange, with what `ravine grade` leaves: the right page for the right submission, for everybody."""

import hashlib

import pytest

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
