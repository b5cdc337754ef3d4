"""The course folder: its configuration, its submissions as they were handed in, and where results go."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from ravine.errors import UserError
from ravine.language import _

CONFIG = "nbgrader_config.py"


class CourseError(UserError):
    """A mistake of the user's; the message says what was found, what was expected, and what to do."""


@dataclass(frozen=True)
class Course:
    """A course in the folder `root`, configured as nbgrader would read it, plus `overrides`."""

    root: Path
    overrides: Config

    @classmethod
    def find(cls, start: Path, overrides: Config | None = None) -> "Course":
        """The course that `start` lies in. Raises CourseError."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                return cls(folder, overrides or Config())
        raise CourseError(
            _("There is no course here: neither {folder} nor a folder above it holds a {file}.").format(
                folder=start, file=CONFIG
            )
        )

    @cached_property
    def config(self) -> Config:
        try:
            config = PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()
        except Exception as error:  # the file is Python: it may raise anything
            raise CourseError(_("{file} could not be read: {error}").format(file=CONFIG, error=error)) from None
        config.merge(self.overrides)
        return config

    @cached_property
    def directory(self) -> CourseDirectory:
        return CourseDirectory(config=self.config)

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Where nbgrader keeps a student's files of a step: "submitted", "autograded" or "feedback"."""
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, assignment))

    @property
    def submitted_folder(self) -> Path:
        """That in which each student has a folder."""
        return self.folder("submitted", "x", "x").parent.parent

    @property
    def class_folder(self) -> Path:
        return self.root / "class"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other graders out of this course meanwhile. Raises CourseError where one is at work."""
        import fcntl  # not on Windows, where there is no sandbox to grade in either

        try:
            self.class_folder.mkdir(exist_ok=True)
            lock = open(self.class_folder / "grading.lock", "w")
        except OSError as error:
            words = _("{folder} cannot be written to ({reason}): grading keeps its results there.")
            raise CourseError(words.format(folder=self.class_folder, reason=error.strerror)) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                words = _("Another `ravine grade` is at work in {folder}. Wait until it is done, or stop it.")
                raise CourseError(words.format(folder=self.root)) from None
            yield

    def released(self) -> list[str]:
        """The assignments whose notebooks students have been given, by name."""
        found = (self.root / self.directory.release_directory).glob("*/*.ipynb")
        return sorted({path.parent.name for path in found})

    def submitted_assignments(self) -> list[str]:
        """The released assignments that somebody has submitted. Raises CourseError where nobody has."""
        if names := [name for name in self.released() if self.submitted(name)]:
            return names
        words = _("There are no submissions in {folder}. Expected: {folder}/<student>/<assignment>/<assignment>.ipynb")
        raise CourseError(words.format(folder=self.root / self.directory.submitted_directory))

    def submitted(self, assignment: str) -> dict[str, Path]:
        """The folders that hold a submission of the assignment, by student, in the order of their names.

        A folder whose name differs in upper and lower case only is found too, and a notebook that lies in the
        student's own folder.
        """
        top = self.submitted_folder
        if not top.is_dir():
            return {}
        found = {s.name: _submission_folder(s, assignment) for s in sorted(top.iterdir()) if not s.name.startswith(".")}
        return {student: folder for student, folder in found.items() if folder}


def _submission_folder(student: Path, assignment: str) -> Path | None:
    if student.is_symlink():
        return student  # which is told there, and not followed: nobody hands in another's work so
    try:
        return _folder_in(student, assignment)
    except OSError:  # may not be looked into: the reason is told where it is read
        return student / assignment


def _folder_in(student, assignment):
    if (student / assignment).exists() or (student / assignment).is_symlink():
        return student / assignment
    if not student.is_dir():
        return None
    named = [p for p in student.iterdir() if p.name.casefold() == assignment.casefold()]
    if named:
        return named[0]
    return student if any(p.stem.casefold() == assignment.casefold() for p in student.iterdir()) else None
