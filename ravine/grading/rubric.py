"""Model answers and rubrics of what a person grades: they stand in the source notebook, and students never see them."""

import re
from pathlib import Path

import nbformat

_MARKER = re.compile(r"^.*\b(BEGIN|END) (SOLUTION|MARK SCHEME).*\n?", re.MULTILINE)


def rubrics(source: Path) -> dict[str, str]:
    """What the source notebook has in each cell that a person grades: model answer and rubric, as Markdown."""
    if not source.exists():
        return {}
    found = {c.metadata.get("nbgrader", {}).get("grade_id"): c for c in nbformat.read(source, as_version=4).cells}
    return {name: _MARKER.sub("", cell.source).strip() for name, cell in found.items() if name and _by_hand(cell)}


def _by_hand(cell):
    mark = cell.metadata.nbgrader
    return mark.get("task") or mark.get("grade") and mark.get("solution")
