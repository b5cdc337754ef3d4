"""`ravine doctor --term`: what a class needs before its first assignment, each with a sentence and the way out."""

import pytest

from ravine import cli
from ravine.course.course import Course, CourseError
from ravine.files import private_mode
from ravine.grading.backup import backup
from ravine.grading.nbgrader_plugin import class_secret
from ravine.grading.roster import Person, Roster, roster_path
from ravine.platforms import term

pytestmark = pytest.mark.xdist_group("graded class")


def looked_at(course, *names):
    """What is found, and what to do, by the name of the check."""
    return {name: getattr(term, f"_{name}")(course) for name in names}


def test_a_new_course_lacks_what_it_lacks(folder, course, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    for path in (course.class_folder / "gradebook.db", roster_path(course)):
        path.unlink()
    course.class_folder.chmod(0o755)
    (course.class_folder / "secret").chmod(0o644)
    assert cli.main(["doctor", "--term"]) == 3
    said = capsys.readouterr().out
    ways_out = ("course.toml", "chmod 600 class/secret", "chmod o-rwx class", "`ravine release --all`", "students.csv")
    assert all(f"      → {way}" in said or way in said.split("→", 1)[1] for way in ways_out)
    for name in ("address", "secret", "rights", "gradebook", "dates", "roster"):
        assert f"LOOK  {name}: " in said
    for name in ("exchange", "sandbox", "disk", "versions"):
        assert f"ok    {name}: " in said
    assert "rlimits" in said and not (course.class_folder / "gradebook.db").exists(), "it changes nothing"


def test_what_is_set_up_is_settled(folder, course):
    (course.root / "course.toml").write_text('address = "https://optimisers.example.edu/"')
    (course.class_folder / "secret").chmod(0o600)
    course.class_folder.chmod(0o750)
    assert "`ravine backup`" in looked_at(course, "secret")["secret"].do
    backup(course)
    with folder.gradebook() as gradebook:
        for name in course.released():
            gradebook.update_or_create_assignment(name, duedate="2026-10-02 23:59")
    found = looked_at(course, "address", "secret", "rights", "gradebook", "roster")
    assert [c.line for c in found.values() if c.do] == []
    assert found["roster"].found == "6 students" and "5 students" in found["gradebook"].found


def test_dates_of_last_year_and_none_are_told(folder, course):
    assert "no due date" in looked_at(course, "dates")["dates"].found
    with folder.gradebook() as gradebook:
        for name in course.released():
            gradebook.update_or_create_assignment(name, duedate="2999-10-02 23:59")
        assert looked_at(course, "dates")["dates"].do == ""
        gradebook.update_or_create_assignment("adaptive", duedate="2020-10-02 23:59")
    found = looked_at(course, "dates")["dates"]
    assert "last year's dates?): adaptive" in found.found and "assignment add adaptive --duedate=" in found.do


def test_two_students_of_one_address_and_an_exchange_that_is_closed(course, tmp_path):
    Roster([Person("a", email="x@y.org"), Person("b", email="x@y.org")]).write(roster_path(course))
    assert looked_at(course, "roster")["roster"].found == "2 students have the email x@y.org"
    (tmp_path / "exchange").mkdir(mode=0o755)
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + f"\nc.Exchange.root = {str(tmp_path / 'exchange')!r}\n")
    found = looked_at(Course.find(course.root), "exchange")["exchange"]
    assert found.do == f"chmod 777 {tmp_path / 'exchange'}"
    (tmp_path / "exchange").chmod(0o777)
    assert looked_at(Course.find(course.root), "exchange")["exchange"].do == ""


def test_a_group_that_shares_the_class_shares_its_secret_and_nobody_else_does(tmp_path):
    for mode, expected in ((0o755, 0o600), (0o775, 0o660)):
        (folder := tmp_path / f"{mode:o}").mkdir()
        folder.chmod(mode)
        class_secret(folder / "secret")
        assert (folder / "secret").stat().st_mode & 0o077 & ~expected == 0
        assert private_mode(folder) == expected


def test_a_secret_of_another_account_is_a_sentence(course, monkeypatch):
    def refused(_path, *_how):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_text", refused)
    with pytest.raises(CourseError, match="secret belongs to another account.* find class -type d -exec chmod g.s {} "):
        class_secret(course.class_folder / "secret")
