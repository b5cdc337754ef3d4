"""An appeal: every case with inputs, returned and expected values, the history of the marks, judged again."""

import re
from html import unescape

import numpy as np
import pytest

from ravine import cli
from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import judge, rows
from ravine.grading.cases import seen
from tests.grading.courses import ROOT
from tests.platforms.conftest import grade_by_hand

pytestmark = pytest.mark.xdist_group("graded class")


def test_explain_shows_what_went_in_and_was_expected(course, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    assert cli.main(["explain", "s1002", "momentum"]) == 0
    said = capsys.readouterr().out
    cases = re.findall(
        r"✗ case (\d+) \((public|hidden)\), .+\n((?: {8}\w+ = .+\n)+)      returned .+\n      expected .+\n", said
    )
    assert {kind for _n, kind, _inputs in cases} == {"public", "hidden"}
    assert all(inputs.strip() for *_kind, inputs in cases)
    assert re.search(r"Numbers agree within \S+ of the largest expected entry, plus \S+\.", said)


def test_the_page_of_an_appeal(course, folder, monkeypatch, capsys):
    monkeypatch.chdir(course.root)
    grade_by_hand(folder, "s1002", "long_slope", 3.0)
    grade_by_hand(folder, "s1002", "test_momentum_step", 1.5)
    assert cli.main(["appeal", "s1002", "momentum"]) == 0
    path = course.class_folder / "appeals" / "momentum" / "s1002.html"
    assert capsys.readouterr().out.strip() == str(path) and path.stat().st_mode & 0o077 == 0
    page = path.read_text()
    text = unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.split("<main>")[1])))
    assert "1.5 / 3 (given by a person)" in text and "wrong, 0 1.5 / 3 (given by a person) the same" in text
    assert text.count("expected") > 20 and "show it, do not send it" in text
    assert not re.search(r"<script|<img|<form|HIDDEN TESTS", page)
    assert cli.main(["appeal", "nobody", "momentum"]) == 1


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("assignment", ["momentum", "gradient_descent", "lookahead"])
def test_cases_of_every_kind_can_be_told(assignment):
    assert assignment in assignments(ROOT)
    for exercise in exercises_in(read_reference(assignment, ROOT)):
        drawn = rows(exercise, exercise.draw(np.random.default_rng(5)))
        judgement = judge(exercise, exercise.misconceptions[0].answer, drawn)
        told = seen(exercise, drawn, judgement.observed)
        assert any(case.difference for case in told) and all(case.lines for case in told), exercise.name
        assert " object at 0x" not in "\n".join(line for case in told for line in case.lines), exercise.name
