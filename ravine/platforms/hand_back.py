"""The students' pages as the zip that a learning platform takes back, each under the name by which it knows them."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ravine.course.course import Course
from ravine.errors import UserError
from ravine.grading.grade import ledger_of, outdated
from ravine.grading.gradebook import Book
from ravine.grading.refresh import refresh
from ravine.grading.roster import Roster, roster_path
from ravine.language import _
from ravine.platforms.collect import handed_in

FIRST = (1980, 1, 1, 0, 0, 0)  # the same pages give the same zip


class NothingToHandBack(UserError):
    """There is no page to hand back; the message says why."""


@dataclass
class HandedBack:
    """The zip, how many pages are in it, and whose are not and why."""

    content: bytes = b""
    pages: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


def pages_for(course: Course, name: str, platform: str, unfinished: bool = False) -> HandedBack:
    """The pages of an assignment for "moodle" or "canvas", brought up to date before.

    unfinished: also those on which something waits to be graded. Raises NothingToHandBack.
    """
    done, out = HandedBack(), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for page in _pages(course, name, platform):
            if why := page.left(platform, unfinished):
                done.left.append((page.student, why))
            else:
                made.writestr(zipfile.ZipInfo(page.known, FIRST), page.path.read_bytes(), zipfile.ZIP_DEFLATED)
                done.pages += 1
    if not done.pages:
        raise NothingToHandBack(_("No page can be handed back: {why}.").format(why=_reasons(done.left)))
    done.content = out.getvalue()
    return done


def _reasons(left):
    return "; ".join(sorted({why for _student, why in left})) or _("nobody has been graded")


@dataclass(frozen=True)
class _Page:
    """A student's page, and `known`: the name by which the platform knows it, "" where it knows none."""

    student: str
    path: Path
    known: str
    is_complete: bool
    is_outdated: bool

    def left(self, platform, unfinished) -> str:
        """Why it is not handed back; "" where it is."""
        if not self.is_complete and not unfinished:
            return _("something waits to be graded; --unfinished sends it all the same")
        if self.is_outdated:
            return _("has handed in anew since; `ravine grade` first")
        if not self.path.exists():
            return _("the page is missing; `ravine grade` writes it")
        return "" if self.known else _UNKNOWN[platform]


def _pages(course, name, platform) -> Iterator[_Page]:
    """The pages of all who were graded."""
    assignment, standings = _standings(course, name)
    roster, arrived, newer = Roster.read(roster_path(course)), handed_in(course, name), outdated(course, assignment)
    for student, standing in standings.items():
        path = course.folder("feedback", student, name) / f"{assignment.notebook}.html"
        known = _NAMES[platform](student, name, roster.people.get(student), arrived.get(student, {}), path.name)
        yield _Page(student, path, known, standing.is_complete, student in newer)


def _standings(course, name):
    """The assignment and where each graded student stands in it, after their pages were brought up to date."""
    ledger = ledger_of(course, name)
    with course.alone(), Book(course) as book:
        assignment = book.assignment(name)
        refresh(course, assignment, book, ledger)
        graded = sorted(book.graded_students(assignment) & set(ledger.students()))
        return assignment, {s: book.standing(s, assignment) for s in graded}


def _moodle(student, assignment, person, record, file):
    """As mod/assign/feedback/file/importziplib.php reads it: no `_` in the name, then the number."""
    number = (person and person.moodle.get(assignment)) or (
        record.get("number") if record.get("platform") == "moodle" else ""
    )
    name = re.sub(r"[&<>\"`|':\\/_]", " ", (person and person.name) or student).strip(" .~") or "student"
    if record.get("platform") == "moodle" and record.get("number") == number:
        name = record["prefix"].rpartition("_")[0]
    return f"{name}_{number}_assignfeedback_file/{file}" if number else ""


def _canvas(student, assignment, person, record, file):
    """As app/models/abstract_assignment.rb reads it: with the user's and the attachment's number of the download."""
    entry = PurePosixPath(record.get("notebook", "")).name
    return str(PurePosixPath(entry).with_suffix(".html")) if entry and record.get("platform") == "canvas" else ""


_NAMES = {"moodle": _moodle, "canvas": _canvas}
_UNKNOWN = {
    "moodle": _("the roster has no number of Moodle's: `ravine collect` the download with its worksheet"),
    "canvas": _("it was not collected from Canvas's download"),
}


def described(done: HandedBack, platform: str) -> list[str]:
    """What is in the zip, what not, and what to know of the platform."""
    left = [_("  left out: {student} ({why})").format(student=s, why=why) for s, why in done.left]
    return [_("{n} pages").format(n=done.pages), *left, _ADVICE[platform]]


_ADVICE = {
    "moodle": _("Upload the marks first, then this zip as “Upload multiple feedback files in a zip”."),
    "canvas": _("Upload it as “Upload Submissions”. Canvas shows each page under the name of the submitted file."),
}
