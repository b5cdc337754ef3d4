"""Grade a class: what is new or changed, on all cores or a cluster, into gradebook, autograded notebooks, feedback."""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbgrader.utils import parse_utc

from ravine.course.course import Course, CourseError
from ravine.files import write_whole
from ravine.grading.fence import Ended, Fenced, OverBudget, clear_left_behind
from ravine.grading.gradebook import Book
from ravine.grading.ledger import Entry, Ledger
from ravine.grading.nbgrader_plugin import is_without_secret, rules_of, secret_of
from ravine.grading.pool import Pool
from ravine.grading.refresh import Moved, refresh, shown
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.feedback import FeedbackExporter, feedback
from ravine.grading.submission.grade import Submission, get_ready
from ravine.grading.submission.handed_in import Finished, HandedIn, grade_handed_in, read_digest
from ravine.grading.submission.verdict import clean
from ravine.grading.worker.failures import in_one_line
from ravine.grading.worker.sandbox import LAYERS, SandboxUnavailable
from ravine.language import _
from ravine.progress import Progress

TRIES = 2  # of what could not be checked; after that only where it is asked for by name
OF_ONE_STUDENT = (OSError, ValueError, RecursionError, MemoryError)
SECRET = "submission_secret.txt"  # by which nbgrader's exchange knows whose a page is


@dataclass
class Outcome:
    """What a run did. stale: students whose grade is of other tests or another reference, and was left so."""

    assignment: Assignment
    graded: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)  # of the unchanged: those that could not be checked
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
    new_gradebook: bool = False,
) -> Outcome:
    """Grade the submissions of an assignment that are new, changed, or were not finished.

    students: only these. regrade: also those whose tests, reference or grader have changed since.
    new_gradebook: also into a gradebook that does not know who was graded before.
    Whenever it is stopped, the next call goes on where this one was. Raises CourseError, NotReleased.
    """
    started = time.monotonic()
    clear_left_behind()
    with course.alone(), Book(course, tell) as book:
        assignment = book.assignment(name)
        outcome = Outcome(assignment)
        folders = _chosen(course, name, students, outcome, tell)
        entered = book.graded_students(assignment)
        if not new_gradebook:
            _refuse_another_gradebook(course, assignment, folders, entered)
        _tell_of_a_new_secret(course, name, tell)
        todo = _todo(course, assignment, folders, entered, regrade, outcome, students or ())
        if todo:
            book.keep()
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


def _tell_of_a_new_secret(course, name, tell):
    path = secret_of(course)
    if is_without_secret(path) and ledger_of(course, name).students():
        words = _(
            "{path} was missing, from which hidden inputs are drawn: a new one is made. Grades given before stay as "
            "they are, with the inputs that they were given for; the old secret is in each zip of `ravine backup`."
        )
        tell(words.format(path=path.relative_to(course.root)))


def _refuse_another_gradebook(course, assignment, folders, entered):
    """Raises CourseError where the ledger knows of grades that the gradebook has lost, with all given by hand."""
    ledger = ledger_of(course, assignment.name)
    lost = [student for student in folders if student not in entered and ledger.read(student)]
    if lost:
        words = _(
            "The gradebook does not know {number} of those whose {name} was graded before ({students}): is it another "
            "one, or an older copy? Points given by hand are in the old one only. Set RAVINE_GRADEBOOK as it was, or "
            "bring the old one back from {backups} (`ravine restore` takes a whole backup). Where you want to begin "
            "anew: ravine grade {name} --new-gradebook"
        )
        some = ", ".join([clean(student, 60) for student in lost[:3]] + ["…"] * (len(lost) > 3))
        place = (course.class_folder / "backups").relative_to(course.root)
        raise CourseError(words.format(number=len(lost), name=assignment.name, students=some, backups=place))


def _todo(course, assignment, folders, entered, regrade, outcome, asked):
    """The students to grade, last those who could not be checked before; the others are noted in the outcome.

    asked: students who were asked for by name.
    """
    ledger, todo, again = ledger_of(course, assignment.name), [], []
    with _Reading(course, assignment) as reading:
        for student, folder in folders.items():
            entry = ledger.read(student)
            release = assignment.called(entry.release if entry else "")
            written = all(path.exists() for path in _written(course, student, assignment))
            if entry is None or student not in entered or not written:
                todo.append(student)
            elif not entry.final and (entry.tries < TRIES or student in asked):
                again.append(student)
            elif entry.files != reading.digest(student, folder):
                todo.append(student)
            elif entry.revision == release.revision:
                outcome.unchanged.append(student)
                outcome.given_up += [] if entry.final else [student]
            elif regrade:
                todo.append(student)
            else:
                outcome.stale.append(student)
                outcome.changed.update(entry.changed_since(release.revisions))
    return todo + again


def outdated(course: Course, assignment: Assignment) -> set[str]:
    """The students who have handed in something else than what was graded last, or have not been graded."""
    ledger, found = ledger_of(course, assignment.name), set()
    with _Reading(course, assignment) as reading:
        for student, folder in course.submitted(assignment.name).items():
            entry = ledger.read(student)
            if entry is None or entry.files != reading.digest(student, folder):
                found.add(student)
    return found


class _Reading:
    """Reads what students handed in, in a process of its own."""

    def __init__(self, course: Course, assignment: Assignment):
        self._course, self._notebook, self._limits = course, assignment.notebook, rules_of(course).limits
        self._fenced = Fenced()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._fenced.close()

    def handed_in(self, student: str, folder: Path) -> HandedIn:
        top, ignore = self._course.submitted_folder, self._course.directory.ignore
        return HandedIn(student, top, folder, self._notebook, ignore, self._limits)

    def digest(self, student: str, folder: Path) -> str:
        """A hash of what was handed in; "" where it cannot be read."""
        try:
            return self._fenced.call(read_digest, self.handed_in(student, folder))
        except (OverBudget, Ended):
            return ""

    def submission(self, student: str, folder: Path) -> Submission:
        """What was handed in, read here."""
        try:
            return self._fenced.call(HandedIn.read, self.handed_in(student, folder))
        except (OverBudget, Ended) as error:
            return Submission(student, None, problem=_not_graded(error))


def _not_graded(error: Exception) -> str:
    return _("The grader could not grade this: {reason}.").format(reason=in_one_line(error))


def _written(course, student, assignment):
    """The autograded notebook and the feedback page."""
    folders = [course.folder(step, student, assignment.name) for step in ("autograded", "feedback")]
    return [f / f"{assignment.notebook}{suffix}" for f, suffix in zip(folders, (".ipynb", ".html"))]


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
        pool.prepare(get_ready, self._rules)
        self._assignment.settle()
        progress = Progress(_("{done} of {total} graded"), len(students), self._tell)
        with _Reading(self._course, self._assignment) as reading:
            for student, result in self._results(pool, students, reading):
                try:
                    self._finish(self._finished(student, result, reading))
                    self._outcome.graded.append(student)
                except OF_ONE_STUDENT as error:  # the class goes on
                    self._outcome.refuse(student, error, self._tell)
                progress.step()
        progress.end()

    def _results(self, pool, students, reading):
        """(student, what came of it), those last whose code sleeps."""
        read, sleepers = reading.handed_in if pool.sees_files else reading.submission, []
        for item, result in pool.run(grade_handed_in, self._items(students, read, hurried=True)):
            if isinstance(result, Finished) and result.graded.slept:
                sleepers.append(item[0].student)
            else:
                yield item[0].student, result
        for item, result in pool.run(grade_handed_in, self._items(sleepers, read, hurried=False)):
            yield item[0].student, result

    def _items(self, students, read, hurried) -> Iterator[tuple]:
        for student in students:
            handed = read(student, self._folders[student])
            yield handed, self._assignment, self._rules, self._site, hurried

    def _finished(self, student, result, reading) -> Finished:
        if isinstance(result, Finished):
            self._say_layers(result.graded.replay.get("layers", []))
            return result
        if isinstance(result, SandboxUnavailable):
            raise CourseError(str(result))
        problem = _not_graded(result)
        self._tell(f"{clean(student, 100)}: {problem}")
        empty = Submission(student, None, problem=problem)
        finished = grade_handed_in(empty, self._assignment, self._rules, self._site)
        digest = reading.digest(student, self._folders[student])
        return replace(finished, digest=digest, graded=replace(finished.graded, final=False))

    def _say_layers(self, layers):
        missing = [layer for layer in LAYERS if layer not in layers]
        if layers and missing and not self._layers:
            self._tell(
                _("The sandbox works without {missing} on this machine; in force: {layers}.").format(
                    missing=", ".join(missing), layers=", ".join(layers)
                )
            )
            self._layers = tuple(layers)

    def _finish(self, finished: Finished) -> None:
        """Write everything that comes of a submission; the ledger last, for it says that all the rest is there."""
        submission, graded = finished.submission, finished.graded
        assignment, student = self._assignment, submission.student
        notebook, page = _written(self._course, student, assignment)
        timestamp, notes = _timestamp(submission)
        handed_back = self._for_the_exchange(submission)
        files = {**submission.files, **handed_back, notebook.name: graded.notebook.encode()}
        self._write_autograded(notebook.parent, files)
        old = self._ledger.read(student)
        same = bool(old) and old.files == finished.digest
        standing = self._book.save(student, timestamp, graded.standing, assignment, same)
        html = graded.feedback
        if standing != graded.standing:  # graded by hand before, or late
            nb = nbformat.v4.reads(graded.notebook)  # our own: there is nothing to validate
            html = feedback(nb, student, assignment.name, assignment.notebook, standing, self._site)
        for name, content in handed_back.items():
            write_whole(page.with_name(name), content)
        write_whole(page, html.encode("utf-8", "replace"))
        self._ledger.write(self._entry(finished, notes, old, standing))

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

    def _entry(self, finished, notes, old, standing):
        graded, files = finished.graded, finished.digest
        release = self._assignment.called(graded.release)
        revision = release.revision
        before, same = {}, bool(old) and (old.files, old.revision) == (files, revision)
        if old and old.files == files:
            before = old.before if old.revision == revision else {"revision": old.revision, "points": old.points}
        return Entry(
            student=graded.student,
            digest=graded.digest,
            files=files,
            revision=revision,
            revisions=release.revisions,
            verdicts=graded.verdicts,
            notes=(*graded.notes, *notes),
            problem=graded.problem,
            final=graded.final,
            tries=old.tries + 1 if same else 1,
            before=before,
            replay=graded.replay,
            doubts=graded.doubts,
            shown=shown(standing),
            release=graded.release,
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
