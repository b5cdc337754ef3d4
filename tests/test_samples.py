"""The sample classes: they become submissions as students hand them in, and deserve the marks that are expected.

Marks are computed here in this process, from the reference alone; `tests/grading/test_sample_class.py` has the whole
grader do it.
"""

import json
import math
import re
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest

from ravine.course import release
from ravine.course.release import read_reference
from ravine.exercises.exercise import exercises_in
from ravine.exercises.judge import judge, rows
from solutions.samples import (
    ANSWERS,
    Answer,
    Sample,
    SampleError,
    assignments,
    expected,
    make_class,
    notebook_of,
    read_answer,
    read_class,
    samples,
)

ROOT = Path(__file__).resolve().parents[1]


def text_samples():
    return [pytest.param(a, s, id=f"{a}-{s}") for a in assignments() for s, it in samples(a).items() if not it.content]


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
    assert assignments() == release.assignments(ROOT)


@pytest.mark.parametrize("assignment", assignments())
def test_a_class_has_a_dozen_students_or_more(assignment):
    assert len(expected(assignment)) >= 12
    assert all(sample.does.endswith(".") for sample in samples(assignment).values())


@pytest.mark.parametrize("assignment", assignments())
def test_every_misconception_occurs(assignment):
    declared = {(e.name, m.name) for e in exercises_in(read_reference(assignment, ROOT)) for m in e.misconceptions}
    occurring = {pair for s in expected(assignment).values() for pair in s.get("misconceptions", {}).items()}
    assert occurring == declared


def test_every_answer_of_the_library_is_handed_in_and_stands_there_once():
    handed_in = {
        (cell, a.source) for name in assignments() for s in samples(name).values() for cell, a in s.answers.items()
    }
    library = [(path.parent.name, read_answer(path.read_text()).source) for path in ANSWERS.glob("*/*")]
    assert len(library) == len({*library}) and {*library} == handed_in


def test_an_answer_that_shows_a_misconception_has_its_name():
    """So that one finds it, and that a new misconception asks for one file of its name."""
    for path in ANSWERS.glob("*/*.py"):
        assert read_answer(path.read_text()).misconception in (path.stem, None)


@pytest.mark.parametrize("assignment, student", text_samples())
@pytest.mark.filterwarnings("ignore")  # students' warnings are their own
def test_the_sample_deserves_its_marks(assignment, student):
    sample, wanted = samples(assignment)[student], expected(assignment)[student]
    names = defined_names(sample)
    endless = {cell for cell, answer in sample.answers.items() if answer.never_ends}  # left to the grader's limits
    points, misconceptions = {}, {}
    for exercise in exercises_in(read_reference(assignment, ROOT)):
        grade_id = f"test_{exercise.name}"
        if exercise.name in endless:
            continue
        if exercise.name not in names:
            assert wanted["points"][grade_id] == 0
            continue
        drawn = drawn_rows(assignment)[exercise.name]
        judgement = judged(exercise, names[exercise.name], drawn, used(exercise.name, sample))
        points[grade_id] = judgement.credit * max_points(assignment)[grade_id]
        if judgement.misconception:
            misconceptions[exercise.name] = judgement.misconception.name
    assert points == pytest.approx({g: wanted["points"][g] for g in points}, abs=0.005)
    assert misconceptions == {e: m for e, m in wanted["misconceptions"].items() if e not in endless}


DEFINED = re.compile(r"^(?:def|class) (\w+)|^(\w+) *=", re.M)


def used(name, sample) -> tuple:
    """The sources of an answer and of all of the student's cells that define what it may use."""
    found, todo = {}, [name]
    while todo:
        cell = todo.pop()
        found[cell] = sample.cells[cell]
        words = {*re.findall(r"\w+", found[cell])}
        todo += [c for c, s in sample.cells.items() if c not in found and words & {*sum(DEFINED.findall(s), ())}]
    return tuple(sorted(found.items()))


JUDGED: dict = {}  # what many students hand in alike is judged once


def judged(exercise, answer, drawn, sources):
    key = (exercise.name, sources)
    if key not in JUDGED:
        JUDGED[key] = judge(exercise, answer, drawn)
    return JUDGED[key]


@cache
def drawn_rows(assignment):
    exercises = exercises_in(read_reference(assignment, ROOT))
    return {e.name: rows(e, e.draw(np.random.default_rng(2024))) for e in exercises}


@cache
def max_points(assignment):
    released = nbformat.read(ROOT / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    marked = [c.metadata.nbgrader for c in released.cells if "nbgrader" in c.metadata]
    return {m.grade_id: m.points for m in marked if m.grade}


@pytest.mark.parametrize("assignment", assignments())
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


def sample(cells, **settings):
    return Sample("Does this and that.", {name: Answer(source) for name, source in cells.items()}, **settings)


def test_a_sample_replaces_the_cells_that_it_names():
    filled = notebook_of(sample({"f": "def f():\n    return 1", "essay": "# Because\n#\n# $x$."}), RELEASED)
    code, essay = nbformat.reads(filled, as_version=4).cells
    assert code.source == "def f():\n    return 1"
    assert essay.source == "Because\n\n$x$."


def test_a_cell_that_is_not_named_stays_as_released():
    code, _essay = nbformat.reads(notebook_of(sample({}), RELEASED), as_version=4).cells
    assert code.source == "raise NotImplementedError"


def test_a_sample_may_choose_its_file_name_and_format():
    late = read_class('[lea]\ndoes = "Late."\nsaved_as = "late (2).ipynb"\nnbformat = 3\n')["lea"]
    assert late.saved_as == "late (2).ipynb"
    assert json.loads(notebook_of(late, RELEASED))["nbformat"] == 3


def test_an_unknown_cell_is_told():
    with pytest.raises(SampleError, match="no cell 'g'; it has f, essay"):
        notebook_of(sample({"g": "x = 1"}), RELEASED)


@pytest.mark.parametrize(
    "head, answer",
    [
        ("# deserves 2.25: in_place", Answer("f = 1", 2.25, "in_place")),
        ("# deserves 4", Answer("f = 1", 4.0)),
        ("# deserves 0: many_paths; never ends", Answer("f = 1", 0.0, "many_paths", never_ends=True)),
        ("# deserves 0; never ends", Answer("f = 1", 0.0, never_ends=True)),
        ("# marked by a person", Answer("f = 1", by_hand=True)),
        ("# not marked", Answer("f = 1")),
    ],
)
def test_an_answer_says_what_it_deserves(head, answer):
    assert read_answer(f"{head}\nf = 1\n") == answer


@pytest.mark.parametrize("text", ["f = 1\n", "", "# deserves much\nf = 1\n", "# deserves 4 in_place\n"])
def test_an_answer_that_does_not_say_so_is_told(text):
    with pytest.raises(SampleError, match="^f/one.py begins with '.*', which does not say what it deserves$"):
        read_answer(text, "f/one.py")


def test_an_answer_that_is_not_in_the_library_is_told(tmp_path):
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "one.py").write_text("# deserves 4\nf = 1\n")
    assert read_class('[lea]\ndoes = "."\nf = "one"\n', tmp_path)["lea"].answers == {"f": Answer("f = 1", 4.0)}
    with pytest.raises(SampleError, match="lea answers f with 'two', which is not in the library; it has one"):
        read_class('[lea]\ndoes = "."\nf = "two"\n', tmp_path)


def test_an_answer_may_deserve_something_else_beside_others(tmp_path):
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "one.py").write_text("# deserves 4\nf = 1\n")
    roster = '[lea]\ndoes = "."\nf = { style = "one", deserves = "1: slip" }\n'
    assert read_class(roster, tmp_path)["lea"].answers == {"f": Answer("f = 1", 1.0, "slip")}


def test_an_assignment_without_samples_is_told(tmp_path):
    with pytest.raises(SampleError, match="no samples of 'nix'"):
        make_class("nix", ROOT, tmp_path)
