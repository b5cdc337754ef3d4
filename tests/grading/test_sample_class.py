"""The whole grader on the sample classes: marks, misconceptions and "needs an eye" are those that are expected."""

import re
from html import unescape

import pytest

from ravine.grading.ledger import Ledger
from solutions.samples import assignments, expected, make_class
from solutions.samples.__main__ import SAMPLE, make_course
from tests.grading.courses import ROOT, CourseFolder

# Half a minute and more each, where `make course` has not graded them before.
LONG = ("adaptive", "after", "backpropagation", "gradient_descent", "initialisation", "practice")
CLASSES = [pytest.param(a, marks=[pytest.mark.slow] * (a in LONG)) for a in assignments()]

pytestmark = pytest.mark.xdist_group("sample course")


@pytest.fixture(scope="module", params=CLASSES)
def graded(request):
    """(assignment, sample course, whose class `ravine grade` has graded where that was not done, what it said)."""
    assignment = request.param
    make_course(SAMPLE)
    make_class(assignment, ROOT, SAMPLE / "class" / "submitted")
    looks = any(e.get("unreadable") or e.get("look") for e in expected(assignment).values())
    command = ("ravine", "grade", assignment, "--jobs", "2", "--regrade")
    done = CourseFolder(SAMPLE).run(*command, check=3 if looks else 0)
    return assignment, CourseFolder(SAMPLE), done.stdout


def entries(graded):
    assignment, course, _said = graded
    return {e.student: e for e in Ledger(course.root / "class" / "records" / assignment).entries()}


def text_of(page):
    """What a reader sees of an HTML page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_the_class_gets_the_expected_marks(graded):
    assignment, course, _said = graded
    marks = course.marks(assignment)
    assert set(marks) == set(expected(assignment))
    for student, wanted in expected(assignment).items():
        for cell, points in wanted.get("points", {}).items():
            score, _manual, _extra, looks = marks[student][cell]
            assert score == pytest.approx(points, abs=0.005), (student, cell)
            assert not looks, (student, cell)


def test_unreadable_submissions_need_an_eye_and_no_others(graded):
    assignment, course, _said = graded
    for student, cells in course.marks(assignment).items():
        tests = {name: facts for name, facts in cells.items() if name.startswith("test_")}
        waiting = {name for name, (score, _m, _e, looks) in tests.items() if score is None and looks}
        unreadable = expected(assignment)[student].get("unreadable", False)
        assert waiting == (set(tests) if unreadable else set())
        assert ("not marked yet" in course.feedback(student, assignment)) == unreadable


def test_answers_for_a_person_wait_for_one(graded):
    assignment, course, _said = graded
    by_hand = [c for c in course.marks(assignment)[next(iter(expected(assignment)))] if is_by_hand(c)]
    for student, cells in course.marks(assignment).items():
        wanted = expected(assignment)[student]
        waits = any(cells[c][3] for c in by_hand)
        assert waits == (wanted.get("unreadable", False) or wanted["answered_by_hand"]), student


def is_by_hand(cell):
    return not cell.startswith(("test_", "comment on ", "late"))


def test_the_expected_misconceptions_are_recognised(graded):
    found = {
        student: {v.exercise: v.misconception["name"] for v in entry.verdicts if v.misconception}
        for student, entry in entries(graded).items()
    }
    assert found == {student: wanted.get("misconceptions", {}) for student, wanted in expected(graded[0]).items()}


def test_each_misconception_is_explained_in_the_feedback(graded):
    assignment, course, _said = graded
    for student, entry in entries(graded).items():
        page = course.feedback(student, assignment)
        for verdict in (v for v in entry.verdicts if v.misconception):
            assert re.sub(r"\s+", " ", verdict.misconception["sentence"]) in text_of(page), (student, verdict.exercise)
            assert f'/{verdict.misconception["see"]}"' in page, (student, verdict.exercise)


def test_feedback_shows_no_hidden_test(graded):
    assignment, course, _said = graded
    for student in expected(assignment):
        page = course.feedback(student, assignment)
        assert not re.search(r"HIDDEN TESTS|solutions\.reference|marks\(", page), student


def test_the_table_of_the_class_names_everybody(graded):
    assignment, _course, said = graded
    for student, wanted in expected(assignment).items():
        line = next(line for line in said.splitlines() if line.startswith(f"{student} "))
        assert ("LOOK" in line) == bool(wanted.get("unreadable") or wanted.get("look"))
        for exercise, name in wanted.get("misconceptions", {}).items():
            assert f"{exercise}: {name.replace('_', ' ')}" in line


def test_the_report_counts_every_misconception(graded):
    assignment, course, _said = graded
    report = (course.root / "class" / "report" / f"{assignment}.html").read_text()
    counts = {}
    for wanted in expected(assignment).values():
        for pair in wanted.get("misconceptions", {}).items():
            counts[pair] = counts.get(pair, 0) + 1
    section = text_of(report.split('id="misconceptions"')[1].split("</section>")[0])
    for (exercise, name), n in counts.items():
        assert f"{n}× {exercise} : {name.replace('_', ' ')}" in section


def test_a_second_run_grades_nothing(graded):
    assignment, course, _said = graded
    before = course.marks(assignment)
    said = course.run("ravine", "grade", assignment, check=None).stdout
    assert f"{len(expected(assignment))} unchanged since they were graded" in said
    assert course.marks(assignment) == before


def test_every_grade_can_be_replayed(graded):
    """From what is kept alone, without running the students' code, the verdicts follow again."""
    from ravine.course.course import Course
    from ravine.grading.explain import judge_again
    from ravine.grading.gradebook import Book

    name, folder, _said = graded
    course = Course.find(folder.root)
    with Book(course) as book:
        assignment = book.assignment(name)
    replayed = 0
    for entry in entries(graded).values():
        assert entry.replay["judge"].keys() == {"reference", "Ravine", "numpy", "Python"}
        assert entry.replay["seed"] and entry.replay["revision"] == assignment.revision
        verdicts = {v.grade_id: v for v in entry.verdicts}
        for key in entry.replay["observed"]:
            cell, exercise = key.split("/")
            judgement = judge_again(course, assignment, entry, cell, exercise)
            found = judgement.misconception.name if judgement.misconception else None
            assert found == (verdicts[cell].misconception or {}).get("name"), (entry.student, key)
            assert judgement.credit * verdicts[cell].max_points == pytest.approx(verdicts[cell].points, abs=0.005)
            replayed += 1
    assert replayed >= len(entries(graded))
