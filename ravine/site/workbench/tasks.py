"""What an exercise box shows, read from the released notebooks: the one source of every task."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import nbformat

from ravine.site import bundle

DIRECTIVE = re.compile(r"^(?:`{3,}|:{3,})\{exercise\} *(\S+)", re.MULTILINE)
HEADING = re.compile(r"^#+ +(.+)\n*", re.MULTILINE)
NUMBER = re.compile(r"^\d+ · ")


@dataclass(frozen=True)
class Task:
    """An exercise as its notebook words it: `text` is Markdown, `start` the solution cell as released.

    `kind` is "code" where check() answers, "parts" for code that other exercises build on, or "written".
    """

    name: str
    assignment: str
    kind: str
    title: str
    text: str
    start: str
    points: float

    @property
    def version(self) -> str:
        """Changes when the solution cell does: an answer belongs to a version."""
        return hashlib.sha256(self.start.encode()).hexdigest()[:8]


def tasks(root: Path) -> dict[str, Task]:
    """Every exercise of the released notebooks below `root`, by name, in the order of the notebooks."""
    return {task.name: task for name, path in bundle.notebooks(root).items() for task in _read(name, path)}


def _read(assignment: str, path: Path) -> Iterator[Task]:
    cells = nbformat.read(path, as_version=4).cells
    points = {_about(cell)["grade_id"].removeprefix("test_"): _about(cell)["points"] for cell in cells if _graded(cell)}
    for place, cell in enumerate(cells):
        if _about(cell).get("solution"):
            name = _about(cell)["grade_id"]
            kind = "written" if cell.cell_type == "markdown" else "code" if name in points else "parts"
            title, text = _words(cells[:place])
            yield Task(name, assignment, kind, title, text, cell.source, points.get(name, 0))


def _about(cell):
    return cell.metadata.get("nbgrader", {})


def _graded(cell):
    return _about(cell).get("grade", False)


def _words(before):
    """Title and text of the cells right above a solution; a heading before the last becomes a line in bold."""
    told = list(takewhile(lambda cell: cell.cell_type == "markdown" and not _about(cell), reversed(before)))[::-1]
    text = "\n\n".join(cell.source for cell in told)
    headings = HEADING.findall(text)
    title = NUMBER.sub("", headings[-1]) if headings else ""
    return title, HEADING.sub(lambda found: "" if found[1] == headings[-1] else f"**{found[1]}**\n\n", text).strip()


def complaints(root: Path) -> list[str]:
    """A sentence for each exercise that has no box on a page, or more than one, and each box without exercise."""
    known = tasks(root)
    placed = [(name, page.name) for page in sorted((root / "book").glob("*.md")) for name in boxes(page)]
    found = [f"book/{page}: there is no exercise {name}" for name, page in placed if name not in known]
    for name, task in known.items():
        pages = [page for other, page in placed if other == name]
        if not pages:
            how = f"write :::{{exercise}} {name} and ::: under the section that derives it"
            found.append(f"{name} ({task.assignment}, “{task.title}”) has no box: {how}")
        elif len(pages) > 1:
            found.append(f"{name} has {len(pages)} boxes, in {', '.join(pages)}")
    return found


def boxes(page: Path) -> list[str]:
    """The names of the exercises whose boxes stand on a page."""
    return DIRECTIVE.findall(page.read_text(encoding="utf-8"))
