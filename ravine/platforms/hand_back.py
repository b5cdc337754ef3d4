"""The students' pages as the zip that a learning platform takes back, each under the name by which it knows them."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ravine.course.course import Course
from ravine.errors import UserError
from ravine.grading.grade import ledger_of, outdated
from ravine.grading.gradebook import Book
from ravine.grading.refresh import refresh
from ravine.language import _
from ravine.platforms.collect import handed_in, roster_path
from ravine.platforms.roster import Roster

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
    ledger, roster, arrived = ledger_of(course, name), Roster.read(roster_path(course)), handed_in(course, name)
    with course.alone(), Book(course) as book:
        assignment = book.assignment(name)
        refresh(course, assignment, book, ledger)
        graded = sorted(book.graded_students(assignment) & set(ledger.students()))
        standings = {s: book.standing(s, assignment) for s in graded}
    done, out, newer = HandedBack(), io.BytesIO(), outdated(course, assignment)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for student in graded:
            page = course.folder("feedback", student, name) / f"{assignment.notebook}.html"
            known = _NAMES[platform](student, name, roster.people.get(student), arrived.get(student, {}), page.name)
            if not standings[student].is_complete and not unfinished:
                done.left.append((student, _("something waits to be graded; --unfinished sends it all the same")))
            elif student in newer:
                done.left.append((student, _("has handed in anew since; `ravine grade` first")))
            elif not page.exists():
                done.left.append((student, _("the page is missing; `ravine grade` writes it")))
            elif not known:
                done.left.append((student, _UNKNOWN[platform]))
            else:
                made.writestr(zipfile.ZipInfo(known, FIRST), page.read_bytes(), zipfile.ZIP_DEFLATED)
                done.pages += 1
    if not done.pages:
        reasons = sorted({why for _student, why in done.left}) or [_("nobody has been graded")]
        raise NothingToHandBack(_("No page can be handed back: {why}.").format(why="; ".join(reasons)))
    done.content = out.getvalue()
    return done


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
    lines = [_("{n} pages").format(n=done.pages)]
    lines += [_("  left out: {student} ({why})").format(student=s, why=why) for s, why in done.left]
    lines.append(_ADVICE[platform])
    return lines


_ADVICE = {
    "moodle": _("Upload the marks first, then this zip as “Upload multiple feedback files in a zip”."),
    "canvas": _("Upload it as “Upload Submissions”. Canvas shows each page under the name of the submitted file."),
}
