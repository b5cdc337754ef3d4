"""The sample classes: they become submissions as students hand them in, and deserve the marks that are expected.

Marks are computed here in this process, from the reference alone; `tests/grading/test_sample_class.py` has the whole
grader do it.
"""

import json
import math
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest

from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import judge, rows
from solutions.samples import SAMPLES, Sample, SampleError, make_class, notebook_of, read_sample

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENTS = [a for a in assignments(ROOT) if (SAMPLES / a).is_dir()]
NEVER_ENDING = {  # left to the grader's limits
    ("momentum", "hana", "nesterov_step"),
    ("adaptive", "gustav", "ema"),
    ("initialisation", "simon", "truncated_normal"),
    ("gradient_descent", "sofia", "gradient_descent"),
    ("backpropagation", "camille", "Value"),
    ("backpropagation", "damir", "Value"),
    ("backpropagation", "irina", "chain_rule"),
}


def expected(assignment):
    return json.loads((ROOT / "tests" / "expected" / f"{assignment}.json").read_text())


def text_samples():
    return [
        pytest.param(a, path, id=f"{a}-{path.stem}") for a in ASSIGNMENTS for path in sorted((SAMPLES / a).glob("*.py"))
    ]


def defined_names(sample: Sample) -> dict:
    """What the student's cells define when they are run in order, each on its own where one fails."""
    names = {"np": np, "math": math}
    for source in sample.cells.values():
        try:
            exec(compile(source, "<cell>", "exec"), names)
        except Exception:  # a cell that cannot run defines nothing, as in a notebook
            continue
    return names


def test_every_assignment_has_a_sample_class():
    missing = [a for a in assignments(ROOT) if a not in ASSIGNMENTS]
    assert not missing, f"no samples: {missing}"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_sample_is_expected(assignment):
    handed_in = {p.stem for p in (SAMPLES / assignment).iterdir() if not p.name.startswith("_")}
    assert handed_in == set(expected(assignment))
    assert len(handed_in) >= 12


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_misconception_occurs(assignment):
    declared = {(e.name, m.name) for e in exercises_in(read_reference(assignment, ROOT)) for m in e.misconceptions}
    occurring = {pair for s in expected(assignment).values() for pair in s.get("misconceptions", {}).items()}
    assert occurring == declared


@pytest.mark.parametrize("assignment, path", text_samples())
@pytest.mark.filterwarnings("ignore")  # students' warnings are their own
def test_the_sample_deserves_its_marks(assignment, path):
    wanted = expected(assignment)[path.stem]
    names = defined_names(read_sample(path.read_text()))
    points, misconceptions = {}, {}
    for exercise in exercises_in(read_reference(assignment, ROOT)):
        grade_id = f"test_{exercise.name}"
        if (assignment, path.stem, exercise.name) in NEVER_ENDING:
            continue
        if exercise.name not in names:
            assert wanted["points"].get(grade_id, 0) == 0
            continue
        judgement = judge(exercise, names[exercise.name], drawn_rows(assignment)[exercise.name])
        points[grade_id] = judgement.credit * max_points(assignment)[grade_id]
        if judgement.misconception:
            misconceptions[exercise.name] = judgement.misconception.name
    assert points == pytest.approx({g: wanted["points"][g] for g in points}, abs=0.005)
    ended = {e: m for e, m in wanted["misconceptions"].items() if (assignment, path.stem, e) not in NEVER_ENDING}
    assert misconceptions == ended


@cache
def drawn_rows(assignment):
    exercises = exercises_in(read_reference(assignment, ROOT))
    return {e.name: rows(e, e.draw(np.random.default_rng(2024))) for e in exercises}


@cache
def max_points(assignment):
    released = nbformat.read(ROOT / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    marked = [c.metadata.nbgrader for c in released.cells if "nbgrader" in c.metadata]
    return {m.grade_id: m.points for m in marked if m.grade}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_samples_become_submissions(assignment, tmp_path):
    students = make_class(assignment, ROOT, tmp_path)
    for student, wanted in expected(assignment).items():
        assert student in students
        (file,) = (tmp_path / student / assignment).iterdir()
        if not wanted.get("unreadable"):
            notebook = nbformat.read(file, as_version=4)
            assert not any("outputs" in c and c.outputs for c in notebook.cells)


RELEASED = nbformat.writes(
    nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell("raise NotImplementedError", metadata={"nbgrader": {"grade_id": "f"}}),
            nbformat.v4.new_markdown_cell("*Your answer here.*", metadata={"nbgrader": {"grade_id": "essay"}}),
        ]
    )
)


def test_a_sample_replaces_the_cells_that_it_names():
    sample = read_sample(
        "# Does this and that.\n\n# %% f\ndef f():\n    return 1\n\n# %% essay\n# Because\n#\n# $x$.\n"
    )
    code, essay = nbformat.reads(notebook_of(sample, RELEASED), as_version=4).cells
    assert code.source == "def f():\n    return 1"
    assert essay.source == "Because\n\n$x$."


def test_a_cell_that_is_not_named_stays_as_released():
    code, _essay = nbformat.reads(notebook_of(read_sample("# Nothing.\n"), RELEASED), as_version=4).cells
    assert code.source == "raise NotImplementedError"


def test_a_sample_may_choose_its_file_name_and_format():
    sample = read_sample("# Late.\n# saved as: late (2).ipynb\n# nbformat: 3\n\n# %% f\nf = 1\n")
    assert sample.file_name == "late (2).ipynb"
    assert json.loads(notebook_of(sample, RELEASED))["nbformat"] == 3


def test_an_unknown_cell_is_told():
    with pytest.raises(SampleError, match="no cell 'g'; it has f, essay"):
        notebook_of(read_sample("# %% g\nx = 1\n"), RELEASED)


def test_an_assignment_without_samples_is_told(tmp_path):
    with pytest.raises(SampleError, match="no samples of 'nix'"):
        make_class("nix", ROOT, tmp_path)
