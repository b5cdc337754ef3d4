"""Move a gradebook to another database, hand marks, comments and dates included."""

from nbgrader.api import Assignment, Base, Gradebook, Student
from sqlalchemy import create_engine, insert, select
from sqlalchemy.exc import SQLAlchemyError

from ravine.course.course import Course
from ravine.errors import UserError
from ravine.grading.worker.failures import in_one_line
from ravine.language import _

ROWS = 500  # copied at once


class MoveError(UserError):
    """The gradebook could not be moved; the old one is as it was."""


def move(course: Course, url: str) -> int:
    """Copy the whole gradebook of a course into an empty database; how many rows. Raises MoveError.

    The old gradebook stays as it was, and in force until the setting RAVINE_GRADEBOOK names the new one.
    """
    with course.alone():
        try:
            _make_empty(url, course.directory.course_id)
            source, target = create_engine(course.directory.db_url), create_engine(url)
            with source.connect() as old, target.begin() as new:
                return sum(_copy(table, old, new) for table in Base.metadata.sorted_tables)
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            words = _("The gradebook could not be moved ({reason}). The old one is as it was.")
            raise MoveError(words.format(reason=in_one_line(error))) from None


def _make_empty(url, course_id):
    """The tables of a gradebook, without a row. Raises MoveError where there are marks already."""
    with Gradebook(url, course_id) as gradebook:
        if gradebook.db.query(Student).count() or gradebook.db.query(Assignment).count():
            raise MoveError(_("There is a gradebook already, and it is not empty: name an empty database."))
        for table in reversed(Base.metadata.sorted_tables):
            gradebook.db.execute(table.delete())
        gradebook.db.commit()


def _copy(table, old, new):
    count = 0
    for rows in old.execute(select(table)).mappings().partitions(ROWS):
        new.execute(insert(table), [dict(row) for row in rows])
        count += len(rows)
    return count
