"""`ravine new` writes what runs and overwrites nothing; `ravine doctor` says what is missing, a sentence each."""

import ast
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from ravine.course.new import NewError, new
from ravine.plots.plot import Plot
from tests.grading.courses import ROOT


def quiet(_line):
    pass


def ravine(root, *commands, check=0):
    """What these commands print, each a line of arguments, run one after the other in one process."""
    code = "import sys; from ravine.cli import main; sys.exit(max(main(line.split()) for line in sys.argv[1:]))"
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONWARNINGS": "ignore", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code, *commands]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == check, done.stdout + done.stderr
    return done.stdout + done.stderr


def everything(root):
    files = {p: p.read_bytes() for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    return {str(path.relative_to(root)): content for path, content in files.items()}


# --- new

TRY = """
import importlib, numpy as np
from ravine import check

def half_step(w, grad, lr):
    return w - lr * grad {}

check(half_step)
"""


def test_the_recipe_from_skeleton_to_self_check(root):
    """An exercise, a wrong answer more, released; the doctor then asks for what only its author can give."""
    said = ravine(root, "new exercise warmth/half_step", "release warmth", "new misconception half_step/twice")
    assert "made     solutions/reference/warmth/half_step.py" in said
    assert "then: ravine release warmth" in said
    assert "changed  solutions/reference/warmth/half_step.py" in said

    path = root / "solutions" / "reference" / "warmth" / "half_step.py"
    before = path.read_text(encoding="utf-8")
    head, _name, wrong = before.partition("def _twice(w, grad, lr):\n")
    assert wrong.endswith("\n    return w - lr * grad\n")
    answers = "half_step: twice answers as the reference does: it is no wrong answer."
    assert answers in ravine(root, "doctor", check=3)

    path.write_text(head + _name + wrong.replace("w - lr", "w - 2 * lr").replace("TO DO: what", "Twice as far: what"))
    said = ravine(root, "release warmth", "doctor", check=3)
    assert answers not in said
    assert "half_step knows 2 wrong answers; students have at least 3." in said
    assert "half_step has fewer than 5 right answers in other styles" in said
    assert f"{path.relative_to(root)} is a skeleton still" in said

    environment = os.environ | {"PYTHONPATH": str(root)}
    told = {"": "right", "* 2": "TO DO: what the student believed", "+ 1": "should be"}
    command = [sys.executable, "-c", "\nprint('---')\n".join(TRY.format(answer) for answer in told)]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    said = done.stdout.split("---\n")
    assert [s in text for s, text in zip(told.values(), said, strict=True)] == [True] * 3, done.stdout + done.stderr


def test_a_second_exercise_stands_behind_the_first(tmp_path):
    (tmp_path / "solutions" / "reference").mkdir(parents=True)
    for name in ("zeal", "ardour"):
        new("exercise", f"warmth/{name}", tmp_path, quiet)
    source = (tmp_path / "solutions" / "reference" / "warmth" / "__init__.py").read_text()
    assert re.findall(r"import (\w+)", source) == ["ardour", "zeal"]
    assert ast.literal_eval(source.partition("__all__ = ")[2]) == ["zeal", "ardour"]
    notebook = nbformat.read(tmp_path / "solutions" / "notebooks" / "warmth" / "warmth.ipynb", as_version=4)
    nbformat.validate(notebook)
    names = [c.metadata.nbgrader.grade_id for c in notebook.cells if "nbgrader" in c.metadata]
    assert names == ["setup", "zeal", "test_zeal", "ardour", "test_ardour"]


@pytest.fixture
def plots(tmp_path):
    """A folder with what plots and methods are added to."""
    for name in ("ravine/plots/methods.py", "ravine/plots/js/methods/after.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "solutions" / "reference" / "after").mkdir(parents=True)
    return tmp_path


def test_a_plot_is_a_class_and_a_figure_that_use_the_same_words(plots):
    new("plot", "half life", plots, quiet)
    names = {"__name__": "ravine.plots.half_life"}
    exec((plots / "ravine" / "plots" / "half_life.py").read_text(), names)
    plot = names["HalfLife"]
    figure = (plots / "ravine" / "plots" / "js" / "figures" / "half-life.jsx").read_text()
    assert issubclass(plot, Plot) and plot.figure == "half-life"
    assert set(re.findall(r"words\.(\w+)", figure)) == set(plot.texts)
    assert "ravine-half-life-left" in (plots / "ravine" / "plots" / "js" / "figures" / "half-life.css").read_text()


def test_a_method_is_an_entry_and_a_rule_in_each_language(plots):
    before = (plots / "ravine" / "plots" / "methods.py").read_text()
    new("method", "lazyDescent", plots, quiet)
    names = {"__name__": "ravine.plots.methods_of_the_test"}
    sys.modules[names["__name__"]] = sys.modules[__name__]  # where dataclass looks
    try:
        exec((plots / "ravine" / "plots" / "methods.py").read_text(), names)
    finally:
        del sys.modules[names["__name__"]]
    *_others, (key, method) = names["METHODS"].items()
    assert (key, method.rule, method.first) == ("lazyDescent", "lazyDescentStep(w, grad, lr)", {"lr": 0.1})
    assert f'"{method.dash}"' not in before
    assert "export function lazyDescentStep(w, grad, lr)" in (plots / "ravine/plots/js/methods/after.js").read_text()
    assert (
        "def lazy_descent_step(w, grad, lr):" in (plots / "solutions/reference/after/lazy_descent_step.py").read_text()
    )


BAD = {
    "one name": ("exercise", "half_step", "'half_step' should be two names, as in momentum/half_step"),
    "no identifier": ("exercise", "momentum/half-step", "'half-step' is no name in Python"),
    "a keyword": ("exercise", "momentum/lambda", "'lambda' is no name in Python"),
    "a way out": ("exercise", "../momentum", "'..' is no name in Python"),
    "a name in use": ("exercise", "momentum/momentum_step", "There is an exercise called momentum_step already"),
    "in use elsewhere": ("exercise", "adaptive/momentum_step", "There is an exercise called momentum_step already"),
    "no such exercise": ("misconception", "momentum_stop/x", "There is no exercise called momentum_stop. There are: "),
    "a wrong answer in use": (
        "misconception",
        "momentum_step/velocity_reversed",
        "momentum_step has something called velocity_reversed already",
    ),
    "a plot in use": ("plot", "rolling ball", "ravine/plots/rolling_ball.py is there already"),
    "a plot without a name": ("plot", "…", "is no name in Python"),
    "a method in use": ("method", "adam", "There is a method called adam already"),
    "a method that is no name": ("method", "adam w", "'adam w' is no name in Python"),
}


@pytest.mark.parametrize("kind, name, sentence", BAD.values(), ids=list(BAD))
def test_a_bad_name_gets_a_sentence_and_nothing_is_written(kind, name, sentence, monkeypatch):
    monkeypatch.setattr("ravine.course.new.write_whole", lambda *_: pytest.fail("something was written"))
    with pytest.raises(NewError, match=re.escape(sentence)):
        new(kind, name, ROOT, quiet)


def test_a_folder_without_a_course_gets_a_sentence(tmp_path, plots):
    with pytest.raises(NewError, match="There is no course to add to"):
        new("exercise", "momentum/half_step", tmp_path / "nowhere", quiet)
    (plots / "ravine" / "plots" / "methods.py").unlink()
    with pytest.raises(NewError, match="There are no plots to add to"):
        new("plot", "half life", plots, quiet)


# --- doctor

REFERENCE, NOTEBOOK = "solutions/reference/warmth/{}.py", "solutions/notebooks/warmth/warmth.ipynb"
FAULTS = {  # what is planted: file, old text, new text; and what is said of it
    "no examples": (
        (REFERENCE.format("a"), "examples=_EXAMPLES", "examples=()"),
        "a has no examples: the self-check has nothing to go by.",
    ),
    "a part without an example": (
        (REFERENCE.format("b"), "examples=_EXAMPLES", 'examples=_EXAMPLES, parts={"ordinary inputs": 1, "rare": 1}'),
        "b has no example of its part “rare”.",
    ),
    "a part without hidden inputs": (
        (REFERENCE.format("b"), "", ""),
        "b draws no hidden inputs for its part “rare”.",
    ),
    "a case of no part": (
        (REFERENCE.format("c"), "examples=_EXAMPLES", 'examples=_EXAMPLES, parts={"rare": 1}'),
        "The cases of c cannot be drawn: ValueError: c: a case tests 'ordinary inputs', which is not among the parts",
    ),
    "a wrong answer that is right": (
        (REFERENCE.format("d"), "return w + lr * grad", "return w - lr * grad"),
        "d: uphill answers as the reference does: it is no wrong answer.",
    ),
    "a place that is none": (
        (REFERENCE.format("e"), 'see="warmth.html"', 'see="warmth.html#cold"'),
        "e: uphill points to warmth.html#cold, which no page has.",
    ),
    "no solution cell": (
        (NOTEBOOK, "def f(w", "def g_(w"),
        "The notebook of warmth has no solution cell for f.",
    ),
    "no test cell": (
        (NOTEBOOK, "marks(g, reference.g", "print(g, reference.g"),
        "The notebook of warmth has no test cell that marks g.",
    ),
    "points that differ": (
        (NOTEBOOK, "reference.h, points=1", "reference.h, points=2"),
        "test_h is worth 1 points, and its marks give 2.",
    ),
    "a test of nothing": (
        (NOTEBOOK, "marks(i, reference.i,", "marks(i, reference.j,"),
        "test_i marks j, which the reference of warmth does not declare.",
    ),
    "a reference that cannot be read": (
        ("solutions/reference/cold/k.py", "import numpy", "import numby"),
        "The reference of cold cannot be read: ModuleNotFoundError: No module named 'numby'",
    ),
    "no notebook": (
        None,
        "frost has a reference and no notebook: write solutions/notebooks/frost/frost.ipynb.",
    ),
    "not in the sample class": (
        None,
        "a: uphill is no answer of the sample class: write solutions/answers/a/uphill.py, with what it deserves in its "
        "first line.",
    ),
    "not released": (
        None,
        "warmth is not released: `ravine release warmth` makes the students' notebook.",
    ),
}


def test_every_planted_fault_gets_a_sentence_and_nothing_is_changed(root):
    for name in ("warmth/" + letter for letter in "abcdefghi"):
        new("exercise", name, root, quiet)
    new("exercise", "cold/k", root, quiet)
    new("exercise", "frost/l", root, quiet)
    shutil.rmtree(root / "solutions" / "notebooks" / "frost")
    (root / "book").mkdir()
    (root / "book" / "warmth.md").write_text("# Warmth\n\n(glow)=\n## The glow\n")
    for planted, _sentence in FAULTS.values():
        if planted:
            name, old, text = planted
            source = (root / name).read_text(encoding="utf-8")
            assert old in source
            (root / name).write_text(source.replace(old, text), encoding="utf-8")
    before = everything(root)
    said = ravine(root, "doctor", check=3).splitlines()
    assert everything(root) == before
    assert [sentence for _planted, sentence in FAULTS.values() if sentence not in said] == []
    of_whole_exercises = [
        line for line in said if re.match(r"[ghi]( has no ex|: uphill (answers|points))|The cases of [ghi]", line)
    ]
    assert of_whole_exercises == []


def test_a_folder_that_is_no_course_gets_a_sentence(tmp_path):
    (tmp_path / "ravine").symlink_to(ROOT / "ravine")
    for command in ("doctor", "new exercise momentum/half_step"):
        assert "ravine: There is no course here" in ravine(tmp_path, command, check=1)
