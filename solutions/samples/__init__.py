"""A sample class for every assignment: what students might hand in, as text.

``<assignment>/<student>.py`` holds the cells that the student filled in, each after a line ``# %% <grade_id>``; they
replace those of the released notebook. The first line says what the student does. Before the first cell may stand
``# saved as: <file name>`` and ``# nbformat: 3``. Lines of a text cell begin with ``# ``.
``<assignment>/<student>/`` holds files that are handed in as they lie there.
What marks they deserve stands in ``tests/expected/<assignment>.json``.
"""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat

SAMPLES = Path(__file__).parent
CELL = re.compile(r"^# %% (\S+)\n", re.MULTILINE)
SETTING = re.compile(r"^# (saved as|nbformat): (.+)$", re.MULTILINE)


class SampleError(Exception):
    """A sample cannot be made; the message says why."""


@dataclass(frozen=True)
class Sample:
    """What one student filled in: the source of cells by grade_id, the name and format of the file."""

    cells: dict[str, str]
    file_name: str = ""
    nbformat: int = 4


def read_sample(text: str) -> Sample:
    """The sample that a text describes."""
    head, *parts = CELL.split(text)
    settings = dict(SETTING.findall(head))
    cells = {grade_id: source.strip("\n") for grade_id, source in zip(parts[::2], parts[1::2])}
    return Sample(cells, settings.get("saved as", ""), int(settings.get("nbformat", 4)))


def notebook_of(sample: Sample, released: str) -> str:
    """The submitted notebook: the released one with the student's cells. Raises SampleError for an unknown cell."""
    notebook = nbformat.reads(released, as_version=4)
    mine = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
    for grade_id, source in sample.cells.items():
        if grade_id not in mine:
            raise SampleError(f"the released notebook has no cell {grade_id!r}; it has {', '.join(mine)}")
        cell = mine[grade_id]
        cell.source = source if cell.cell_type == "code" else re.sub("^# ?", "", source, flags=re.MULTILINE)
    if sample.nbformat != 4:
        return json.dumps(nbformat.convert(notebook, sample.nbformat), indent=1, ensure_ascii=False) + "\n"
    return nbformat.writes(notebook) + "\n"


def make_class(assignment: str, root: Path, folder: Path) -> list[str]:
    """Hand in every sample of an assignment, as ``folder/<student>/<assignment>/…``; the students' names.

    Raises SampleError where the assignment has no samples or is not released.
    """
    samples = SAMPLES / assignment
    release = root / "exercises" / assignment / f"{assignment}.ipynb"
    if not samples.is_dir():
        raise SampleError(f"there are no samples of {assignment!r}: {samples} does not exist")
    if not release.exists():
        raise SampleError(f"{assignment!r} is not released yet: run `ravine release {assignment}` first")
    released = release.read_text(encoding="utf-8")
    found = sorted(p for p in samples.iterdir() if not p.name.startswith(("_", ".")))
    for path in found:
        target = folder / path.stem / assignment
        shutil.rmtree(target, ignore_errors=True)
        if path.is_dir():
            shutil.copytree(path, target)
            continue
        target.mkdir(parents=True)
        sample = read_sample(path.read_text(encoding="utf-8"))
        name = sample.file_name or f"{assignment}.ipynb"
        (target / name).write_text(notebook_of(sample, released), encoding="utf-8")
    return [path.stem for path in found]
