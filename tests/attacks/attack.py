"""Attacks on the grader, as text.

`<family>/<name>.py` is one attack. Its first line says what it tries. Then may follow

    # told: <words>            it ends its own process or spoils its own answers: what the verdicts then say
    # perhaps told: <words>    the same, where that depends on who is quicker
    # limits: <name>=<value>   other limits than those of the tests

and parts, each after a line that begins with `# %%`:

    # %% first                 a code cell before all others
    # %% after every answer    a code cell after each of the student's functions, whose name replaces ANSWER
    # %% after <grade_id>      a code cell after this one
    # %% <grade_id>            the source of this cell
    # %% file <name>           a file beside the notebook
    # %% notebook              Python that is run by the test, to change the notebook `nb`; `cell` finds one by its id

The word COURSE in it becomes the path of a course folder full of secrets.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell

from ravine.grading.submission.grade import Submission
from tests.handed_in import filled_in, mark

FOLDER = Path(__file__).parent
PART = re.compile(r"^# %% (.+)\n", re.MULTILINE)
SETTING = re.compile(r"^# (told|perhaps told|limits): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Attack:
    """One attack: what it tries, its parts, the words of the verdicts on answers that it costs, other limits."""

    name: str
    family: str
    tries: str
    parts: tuple[tuple[str, str], ...]
    told: str = ""
    is_sure: bool = True  # that it costs answers, if it is told
    limits: tuple[tuple[str, float], ...] = ()

    def submission(self, student: str, course: Path) -> Submission:
        """The attack over what this sample student answers."""
        notebook, files = filled_in(student), {}
        for place, text in self.parts:
            text = text.replace("COURSE", str(course))
            if place.startswith("file "):
                files[place.removeprefix("file ")] = text.encode()
            elif place == "notebook":
                exec(text, {"nb": notebook, "nbformat": nbformat, "cell": lambda name: _find(notebook, name)})
            else:
                _put(notebook, place, text)
        return Submission("mallory", json.dumps(notebook).encode(), files)


def _find(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if mark(cell).get("grade_id") == grade_id)


def _put(notebook: NotebookNode, place: str, source: str):
    if place == "first":
        notebook.cells.insert(0, new_code_cell(source))
    elif place == "after every answer":
        answers = [c for c in notebook.cells if mark(c).get("solution") and c.cell_type == "code"]
        for cell in answers:
            _put(notebook, f"after {mark(cell).grade_id}", source.replace("ANSWER", mark(cell).grade_id))
    elif place.startswith("after "):
        position = notebook.cells.index(_find(notebook, place.removeprefix("after ")))
        notebook.cells.insert(position + 1, new_code_cell(source))
    else:
        _find(notebook, place).source = source


def read_attack(path: Path) -> Attack:
    """The attack that a file describes."""
    head, *parts = PART.split(path.read_text(encoding="utf-8"))
    settings = dict(SETTING.findall(head))
    limits = dict(setting.split("=") for setting in settings.get("limits", "").split())
    limits = {name: float(value) if "seconds" in name else int(value) for name, value in limits.items()}
    return Attack(
        f"{path.parent.name}-{path.stem}",
        path.parent.name,
        head.partition("\n")[0].removeprefix("# "),
        tuple(zip(parts[::2], parts[1::2])),
        settings.get("told") or settings.get("perhaps told", ""),
        "perhaps told" not in settings,
        tuple(limits.items()),
    )


def attacks(family: str = "*") -> list[Attack]:
    """All attacks of a family, in the order of their names."""
    return [read_attack(path) for path in sorted(FOLDER.glob(f"{family}/*.py"))]
