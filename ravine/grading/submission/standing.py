"""What the gradebook says of one student, as plain data."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from nbformat.notebooknode import NotebookNode
from nbgrader import utils

from ravine.grading.submission.verdict import UNCHECKED
from ravine.language import _


@dataclass(frozen=True)
class Mark:
    """One entry of the gradebook, as feedback and report show it. by_hand: meant for a person to grade. by_person: a
    person has given it."""

    score: float
    max_score: float
    by_hand: bool = False
    awaits_person: bool = False
    by_person: bool = False

    @property
    def waits(self) -> bool:
        """Whether nobody has given it a mark yet, and a person has to."""
        return self.awaits_person and not self.by_person


@dataclass(frozen=True)
class Standing:
    """What the gradebook says of one student's notebook."""

    marks: dict[str, Mark]
    comments: dict[str, str]
    late_penalty: float = 0.0
    seconds_late: float = 0.0

    @property
    def score(self) -> float:
        return sum(m.score for m in self.marks.values()) - self.late_penalty

    @property
    def max_score(self) -> float:
        return sum(m.max_score for m in self.marks.values())

    @property
    def so_far(self) -> float:
        """The points of what has a mark."""
        return sum(m.max_score for m in self.marks.values() if not m.waits)

    @property
    def is_complete(self) -> bool:
        """Whether everything has a mark."""
        return not any(m.waits for m in self.marks.values())

    @property
    def shown(self) -> str:
        return points_shown(self.score, self.so_far, self.max_score)

    @property
    def lateness(self) -> str:
        """That it is late, in a few words, or ""."""
        if self.late_penalty:
            return _("late: −{points}").format(points=f"{self.late_penalty:g}")
        return _("late by {time}").format(time=_duration(self.seconds_late)) if self.seconds_late > 0 else ""

    @property
    def digest(self) -> str:
        """Equal for standings that look the same."""
        facts = (sorted(self.marks.items()), sorted(self.comments.items()), self.late_penalty, self.lateness)
        return sha256(repr(facts).encode("utf-8", "replace")).hexdigest()[:32]


def points_shown(score: float, so_far: float, max_score: float) -> str:
    """The points of a notebook as people read them: "21/25", "21 of 21 so far", or "–/25" where nothing has a mark."""
    if so_far == max_score:
        return f"{score:g}/{max_score:g}"
    return _("{score} of {max} so far").format(score=f"{score:g}", max=f"{so_far:g}") if so_far else f"–/{max_score:g}"


def _duration(seconds: float) -> str:
    late = timedelta(seconds=seconds)
    if late.days:
        return _("{n} days").format(n=f"{seconds / 86400:.1f}")
    return (
        _("{n} min").format(n=max(round(seconds / 60), 1))
        if seconds < 5400
        else _("{n} h").format(n=round(seconds / 3600))
    )


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
