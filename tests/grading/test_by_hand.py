"""What a person grades: in formgrader, started for real, and kept when the grader grades again."""

import json
import re
import socket
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from ravine.grading.ledger import Ledger

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("by-hand")]
REFERENCE = "solutions/reference/momentum/momentum_from_ball.py"
RIGHT, WRONG = "    return dt**2 / mass, 1 - friction * dt / mass", "    return dt / mass, 1 - friction * dt / mass"


@contextmanager
def formgrader(course):
    """A function that asks a running formgrader: (path, data to put) → text; its `address`, with a key."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = [f"--port={port}", "--ip=127.0.0.1", "--no-browser", "--allow-root", "--ServerApp.token=key"]
    server = course.start("jupyter", "server", *options)

    def ask(path, put=None):
        data = None if put is None else json.dumps(put).encode()
        headers = {"Authorization": "token key", "Content-Type": "application/json"}
        request = Request(f"http://127.0.0.1:{port}/formgrader/{path}", data, headers, method="PUT" if data else "GET")
        return urlopen(request, timeout=60).read().decode()

    ask.address = f"http://127.0.0.1:{port}/formgrader/{{}}?token=key"
    try:
        for _half_second in range(240):
            try:
                ask("api/status")
                break
            except URLError:
                assert server.poll() is None, server.stdout.read()
                time.sleep(0.5)
        yield ask
    finally:
        server.terminate()
        server.communicate(timeout=60)


@pytest.fixture
def graded(course):
    """A course with two students graded: one right, one with a misconception and an essay."""
    course.hand_in_sample("anna", "momentum", "anna")
    course.hand_in_sample("petra", "momentum", "viktor")
    course.run("ravine", "grade", "momentum")
    return course


PAGE = "<title>still</title><script>document.title = 'run'</script>"
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg'><title>still</title><script>document.title = 'run'</script></svg>"


def test_formgrader_shows_files_beside_a_notebook_and_none_of_them_runs(course, browser):
    """Nor one of the files as they were handed in, to which a link may lead up from the graded ones."""
    folder = course.hand_in_sample("eve", "momentum", "anna").parent
    (folder / "page.html").write_text(PAGE)
    (folder / "picture.svg").write_text(PICTURE)
    course.run("ravine", "grade", "momentum")
    with formgrader(course) as ask:
        (eve,) = json.loads(ask("api/submitted_notebooks/momentum/momentum"))
        page = browser.new_page()
        for name in ("page.html", "picture.svg", "..%2F..%2F..%2Fsubmitted%2Feve%2Fmomentum%2Fpage.html"):
            answer = page.goto(ask.address.format(f"submissions/{eve['id']}/{name}"))
            assert answer.ok and page.title() == "still", name
        page.close()


def grade_by_hand(course, student, cell, points, comment=""):
    """Grade and comment a cell as formgrader does."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(cell, "momentum", "momentum", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        if comment:
            gradebook.find_comment(cell, "momentum", "momentum", student).manual_comment = comment
        gradebook.db.commit()


def test_formgrader_opens_the_gradebook_and_shows_feedback_without_hidden_tests(graded):
    with formgrader(graded) as ask:
        (assignment,) = [a for a in json.loads(ask("api/assignments")) if a["name"] == "momentum"]
        assert assignment["num_submissions"] == 2
        submissions = {s["student"]: s for s in json.loads(ask("api/submitted_notebooks/momentum/momentum"))}
        assert submissions["anna"]["code_score"] == 24.0
        page = ask(f"submissions/{submissions['petra']['id']}/")
        assert "momentum_step is not right: 0/3 points." in page
        assert not re.search(r"HIDDEN TESTS|solutions\.reference|marks\(", page)

        grades = json.loads(ask(f"api/grades?submission_id={submissions['petra']['id']}"))
        essay = next(g for g in grades if g["name"] == "long_slope")
        ask(f"api/grade/{essay['id']}", put={"manual_score": 3.5, "extra_credit": 0.5})
        comments = json.loads(ask(f"api/comments?submission_id={submissions['petra']['id']}"))
        essay = next(c for c in comments if c["name"] == "long_slope")
        ask(f"api/comment/{essay['id']}", put={"manual_comment": "Say why <b>βᵗ</b> vanishes."})

    said = graded.run("ravine", "report", "momentum").stdout
    assert "report/momentum.html" in said
    graded.run("nbgrader", "generate_feedback", "momentum", "--force")
    page = graded.feedback("petra", "momentum")
    assert "Say why &lt;b&gt;βᵗ&lt;/b&gt; vanishes." in page
    assert "4 / 4" in page


def test_grades_by_hand_survive_a_new_submission_and_ask_to_be_looked_at_again(graded):
    grade_by_hand(graded, "petra", "long_slope", 3.0, "Nearly.")
    graded.hand_in_sample("petra", "momentum", "anna")
    graded.run("ravine", "grade", "momentum")
    marks = graded.marks("momentum")["petra"]
    assert marks["long_slope"] == (None, 3.0, None, True)
    assert marks["comment on long_slope"][1] == "Nearly."
    assert marks["test_momentum_step"][0] == 3.0
    assert "Nearly." in graded.feedback("petra", "momentum")


def test_a_corrected_reference_changes_what_it_changes_and_nothing_else(course):
    reference = course.root / REFERENCE
    assert RIGHT in reference.read_text()
    reference.write_text(reference.read_text().replace(RIGHT, WRONG, 1))
    course.hand_in_sample("anna", "momentum", "anna")
    course.hand_in_sample("petra", "momentum", "viktor")
    course.run("ravine", "grade", "momentum")
    before = course.marks("momentum")
    assert before["anna"]["test_momentum_from_ball"][0] < 4
    grade_by_hand(course, "petra", "long_slope", 3.0, "Nearly.")
    grade_by_hand(course, "petra", "test_momentum_step", 2.0)

    reference.write_text(reference.read_text().replace(WRONG, RIGHT, 1))
    said = course.run("ravine", "grade", "momentum").stdout
    assert "2 keep their grade from before a change of momentum_from_ball; to grade them anew: ravine grade" in said
    said = course.run("ravine", "grade", "momentum", "--regrade").stdout
    table = said.split("Regrading changed 2 marks:\n")[1].splitlines()[:2]
    old = {s: f"{before[s]['test_momentum_from_ball'][0]:g}" for s in before}
    assert [line.split() for line in table] == [
        [student, "test_momentum_from_ball", old[student], "→", "4"] for student in ("anna", "petra")
    ]
    after = course.marks("momentum")
    assert after["petra"]["long_slope"] == (None, 3.0, None, False)
    assert after["petra"]["comment on long_slope"][1] == "Nearly."
    assert after["petra"]["test_momentum_step"] == (0.0, 2.0, None, False)
    assert after["anna"]["test_momentum_from_ball"] == (4.0, None, None, False)
    entry = Ledger(course.root / "class" / "records" / "momentum").read("anna")
    assert entry.before["points"]["test_momentum_from_ball"] == before["anna"]["test_momentum_from_ball"][0]
