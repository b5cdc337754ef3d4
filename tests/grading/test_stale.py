"""What makes a grade stale: the exercise that changed, and nothing that decides no grade."""

import shutil

import pytest

from tests.grading.courses import ROOT, CourseFolder

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("stale")]


def test_only_what_decides_a_grade_makes_it_stale_and_the_message_names_it(tmp_path):
    course = CourseFolder.make(tmp_path / "course", "momentum")
    leave = shutil.ignore_patterns("js", "__pycache__")
    shutil.copytree(ROOT / "ravine", course.root / "ravine", ignore=leave, dirs_exist_ok=True)
    course.hand_in_sample("anna", "momentum", "anna")
    course.hand_in_sample("viktor", "momentum", "viktor")

    def graded(*options):
        environment = {"PYTHONPATH": str(course.root)}
        return course.run("ravine", "grade", "momentum", *options, environment=environment).stdout

    def change(name, old, new):
        path = course.root / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new, 1))

    assert "2 graded" in graded()
    change("ravine/cli.py", "import", "# a comment\nimport")
    change("ravine/grading/templates/ravine_report.html.j2", "</title>", "!</title>")
    change("ravine/grading/report.py", '"""', '"""Another sentence. ')
    change("ravine/exercises/sentences.py", "is not right yet", "is wrong")
    assert "2 unchanged since they were graded" in graded()

    reference = next(
        path.relative_to(course.root).as_posix()
        for path in sorted((course.root / "solutions" / "reference").rglob("*.py"))
        if "def momentum_from_ball(" in path.read_text()
    )
    change(reference, "return dt**2 / mass, 1", "return dt * dt / mass, 1")
    said = graded()
    assert "2 keep their grade from before a change of momentum_from_ball; to grade them anew: ravine grade" in said
    assert "Regrading changed no points." in graded("--regrade")
    assert "2 unchanged since they were graded" in graded()
