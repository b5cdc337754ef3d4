"""What the commands say to a mistake: one sentence, no traceback, exit status 1."""

import re
import subprocess
from contextlib import chdir, redirect_stderr
from io import StringIO

import pytest

from ravine import cli
from tests.grading.courses import CourseFolder

pytestmark = pytest.mark.xdist_group("cli")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = CourseFolder.make(tmp_path_factory.mktemp("cli") / "course", "momentum")
    course.hand_in_sample("anna", "momentum", "anna")
    (course.root / "not-a-database").write_text("This is a letter, not a database. " * 100)
    return course


def says(course, *arguments, environment=None):
    """What a command that fails says: one line, on standard error."""
    with pytest.MonkeyPatch.context() as patch, chdir(course.root), redirect_stderr(StringIO()) as told:
        for name, value in (environment or {}).items():
            patch.setenv(name, value)
        status = status_of(*arguments)
    return the_line(status, told.getvalue())


def says_in_a_process(course, *arguments):
    """The same of a process of its own: for what starts an event loop, or to see all that a user sees."""
    options = course.process_options() | {"stderr": subprocess.PIPE}
    done = subprocess.run(course.arguments("ravine", *arguments), **options)
    return the_line(done.returncode, done.stderr)


def status_of(*arguments):
    try:
        return cli.main(list(arguments))
    except SystemExit as end:  # argparse ends so
        return end.code


def the_line(status, told):
    assert status == 1
    (line,) = told.splitlines()
    assert re.match("ravine[a-z ]*: ", line)
    return line


MISTAKES = {
    "no command": ([], "the following arguments are required: command"),
    "unknown command": (["frobnicate"], "invalid choice: 'frobnicate'"),
    "no assignment to grade": (["grade"], "Which assignment? Name one of "),
    "no assignment to release": (["release"], "Which assignment? Name one of "),
    "no assignment to report": (["report"], "Which assignment? Name one of "),
    "unknown assignment to grade": (["grade", "nix"], "no released assignment called 'nix'. Released: "),
    "unknown assignment to release": (["release", "nix"], "no assignment called 'nix'"),
    "unknown assignment to report": (["report", "nix"], "no released assignment called 'nix'"),
    "unknown assignment to explain": (["explain", "anna", "nix"], "no released assignment called 'nix'"),
    "a path for an assignment": (["grade", "../momentum"], "no released assignment called '../momentum'"),
    "unknown student": (["grade", "momentum", "--student", "nobody"], "no submission of nobody. Submitted: anna."),
    "explain before grading": (["explain", "anna", "momentum"], "anna has not been graded in momentum"),
    "no processes": (["grade", "momentum", "--jobs", "0"], "'0' is not a whole number from 1 on"),
}


@pytest.mark.parametrize("arguments, sentence", MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_gets_a_sentence(course, arguments, sentence):
    assert sentence in says(course, *arguments)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nix://x"])
def test_a_scheduler_that_is_not_there_gets_a_sentence(course, address):
    said = says_in_a_process(course, "grade", "momentum", "--scheduler", address)
    assert f"no scheduler at {address}" in said


GRADEBOOKS = {
    "no URL": ("gradebook.db", "Could not parse"),
    "no folder": ("sqlite:////nowhere/gradebook.db", "unable to open database file"),
    "no database": ("sqlite:///not-a-database", "file is not a database"),
    "unknown kind": ("nixql://localhost/x", "Can't load plugin"),
    "nobody there": ("postgresql+psycopg2://me:secret@127.0.0.1:1/x", "Connection refused"),
}


@pytest.mark.parametrize("url, reason", GRADEBOOKS.values(), ids=list(GRADEBOOKS))
def test_an_odd_gradebook_gets_a_sentence(course, url, reason):
    said = says(course, "grade", "momentum", environment={"RAVINE_GRADEBOOK": url})
    assert "gradebook" in said and reason in said
    assert "secret" not in said


def test_a_folder_without_a_course_is_told(tmp_path):
    for arguments in (["grade", "momentum"], ["release", "momentum"], ["doors"]):
        assert "There is no course here" in says(CourseFolder(tmp_path), *arguments)


def test_a_broken_configuration_is_told(course, tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config(\n")
    assert "nbgrader_config.py could not be read" in says(CourseFolder(tmp_path), "grade", "momentum")


def test_an_unknown_limit_is_told(course, tmp_path):
    other = course.copy(tmp_path / "course")
    with open(other.root / "nbgrader_config.py", "a") as config:
        config.write('c.TrustedExecute.limits = {"seconds": 3}\n')
    said = says(other, "grade", "momentum")
    assert "no limit called seconds" in said and "cpu_seconds_per_call" in said


def test_a_class_without_submissions_is_told(tmp_path, course):
    other = CourseFolder.make(tmp_path / "course")
    assert "Nobody has submitted momentum. Expected: " in says(other, "grade", "momentum")
    assert "There are no submissions in " in says(other, "grade", "--all")


def test_a_notebook_without_a_reference_is_told(course, tmp_path):
    other = course.copy(tmp_path / "course")
    source = other.root / "solutions" / "notebooks" / "plain" / "plain.ipynb"
    source.parent.mkdir()
    source.write_text(other.released("momentum"))
    said = says(other, "release", "plain")
    assert "plain has no reference code" in said and "ravine new exercise plain/NAME" in said


def test_two_graders_at_once_are_refused(course, tmp_path):
    from ravine.course.course import Course

    other = course.copy(tmp_path / "course")
    with Course.find(other.root).alone():
        assert "Another `ravine grade` is at work" in says(other, "grade", "momentum")


def test_the_commands_explain_themselves(capsys):
    for command in ("", "build", "release", "grade", "report", "explain", "calibrate", "new", "doctor", "doors"):
        assert status_of(*command.split(), "--help") == 0
        assert "usage: ravine" in capsys.readouterr().out


def test_doors_say_where_things_are_and_how_to_open_them(course):
    said = course.run("ravine", "doors").stdout
    assert re.search(r"^the exercises +exercises$", said, re.MULTILINE)
    assert "jupyter lab exercises" in said


@pytest.mark.slow
def test_grade_needs_no_release_into_a_new_gradebook(tmp_path):
    """After `make clean`, or in a fresh clone: exercises/ has the released notebook, the gradebook is not there."""
    course = CourseFolder.make(tmp_path / "course")
    course.hand_in_sample("anna", "momentum", "anna")
    said = course.run("ravine", "grade", "momentum").stdout
    assert "24 of 24 so far" in said
    assert course.marks("momentum")["anna"]["test_ball_step"] == (4.0, None, None, False)
