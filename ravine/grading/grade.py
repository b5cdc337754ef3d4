"""Grade a class: what is new or changed, on all cores or a cluster, into gradebook, autograded notebooks, feedback."""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import nbformat
from nbgrader.utils import parse_utc

from ravine.course.course import Course, CourseError
from ravine.files import write_whole
from ravine.grading.gradebook import Book
from ravine.grading.ledger import Entry, Ledger
from ravine.grading.nbgrader_plugin import rules_of
from ravine.grading.pool import Pool
from ravine.grading.progress import Progress
from ravine.grading.refresh import Moved, refresh, shown
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.feedback import FeedbackExporter, feedback
from ravine.grading.submission.grade import Graded, Submission, grade_submission
from ravine.grading.submission.handed_in import read_submission
from ravine.grading.submission.verdict import clean
from ravine.grading.worker.failures import in_one_line
from ravine.grading.worker.sandbox import LAYERS, SandboxUnavailable
from ravine.language import _

SECRET = "submission_secret.txt"  # by which nbgrader's exchange knows whose a page is


@dataclass
class Outcome:
    """What a run did. stale: students whose grade is of other tests or another reference, and was left so."""

    assignment: Assignment
    graded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    changed: Counter[str] = field(default_factory=Counter)  # how many of the stale each changed part concerns
    moved: list[Moved] = field(default_factory=list)  # whose penalty for being late changed
    refused: list[str] = field(default_factory=list)  # students who could not be graded, and got a sentence
    seconds: float = 0.0

    def refuse(self, student: str, error: Exception, tell: Callable[[str], None]) -> None:
        """Tell that a student could not be graded, and why; the others are."""
        name = os.fsencode(student).decode("utf-8", "backslashreplace")
        not_text = isinstance(error, UnicodeError)
        reason = _("the folder's name is not UTF-8: rename it") if not_text else in_one_line(error)
        tell(_("{student} could not be graded: {reason}.").format(student=clean(name, 100), reason=reason))
        self.refused.append(name)


def ledger_of(course: Course, assignment: str) -> Ledger:
    return Ledger(course.class_folder / "records" / assignment)


def grade(
    course: Course,
    name: str,
    pool: Callable[[], Pool],
    students: list[str] | None = None,
    regrade: bool = False,
    tell: Callable[[str], None] = print,
) -> Outcome:
    """Grade the submissions of an assignment that are new, changed, or were not finished.

    students: only these. regrade: also those whose tests, reference or grader have changed since.
    Whenever it is stopped, the next call goes on where this one was. Raises CourseError, NotReleased.
    """
    started = time.monotonic()
    with course.alone(), Book(course, tell) as book:
        assignment = book.assignment(name)
        outcome = Outcome(assignment)
        folders = _chosen(course, name, students, outcome, tell)
        todo = _todo(course, assignment, folders, book, regrade, outcome)
        if todo:
            with pool() as workers:
                _Run(course, assignment, folders, book, outcome, tell).all(workers, todo)
        outcome.moved = refresh(course, assignment, book, ledger_of(course, name))
    outcome.seconds = time.monotonic() - started
    return outcome


def _chosen(course, name, students, outcome, tell):
    folders = {}
    for student, folder in course.submitted(name).items():
        try:
            student.encode()
            folders[student] = folder
        except UnicodeEncodeError as error:  # no gradebook takes such a name
            outcome.refuse(student, error, tell)
    if not folders:
        top = course.root / course.directory.submitted_directory
        words = _("Nobody has submitted {name}. Expected: {folder}/<student>/{name}/{name}.ipynb")
        raise CourseError(words.format(name=name, folder=top))
    unknown = set(students or ()) - set(folders)
    if unknown:
        words = _("There is no submission of {unknown}. Submitted: {known}.")
        raise CourseError(words.format(unknown=", ".join(sorted(unknown)), known=", ".join(folders) or _("none")))
    return {s: f for s, f in folders.items() if not students or s in students}


def _todo(course, assignment, folders, book, regrade, outcome):
    """The students to grade; the others are noted in the outcome."""
    ledger, entered = ledger_of(course, assignment.name), book.graded_students(assignment)
    todo, limits = [], rules_of(course).limits
    for student, folder in folders.items():
        entry = ledger.read(student)
        written = all(path.exists() for path in _written(course, student, assignment))
        if entry is None or not entry.final or student not in entered or not written:
            todo.append(student)
        elif entry.files != _hash(_read(course, student, folder, assignment, limits)):
            todo.append(student)
        elif entry.revision == assignment.revision:
            outcome.unchanged.append(student)
        elif regrade:
            todo.append(student)
        else:
            outcome.stale.append(student)
            outcome.changed.update(entry.changed_since(assignment.revisions))
    return todo


def outdated(course: Course, assignment: Assignment) -> set[str]:
    """The students who have handed in something else than what was graded last, or have not been graded."""
    ledger, limits = ledger_of(course, assignment.name), rules_of(course).limits
    found = set()
    for student, folder in course.submitted(assignment.name).items():
        entry = ledger.read(student)
        if entry is None or entry.files != _hash(_read(course, student, folder, assignment, limits)):
            found.add(student)
    return found


def _written(course, student, assignment):
    """The autograded notebook and the feedback page."""
    folders = [course.folder(step, student, assignment.name) for step in ("autograded", "feedback")]
    return [f / f"{assignment.notebook}{suffix}" for f, suffix in zip(folders, (".ipynb", ".html"))]


def _read(course, student, folder, assignment, limits) -> Submission:
    return read_submission(student, folder, assignment.notebook, course.directory.ignore, limits)


def _hash(submission: Submission) -> str:
    """A hash of what was submitted."""
    said = [submission.notes, submission.problem, *sorted(submission.other_notebooks.items())]
    h = hashlib.sha256(repr(said).encode("utf-8", "replace"))
    for name, content in [("", submission.content or b""), *sorted(submission.files.items())]:
        h.update(name.encode("utf-8", "replace") + b"\0" + hashlib.sha256(content).digest())
    return h.hexdigest()[:32]


class _Run:
    """The grading of some submissions of a class."""

    def __init__(self, course, assignment, folders, book, outcome, tell):
        self._course, self._assignment, self._folders, self._book = course, assignment, folders, book
        self._outcome, self._tell = outcome, tell
        self._ledger = ledger_of(course, assignment.name)
        self._rules = rules_of(course)
        self._site = FeedbackExporter(config=course.config).site
        self._layers: tuple[str, ...] = ()

    def all(self, pool: Pool, students: list[str]) -> None:
        progress = Progress(len(students), self._tell)
        for item, result in pool.run(grade_submission, self._items(students)):
            submission = item[0]
            try:
                self._finish(submission, self._graded(submission, result))
                self._outcome.graded.append(submission.student)
            except (OSError, ValueError, RecursionError, MemoryError) as error:  # of this student; the class goes on
                self._outcome.refuse(submission.student, error, self._tell)
            progress.step()
        progress.end()

    def _items(self, students) -> Iterator[tuple]:
        for student in students:
            submission = _read(self._course, student, self._folders[student], self._assignment, self._rules.limits)
            yield submission, self._assignment, self._rules, self._site

    def _graded(self, submission, result) -> Graded:
        if isinstance(result, Graded):
            self._say_layers(result.replay.get("layers", []))
            return result
        if isinstance(result, SandboxUnavailable):
            raise CourseError(str(result))
        problem = _("The grader could not grade this ({reason}).").format(reason=f"{type(result).__name__}: {result}")
        self._tell(f"{submission.student}: {problem}")
        empty = Submission(submission.student, None, notes=submission.notes, problem=problem)
        graded = grade_submission(empty, self._assignment, self._rules, self._site)
        return Graded(**{**vars(graded), "final": False})

    def _say_layers(self, layers):
        missing = [layer for layer in LAYERS if layer not in layers]
        if layers and missing and not self._layers:
            self._tell(
                _("The sandbox works without {missing} on this machine; in force: {layers}.").format(
                    missing=", ".join(missing), layers=", ".join(layers)
                )
            )
            self._layers = tuple(layers)

    def _finish(self, submission: Submission, graded: Graded) -> None:
        """Write everything that comes of a submission; the ledger last, for it says that all the rest is there."""
        assignment, student = self._assignment, submission.student
        nb = nbformat.reads(graded.notebook, as_version=4)
        notebook, page = _written(self._course, student, assignment)
        timestamp, notes = _timestamp(submission)
        handed_back = self._for_the_exchange(submission)
        files = {**submission.files, **handed_back, notebook.name: graded.notebook.encode()}
        self._write_autograded(notebook.parent, files)
        old = self._ledger.read(student)
        standing = self._book.save(student, timestamp, nb, assignment, bool(old) and old.files == _hash(submission))
        html = graded.feedback
        if standing != graded.standing:  # graded by hand before, or late
            html = feedback(nb, student, assignment.name, assignment.notebook, standing, self._site)
        for name, content in handed_back.items():
            write_whole(page.with_name(name), content)
        write_whole(page, html.encode("utf-8", "replace"))
        self._ledger.write(self._entry(submission, graded, (*graded.notes, *notes), old, standing))

    def _for_the_exchange(self, submission) -> dict[str, bytes]:
        """What `nbgrader release_feedback` asks for beside each page: of the submission that was graded.

        One that did not come through the exchange gets a secret that no student holds, so that the others are released.
        """
        words = f"{self._rules.secret}|{self._assignment.name}|{submission.student}"
        own = {"timestamp.txt": b"", SECRET: hashlib.sha512(words.encode("utf-8", "replace")).hexdigest().encode()}
        return {name: submission.files.get(name, content) for name, content in own.items()}

    def _write_autograded(self, folder, files):
        source = self._course.folder("source", ".", self._assignment.name)
        own = {p.relative_to(source).as_posix(): p for p in source.rglob("*") if p.is_file() and p.suffix != ".ipynb"}
        files = files | {name: path.read_bytes() for name, path in own.items() if "__pycache__" not in name}
        for name, content in files.items():
            write_whole(folder / name, content, 0o444)
        for path in folder.rglob("*"):
            if not path.is_dir() and path.relative_to(folder).as_posix() not in files:
                path.unlink()

    def _entry(self, submission, graded, notes, old, standing):
        files, revision = _hash(submission), self._assignment.revision
        before = {}
        if old and old.files == files:
            before = old.before if old.revision == revision else {"revision": old.revision, "points": old.points}
        return Entry(
            student=submission.student,
            digest=graded.digest,
            files=files,
            revision=revision,
            revisions=self._assignment.revisions,
            verdicts=graded.verdicts,
            notes=notes,
            problem=graded.problem,
            final=graded.final,
            before=before,
            replay=graded.replay,
            doubts=graded.doubts,
            shown=shown(standing),
        )


def _timestamp(submission):
    """When the notebook was submitted, if nbgrader's timestamp.txt says so, and a note if that cannot be read."""
    text = submission.files.get("timestamp.txt", b"")[:100].decode("utf-8", "replace").strip()
    try:
        return (parse_utc(text) if text else None), ()
    except (ValueError, OverflowError):
        return None, (_("timestamp.txt does not hold a date: {text}.").format(text=repr(text)),)


def changes(course: Course, name: str) -> list[tuple[str, str, float | None, float | None]]:
    """(student, cell, points before, points now) wherever the last change of tests or reference changed them."""
    found = []
    for entry in ledger_of(course, name).entries():
        for cell, old in entry.before.get("points", {}).items():
            now = entry.points.get(cell)
            if old != now:
                found.append((entry.student, cell, old, now))
    return found
