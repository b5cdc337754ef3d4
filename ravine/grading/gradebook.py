"""nbgrader's gradebook, through its API: one connection for a class instead of nine for each submission.

The entries are those that nbgrader's own SaveAutoGrades, AssignLatePenalties and GetGrades make and read.

`nbgrader autograde` itself can be made no faster from outside. It would take changes upstream: converters and
preprocessors that are given an open gradebook instead of its URL; one conversion of a notebook instead of two, the
second of which reads from the disk what the first has written; and `import nbgrader` without its server extensions.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import (
    BaseCell,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from ravine.course.course import Course, CourseError
from ravine.course.release import release
from ravine.grading.backup import folder, keep_gradebook, sqlite_file
from ravine.grading.entries import Form, comment_of, enter, mark_of, read
from ravine.grading.nbgrader_plugin import assignment_of
from ravine.grading.submission.assignment import Assignment, NotReleased
from ravine.grading.submission.standing import Standing
from ravine.grading.worker.failures import in_one_line
from ravine.language import _

FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0  # seconds between tries of a locked gradebook


class Book:
    """The gradebook of a course. A context manager.

    A gradebook that another program holds is waited for; `tell` is then told so, once each time.
    """

    def __init__(self, course: Course, tell: Callable[[str], None] = print):
        self._course, self._tell = course, tell
        self._quiet, self._is_kept = logging.getLogger("tornado.application"), False
        self._gradebook = self._opened()
        self._names: dict[str, str] = {}  # of the cells, by their ids
        self._forms: dict[str, Form] = {}
        self._gradebook.db().expire_on_commit = False  # what was just written need not be read again

    def _opened(self):
        directory = self._course.directory
        try:
            return self._patiently(lambda: Gradebook(directory.db_url, directory.course_id))
        except ModuleNotFoundError as error:
            words = _(
                "The gradebook {url} needs the Python package {name}, which is not installed. For PostgreSQL: "
                "pip install 'ravine[postgresql]'."
            )
            raise CourseError(words.format(url=_without_password(directory.db_url), name=error.name)) from None
        except (SQLAlchemyError, InvalidEntry) as error:
            words = _("The gradebook {url} could not be opened: {reason}.")
            url = _without_password(directory.db_url)
            raise CourseError(words.format(url=url, reason=in_one_line(error)) + self._copies()) from None

    def __enter__(self):
        return self

    def __exit__(self, _kind, error, _trace):
        self._gradebook.close()
        if isinstance(error, SQLAlchemyError | InvalidEntry):
            words = _("The gradebook cannot be used any more: {reason}.")
            raise CourseError(words.format(reason=in_one_line(error)) + self._copies()) from None

    def _copies(self):
        """Where to find it as it was, as a further sentence."""
        try:
            if not (sqlite_file(self._course) or Path()).is_file():
                return ""
        except ArgumentError:  # no address of a database
            return ""
        place = folder(self._course).relative_to(self._course.root)
        return " " + _("Is it damaged? Copies of it lie in {place}.").format(place=place)

    def keep(self) -> None:
        """Have a copy of the gradebook as it was before the first change that this object makes. Raises BackupError."""
        if not self._is_kept:
            keep_gradebook(self._course)
            self._is_kept = True

    def assignment(self, name: str) -> Assignment:
        """The assignment called `name`, entered into the gradebook if this one does not know it yet.

        Raises NotReleased, ReleaseError.
        """
        try:
            assignment = self._assignment(name)
            if assignment.is_whole:
                return assignment
        except NotReleased:
            known = self._course.released()
            if name not in known:
                words = _("There is no released assignment called {name}. Released: {known}.")
                raise NotReleased(words.format(name=repr(name), known=", ".join(known) or _("none yet"))) from None
        release(name, self._course.root, self._tell)
        return self._assignment(name)

    def _assignment(self, name):
        return self._patiently(lambda: assignment_of(self._gradebook, self._course.directory, name))

    def graded_students(self, assignment: Assignment) -> set[str]:
        """The students who have a submission in the gradebook."""
        query = self._gradebook.db.query(SubmittedAssignment.student_id).join(SubmittedAssignment.assignment)
        return {student for (student,) in query.filter_by(name=assignment.name)}

    def knows(self, student: str) -> bool:
        """Whether the gradebook has a student of this id."""
        try:
            return bool(self._patiently(lambda: self._gradebook.find_student(student)))
        except MissingEntry:
            return False

    def students(self) -> list[str]:
        """The ids of all whom the gradebook knows."""
        return [student for (student,) in self._gradebook.db.query(Student.id)]

    def due_dates(self) -> dict[str, datetime | None]:
        """When each assignment of the gradebook is due, in UTC without a zone, as nbgrader keeps it."""
        return {a.name: a.duedate for a in self._gradebook.assignments}

    def submissions_of(self, student: str) -> list[str]:
        """The assignments of which the gradebook has a submission of the student."""
        query = self._gradebook.db.query(SubmittedAssignment).filter_by(student_id=student)
        return sorted(submission.assignment.name for submission in query)

    def extend(self, student: str, assignment: Assignment, days: float) -> None:
        """Give a student this many days beyond the due date, in place of any given before; 0 takes them back."""

        def grant():
            self._gradebook.update_or_create_student(student)
            self._gradebook.update_or_create_submission(assignment.name, student)
            self._gradebook.grant_extension(assignment.name, student, days=days)

        self.keep()
        self._patiently(grant)

    def give(self, assignment: Assignment, student: str, cell: str, points: float | None, comment: str) -> str:
        """Enter a person's mark and comment, as formgrader does; what changed, or "". None and "" change nothing."""
        names = (cell, assignment.notebook, assignment.name, student)
        grade, remark = self._gradebook.find_grade(*names), self._gradebook.find_comment(*names)
        is_new = points is not None and (grade.manual_score != points or grade.needs_manual_grade)
        if not is_new and (not comment or comment == remark.comment):
            return ""
        self.keep()
        words = _("{student}, {cell}: {was} → {now}").format(
            student=student, cell=cell, was=_shown(grade.manual_score), now=_shown(points, grade.manual_score)
        )
        if is_new:
            grade.manual_score, grade.needs_manual_grade = points, False
        remark.manual_comment = comment or remark.manual_comment
        self._patiently(self._gradebook.db.commit)
        return words

    def forget(self, student: str) -> None:
        """Remove a student and all their marks, without a copy from before, which would remember them."""
        self._patiently(lambda: self._gradebook.remove_student(student))
        self._patiently(self._shred)

    def _shred(self):
        """Overwrite what was deleted; SQLite leaves it in the file otherwise."""
        engine = self._gradebook.engine
        if engine.dialect.name == "sqlite":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM"))

    def save(
        self, student: str, timestamp: str | None, graded: Standing, assignment: Assignment, same: bool = False
    ) -> Standing:
        """Enter the marks and comments that an autograded notebook shows, and say what the gradebook holds then.

        What a person has graded stays, and waits to be looked at again unless the submission is the `same` as then.
        """
        return self._patiently(lambda: self._save(student, timestamp, graded, assignment, same))

    def standing(self, student: str, assignment: Assignment) -> Standing:
        """What the gradebook holds now, with what was graded by hand since, and the penalty that follows now."""
        return self._patiently(lambda: self._standing_now(student, assignment))

    def _standing_now(self, student, assignment):
        if standing := read(self._gradebook.db, self._form(assignment), student, assignment):
            return standing
        submitted = self._submitted(student, assignment)
        before = submitted.late_submission_penalty
        self._enter_penalty(student, submitted)
        if submitted.late_submission_penalty != before:
            self.keep()  # what is not committed yet is not in the copy
            self._gradebook.db.commit()
        return self._standing(submitted, assignment)

    def _save(self, student, timestamp, graded, assignment, same):
        book, when = self._gradebook, {"timestamp": timestamp} if timestamp else {}
        with _uncommitted(book.db):
            book.update_or_create_student(student)
        if enter(book.db, self._form(assignment), student, timestamp, graded, assignment):
            book.db.commit()
            book.db.expunge_all()
            return self._standing_now(student, assignment)
        with _uncommitted(book.db):
            book.update_or_create_submission(assignment.name, student, **when)
        submitted = self._submitted(student, assignment)
        grades, comments = self._by_name(submitted.grades), self._by_name(submitted.comments)
        for name, mark in graded.marks.items():
            if assignment.cell[name].task:  # which only a person marks
                continue
            grade = grades[name]
            grade.auto_score = None if mark.awaits_person else mark.score
            if grade.manual_score is None or not same:
                grade.needs_manual_grade = grade.manual_score is not None or mark.awaits_person
        for name, comment in comments.items():
            comment.auto_comment = graded.comments.get(name)
        book.db.flush()
        self._enter_penalty(student, submitted)
        book.db.commit()
        standing = self._standing(submitted, assignment)
        book.db.expunge_all()
        return standing

    def _form(self, assignment) -> Form:
        if assignment.name not in self._forms:
            known = self._gradebook.find_assignment(assignment.name)
            self._forms[assignment.name] = Form.of(known, assignment.notebook)
        return self._forms[assignment.name]

    def _submitted(self, student, assignment) -> SubmittedNotebook:
        return self._gradebook.find_submission_notebook(assignment.notebook, assignment.name, student)

    def _enter_penalty(self, student, submitted):
        submission = submitted.assignment
        submitted.late_submission_penalty = None
        if submission.total_seconds_late > 0:
            late = AssignLatePenalties(config=self._course.config)
            late.init_plugin()
            self._gradebook.db.refresh(submitted, ["score"])
            penalty = late.plugin_inst.late_submission_penalty(student, submitted.score, submission.total_seconds_late)
            if penalty is not None:
                submitted.late_submission_penalty = min(max(penalty, 0), submitted.score)

    def _standing(self, submitted, assignment):
        grades, comments = self._by_name(submitted.grades), self._by_name(submitted.comments)
        marks = {name: mark_of(grade, assignment.cell[name]) for name, grade in grades.items()}
        said = {name: text for name, comment in comments.items() if (text := comment_of(comment))}
        penalty = submitted.late_submission_penalty or 0.0
        return Standing(marks, said, penalty, submitted.assignment.total_seconds_late)

    def _by_name(self, entries: list[Any]) -> dict[str, Any]:
        """Grades or comments by the grade_ids of their cells, none of which is read for each of them."""
        if not {e.cell_id for e in entries} <= {*self._names}:
            self._names = dict(self._gradebook.db.query(BaseCell.id, BaseCell.name).all())
        return {self._names[e.cell_id]: e for e in entries}

    def _patiently(self, action):
        """The result of `action`, tried again for as long as another program holds the gradebook."""
        wait, told = FIRST_WAIT, False
        while True:
            try:
                with _without_log(self._quiet):
                    return action()
            except (SQLAlchemyError, InvalidEntry) as error:
                if "database is locked" not in str(error):
                    self._tell_if_lost(error)
                    raise
                if hasattr(self, "_gradebook"):
                    self._gradebook.db.rollback()
            if not told:
                self._tell(_("Another program holds the gradebook; waiting for it. Nothing is lost."))
                told = True
            time.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    def _tell_if_lost(self, error):
        cause = error.__context__ if isinstance(error, InvalidEntry) else error
        if hasattr(self, "_gradebook") and isinstance(cause, OperationalError):
            words = _("The gradebook does not answer any more ({reason}). Nothing is lost: the same command goes on.")
            raise CourseError(words.format(reason=in_one_line(cause))) from None


def _shown(*points: float | None) -> str:
    """The first of these that is a number, as text."""
    return next((f"{p:g}" for p in points if p is not None), "–")


@contextlib.contextmanager
def _without_log(logger: logging.Logger) -> Iterator[None]:
    """nbgrader's API logs a traceback before it raises; the caller deals with the exception."""
    level, logger.level = logger.level, logging.CRITICAL + 1
    try:
        yield
    finally:
        logger.level = level


@contextlib.contextmanager
def _uncommitted(session: Any) -> Iterator[None]:
    """nbgrader's API commits each step; here they are parts of one that is committed as a whole."""
    session.commit = session.flush
    try:
        yield
    finally:
        del session.commit


def _without_password(url):
    from sqlalchemy.engine import make_url

    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url
