"""What the class report counts: states, misconceptions, answers that nothing explains, and who needs an eye."""

import base64
import hashlib
import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from ravine.course.course import CourseError
from ravine.grading import report
from ravine.grading.ideas import FILE as IDEAS
from ravine.grading.ideas import common_ideas
from ravine.grading.places import plot_at
from ravine.grading.report import Row
from ravine.grading.submission.standing import Mark, Standing
from ravine.grading.submission.verdict import PARTLY, RIGHT, UNCHECKED, WRONG, Verdict, unanswered

ROOT_FOLDER = Path(__file__).parents[2]
SIGN = {"name": "sign_lost", "sentence": "The sign.", "see": "a.html"}
ROOT = {"name": "root_lost", "sentence": "The root.", "see": "b.html"}


def verdict(state, exercise="f", misconception=None, **fields):
    points = fields.pop("points", 0.0)
    return Verdict(f"test_{exercise}", state, points, 4.0, exercise=exercise, misconception=misconception, **fields)


def row(student, *verdicts, marks=None, **fields):
    waiting = {v.grade_id: Mark(0.0, 4.0, awaits_person=v.state == UNCHECKED) for v in verdicts}
    return Row(student, Standing(waiting | (marks or {}), {}), verdicts, **fields)


def written(folder, rows):
    """The page of a class with one exercise."""
    tests = {"test_f": SimpleNamespace(subject="f")}
    assignment = SimpleNamespace(name="momentum", notebook="momentum", cells=[SimpleNamespace(points=4.0)], tests=tests)
    report.class_report(folder / "report.html", assignment, rows, folder / "of" / "{student}", site="https://x.org")
    return (folder / "report.html").read_text()


def test_the_most_frequent_misconception_comes_first_with_its_students():
    rows = [
        row("ada", verdict(WRONG, "g", SIGN)),
        row("bo", verdict(WRONG, "f", ROOT), verdict(WRONG, "g", SIGN)),
        row("cy", verdict(WRONG, "f", SIGN)),
        row("di", verdict(RIGHT)),
    ]
    found = report.misconceptions(rows)
    assert [(f.exercise, f.name, f.students) for f in found] == [
        ("g", "sign_lost", ("ada", "bo")),
        ("f", "root_lost", ("bo",)),
        ("f", "sign_lost", ("cy",)),
    ]
    assert (found[1].sentence, found[1].see) == ("The root.", "b.html")


def test_the_costliest_ideas_are_one_whatever_the_exercise():
    def lost(exercise, words, points, *example):
        return verdict(WRONG, exercise, words, example=example, points=points)

    rows = [
        row("ada", lost("g", SIGN, 2.0, "for 1"), lost("f", SIGN, 0.0, "for 2")),
        row("bo", lost("f", ROOT, 0.0, "for 3"), lost("g", SIGN, 0.0, "for 1")),
        row("cy", verdict(RIGHT)),
    ]
    sign, root = report.costliest_ideas(rows)
    assert (sign.name, sign.exercises, sign.students, sign.points) == ("sign_lost", ("g", "f"), {"ada", "bo"}, 10.0)
    assert sign.examples == (("for 1",), ("for 2",)) and root.points == 4.0
    rows += [row(s, lost("f", ROOT, 3.5, "for 4")) for s in ("di", "ed")]
    assert [i.name for i in report.costliest_ideas(rows)] == ["root_lost", "sign_lost"], "three students have it"
    rows = rows[:3]
    assert report.costliest_ideas(rows, most=1) == [sign] and report.costliest_ideas([]) == []


def test_misconceptions_of_two_names_are_one_idea_where_the_course_says_so(tmp_path):
    (tmp_path / "solutions").mkdir()
    ideas = tmp_path / "solutions" / "ideas.toml"
    assert common_ideas(tmp_path) == {}
    ideas.write_text('[lost]\nsentence = "Something was lost."\nmisconceptions = ["g/sign_lost", "f/root_lost"]\n')
    rows = [row("ada", verdict(WRONG, "g", SIGN)), row("bo", verdict(WRONG, "f", ROOT), verdict(WRONG, "f", SIGN))]
    lost, sign = report.costliest_ideas(rows, common_ideas(tmp_path))
    assert (lost.name, lost.sentence, lost.exercises, lost.points) == ("lost", "Something was lost.", ("g", "f"), 8.0)
    assert (lost.students, lost.see) == ({"ada", "bo"}, "a.html") and (sign.name, sign.exercises) == (
        "sign_lost",
        ("f",),
    )
    for slip in ("[lost", '[lost]\nsentence = "x"', "lost = 3"):
        ideas.write_text(slip)
        with pytest.raises(CourseError, match="ideas.toml"):
            common_ideas(tmp_path)


def test_the_courses_ideas_name_misconceptions_that_there_are_and_gather_exercises():
    tables = [json.loads(path.read_text()) for path in (ROOT_FOLDER / "ravine" / "tables").glob("*.json")]
    known = {f"{name}/{m['name']}" for t in tables for name, e in t.items() for m in e["exercise"]["misconceptions"]}
    common = common_ideas(ROOT_FOLDER)
    assert set(common) <= known, "renamed or taken out of the reference"
    gathered = {idea: {m.split("/")[0] for m in common if common[m] == idea} for idea in common.values()}
    assert len(gathered) > 15 and min(map(len, gathered.values())) > 1
    listed = [m for i in tomllib.loads((ROOT_FOLDER / IDEAS).read_text()).values() for m in i["misconceptions"]]
    assert len(listed) == len(common), "a misconception has one idea"


def test_what_few_have_is_folded_away_and_ideas_name_nobody(tmp_path):
    rows = [row(s, verdict(WRONG, "f", SIGN, example=("f(1)",))) for s in ("ada", "bo", "cy")]
    rows.append(row("di", verdict(WRONG, "f", ROOT)))
    page = written(tmp_path, rows)
    section = page.split('id="misconceptions"')[1].split("</section>")[0]
    frequent, seldom = section.split("<details>")
    assert "sign lost" in frequent and "root lost" in seldom and "sign lost" not in seldom
    lecture = page.split('id="next-lecture"')[1].split("</section>")[0]
    assert "3 of 4 students, 12 points, in f" in lecture and "f(1)" in lecture
    assert not [s for s in ("ada", "bo", "cy", "di") if f">{s}<" in lecture]


def test_last_years_numbers_stand_beside_those_of_now(tmp_path):
    right, wrong = verdict(RIGHT, points=4.0), verdict(WRONG, "f", SIGN)
    written(tmp_path / "class" / "report", [row(s, right) for s in ("ada", "bo", "cy")] + [row("di", wrong)])
    numbers = (tmp_path / "class" / "report" / "report.json").read_text()
    assert json.loads(numbers)["right"] == {"f": 75.0} and json.loads(numbers)["misconceptions"] == {"f/sign_lost": 1}
    assert not [name for name in ("ada", "bo", "cy", "di") if name in numbers]
    before = tmp_path / "class" / "last-year" / "report.json"
    assert "last year" not in written(tmp_path / "class" / "report", [row("ev", wrong)])
    before.parent.mkdir()
    before.write_text(numbers)
    page = written(tmp_path / "class" / "report", [row("ev", wrong)])
    assert "last year, 4 submissions" in page and "right: 0 %, last year 75 %" in page and "last year 1 of 4" in page
    before.write_text("{}")
    with pytest.raises(CourseError, match="does not hold the numbers of a class"):
        written(tmp_path / "class" / "report", [row("ev", wrong)])


def test_a_doubt_is_told_once_in_the_table_of_students(tmp_path):
    page = written(
        tmp_path, [row("ada", verdict(RIGHT, points=4.0), notes=("A doubt.", "A note."), doubts=("A doubt.",))]
    )
    students = page.split('id="students"')[1]
    assert students.count("A doubt.") == students.count("A note.") == 1


def test_no_script_runs_in_a_report_but_the_one_that_sorts(tmp_path):
    page = written(tmp_path, [row("ada<script>", verdict(RIGHT, points=4.0))])
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{hashed}'; base-uri" in page and "default-src 'none'" in page


def test_an_idea_leads_to_the_plot_of_its_section(tmp_path):
    (tmp_path / "book").mkdir()
    text = """# Ball\n\n(friction)=\n## Friction\n\n```python\nfrom ravine.plots import RollingBall\n```\n
### Deeper\n\n(after)=\n## After\n"""
    (tmp_path / "book" / "ball.md").write_text(text)
    found = [plot_at(tmp_path, see) for see in ("ball.html#friction", "ball.html#after", "ball.html#no", "no.html#x")]
    assert found == ["ball.html#rolling-ball", "", "", ""]
    assert plot_at(ROOT_FOLDER, "momentum.html#sum-of-gradients") == "momentum.html#decaying-weights"


def test_the_page_of_a_course_counts_over_its_assignments(tmp_path):
    cells, tests = [SimpleNamespace(points=4.0)], {}
    made = [
        (SimpleNamespace(name=name, cells=cells, tests=tests), [row("ada", verdict(WRONG, name, SIGN))])
        for name in ("one", "two")
    ]
    made[1][1].append(row("bo", verdict(RIGHT, points=4.0), marks={"test_f": Mark(4.0, 4.0)}))
    report.course_report(tmp_path / "index.html", made)
    page = (tmp_path / "index.html").read_text()
    assert "students: 1, points lost: 8, in one, two" in page and "2.0 / 4" in page
    cells = re.findall(r'<td data-by="(.*?)">(.*?)</td>', page.split("<tbody>")[2])
    assert cells == [("0.0", "0/4"), ("0.0", "0/4"), ("", "–"), ("4.0", "4/4")]


def test_answers_that_nothing_explains_are_grouped_by_equal_numbers():
    def wrong(fingerprint, exercise="f", state=WRONG, **fields):
        return verdict(state, exercise, example=("line",), fingerprint=fingerprint, **fields)

    rows = [
        row("ada", wrong("1")),
        row("bo", wrong("2"), wrong("1", "e")),
        row("cy", wrong("2", state=PARTLY)),
        row("di", wrong("2", misconception=SIGN)),
        row("ed", verdict(WRONG, fingerprint="2")),
        row("fa", verdict(RIGHT, example=("line",), fingerprint="2")),
    ]
    found = report.unexplained(rows)
    assert [(u.exercise, u.students) for u in found] == [("f", ("bo", "cy")), ("e", ("bo",)), ("f", ("ada",))]
    assert found[0].verdict is rows[1].verdicts[0]


def test_the_states_of_an_exercise_in_the_order_of_the_assignment():
    tests = {name: SimpleNamespace(subject=name.removeprefix("test_")) for name in ("test_g", "test_f")}
    rows = [row("ada", verdict(RIGHT, "f"), verdict(WRONG, "g")), row("bo", verdict(PARTLY, "f"), verdict(WRONG, "g"))]
    g, f = report.successes(SimpleNamespace(tests=tests), rows)
    assert (g.name, g.counts, g.total) == ("g", {WRONG: 2}, 2)
    assert (f.name, [f.share(s) for s in (RIGHT, PARTLY, WRONG, UNCHECKED)]) == ("f", [50, 50, 0, 0])
    assert report.successes(SimpleNamespace(tests=tests), [])[0].share(RIGHT) == 0


def test_remarks_in_a_few_words():
    found = row(
        "ada",
        verdict(UNCHECKED, "a", problem="Out of time."),
        verdict(WRONG, "b", SIGN),
        verdict(WRONG, "c"),
        verdict(WRONG, "d", problem=unanswered()),
        verdict(PARTLY, "e"),
        verdict(WRONG, "f"),
        verdict(RIGHT, "g"),
        marks={"proof": Mark(0.0, 3.0, by_hand=True, awaits_person=True), "done": Mark(2.0, 3.0, by_hand=True)},
    )
    assert found.remarks == [
        "LOOK: a: Out of time.",
        "b: sign lost",
        "c, f: wrong",
        "d: not answered",
        "e: partly right",
        "proof to grade by hand",
    ]
    assert found.needs_an_eye and not found.unread
    assert row("bo", verdict(RIGHT)).remarks == []


def test_what_could_not_be_read_is_one_reason_to_look():
    proof = {"proof": Mark(0.0, 3.0, by_hand=True, awaits_person=True)}
    unread = row("ada", verdict(UNCHECKED), marks=proof, problem="It is a picture.")
    assert unread.unread and unread.reasons == ["It is a picture."]
    assert unread.by_hand == [], "there is nothing to read"


def test_who_was_looked_at_needs_no_eye_any_more():
    looked = row("ada", verdict(UNCHECKED, "a", problem="Out of time."), problem="It is a picture.")
    seen = {name: replace(mark, awaits_person=False) for name, mark in looked.standing.marks.items()}
    looked = replace(looked, standing=Standing(seen, {}))
    assert not looked.needs_an_eye and not looked.unread and looked.reasons == []


@pytest.mark.parametrize("students", [["bo", "ada"], []])
def test_the_page_is_written_whole(tmp_path, students):
    rows = [row(s, verdict(WRONG, "f", SIGN, example=("<b>",))) for s in students]
    page = written(tmp_path, rows)
    assert "<title>" in page and "momentum" in page and "<b>" not in page
    for student in students:
        assert f'href="of/{student}/momentum.html"' in page and "https://x.org/a.html" in page
    places = [page.rindex(f">{s}<") for s in sorted(students)]
    assert places == sorted(places)


def test_a_doubt_is_open_until_a_person_gives_an_exercise_a_mark():
    marks = {"test_f": Mark(4.0, 4.0), "proof": Mark(2.0, 3.0, by_hand=True, by_person=True)}
    doubtful = Row("ada", Standing(marks, {}), (verdict(RIGHT),), doubts=("Two notebooks.",))
    assert doubtful.needs_an_eye and doubtful.remarks == ["LOOK: Two notebooks."]
    settled = replace(doubtful, standing=Standing(marks | {"test_f": Mark(3.0, 4.0, by_person=True)}, {}))
    assert not settled.needs_an_eye and settled.remarks == []


def test_the_numbers_of_a_class_are_kept_without_a_name(tmp_path):
    full = {"test_f": Mark(4.0, 4.0)}
    rows = [row(s, verdict(RIGHT, points=4.0), marks=full) for s in ("ada", "bo")]
    written(tmp_path, [*rows, row("cy", verdict(WRONG, "f", SIGN))])
    assert (tmp_path / "report.json").read_text() == (
        '{\n "students": 3,\n "average": 2.67,\n "max": 4.0,\n "right": {\n  "f": 66.7\n },\n'
        ' "misconceptions": {\n  "f/sign_lost": 1\n }\n}\n'
    )


def test_what_comes_from_an_earlier_release_says_so():
    assert replace(row("ada", verdict(RIGHT)), of_an_earlier_release=True).remarks == ["of an earlier release"]


def test_what_is_late_says_so():
    assert replace(row("ada", verdict(RIGHT)), standing=Standing({}, {}, late_penalty=2.5)).remarks == ["late: −2.5"]


def test_only_what_could_not_be_checked_waits_for_an_eye():
    marks = {"test_a": Mark(0.0, 4.0, awaits_person=True), "test_b": Mark(0.0, 4.0)}
    mixed = Row("ada", Standing(marks, {}), (verdict(WRONG, "a"), verdict(UNCHECKED, "b")))
    assert mixed.unchecked == []


def test_the_share_of_a_class_of_one():
    assert report.Success("f", {RIGHT: 1}).share(RIGHT) == 100


def test_what_could_not_be_read_does_not_lower_the_average(tmp_path):
    rows = [row("ada", verdict(RIGHT), marks={"test_f": Mark(4.0, 4.0)})]
    rows += [row("bo", verdict(UNCHECKED), problem="It is a picture.")]
    cells, tests = [SimpleNamespace(points=4.0)], {"test_f": SimpleNamespace(subject="f")}
    assignment = SimpleNamespace(name="momentum", notebook="momentum", cells=cells, tests=tests)
    report.class_report(tmp_path / "report.html", assignment, rows, tmp_path / "{student}")
    assert "<strong>4.0 / 4</strong>" in (tmp_path / "report.html").read_text()


def test_the_three_costliest_ideas_and_two_examples_of_each_are_enough_for_a_lecture():
    def wrong(name, example):
        return verdict(WRONG, misconception=SIGN | {"name": name}, example=(example,))

    rows = [row(f"{name}{i}", wrong(name, f"{i}")) for name in "abcd" for i in range(3)]
    found = report.costliest_ideas(rows)
    assert [idea.name for idea in found] == ["a", "b", "c"]
    assert found[0].examples == (("0",), ("1",))


def test_slides_lie_beside_the_report_while_there_is_an_idea_to_speak_of(tmp_path):
    slides = tmp_path / "report-slides.html"
    written(tmp_path, [row("ada", verdict(WRONG, "f", SIGN)), row("bo", verdict(WRONG, "f", SIGN))])
    assert "The sign." in slides.read_text()
    written(tmp_path, [row("ada", verdict(RIGHT))])
    assert not slides.exists()


def test_a_report_lies_in_the_class_by_the_name_of_its_assignment(tmp_path):
    assert report.report_path(SimpleNamespace(class_folder=tmp_path), "after") == tmp_path / "report" / "after.html"
