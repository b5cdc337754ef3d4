"""Release an assignment: the students' notebook by nbgrader, and the table of their self-check.

solutions/notebooks/<assignment>/  ──nbgrader──▶  exercises/<assignment>/ and the gradebook
solutions/reference/<assignment>/  ─────────────▶  ravine/tables/<assignment>.json
"""

import copy
import hashlib
import importlib
import logging
import warnings
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
from traitlets.config import Config

import ravine
from ravine import revisions
from ravine.course import near, releases, settings
from ravine.course.address import write_settings
from ravine.course.course import Course
from ravine.errors import UserError
from ravine.exercises import table
from ravine.exercises.exercise import Exercise, exercises_in
from ravine.exercises.judge import Row, rows
from ravine.files import make_importable, write_whole
from ravine.language import _


class ReleaseError(UserError):
    """The assignment could not be released; the message says why and what to do."""


Change = Callable[[str, Path, Path, Callable[[str], None]], None]  # of assignment, root, source, what tells
Proof = Callable[[str, Path, Path, Config, ModuleType], None]  # of assignment, root, source, settings, reference


def release(
    assignment: str, root: Path | str = ".", say=print, prove: Proof | None = None, change: Change | None = None
) -> Path:
    """Release an assignment of the course in `root` and return the students' notebook.

    Nothing is done where nothing has changed since the last release into this gradebook.
    prove: raises ReleaseError before anything is written where the assignment is not fit to be given out.
    change: lets the gradebook follow where exercises were added or removed although there are submissions; without it
    that is refused. Raises ReleaseError, with a sentence for the instructor.
    """
    root = Path(root).resolve()
    config = Course.find(root).config
    source = _source_notebook(assignment, root)
    released = _released(assignment, root, config, source)
    stamp = _stamp(assignment, root)
    if _is_as_it_was(assignment, root, config, released):
        say(_("{assignment}: unchanged since its last release").format(assignment=assignment))
        return released
    reference = read_reference(assignment, root)
    shown = _shown(reference)  # first: a wrong answer's own random numbers depend on what was drawn before
    if prove:
        prove(assignment, root, source, config, reference)
    stamp.unlink(missing_ok=True)
    if change:
        change(assignment, root, source, say)
    _hand_out(_generate(assignment, root, config), released.parent)
    table.write(table_path(assignment, root), shown)
    _keep(assignment, root, source, released, reference)
    write_settings(root)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(_state(assignment, root, config, released))
    say(_("{assignment}: released as {path}").format(assignment=assignment, path=released.relative_to(root)))
    return released


def is_released(assignment: str, root: Path) -> bool:
    """Whether nothing has changed since an assignment's last release. Raises ReleaseError where it does not exist."""
    config = Course.find(root).config
    source = _source_notebook(assignment, root)
    return _is_as_it_was(assignment, root, config, _released(assignment, root, config, source))


def _is_as_it_was(assignment, root, config, released):
    stamp = _stamp(assignment, root)
    unchanged = stamp.exists() and stamp.read_text() == _state(assignment, root, config, released)
    return unchanged and _is_in_gradebook(assignment, config)


def _stamp(assignment, root):
    return root / "class" / "released" / assignment


def _released(assignment, root, config, source):
    return root / config.CourseDirectory.release_directory / assignment / source.name


def assignments(root: Path | str = ".") -> list[str]:
    """The names of the course's assignments: the folders of `solutions/notebooks` that hold their notebook."""
    found = (Path(root) / "solutions" / "notebooks").glob("*/*.ipynb")
    return sorted(path.stem for path in found if path.stem == path.parent.name)


def table_path(assignment: str, root: Path | str = ".") -> Path:
    """Where an assignment's self-check table lies."""
    return Path(root) / "ravine" / "tables" / f"{assignment}.json"


def public_rows(reference: ModuleType) -> list[tuple[Exercise, list[Row]]]:
    """The exercises of a reference module with the rows of their public examples."""
    return [(e, rows(e, e.examples)) for e in exercises_in(reference)]


def _shown(reference):
    """What the self-check's table holds; wrong answers overflow and divide by zero, which nobody need read."""
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        return [_with_near_answers(*e) for e in public_rows(reference)]


def _with_near_answers(exercise, public):
    """The exercise with the answers near its right one that the public rows tell apart, and these rows."""
    for row in public:
        dict(row.wrong())  # observed now, before others draw
    return replace(exercise, near=near.found(exercise, public)), public


def reference_files(assignment: str, root: Path | str = ".") -> list[Path]:
    """The files of an assignment's reference: a folder with a module for each exercise, or one module for all.

    Raises ReleaseError where there is neither.
    """
    folder = Path(root).resolve() / "solutions" / "reference" / assignment
    found = sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    found = found or [p for p in [folder.with_suffix(".py")] if p.exists()]
    if not found:
        words = _(
            "{assignment} has no reference code: there is neither {folder} nor {file}. "
            "ravine new exercise {assignment}/NAME begins one."
        )
        raise ReleaseError(words.format(assignment=assignment, folder=folder, file=folder.with_suffix(".py").name))
    return found


def read_reference(assignment: str, root: Path | str = ".") -> ModuleType:
    """The assignment's reference module or package. Raises ReleaseError where there is none."""
    reference_files(assignment, root)
    make_importable(root)
    return importlib.import_module(f"solutions.reference.{assignment}")


def _keep(assignment, root, source, released, reference):
    """Keep what was released, for those who hand it in after the next release."""
    names = [e.name for e in exercises_in(reference) if revisions.is_exercise(root, assignment, e.name)]
    answers = {f"{assignment}.{name}": revisions.exercise(root, assignment, name) for name in names}
    texts = (path.read_text(encoding="utf-8") for path in (released, source))
    releases.keep(releases.folder(root, assignment), releases.Kept(*texts, answers))


def _source_notebook(assignment, root):
    path = root / "solutions" / "notebooks" / assignment / f"{assignment}.ipynb"
    if not path.exists():
        known = ", ".join(assignments(root)) or _("none")
        raise ReleaseError(
            _("There is no assignment called {name}. Assignments in {folder}: {known}.").format(
                name=repr(assignment), folder=root / "solutions" / "notebooks", known=known
            )
        )
    return path


def _is_in_gradebook(assignment, config):
    from nbgrader.api import Gradebook, MissingEntry
    from nbgrader.coursedir import CourseDirectory
    from sqlalchemy.exc import SQLAlchemyError

    course = CourseDirectory(config=config)
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            return bool(gradebook.find_assignment(assignment).notebooks)
    except (MissingEntry, SQLAlchemyError):
        return False


def _hand_out(made, released):
    """Make the folder `released` hold what `made` holds; at no moment is it without its notebook."""
    files = {path.relative_to(made): path for path in made.rglob("*") if path.is_file()}
    for name, path in files.items():
        write_whole(released / name, path.read_bytes())
    for path in released.rglob("*"):
        if path.is_file() and path.relative_to(released) not in files and ".ipynb_checkpoints" not in path.parts:
            path.unlink()


def _generate(assignment, root, config) -> Path:
    """Let nbgrader make the students' folder and enter the assignment into the gradebook; the folder's path."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    config = copy.deepcopy(config)
    config.CourseDirectory.release_directory = "class/generated"
    config.GenerateAssignment.force = True
    config.CourseDirectory.assignment_id = assignment
    with _collected_log() as log:
        converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
        converter.log = logging.getLogger(__name__)
        try:
            converter.start()
        except (Exception, SystemExit) as error:
            reason = "\n".join(log) or str(getattr(error, "orig", error))
            if "Cannot add or remove cells" in f"{reason}{error}":
                raise ReleaseError(_IN_USE.format(assignment=assignment)) from error
            raise ReleaseError(
                _("nbgrader could not release {assignment}:\n{reason}").format(assignment=assignment, reason=reason)
            ) from error
    return root / "class" / "generated" / assignment


_IN_USE = _(
    "{assignment} was not released: exercises were added or removed, and there are submissions of it. "
    "`ravine release {assignment} --change-exercises` does it all the same: marks of a removed exercise go, all others "
    "stay, also those given by hand. A new exercise waits for a person in what was made from an earlier release. A "
    "copy of the gradebook is kept before."
)


@contextmanager
def _collected_log():
    """The errors that are logged, instead of a stream of progress lines."""
    messages, logger = [], logging.getLogger(__name__)
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: messages.append(record.getMessage())
    logger.addHandler(handler)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


def _state(assignment, root, config, released):
    """A hash of all that a release is made of, and of what it made."""
    package = Path(ravine.__file__).parent
    files = [
        *sorted((root / "solutions" / "notebooks" / assignment).rglob("*")),
        *sorted((root / "solutions" / "reference").rglob("*.py")),  # by their text: sentences go into the table
        *sorted((root / "solutions" / "slips").rglob("*.py")),
        root / "nbgrader_config.py",
        root / settings.FILE,
        *(path for wing in ("course", "exercises", "problems") for path in sorted((package / wing).rglob("*.py"))),
        *sorted(released.parent.rglob("*")),
        table_path(assignment, root),
    ]
    found = hashlib.sha256(str(config.CourseDirectory.db_url).encode())
    for path in files:
        if path.is_file() and ".ipynb_checkpoints" not in path.parts:
            found.update(str(path).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
