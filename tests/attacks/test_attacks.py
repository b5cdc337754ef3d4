"""Every attack, over wrong answers and over right ones: it gains no point, costs none unseen, and learns nothing."""

import json
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import nbformat
import pytest

from ravine.grading.submission import grade as submission
from ravine.grading.submission.grade import Graded, Rules, grade_submission
from ravine.grading.submission.verdict import RIGHT as IS_RIGHT
from ravine.grading.worker.limits import Limits
from tests.attacks.attack import FOLDER, Attack, attacks
from tests.attacks.page import Page
from tests.grading.ways import WAYS, policy, warm
from tests.handed_in import IN_HIDDEN_TESTS, RIGHT, ROOT, WRONG, assignment, mark

RULES = Rules("planted-class-secret", Limits(folder_size=4 * 2**20, memory=2**30))
LITTLE_TIME = {"cpu_seconds_per_cell": 1.0, "cpu_seconds_per_call": 0.5, "cpu_seconds_in_total": 12.0}
ABOUT_TIME = {"exhausting"}  # families of attacks that use up what they are given
LEFT_BEHIND = "left-by-mallory"
REFERENCE = "solutions/reference/momentum/momentum_step.py"
SECRETS = (
    "planted-",
    LEFT_BEHIND,
    *(
        line.strip()
        for path in sorted((ROOT / REFERENCE).parent.glob("*.py"))
        for line in path.read_text().splitlines()
        if line.startswith(("def _", "STEP", "MOVING"))
    ),
)
SHOWN = {"text/plain", "image/png", "image/jpeg"}


@pytest.fixture(scope="module", autouse=True)
def course():
    """A folder that everybody may read, full of what no submission may read; more in the environment and memory."""
    with tempfile.TemporaryDirectory(prefix="course-") as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        folder.chmod(0o755)
        for path in (REFERENCE, "class/gradebook.db", "class/submitted/anna/momentum.py"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(f"secret = 'planted-in-{Path(path).name}'")
        patch.setenv("PLANTED", "planted-in-the-environment")
        yield folder


def graded(attack: Attack, student: str, course: Path, rules: Rules = RULES) -> Graded:
    limits = (LITTLE_TIME if attack.family in ABOUT_TIME else {}) | dict(attack.limits)
    rules = replace(rules, limits=replace(rules.limits, **limits))
    return grade_submission(attack.submission(student, course), assignment(), rules)


def points(result: Graded) -> float:
    return sum(verdict.points for verdict in result.verdicts)


def check(attack: Attack, result: Graded):
    """What holds of every submission, however it was meant."""
    assert [v.grade_id for v in result.verdicts] == list(assignment().tests)
    everything = json.dumps([vars(v) for v in result.verdicts], ensure_ascii=False, default=str) + "".join(
        [result.notebook, result.feedback, *result.notes, result.problem, json.dumps(result.replay)]
    )
    assert [secret for secret in (IN_HIDDEN_TESTS, *SECRETS) if secret in everything] == []
    assert Page(result.feedback).dangers == []
    notebook = nbformat.reads(result.notebook, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert set(output.get("data", {})) <= SHOWN
            assert output.output_type != "execute_result" or mark(cell).get("grade")


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_over_wrong_answers_it_gains_nothing(attack, course):
    result = graded(attack, WRONG, course)
    check(attack, result)
    assert points(result) == 0


@pytest.mark.slow
@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_over_right_answers_it_costs_nothing_unsaid(attack, course):
    result = graded(attack, RIGHT, course)
    check(attack, result)
    lost = [verdict for verdict in result.verdicts if verdict.state != IS_RIGHT]
    assert [v.lines for v in lost if not attack.told or attack.told not in " ".join(v.lines)] == []
    assert bool(lost) == bool(attack.told) or not attack.is_sure


def honest(student: str, course: Path, rules: Rules = RULES) -> Graded:
    return graded(Attack("honest", "nobody", "nothing", ()), student, course, rules)


@cache
def before_all(course):
    """What honest students get while nobody has attacked ."""
    return [honest(student, course).notebook for student in (RIGHT, WRONG)]


@pytest.mark.parametrize("attack", attacks("persisting"), ids=lambda attack: attack.name)
def test_nothing_is_left_for_the_next_student(attack, course):
    before = before_all(course)
    graded(attack, RIGHT, course)
    assert [honest(student, course).notebook for student in (RIGHT, WRONG)] == before


ON_THE_JUDGE = {"cells", "comparison", "display", "exhausting", "page"}  # not on the sandbox
OTHER_WAYS = WAYS[1:]


def in_other_ways():
    """Over wrong answers those on the judge in one of them, in turn, the others in all; over right ones in turn."""
    for i, attack in enumerate(attacks()):
        on_the_judge, in_turn = attack.family in ON_THE_JUDGE, OTHER_WAYS[i % len(OTHER_WAYS)]
        tried = [(way, WRONG) for way in ([in_turn] if on_the_judge else OTHER_WAYS)]
        for way, student in tried if on_the_judge else [*tried, (in_turn, RIGHT)]:
            yield pytest.param(attack, way, student, id=f"{attack.name}-{way}-{student}")


@pytest.mark.slow
@pytest.mark.parametrize("attack, way, student", list(in_other_ways()))
def test_in_every_other_way_the_sandbox_comes_about(attack, way, student, course, monkeypatch):
    monkeypatch.setattr(submission, "warm_process", lambda: warm("user" in way))
    rules = replace(RULES, sandbox=policy(way))
    result = graded(attack, student, course, rules)
    check(attack, result)
    if student == WRONG:
        assert points(result) == 0
    else:
        assert attack.told or points(result) == points_of_the_honest(way, course, rules)


@cache
def points_of_the_honest(way, course, rules):
    return points(honest(RIGHT, course, rules))


def test_there_are_attacks_of_every_family():
    families = {path.name: len(attacks(path.name)) for path in FOLDER.iterdir() if list(path.glob("*.py"))}
    assert min(families.values()) >= 4 and sum(families.values()) >= 60
    assert all(attack.tries.endswith(".") and attack.parts for attack in attacks())
