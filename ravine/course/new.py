"""`ravine new`: the skeleton of an exercise, a misconception, a plot or a method. It runs as it is."""

import ast
import inspect
import keyword
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import nbformat

from ravine.course import skeletons
from ravine.course.release import assignments, read_reference
from ravine.errors import UserError
from ravine.exercises.exercise import Exercise, exercises_in
from ravine.files import write_whole
from ravine.language import _

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
ROLES = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}


class NewError(UserError):
    """Nothing was written; the message says why."""


@dataclass
class Plan:
    """The texts of files to make, and those of files that are there and get something more; what to do next."""

    made: dict[Path, str] = field(default_factory=dict)
    changed: dict[Path, str] = field(default_factory=dict)
    then: tuple[str, ...] = ()

    def write(self, path: Path, text: str) -> None:
        """Make a file, or change the one that is there."""
        (self.changed if path.exists() else self.made)[path] = text


def new(kind: str, name: str, root: Path, say=print) -> None:
    """Write the skeleton of a `kind` of thing into the course in `root`, and say what was written and what is next.

    Raises NewError, before anything is written, for a name that is taken or is none, and where there is no place.
    """
    if not (root / "solutions" / "reference").is_dir():
        words = _("There is no course to add to in {folder}: it has no folder solutions/reference.")
        raise NewError(words.format(folder=root))
    plan = KINDS[kind](name, root)
    for path in plan.made:
        if path.exists():
            words = _("{path} is there already: choose another name.")
            raise NewError(words.format(path=path.relative_to(root)))
    for verb, files in ((_("made"), plan.made), (_("changed"), plan.changed)):
        for path, text in files.items():
            write_whole(path, text.encode())
            say(f"{verb:<8} {path.relative_to(root)}")
    for line in plan.then:
        say(_("then: {line}").format(line=line))


# --- exercises


def _exercise(name, root):
    chapter, exercise = _pair(name, "momentum/half_step")
    folder = root / "solutions" / "reference" / chapter
    _check_place(folder, exercise, root)
    listed, notebook = folder / "__init__.py", root / "solutions" / "notebooks" / chapter / f"{chapter}.ipynb"
    plan = Plan(then=(f"ravine release {chapter}", "ravine doctor"))
    plan.made[folder / f"{exercise}.py"] = skeletons.EXERCISE.format(name=exercise, page=chapter.replace("_", "-"))
    plan.write(listed, _listed(listed, chapter, exercise))
    plan.write(notebook, _with_cells(notebook, chapter, exercise))
    return plan


def _check_place(folder, exercise, root):
    """Raises NewError where a chapter can have no exercise of this name."""
    if (module := folder.with_suffix(".py")).exists():
        words = _("The reference of {chapter} is one file, {file}: write the exercise there, or make it a folder.")
        raise NewError(words.format(chapter=folder.name, file=module.relative_to(root)))
    for path in sorted(folder.parent.glob(f"*/{exercise}.py")):
        words = _("There is an exercise called {name} already, {path}; the self-check goes by the name.")
        raise NewError(words.format(name=exercise, path=path.relative_to(root)))


def _listed(path, chapter, exercise):
    """A chapter's `__init__.py`, a new one or with one more exercise, imported and named last in `__all__`."""
    if not path.exists():
        return skeletons.CHAPTER.format(chapter=chapter, name=exercise)
    lines = path.read_text(encoding="utf-8").splitlines()
    new_import = f"from solutions.reference.{chapter}.{exercise} import {exercise}"
    imports = [i for i, line in enumerate(lines) if line.startswith("from solutions.reference.")]
    opened = next((i for i, line in enumerate(lines) if line.startswith("__all__ = [")), None)
    closed = next((i for i, line in enumerate(lines) if opened is not None and i > opened and line == "]"), None)
    if not imports or closed is None:
        words = _("{path} is not written as in the other chapters: import the exercise there and name it in __all__.")
        raise NewError(words.format(path=path))
    lines.insert(closed, f'    "{exercise}",')
    lines.insert(next((i for i in imports if lines[i] > new_import), imports[-1] + 1), new_import)
    return "\n".join(lines) + "\n"


def _with_cells(path, chapter, exercise):
    """The source notebook with the four cells of one more exercise."""
    notebook = nbformat.read(path, as_version=4) if path.exists() else _first_cells()
    notebook.cells += _cells(chapter, exercise)
    if len({cell.id for cell in notebook.cells}) < len(notebook.cells):
        raise NewError(_("{path} has cells for {name} already.").format(path=path, name=exercise))
    return nbformat.writes(notebook) + "\n"


def _first_cells():
    """A notebook with its title and set-up, and no exercise yet."""
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    notebook.cells = [_text("title", skeletons.TITLE), _code("setup", skeletons.SETUP, "setup", locked=True)]
    return notebook


def _cells(chapter, exercise):
    texts = (skeletons.TASK, skeletons.SOLUTION, skeletons.TEST)
    task, solution, test = (text.format(name=exercise, chapter=chapter) for text in texts)
    id_ = exercise.replace("_", "-")
    return [
        _text(f"{id_}-text", task),
        _code(id_, solution, exercise, solution=True),
        _code(f"check-{id_}", f"check({exercise})"),
        _code(f"test-{id_}", test, f"test_{exercise}", grade=True, locked=True, points=1),
    ]


def _text(id_, source):
    return nbformat.v4.new_markdown_cell(source, id=id_)


def _code(id_, source, grade_id="", **roles):
    metadata = {"nbgrader": {"grade_id": grade_id, **ROLES, **roles}} if grade_id else {}
    return nbformat.v4.new_code_cell(source, id=id_, metadata=metadata)


# --- misconceptions


def _misconception(name, root):
    exercise_name, wrong = _pair(name, "momentum_step/lr_lost")
    known = dict(_exercises(root))
    if exercise_name not in known:
        words = _("There is no exercise called {name}. There are: {known}.")
        raise NewError(words.format(name=exercise_name, known=", ".join(known) or _("none")))
    exercise = known[exercise_name]
    module = sys.modules[exercise.answer.__module__]
    if wrong in {m.name for m in exercise.misconceptions} or {wrong, f"_{wrong}"} & set(vars(module)):
        words = _("{exercise} has something called {name} already: choose another name.")
        raise NewError(words.format(exercise=exercise_name, name=wrong))
    path = Path(inspect.getfile(exercise.answer))
    head, body = _copy(exercise.answer, f"_{wrong}")
    see = exercise.misconceptions[0].see if exercise.misconceptions else "index.html"
    added = skeletons.MISCONCEPTION.format(exercise=exercise_name, see=see, head=head, body=body)
    text = _importing(path.read_text(encoding="utf-8").rstrip("\n") + "\n", vars(module))
    chapter = module.__name__.split(".")[2]
    then = (f"ravine release {chapter}", f"ravine calibrate {exercise_name}", "ravine doctor")
    return Plan(changed={path: text + added}, then=then)


def _exercises(root) -> Iterator[tuple[str, Exercise]]:
    for assignment in assignments(root):
        for exercise in exercises_in(read_reference(assignment, root)):
            yield exercise.name, exercise


def _copy(answer, name):
    """A function's or class's own text under another name and without its docstring: head and body."""
    lines = inspect.getsource(answer).rstrip("\n").splitlines()
    (node,) = ast.parse("\n".join(lines)).body
    first = node.body[1 if ast.get_docstring(node) and len(node.body) > 1 else 0]
    begins = getattr(first, "decorator_list", None) or [first]
    head = "\n".join(lines[node.lineno - 1 : node.body[0].lineno - 1])
    return re.sub(rf"^(def|class) {answer.__name__}\b", rf"\1 {name}", head), "\n".join(lines[begins[0].lineno - 1 :])


def _importing(text, names):
    """The text of a module that also imports what declares a misconception."""
    wanted = {
        "misconception": "from ravine.exercises.exercise import misconception",
        "_": "from ravine.language import _",
    }
    missing = [line for name, line in wanted.items() if name not in names]
    lines = text.splitlines()
    imports = [n for n in ast.parse(text).body if isinstance(n, ast.Import | ast.ImportFrom)]
    place = imports[-1].end_lineno if imports else 0
    return "\n".join([*lines[:place], *missing, *lines[place:]]) + "\n"


# --- plots and methods


def _plot(name, root):
    words = re.findall(r"[A-Z]?[a-z0-9]+", name)
    module, figure, plot = "_".join(words).lower(), "-".join(words).lower(), "".join(w.capitalize() for w in words)
    _check_name(module, "half_life")
    folder = _folder_of_plots(root)
    figures = folder / "js" / "figures"
    return Plan(
        made={
            folder / f"{module}.py": skeletons.PLOT.format(plot=plot),
            figures / f"{figure}.jsx": skeletons.FIGURE.format(figure=figure),
            figures / f"{figure}.css": skeletons.STYLE.format(figure=figure, words=" ".join(words).lower()),
        },
        then=("pytest tests/plots/test_every_plot.py", f"from ravine.plots import {plot}", "ravine doctor"),
    )


def _method(name, root):
    _check_name(name, "adamw")
    folder = _folder_of_plots(root)
    table, rules = folder / "methods.py", folder / "js" / "methods" / "after.js"
    texts = {path: path.read_text(encoding="utf-8") for path in (table, rules)}
    key = re.sub("_(.)", lambda letter: letter[1].upper(), name)
    snake = re.sub("(?<!^)([A-Z])", r"_\1", key).lower()
    if f'    "{key}": Method(' in texts[table]:
        raise NewError(_("There is a method called {name} already, in {path}.").format(name=key, path=table))
    entry = skeletons.METHOD.format(key=key, anchor=snake.replace("_", "-"), dash=_free_dash(texts[table]))
    end = texts[table].index("\n}  # fmt: skip", texts[table].index("\nMETHODS = {")) + 1
    return Plan(
        changed={
            table: texts[table][:end] + entry + texts[table][end:],
            rules: texts[rules] + skeletons.RULE.format(key=key),
        },
        made={
            root / "solutions" / "reference" / "after" / f"{snake}_step.py": skeletons.REFERENCE.format(snake=snake),
        },
        then=("pytest tests/plots/test_methods.py tests/plots/test_golden_traces.py", "ravine doctor"),
    )


def _free_dash(table):
    return next(dash for a, b in product(range(4, 30), range(2, 9)) if f'"{(dash := f"{a} {b}")}"' not in table)


_NO_PLOTS = _("There are no plots to add to in {folder}: plots and methods belong to a checkout of Ravine itself.")


def _folder_of_plots(root):
    folder = root / "ravine" / "plots"
    if not (folder / "methods.py").exists():
        raise NewError(_NO_PLOTS.format(folder=root))
    return folder


# --- names


def _pair(name, example):
    parts = name.split("/")
    if len(parts) != 2:
        words = _("{name} should be two names, as in {example}.")
        raise NewError(words.format(name=repr(name), example=example))
    for part in parts:
        _check_name(part, example)
    return parts


def _check_name(name, example):
    if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name) or name.startswith("_"):
        words = _("{name} is no name in Python: letters, digits and underscores, as in {example}.")
        raise NewError(words.format(name=repr(name), example=example))


KINDS = {"exercise": _exercise, "misconception": _misconception, "plot": _plot, "method": _method}
