"""A notebook's entries in the gradebook, in few statements where nothing about them is special.

What nbgrader's API does for a new submission it does object by object, which takes four times as long: to change one
that is there, and for penalties, it is asked all the same (`ravine.grading.gradebook`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nbgrader import utils
from nbgrader.api import Assignment, Comment, Grade, SubmittedAssignment, SubmittedNotebook, new_uuid
from sqlalchemy import insert, select

from ravine.grading.submission import assignment as submission
from ravine.grading.submission.standing import Mark, Standing


@dataclass(frozen=True)
class Form:
    """What a submission of an assignment has entries for, by the gradebook's ids.

    grades, comments: by notebook, the cells that have one. names: of the cells.
    """

    assignment: str
    due: datetime | None
    notebook: str
    grades: dict[str, list[str]]
    comments: dict[str, list[str]]
    names: dict[str, str]

    @classmethod
    def of(cls, assignment: Assignment, notebook: str) -> "Form":
        """That of an assignment of the gradebook; notebook: the name of the one that is graded."""
        grades, comments, names, ids = {}, {}, {}, {}
        for nb in assignment.notebooks:
            ids[nb.name] = nb.id
            grades[nb.id] = [c.id for c in (*nb.grade_cells, *nb.task_cells)]
            comments[nb.id] = [c.id for c in (*nb.solution_cells, *nb.task_cells)]
            names |= {c.id: c.name for c in (*nb.grade_cells, *nb.solution_cells, *nb.task_cells)}
        return cls(assignment.id, assignment.duedate, ids[notebook], grades, comments, names)


def enter(
    db: Any, form: Form, student: str, timestamp: str | None, graded: Standing, assignment: submission.Assignment
) -> bool:
    """Enter a submission of a student whom the gradebook knows, uncommitted; False where there is one already."""
    known = select(SubmittedAssignment.id).filter_by(assignment_id=form.assignment, student_id=student)
    if db.execute(known).first():
        return False
    when = utils.parse_utc(timestamp) if timestamp else None
    new, notebooks = new_uuid(), {notebook: new_uuid() for notebook in form.grades}
    whose = {"assignment_id": form.assignment, "student_id": student}
    _insert(db, SubmittedAssignment, [{"id": new, **whose, "timestamp": when}])
    _insert(db, SubmittedNotebook, [{"id": i, "assignment_id": new, "notebook_id": n} for n, i in notebooks.items()])
    marks = {name: mark for name, mark in graded.marks.items() if not assignment.cell[name].task}
    for n, own in notebooks.items():
        given, said = (marks, graded.comments) if n == form.notebook else ({}, {})
        entry = {"notebook_id": own}
        _insert(db, Grade, [entry | {"cell_id": c} | _score(given.get(form.names[c])) for c in form.grades[n]])
        _insert(
            db, Comment, [entry | {"cell_id": c, "auto_comment": said.get(form.names[c])} for c in form.comments[n]]
        )
    return True


def _score(mark: Mark | None) -> dict[str, Any]:
    """What is entered of a mark; without one, that a person has to give it."""
    awaits = mark is None or mark.awaits_person
    return {"auto_score": None if mark is None or awaits else mark.score, "needs_manual_grade": awaits}


def _insert(db, kind: Any, rows: list[dict[str, Any]]):
    if rows:
        db.execute(insert(kind.__table__), rows)


def read(db: Any, form: Form, student: str, assignment: submission.Assignment) -> Standing | None:
    """What the gradebook says of a student; None where that is late, has had a penalty, or is not there."""
    of, own = SubmittedAssignment, SubmittedNotebook
    found = select(own.id, own.late_submission_penalty, of.timestamp, of.extension).join(own.assignment)
    found = found.filter(of.assignment_id == form.assignment, of.student_id == student)
    row = db.execute(found.filter(own.notebook_id == form.notebook)).first()
    if row is None or row.late_submission_penalty is not None or _is_late(row, form.due):
        return None
    grades, comments = (_rows(db, kind, row.id) for kind in (Grade, Comment))
    if not form.names.keys() >= {e.cell_id for e in (*grades, *comments)}:  # of a release made meanwhile
        return None
    marks = {form.names[g.cell_id]: mark_of(g, assignment.cell[form.names[g.cell_id]]) for g in grades}
    texts = {form.names[c.cell_id]: comment_of(c) for c in comments}
    return Standing(marks, {name: text for name, text in texts.items() if text})


def _is_late(row, due):
    return bool(row.timestamp and due and row.timestamp > due + (row.extension or timedelta()))


def _rows(db, kind: Any, notebook: str) -> list[Any]:
    table = kind.__table__
    return db.execute(select(table).where(table.c.notebook_id == notebook)).all()


def mark_of(grade: Any, cell: Any) -> Mark:
    """A grade as feedback and report show it; grade: its row, or nbgrader's object."""
    given = grade.manual_score if grade.manual_score is not None else grade.auto_score
    score = (given or 0.0) + (grade.extra_credit or 0.0) if given is not None else 0.0
    return Mark(score, cell.points, cell.by_hand, grade.needs_manual_grade, grade.manual_score is not None)


def comment_of(comment: Any) -> str | None:
    """What is said of a cell, by a person before the grader; comment: its row, or nbgrader's object."""
    return comment.manual_comment if comment.manual_comment is not None else comment.auto_comment
