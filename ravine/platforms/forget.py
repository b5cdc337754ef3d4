"""Forget a student: everywhere in the course's own files and its gradebook, with a list of what goes."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import quote

from ravine.course.course import Course
from ravine.errors import UserError
from ravine.files import write_whole
from ravine.grading import backup
from ravine.grading.command import write_course_report, write_report
from ravine.grading.gradebook import Book
from ravine.grading.roster import Roster, roster_path
from ravine.language import _

OF_ALL = ("outgoing", "backups", "by-hand", "similar")  # folders of files that hold many students' work or marks


class UnknownStudent(UserError):
    """Nothing is known of a student of this name."""


@dataclass(frozen=True)
class Traces:
    """What there is of a student: folders and files of their own, files with a line on them, marks in the gradebook."""

    student: str
    paths: tuple[Path, ...]
    lines: tuple[Path, ...]
    assignments: tuple[str, ...]
    is_in_gradebook: bool


def traces(course: Course, student: str) -> Traces:
    """Everything that a course keeps of a student. Raises UnknownStudent."""
    if student in ("", ".", "..") or "/" in student:
        raise UnknownStudent(_("{student} is no student's id.").format(student=repr(student)))
    with Book(course) as book:
        is_known, assignments = book.knows(student), tuple(book.submissions_of(student))
    lines = tuple(path for path in _with_lines(course) if _mentions(path, student))
    found = Traces(student, tuple(_paths(course, student)), lines, assignments, is_known)
    if not (found.paths or found.lines or found.is_in_gradebook):
        near = get_close_matches(student, _students(course), n=3)
        words = _("Nothing is known of {student}.") + (_(" Do you mean {near}?") if near else "")
        raise UnknownStudent(words.format(student=student, near=", ".join(near)))
    return replace(found, paths=(*found.paths, *_of_all(course)))


def _of_all(course):
    """The files that hold the work of many, and the folders that `ravine similar --for` has written."""
    found = [path for name in OF_ALL for path in (course.class_folder / name).glob("*")]
    return sorted(p for p in found if p.is_file() or p.parent.name == "similar")


def _paths(course, student) -> Iterator[Path]:
    for step in ("submitted", "autograded", "feedback"):
        if (folder := course.folder(step, student, "x").parent).exists() or folder.is_symlink():
            yield folder
    yield from sorted(course.class_folder.glob(f"records/*/{quote(student, safe='').replace('[', '[[]')}.json.gz"))
    yield from sorted(p for p in course.class_folder.glob("history/*/*") if p.name == student)
    yield from sorted(p for p in course.class_folder.glob("appeals/*/*") if p.name == f"{student}.html")


def _with_lines(course):
    return [roster_path(course), *sorted((course.class_folder / "handed_in").glob("*.json"))]


def _mentions(path, student):
    if not path.exists():
        return False
    known = Roster.read(path).people if path.suffix == ".csv" else json.loads(path.read_text(encoding="utf-8"))
    return student in known


def _students(course):
    submitted = course.folder("submitted", "x", "x").parent.parent
    folders = [p.name for p in submitted.iterdir()] if submitted.is_dir() else []
    return sorted({*folders, *Roster.read(roster_path(course)).people})


def described(course: Course, found: Traces) -> list[str]:
    """What will go, and what is out of reach, in lines."""
    lines = [_("Of {student} these will be deleted:").format(student=found.student)]
    lines += [f"  {path.relative_to(course.root)}" for path in found.paths]
    lines += [_("  the entry in {path}").format(path=path.relative_to(course.root)) for path in found.lines]
    if found.is_in_gradebook:
        marks = ", ".join(found.assignments) or _("none")
        lines.append(_("  the student in the gradebook, with the marks in: {marks}").format(marks=marks))
    lines.append(
        _(
            "The files in {folders} hold the work or the marks of all and go whole. Out of reach are the learning "
            "platform, nbgrader's exchange, downloads, and backups elsewhere."
        ).format(folders=", ".join(f"class/{name}" for name in OF_ALL))
    )
    return lines


def forget(course: Course, found: Traces) -> list[str]:
    """Delete all that `traces` found and write the reports anew; the assignments whose reports were."""
    with course.alone(), Book(course) as book:
        for path in found.paths:
            path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
        for path in found.lines:
            _without(path, found.student)
        if found.is_in_gradebook:
            book.forget(found.student)
    names = _write_reports(course)
    backup.keep_gradebook(course)  # the earlier copies are gone, and a class is not left without one
    return names


def _write_reports(course):
    reported = [p.stem for p in sorted((course.class_folder / "report").glob("*.html"))]
    names = [name for name in reported if name in course.released()]
    if "index" in reported and names:
        write_course_report(course, names)  # and each assignment's own
    else:
        for name in names:
            write_report(course, name)
    return names


def _without(path, student):
    if path.suffix == ".csv":
        roster = Roster.read(path)
        roster.people.pop(student, None)
        roster.write(path)
    else:
        known = json.loads(path.read_text(encoding="utf-8"))
        known.pop(student, None)
        write_whole(path, json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode())
