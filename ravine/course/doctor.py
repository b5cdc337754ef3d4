"""`ravine doctor`: what a course lacks, a sentence each. It reads, and changes nothing."""

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType

import nbformat
import numpy as np

from ravine.course.release import assignments, read_reference, table_path
from ravine.errors import UserError
from ravine.exercises.exercise import Exercise, exercises_in
from ravine.exercises.judge import Row, assess, rows
from ravine.files import make_importable
from ravine.language import _

RIGHT, WRONG = 5, 3  # answers to an exercise that `ravine calibrate` has to go by, at least
UNFINISHED = "TO DO"  # what `ravine new` writes where its author has the word


def examine(root: Path) -> Iterator[str]:
    """What the course in `root` lacks, in sentences that say what to do."""
    make_importable(root)
    home = root / "solutions" / "reference"
    folders = {path.name for path in home.iterdir() if (path / "__init__.py").exists()} if home.is_dir() else set()
    for name in sorted(folders | set(assignments(root))):
        yield from _chapter(Chapter(root, name))
    yield from _unfinished(root)
    if (root / "ravine" / "plots" / "methods.py").exists():
        yield from _plots(root / "ravine" / "plots")
        yield from _methods(root)


@dataclass
class Chapter:
    """One assignment of a course: its notebook, its reference and what was generated from them."""

    root: Path
    name: str

    @property
    def notebook(self) -> Path:
        return self.root / "solutions" / "notebooks" / self.name / f"{self.name}.ipynb"

    @cached_property
    def cells(self) -> dict[str, nbformat.NotebookNode]:
        """The cells that nbgrader knows, by their names."""
        cells = nbformat.read(self.notebook, as_version=4).cells
        return {cell.metadata.nbgrader.grade_id: cell for cell in cells if "nbgrader" in cell.metadata}

    @cached_property
    def reference(self) -> ModuleType:
        return read_reference(self.name, self.root)

    def right_answers(self) -> dict[str, dict]:
        """The right answers in other styles, by exercise; none in a course that keeps none."""
        try:
            return import_module("solutions.variants").right_answers(self.name)
        except ModuleNotFoundError:
            return {}


def _chapter(chapter):
    exercises, fault = _declared(chapter)
    if fault:
        yield fault
        return
    for exercise in exercises:
        yield from _exercise(chapter, exercise)
    if chapter.notebook.exists():
        yield from _notebook(chapter, exercises)
        yield from _generated(chapter, exercises)
    else:
        words = _("{chapter} has a reference and no notebook: write {path}.")
        yield words.format(chapter=chapter.name, path=chapter.notebook.relative_to(chapter.root))


def _declared(chapter) -> tuple[list[Exercise], str]:
    """A chapter's exercises, and why there are none: "" where there are some."""
    try:
        exercises = exercises_in(chapter.reference)
    except UserError as error:
        return [], str(error)
    except Exception as error:  # whatever the author wrote
        words = _("The reference of {chapter} cannot be read: {kind}: {error}")
        return [], words.format(chapter=chapter.name, kind=type(error).__name__, error=error)
    words = _("The reference of {chapter} declares no exercise.")
    return exercises, "" if exercises else words.format(chapter=chapter.name)


# --- an exercise


def _exercise(chapter: Chapter, exercise: Exercise) -> Iterator[str]:
    name = exercise.name
    if not exercise.examples:
        yield _("{name} has no examples: the self-check has nothing to go by.").format(name=name)
    try:
        drawn, known = _tried(exercise)
    except Exception as error:  # whatever the author wrote
        words = _("The cases of {name} cannot be drawn: {kind}: {error}")
        yield words.format(name=name, kind=type(error).__name__, error=error)
        return
    yield from _parts(exercise, drawn)
    yield from _misconceptions(chapter, exercise, drawn, known)
    yield from _too_few(chapter, exercise)


def _tried(exercise):
    """The rows of the examples and of one draw, and each wrong answer with what it does on them."""
    with warnings.catch_warnings(action="ignore"):  # wrong answers overflow and divide by zero
        drawn = rows(exercise, exercise.draw(np.random.default_rng(0)))
        return drawn, [(m, [row.wrong()[m.name] for row in drawn]) for m in exercise.misconceptions]


def _parts(exercise, drawn):
    """The parts that no example, or no hidden input, is of."""
    examples, hidden = drawn[: len(exercise.examples)], drawn[len(exercise.examples) :]
    for found, words in (
        (examples, _("{name} has no example of its part “{part}”.")),
        (hidden, _("{name} draws no hidden inputs for its part “{part}”.")),
    ):
        for part in exercise.parts:
            if part not in {row.case.part for row in found}:
                yield words.format(name=exercise.name, part=part)


def _too_few(chapter, exercise):
    """Which answers are missing for `ravine calibrate` to tell much."""
    name = exercise.name
    if len(exercise.misconceptions) < WRONG:
        words = _("{name} knows {number} wrong answers; students have at least {wanted}.")
        yield words.format(name=name, number=len(exercise.misconceptions), wanted=WRONG)
    if name not in _not_calibrated(chapter) and len(chapter.right_answers().get(name, {})) < RIGHT:
        words = _("{name} has fewer than {wanted} right answers in other styles: add some to {path}.")
        yield words.format(name=name, wanted=RIGHT, path=f"solutions/variants/{chapter.name}.py")


def _not_calibrated(chapter):
    """Exercises of which calibration.json says nothing although it speaks of the chapter: they take too long to try."""
    path = chapter.root / "solutions" / "calibration.json"
    lines = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    known = {line["exercise"] for line in lines if line["assignment"] == chapter.name}
    return {e.name for e in exercises_in(chapter.reference)} - known if known else set()


def _misconceptions(chapter: Chapter, exercise: Exercise, drawn: list[Row], known: list) -> Iterator[str]:
    sentences: dict[str, str] = {}
    for misconception, observed in known:
        full = f"{exercise.name}: {misconception.name}"
        if assess(exercise, drawn, observed).right:
            yield _("{full} answers as the reference does: it is no wrong answer.").format(full=full)
        if other := sentences.get(misconception.sentence):
            yield _("{full} has the sentence of {other}.").format(full=full, other=other)
        sentences[misconception.sentence] = misconception.name
        if misconception.name not in _sampled(chapter.root, exercise.name):
            words = _("{full} is no answer of the sample class: write {path}, with what it deserves in its first line.")
            path = f"solutions/answers/{exercise.name}/{misconception.name}.py"
            yield words.format(full=full, path=path)
        if not _is_place(chapter.root, misconception.see):
            yield _("{full} points to {see}, which no page has.").format(full=full, see=misconception.see)


def _sampled(root, exercise):
    """The misconceptions that answers of the sample class have; they say so in their first lines."""
    answers = (root / "solutions" / "answers" / exercise).glob("*.py")
    firsts = [path.read_text(encoding="utf-8").partition("\n")[0] for path in answers]
    return {name for line in firsts for name in re.findall(r"\w+", line.partition(":")[2])}


def _is_place(root, see):
    """Whether a page of the book has this place; a course without a book points where it likes."""
    page, _hash, anchor = see.partition("#")
    path = root / "book" / page.replace(".html", ".md")
    if not path.parent.is_dir():
        return True
    if not path.exists():
        return False
    text = path.read_text(encoding="utf-8")
    slugs = {re.sub(r"\W+", "-", heading.lower()).strip("-") for heading in re.findall(r"^#+ (.+)$", text, re.M)}
    return not anchor or anchor in {*slugs, *re.findall(r"^(?:\(|:name: *)([\w-]+)", text, re.M)}


# --- the notebook, and what is made of it


def _notebook(chapter, exercises):
    asked = _asked(chapter)
    for name in [e.name for e in exercises]:
        yield from _cells_of(chapter, name, asked)
    for name, (cell, points) in asked.items():
        if name not in {e.name for e in exercises}:
            words = _("{cell} marks {name}, which the reference of {chapter} does not declare.")
            yield words.format(cell=cell.metadata.nbgrader.grade_id, name=name, chapter=chapter.name)
        yield from _test(name, cell.metadata.nbgrader, points)


def _asked(chapter):
    """The exercises that test cells mark: each with its cell, and the points that the call of marks gives."""
    cells = chapter.cells.values()
    return {name: (cell, points) for cell in cells for name, points in _marks(cell.source)}


def _cells_of(chapter, name, asked):
    """Whether an exercise can be answered, and is marked."""
    if not any(c.metadata.nbgrader.solution and _defines(c.source, name) for c in chapter.cells.values()):
        words = _("The notebook of {chapter} has no solution cell for {name}.")
        yield words.format(chapter=chapter.name, name=name)
    if name not in asked:
        words = _("The notebook of {chapter} has no test cell that marks {name}.")
        yield words.format(chapter=chapter.name, name=name)


def _test(name, test, points):
    """Whether a test cell counts, and for as much as its marks give."""
    if not test.grade:
        yield _("{cell} marks {name} and is not graded.").format(cell=test.grade_id, name=name)
    elif points != test.get("points"):
        words = _("{cell} is worth {worth} points, and its marks give {points}.")
        yield words.format(cell=test.grade_id, worth=test.get("points", 0), points=points)


def _marks(source):
    """(exercise, points) of each call of `marks` in a test cell."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "marks":
            points = [k.value.value for k in node.keywords if k.arg == "points" and isinstance(k.value, ast.Constant)]
            if len(node.args) > 1 and isinstance(node.args[1], ast.Attribute):
                yield node.args[1].attr, points[0] if points else None


def _defines(source, name):
    return re.search(rf"^(def|class) {name}\b", source, re.MULTILINE)


def _generated(chapter, exercises):
    released = chapter.root / "exercises" / chapter.name / f"{chapter.name}.ipynb"
    table = table_path(chapter.name, chapter.root)
    held = set(json.loads(table.read_text(encoding="utf-8"))) if table.exists() else set()
    if not released.exists():
        words = _("{chapter} is not released: `ravine release {chapter}` makes the students' notebook.")
        yield words.format(chapter=chapter.name)
    elif missing := [e.name for e in exercises if e.name not in held]:
        words = _("The self-check's table of {chapter} lacks {names}: `ravine release {chapter}` writes it.")
        yield words.format(chapter=chapter.name, names=", ".join(missing))


def _unfinished(root):
    """Where `ravine new` left the word to an author who has not taken it."""
    homes = {root / "solutions" / "reference": ".py", root / "solutions" / "notebooks": ".ipynb"}
    homes |= {root / "ravine" / "plots": ".py", root / "ravine" / "plots" / "js": ".js*"}
    for home, ending in homes.items():
        for path in sorted(home.rglob(f"*{ending}")):
            if count := path.read_text(encoding="utf-8").count(f"{UNFINISHED}:"):
                words = _("{path} is a skeleton still: it says TO DO in {number} places.")
                yield words.format(path=path.relative_to(root), number=count)


# --- plots and methods


def _plots(folder):
    figures = {path.stem for path in (folder / "js" / "figures").glob("*.jsx")}
    named = {}
    for path in sorted(folder.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id == "Plot" for b in node.bases):
                named[re.sub("(?<!^)([A-Z])", r"-\1", node.name).lower()] = node.name
    for figure in sorted(set(named) - figures):
        yield _("The plot {name} has no js/figures/{figure}.jsx.").format(name=named[figure], figure=figure)
    for figure in sorted(figures - set(named)):
        yield _("js/figures/{figure}.jsx belongs to no plot.").format(figure=figure)


def _methods(root):
    """What each method of the table lacks in the other language and on the pages."""
    from ravine.plots.methods import METHODS

    folder = root / "ravine" / "plots" / "js" / "methods"
    rules = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js")))
    conventions = root / "book" / "conventions.md"
    text = conventions.read_text(encoding="utf-8") if conventions.exists() else ""
    for method in METHODS.values():
        if method.arguments and not re.search(rf"^export (function|const) {method.function}\b", rules, re.MULTILINE):
            yield _("{name}: js/methods has no rule {rule}.").format(name=method.name, rule=method.function)
        if not re.search(rf"^#+ {re.escape(method.forms)}$", text, re.MULTILINE):
            words = _("{name}: conventions.md has no heading “{forms}” with its forms.")
            yield words.format(name=method.name, forms=method.forms)
        if not _is_place(root, method.derived):
            yield _("{name}: there is no place {derived} on the site.").format(name=method.name, derived=method.derived)
