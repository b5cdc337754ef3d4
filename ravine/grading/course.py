"""The course folder: its configuration, its submissions as they were handed in, and where results go."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_ignored
from traitlets import TraitError
from traitlets.config import Config, PyFileConfigLoader

from ravine.grading.limits import Limits
from ravine.grading.nbgrader_plugin import TrustedExecute, is_a_link
from ravine.grading.repair import LARGEST_FILE
from ravine.grading.submission import Rules, Submission
from ravine.language import _

CONFIG = "nbgrader_config.py"


class CourseError(Exception):
    """A mistake of the user's; the message says what was found, what was expected, and what to do."""


@dataclass(frozen=True)
class Course:
    """A course in the folder ``root``, configured as nbgrader would read it, plus ``overrides``."""

    root: Path
    overrides: Config

    @classmethod
    def find(cls, start: Path, overrides: Config | None = None) -> "Course":
        """The course that ``start`` lies in. Raises CourseError."""
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

    @cached_property
    def rules(self) -> Rules:
        try:
            return TrustedExecute(config=self.config).rules(self.root)
        except (TraitError, TypeError) as error:
            raise CourseError(str(error)) from None

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """Where nbgrader keeps a student's files of a step: "submitted", "autograded" or "feedback"."""
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, assignment))

    @property
    def class_folder(self) -> Path:
        return self.root / "class"

    def released(self) -> list[str]:
        """The assignments whose notebooks students have been given, by name."""
        found = (self.root / self.directory.release_directory).glob("*/*.ipynb")
        return sorted({path.parent.name for path in found})

    def submitted(self, assignment: str) -> dict[str, Path]:
        """The folders that hold a submission of the assignment, by student, in the order of their names.

        A folder whose name differs in upper and lower case only is found too, and a notebook that lies in the
        student's own folder.
        """
        top = self.folder("submitted", "x", assignment).parent.parent
        if not top.is_dir():
            words = _("There are no submissions: {folder} is missing. Expected: {folder}/<student>/{name}/{name}.ipynb")
            raise CourseError(words.format(folder=top, name=assignment))
        found = {s.name: _submission_folder(s, assignment) for s in sorted(top.iterdir()) if not s.name.startswith(".")}
        return {student: folder for student, folder in found.items() if folder}


def _submission_folder(student: Path, assignment: str) -> Path | None:
    if (student / assignment).exists() or (student / assignment).is_symlink():
        return student / assignment
    if student.is_symlink() or not student.is_dir():
        return None
    named = [p for p in student.iterdir() if p.name.casefold() == assignment.casefold()]
    if named:
        return named[0]
    return student if any(p.stem.casefold() == assignment.casefold() for p in student.iterdir()) else None


def read_submission(student: str, folder: Path, notebook: str, ignore: list[str], limits: Limits) -> Submission:
    """What lies in a student's folder. Links are not followed; whatever is wrong with the folder becomes a sentence."""
    expected = f"{notebook}.ipynb"
    try:
        if folder.is_symlink():
            return Submission(student, None, problem=is_a_link(folder.name))
        if not folder.is_dir():
            words = _("{name} is a file. Expected: a folder of this name, with {expected} in it.")
            return Submission(student, None, problem=words.format(name=folder.name, expected=expected))
        path, notes = _find_notebook(folder, expected)
        content = _content(path)
        files, left_out = _files_beside(folder, ignore, limits)
        notes += [_("Left out of the submission: {names}.").format(names=", ".join(left_out[:10]))] if left_out else []
        return Submission(student, content, files, tuple(notes))
    except CourseError as error:
        return Submission(student, None, problem=str(error))
    except OSError as error:
        words = _("The files could not be read: {reason}.")
        return Submission(student, None, problem=words.format(reason=error.strerror or type(error).__name__))


def _find_notebook(folder, expected):
    """The notebook and a note if it was not where it was expected. Raises CourseError."""
    if (folder / expected).is_symlink() or (folder / expected).exists():
        return folder / expected, []
    files = sorted(p for p in _walk(folder) if not p.is_dir())
    notebooks = [p for p in files if p.suffix.lower() == ".ipynb"]
    if len(notebooks) == 1:
        name = notebooks[0].relative_to(folder)
        return notebooks[0], [_("The notebook is {name}, not {expected}.").format(name=name, expected=expected)]
    names = ", ".join(str(p.relative_to(folder)) for p in files[:10]) or _("nothing")
    if notebooks:
        raise CourseError(
            _("There are several notebooks, none of them called {expected}: {names}.").format(
                expected=expected, names=names
            )
        )
    words = _("There is no notebook. Expected: {expected}. Found: {names}.")
    raise CourseError(words.format(expected=expected, names=names))


def _content(path):
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise CourseError(is_a_link(path.name))
    if not stat.S_ISREG(found.st_mode):
        raise CourseError(_("{name} is not a file.").format(name=path.name))
    if found.st_size > LARGEST_FILE:
        size = f"{found.st_size / 2**20:.0f}"
        raise CourseError(_("{name} has {size} MiB: too much to read.").format(name=path.name, size=size))
    return path.read_bytes()


def _files_beside(folder, ignore, limits):
    """The regular files beside the notebook by their relative names, and the names of what was left out."""
    files, left_out, size = {}, [], 0
    for path in sorted(_walk(folder)):
        name = path.relative_to(folder).as_posix()
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode) or path.suffix.lower() == ".ipynb" or is_ignored(str(path), ignore):
            continue
        size += path.lstat().st_size
        if not stat.S_ISREG(mode) or size > limits.copied_size or len(files) >= limits.copied_files:
            left_out.append(name)
            size -= path.lstat().st_size
        else:
            files[name] = path.read_bytes()
    return files, left_out


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in (".ipynb_checkpoints", "__pycache__", ".git")]
        yield from (Path(parent, name) for name in (*names, *folders))
