"""Every way to arrive broken: repaired with the same marks, or "could not be checked" and why. The class goes on."""

import pytest

from ravine.grading.submission.grade import Rules, grade_submission
from ravine.grading.submission.handed_in import read_submission
from ravine.grading.submission.verdict import RIGHT as IS_RIGHT
from ravine.grading.submission.verdict import UNCHECKED
from tests.grading.courses import CourseFolder
from tests.handed_in import NAME, RIGHT, assignment
from tests.malformed.arrivals import ARRIVALS

RULES = Rules("class secret")


@pytest.mark.parametrize("arrival", ARRIVALS, ids=lambda arrival: arrival.name)
def test_what_becomes_of_it(arrival, tmp_path):
    folder = tmp_path / "submitted"
    arrival.write(folder)
    submission = read_submission("wilma", folder, NAME, [], RULES.limits)
    result = grade_submission(submission, assignment(), RULES)
    states = {verdict.grade_id: verdict.state for verdict in result.verdicts}
    assert set(states) == set(assignment().tests)
    if arrival.problem:
        assert set(states.values()) == {UNCHECKED}
        assert arrival.problem in result.problem and result.problem.endswith(".")
        assert all(verdict.problem == result.problem for verdict in result.verdicts)
    else:
        assert not result.problem
        assert {name for name, state in states.items() if state != IS_RIGHT} == set(arrival.loses)
        assert arrival.note in " ".join(result.notes) and bool(arrival.note) <= bool(result.notes)


def test_there_are_at_least_forty():
    assert len(ARRIVALS) >= 40 and len({arrival.name for arrival in ARRIVALS}) == len(ARRIVALS)
    assert all(arrival.describes.endswith(".") for arrival in ARRIVALS)


@pytest.mark.slow
def test_a_class_of_them_goes_on(tmp_path):
    course = CourseFolder.make(tmp_path / "course", NAME)
    for arrival in ARRIVALS:
        if not arrival.big:
            arrival.write(course.submitted(arrival.name, NAME))
    course.hand_in_sample("zora", NAME, RIGHT)  # the last of the class
    done = course.run("ravine", "grade", NAME, check=3)  # some await a person
    marks = course.marks(NAME)
    assert set(marks) >= {arrival.name for arrival in ARRIVALS if not arrival.big} | {"zora"}
    full = {name: marks["zora"][name][0] for name in assignment().tests}
    assert sum(full.values()) == sum(test.max_points for test in assignment().tests.values())
    for arrival in ARRIVALS:
        if not arrival.big:
            found = {name: marks[arrival.name][name][0] for name in full}
            expected = {name: 0 if name in arrival.loses else points for name, points in full.items()}
            assert found == (dict.fromkeys(full) if arrival.problem else expected), arrival.name
    assert "Traceback" not in done.stdout
