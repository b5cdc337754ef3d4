"""Marks follow due dates, extensions and penalties at the next run, and every page says so; no code runs for it."""

import re
from datetime import datetime, timedelta

import pytest

from ravine import cli
from ravine.grading.command import grade_and_report, write_report
from tests.platforms.conftest import grade_by_hand

pytestmark = pytest.mark.xdist_group("graded class")
DUE = datetime(2026, 10, 2, 23, 59)


def never():
    raise AssertionError("nothing is to be run")


@pytest.fixture
def run(folder):
    from ravine.course.course import Course

    def run_now():
        said = []
        grade_and_report(Course.find(folder.root), "momentum", never, tell=said.append)  # its settings read anew
        return "\n".join(said)

    return run_now


def due(folder, date, method="zero"):
    with folder.gradebook() as gradebook:
        gradebook.update_or_create_assignment("momentum", duedate=date)
    config = folder.root / "nbgrader_config.py"
    config.write_text(re.sub(r"\nc.LateSub.*", "", config.read_text()))
    config.write_text(config.read_text() + f'\nc.LateSubmissionPlugin.penalty_method = "{method}"')


def copies(folder):
    """The penalty of s1001 in each copy of the gradebook."""
    found = set()
    for path in (folder.root / "class" / "backups").glob("*.db"):
        with folder.gradebook(f"sqlite:///{path}") as gradebook:
            submissions = gradebook.student_submissions("s1001")
            found |= {s.notebooks[0].late_submission_penalty or 0 for s in submissions}
    return found


def page(folder, student="s1001"):
    return folder.feedback(student, "momentum")


def text_of(page):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.replace("<wbr>", "")))


def test_an_extended_deadline_takes_the_penalty_away(folder, run):
    assert re.search(r"s1001 +24 of 24 so far  long_slope to grade by hand$", run(), re.M)
    due(folder, DUE)
    before = copies(folder)
    said = run()
    assert copies(folder) == before | {0}, "of the gradebook before the penalties changed"
    assert re.search(r"s1001 +0 of 24 so far  long_slope to grade by hand; late: −24$", said, re.M)
    assert "  s1001  −0 → −24, points 24 → 0" in said and "5 unchanged" in said
    assert "late: −24" in page(folder)
    assert "late: −24" in (folder.root / "class" / "report" / "momentum.html").read_text()
    assert "penalties" not in run() and copies(folder) == before | {0}, "nothing changed, and nothing is copied"
    due(folder, DUE + timedelta(days=5))
    said = run()
    assert "  s1001  −24 → −0, points 0 → 24" in said
    assert "late" not in page(folder) and folder.marks("momentum")["s1001"]["late"][0] in (None, 0)


def test_another_rule_counts_too(folder, run):
    due(folder, DUE)
    run()
    due(folder, DUE, method="none")
    said = run()
    assert "  s1001  −24 → −0, points 0 → 24" in said and "late by 1.0 days" in said
    assert "late by 1.0 days" in page(folder)


def test_an_extension_is_one_students_own(folder, run):
    due(folder, DUE)
    run()
    with folder.gradebook() as gradebook:
        gradebook.grant_extension("momentum", "s1001", days=3)
    said = run()
    assert "  s1001  −24 → −0" in said and "  s1003  " not in said.split("penalties")[1]
    assert "late" not in page(folder) and "late: −24" in page(folder, "s1003")


def test_the_command_for_an_extension(folder, run, monkeypatch, capsys):
    due(folder, DUE)
    run()
    monkeypatch.chdir(folder.root)
    assert cli.main(["extend", "s1001", "momentum", "1.5"]) == 0
    said = capsys.readouterr().out
    assert "s1001 has 1.5 days more for momentum." in said and "  s1001  −24 → −0, points 0 → 24" in said
    assert cli.main(["extend", "s1001", "momentum", "0"]) == 0
    assert "  s1001  −0 → −24" in capsys.readouterr().out
    assert cli.main(["extend", "nobody", "momentum", "1"]) == 1
    assert "nobody is not known here" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["extend", "s1001", "momentum", "soon"])
    assert "'soon' is not a number of days" in capsys.readouterr().err


def test_a_mark_by_hand_after_grading_does_not_escape_the_rule(folder, run, course):
    due(folder, DUE)
    run()
    grade_by_hand(folder, "s1001", "long_slope", 4.0)
    write_report(course, "momentum")
    assert folder.marks("momentum")["s1001"]["late"] == (28.0,)
    assert "0/28" in page(folder)


def test_what_waits_for_a_person_is_no_zero(folder, course):
    text = text_of(page(folder))
    assert "long_slope waits to be graded – / 4" in text and "24 of 24 so far" in text
    grade_by_hand(folder, "s1001", "long_slope", 3.0)
    write_report(course, "momentum")
    text = text_of(page(folder))
    assert "long_slope graded by hand 3 / 4" in text and "27/28" in text and "24 of 24 so far" not in text


@pytest.mark.slow
def test_nbgraders_own_feedback_says_the_same(folder):
    folder.run("nbgrader", "generate_feedback", "momentum", "--force", "--student=s1001")
    text = text_of(page(folder))
    assert "long_slope waits to be graded – / 4" in text and "24 of 24 so far" in text
