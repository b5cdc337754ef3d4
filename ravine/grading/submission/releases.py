"""Which release of an assignment a submission was made from, and how that one is graded now.

Points, and which cells are graded, are those of the newest release: a gradebook has one set of them for a class. What
an answer is judged by is that of the release it was made from, as long as the reference is still that of then.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import nbformat

from ravine.course.releases import Kept
from ravine.grading.submission.assignment import Assignment, Cell, bare, references_of
from ravine.grading.submission.testcell import without_hidden
from ravine.language import _

_ROLES = ("cell_type", "grade", "solution", "task", "locked")
_NOT_ASKED = _(
    "The release that this notebook was made from did not ask for this. Your instructor decides what it counts."
)
_OTHER_REFERENCE = _(
    "What this is compared with has changed since the release that this notebook was made from. Your instructor will "
    "look at it."
)


def with_earlier(assignment: Assignment, kept: Iterable[Kept]) -> Assignment:
    """The newest release with all that are kept, each as what was made from it is graded now."""
    earlier = (_graded_now(_as_given(each, assignment), each.references, assignment) for each in kept)
    return replace(assignment, earlier=tuple(r for r in earlier if r.digest != assignment.digest))


def made_from(checksums: Mapping[str, str], assignment: Assignment) -> tuple[Assignment, list[str]]:
    """The release with most of these checksums, the newest where several have, and the cells that are of none kept."""
    releases = (assignment, *assignment.earlier)
    known = {name: {r.checksums.get(name) for r in releases} for name in checksums if name in assignment.cell}
    best = max(releases, key=lambda r: sum(r.checksums.get(name) == found for name, found in checksums.items()))
    return best, [name for name, found in checksums.items() if name in known and found not in known[name]]


def _as_given(kept, now) -> Assignment:
    """A release as it was: the students' cells, but tests with their hidden parts."""
    given, source = (nbformat.reads(text, as_version=4) for text in (kept.given, kept.source))
    tests = {_mark(c).get("grade_id"): c.source for c in source.cells if _mark(c).get("grade")}
    cells = tuple(_cell(c, _mark(c), tests) for c in given.cells if _mark(c).get("grade_id"))
    return replace(now, cells=cells, release=kept.given, earlier=())


def _mark(cell):
    return cell.metadata.get("nbgrader", {})


def _cell(cell, mark, tests):
    roles = (bool(mark.get(role)) for role in ("locked", "grade", "solution", "task"))
    is_test = mark.get("grade") and not mark.get("solution") and cell.cell_type == "code"
    source = tests.get(mark.grade_id, cell.source) if is_test else cell.source
    return Cell(mark.grade_id, cell.cell_type, source, mark.get("checksum", ""), *roles, float(mark.get("points") or 0))


def _graded_now(then, references, now) -> Assignment:
    """An earlier release with the points and graded cells of the newest."""
    cells = tuple(filter(None, (_counted(cell, then, now) for cell in now.cells)))
    unjudged = {cell.grade_id: why for cell in cells if (why := _unjudged(cell.grade_id, then, now, references))}
    gone = [then.subject_of(c.grade_id) for c in then.cells if c.grade and c.grade_id not in now.cell]
    other = [c.grade_id for c in cells if c.grade and not _is_as_now(c.grade_id, then, now)]
    other = [(then if name in then.tests else now).subject_of(name) for name in other]
    return replace(then, cells=cells, unjudged=unjudged, changed=(*other, *gone))


def _counted(cell, then, now):
    """What takes a cell's place for who has an earlier release; None where nothing was asked there and nothing is
    graded."""
    if not _is_there(cell.grade_id, then, now):
        return cell if cell.grade or cell.task else None
    if _is_as_now(cell.grade_id, then, now):
        return cell
    old = then.cell[cell.grade_id]
    return replace(old, points=cell.points, points_then=old.points)


def _is_there(name, then, now):
    """Whether an earlier release has a cell in the same role."""
    old, cell = then.cell.get(name), now.cell[name]
    return old is not None and all(getattr(old, role) == getattr(cell, role) for role in _ROLES)


def _is_as_now(name, then, now):
    """Whether a cell of an earlier release asks for the same as that of the newest, in whatever words."""
    if not _is_there(name, then, now):
        return False
    if name not in now.tests:
        return then.given.get(name, "").split() == now.given.get(name, "").split()
    return _asks(name, then) == _asks(name, now)


def _asks(name, release):
    """What a test shows students, and what it asks of the names in it, but not the comments."""
    test = release.tests[name]
    shown = without_hidden(test.source)
    names = {test.subject, *(n for n in test.asked if re.search(rf"\b{re.escape(n)}\b", shown))}
    return bare(shown), {n: test.asked.get(n) for n in names}


def _unjudged(name, then, now, references):
    """Why only a person can grade a cell of an earlier release, or ""."""
    if not _is_there(name, then, now):
        return _NOT_ASKED
    if name not in now.tests or _is_as_now(name, then, now):
        return ""
    used = references_of(then.cell[name].source, now.root)
    return "" if all(references.get(answer) == revision for answer, revision in used.items()) else _OTHER_REFERENCE
