"""An assignment as the grader needs it: its cells from nbgrader's gradebook, where no student has been, and the
release notebook as the skeleton for repairs. Plain data, so that it can travel to another process or machine."""

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from ravine import revisions
from ravine.course import releases
from ravine.errors import UserError
from ravine.grading.submission.testcell import TestCell
from ravine.language import _

CELLS = "cells"
PARTS = {CELLS: _("the notebook's cells"), "Ravine": _("Ravine's grader")}  # what decides a grade beside the tests


class NotReleased(UserError):
    """The gradebook does not know the assignment; the message says what to do."""


@dataclass(frozen=True)
class Cell:
    """A cell of the assignment that nbgrader keeps: a solution, a test, one graded by hand, or one that is locked.

    points_then: what the test of an earlier release gives, where its points are others now; 0 elsewhere.
    """

    grade_id: str
    cell_type: str  # "code" or "markdown"
    source: str
    checksum: str
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float
    points_then: float = 0.0

    @property
    def is_test(self) -> bool:
        return self.grade and not self.solution and self.cell_type == "code"

    @property
    def by_hand(self) -> bool:
        """Graded by a person."""
        return self.task or (self.grade and self.solution)

    def metadata(self) -> dict:
        """The cell's nbgrader metadata, as nbgrader's schema 3 has it."""
        points = {"points": self.points} if self.grade or self.task else {}
        return points | {
            "cell_type": self.cell_type,
            "checksum": self.checksum,
            "grade": self.grade,
            "grade_id": self.grade_id,
            "locked": self.locked,
            "schema_version": 3,
            "solution": self.solution,
            "task": self.task,
        }


@dataclass(frozen=True)
class Assignment:
    """Everything about an assignment that decides a grade, but the submission and the secret.

    release: the JSON of the notebook that students were given. root: the course's folder, for the tests' imports.
    earlier: the releases before this one, each as what was made from it is graded now. Of an earlier one, changed: what
    this is graded by that the newest is not; unjudged: why a person has to grade a cell, by grade_id.
    """

    name: str
    notebook: str
    cells: tuple[Cell, ...]
    kernelspec: str
    release: str
    root: str
    earlier: tuple["Assignment", ...] = ()
    changed: tuple[str, ...] = ()
    unjudged: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_whole(self) -> bool:
        """Whether the gradebook knows all cells of the release; not if entering them was interrupted."""
        return {*_order(self.release)} <= {*self.cell}

    @cached_property
    def cell(self) -> dict[str, Cell]:
        return {c.grade_id: c for c in self.cells}

    @cached_property
    def digest(self) -> str:
        """By which the release is known."""
        return releases.digest(self.release)

    @cached_property
    def checksums(self) -> dict[str, str]:
        """nbgrader's checksums of the cells as students were given them, by grade_id."""
        return releases.checksums(self.release)

    def called(self, digest: str) -> "Assignment":
        """The release of this digest, the newest where it is not kept."""
        return next((release for release in self.earlier if release.digest == digest), self)

    @cached_property
    def given(self) -> dict[str, str]:
        """The sources of the cells that nbgrader keeps, as students were given them, by grade_id."""
        try:
            cells = json.loads(self.release)["cells"]
            marked = {c["metadata"].get("nbgrader", {}).get("grade_id"): "".join(c["source"]) for c in cells}
        except (ValueError, KeyError, TypeError):
            return {}
        return {name: source for name, source in marked.items() if name in self.cell}

    @cached_property
    def tests(self) -> dict[str, TestCell]:
        """The test cells in order; each is asked about what the solution cells before it define."""
        tests, asked = {}, {}
        for cell in self.cells:
            if cell.is_test:
                points = cell.points_then or cell.points
                tests[cell.grade_id] = TestCell(cell.grade_id, cell.source, points, dict(asked), self._imports)
            elif cell.solution and cell.cell_type == "code":
                asked |= definitions(cell.source)
        return tests

    @cached_property
    def _imports(self):
        """The import statements of the release notebook's code cells: the tests may use what these give."""
        try:
            cells = json.loads(self.release)["cells"]
        except (ValueError, KeyError, TypeError):
            return ""
        found = []
        for cell in cells:
            if cell["cell_type"] == "code":
                body = _parsed("".join(cell["source"]))
                found += [ast.unparse(n) for n in body if isinstance(n, ast.Import | ast.ImportFrom)]
        return "\n".join(dict.fromkeys(found))

    @cached_property
    def revision(self) -> str:
        """A hash of all that decides a grade."""
        return revisions.hash_of(f"{name} {found}" for name, found in self.revisions.items())

    @cached_property
    def revisions(self) -> dict[str, str]:
        """What decides a grade, part by part: each test with the reference that it calls, the rest, the engine."""
        return {CELLS: self._cells_revision} | self._test_revisions | revisions.machinery()

    @cached_property
    def judge(self) -> dict[str, str]:
        """What this is judged with; see `judged_with`."""
        return judged_with(self.root)

    def settle(self) -> None:
        """Find now what decides a grade by this or an earlier release, so that it travels along to other processes."""
        for release in (self, *self.earlier):
            _ = release.revision, release.judge, release.digest, release.checksums

    @cached_property
    def _cells_revision(self):
        """Of the code that runs before the tests, and of what is graded for how many points."""
        graded = [f"{c.grade_id} {c.points} {c.grade} {c.solution} {c.task}" for c in self.cells]
        by_a_person = [f"by a person: {name}" for name in self.unjudged]
        return revisions.hash_of([*graded, *by_a_person, *(bare(source) for source in self.code_cells)])

    @property
    def _test_revisions(self):
        """By grade_id; what the solution cells before a test ask for is part of it."""
        found = {}
        for name, test in self.tests.items():
            called = [revisions.exercise(self.root, *exercise) for exercise in _exercises_of(test.source, self.root)]
            found[name] = revisions.hash_of([bare(test.source), repr(test.asked), *called])
        return found

    @cached_property
    def code_cells(self):
        """The sources of the release notebook's code cells that are no tests."""
        try:
            cells = json.loads(self.release)["cells"]
            code = [c for c in cells if c["cell_type"] == "code"]
            names = [c["metadata"].get("nbgrader", {}).get("grade_id") for c in code]
            return ["".join(c["source"]) for c, name in zip(code, names) if name not in self.tests]
        except (ValueError, KeyError, TypeError):
            return []

    def subject_of(self, part: str) -> str:
        """What to call a part of `revisions` in a sentence: an exercise's name for its test."""
        return self.tests[part].subject if part in self.tests else PARTS.get(part, part)


def definitions(source: str) -> dict[str, str]:
    """The functions and classes that a solution cell defines, with their signatures; variables with ""."""
    found = {}
    for node in _parsed(source):
        if isinstance(node, ast.FunctionDef):
            found[node.name] = f"{node.name}({ast.unparse(node.args)})"
        elif isinstance(node, ast.ClassDef):
            found[node.name] = f"class {node.name}"
        elif isinstance(node, ast.Assign):
            found |= {t.id: "" for t in node.targets if isinstance(t, ast.Name)}
    return found


def _parsed(source):
    """The statements of a cell; none where IPython's own syntax is in it, or what no parser bears."""
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


@cache
def judged_with(root: str) -> dict[str, str]:
    """What this process judges the course in `root` with, by name: revisions of code, and versions.

    Found once, when the code is imported, so that it stays true of a process that outlives a change of the files.
    """
    return {"reference": revisions.reference(root)} | revisions.machinery()


def references_of(source: str, root: str) -> dict[str, str]:
    """The revision of every reference answer that a test cell names, by "chapter.exercise"; "" where it is gone."""
    used = dict.fromkeys(_named(source))
    return {".".join(e): revisions.exercise(root, *e) if revisions.is_exercise(root, *e) else "" for e in used}


def _exercises_of(source, root):
    """(chapter, exercise) of every reference answer that a test cell names, if there is one."""
    return [e for e in dict.fromkeys(_named(source)) if revisions.is_exercise(root, *e)]


def _named(source):
    """(chapter, name) of all that a test cell takes from the reference."""
    modules, found = {}, []
    for node in (n for statement in _parsed(source) for n in ast.walk(statement)):
        if isinstance(node, ast.ImportFrom) and node.module == "solutions.reference":
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("solutions.reference."):
            found += [(node.module.split(".")[2], alias.name) for alias in node.names]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            found.append((modules[node.value.id], node.attr))
    return found


def bare(source: str) -> str:
    """The code of a cell without comments; its text where IPython's own syntax is in it."""
    try:
        return revisions.meaning(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source


def read_assignment(gradebook: Gradebook, name: str, release: Path, root: Path, notebook: str = "") -> Assignment:
    """The assignment called `name`, whose release notebook lies in the folder `release`.

    Raises NotReleased.
    """
    try:
        stored = gradebook.find_assignment(name)
    except MissingEntry:
        words = _("The gradebook knows no assignment called {name}: run `ravine release {name}`.")
        raise NotReleased(words.format(name=name)) from None
    names = [n.name for n in stored.notebooks]
    if not names or (notebook and notebook not in names):
        raise NotReleased(_("{name} has no notebook in the gradebook: run `ravine release {name}`.").format(name=name))
    found = next(n for n in stored.notebooks if not notebook or n.name == notebook)
    path = release / f"{found.name}.ipynb"
    skeleton = path.read_text(encoding="utf-8") if path.exists() else ""
    return Assignment(name, found.name, _cells(found, skeleton), found.kernelspec or "{}", skeleton, str(root))


def _cells(notebook, release):
    graded = {c.name: c for c in notebook.grade_cells}
    solutions, tasks = {c.name for c in notebook.solution_cells}, {c.name: c for c in notebook.task_cells}
    place = {name: i for i, name in enumerate(_order(release))}
    sources = sorted(notebook.source_cells, key=lambda c: place.get(c.name, len(place)))
    return tuple(
        Cell(
            grade_id=c.name,
            cell_type=c.cell_type,
            source=c.source or "",
            checksum=c.checksum or "",
            locked=c.locked,
            grade=c.name in graded,
            solution=c.name in solutions,
            task=c.name in tasks,
            points=float((graded.get(c.name) or tasks.get(c.name)).max_score) if c.name in {*graded, *tasks} else 0.0,
        )
        for c in sources
    )


def _order(release):
    """The grade_ids of a notebook in order: a database need not keep it."""
    try:
        cells = json.loads(release)["cells"]
        return [c["metadata"]["nbgrader"]["grade_id"] for c in cells if "grade_id" in c["metadata"].get("nbgrader", {})]
    except (ValueError, KeyError, TypeError):
        return []
