"""The class report and the feedback, in a browser: axe finds nothing, nothing scrolls sideways, the words are right."""

import re

import pytest

from tests.grading.courses import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]
HANDED_IN = {  # all kinds of feedback
    "anna": "all right",
    "bella": "partly right",
    "ivan": "a syntax error",
    "hana": "a loop that never ends",
    "kofi": "not answered",
    "ulla": "misconceptions",
}
PAGES = ["report/momentum.html", *(f"feedback/{name}/momentum/momentum.html" for name in (*HANDED_IN, "lena"))]


@pytest.fixture(scope="module")
def graded(released_course, tmp_path_factory):
    """A graded course and what the command said; lena's file is damaged."""
    course = released_course.copy(tmp_path_factory.mktemp("pages") / "course")
    for student in HANDED_IN:
        course.hand_in_sample(student, "momentum", student)
    course.hand_in("lena", "momentum", '{"cells": [')
    return course, course.run("ravine", "grade", "momentum", check=3).stdout


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_them_on_every_screen(graded, browser, scheme):
    course, _said = graded
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    found = []
    for width in (360, 1280) if scheme == "light" else (360,):  # dark differs in its colours only
        viewport = {"width": width, "height": 800}
        page = browser.new_page(viewport=viewport, color_scheme=scheme, bypass_csp=True)  # else axe could not run
        for name in PAGES:
            page.goto((course.root / "class" / name).as_uri())
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{name} at {width}: scrolls sideways")
            page.evaluate(axe)
            rules = "{}" if scheme == "light" else "{ runOnly: ['color-contrast'] }"
            violations = page.evaluate(f"axe.run(document, {rules})")["violations"]
            found += [f"{name} at {width}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in violations]
        page.close()
    assert found == []


def test_no_formula_is_left_as_it_was_typed(graded):
    course, _said = graded
    for name in PAGES[1:]:
        page = (course.root / "class" / name).read_text(encoding="utf-8")
        formulas = re.findall(r"<math.*?</math>", page, re.S)
        assert formulas and not [f for f in formulas if "\\" in f], name


def test_the_table_of_the_class_tells_states_apart(graded):
    _course, said = graded
    remarks = dict(line.split(maxsplit=1) for line in said.splitlines() if re.match(r"\S+ +\S+(/28| of )", line))
    assert "ball_step, momentum_from_ball" in remarks["kofi"] and "not answered" in remarks["kofi"]
    assert "ball_step: wrong" in remarks["ivan"]
    assert "LOOK: The notebook is damaged" in remarks["lena"]


def test_what_could_not_be_read_does_not_count_in_the_report(graded):
    course, _said = graded
    report = (course.root / "class" / "report" / "momentum.html").read_text(encoding="utf-8")
    scores = [float(m) for m in re.findall(r"<td data-by=\"[\d.]+\">([\d.]+)(?:/28| of [\d.]+ so far)</td>", report)]
    assert len(scores) == len(HANDED_IN)
    assert f"<strong>{sum(scores) / len(scores):.1f} / 28</strong>" in report
    assert '<td data-by="">–/28</td>' in report
