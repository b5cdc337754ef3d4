"""What the gradebook says of one student, as plain data."""

from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from ravine.grading.submission.verdict import UNCHECKED


@dataclass(frozen=True)
class Mark:
    """One entry of the gradebook, as feedback and report show it. by_hand: meant for a person to grade. by_person: a
    person has given it."""

    score: float
    max_score: float
    by_hand: bool = False
    awaits_person: bool = False
    by_person: bool = False


@dataclass(frozen=True)
class Standing:
    """What the gradebook says of one student's notebook."""

    marks: dict[str, Mark]
    comments: dict[str, str]
    late_penalty: float = 0.0

    @property
    def score(self) -> float:
        return sum(m.score for m in self.marks.values()) - self.late_penalty

    @property
    def max_score(self) -> float:
        return sum(m.max_score for m in self.marks.values())


def unchecked_cells(nb: NotebookNode) -> set[str]:
    """The graded cells of an autograded notebook that no mark can be given for: all, if it could not be read."""
    unreadable = bool(nb.metadata.get("ravine", {}).get("problem"))
    graded = [c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade")]
    return {
        c.metadata.nbgrader.grade_id
        for c in graded
        if unreadable or c.metadata.get("ravine", {}).get("state") == UNCHECKED
    }


def auto_scores(nb: NotebookNode) -> dict[str, float | None]:
    """The points of each graded cell as nbgrader reads them from its outputs; None where a person has to look."""
    unchecked = unchecked_cells(nb)
    graded = {c.metadata.nbgrader.grade_id: c for c in nb.cells if utils.is_grade(c)}
    return {name: None if name in unchecked else utils.determine_grade(cell)[0] for name, cell in graded.items()}


def auto_comments(nb: NotebookNode) -> dict[str, str | None]:
    """nbgrader's comment on each cell that the student could fill in: that it was left as it was."""
    cells = [c for c in nb.cells if utils.is_solution(c) or utils.is_task(c)]
    return {c.metadata.nbgrader.grade_id: _comment(c) for c in cells}


def _comment(cell):
    unchanged = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
    return "No response." if unchanged and not utils.is_task(cell) else None


def standing_of(nb: NotebookNode) -> Standing:
    """What the gradebook will say of an autograded notebook, if nobody graded by hand and it is not late."""
    scores, marks = auto_scores(nb), {}
    for cell in nb.cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("grade") or mark.get("task"):
            score = scores.get(mark["grade_id"])
            by_hand = bool(mark.get("task") or mark.get("solution"))
            marks[mark["grade_id"]] = Mark(score or 0.0, float(mark["points"]), by_hand, score is None)
    return Standing(marks, {name: comment for name, comment in auto_comments(nb).items() if comment})
