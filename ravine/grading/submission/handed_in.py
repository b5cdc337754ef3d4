"""What lies in a student's folder, whatever it is: the notebook, the files beside it, and what is odd about them."""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

from ravine.files import shortened
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.grade import Graded, Rules, Submission, grade_submission
from ravine.grading.worker.limits import Limits
from ravine.grading.worker.outputs import is_harmless
from ravine.language import _

LONGEST_PATH = 4096  # bytes, the end included: Linux's PATH_MAX


class Unusable(Exception):
    """There is no notebook to read; the message says what there is."""


@dataclass(frozen=True)
class HandedIn:
    """Where a submission lies, to be read in the process that grades it."""

    student: str
    folder: Path
    notebook: str
    ignore: Sequence[str]
    limits: Limits

    def read(self) -> Submission:
        return read_submission(self.student, self.folder, self.notebook, self.ignore, self.limits)


@dataclass(frozen=True)
class Finished:
    """A graded submission. submission: without the notebook's content; digest: of all that was handed in."""

    submission: Submission
    digest: str
    graded: Graded


def grade_handed_in(
    handed: HandedIn | Submission, assignment: Assignment, rules: Rules, site: str, hurried: bool = False
) -> Finished:
    """Read a submission where that is still to be done, and grade it. Raises SandboxUnavailable.

    hurried: with little patience for what sleeps; where that was too little, `graded.slept` says so.
    """
    submission = handed.read() if isinstance(handed, HandedIn) else handed
    used = replace(rules, limits=rules.limits.hurried) if hurried else rules
    graded = grade_submission(submission, assignment, used, site)
    digest = submission.digest(assignment.called(graded.release), rules)
    return Finished(replace(submission, content=None), digest_of(submission), replace(graded, digest=digest))


def read_digest(handed: HandedIn) -> str:
    """A hash of what was handed in."""
    return digest_of(handed.read())


def digest_of(submission: Submission) -> str:
    """A hash of what was handed in."""
    said = [submission.notes, submission.problem, *sorted(submission.other_notebooks.items())]
    h = sha256(repr(said).encode("utf-8", "replace"))
    for name, content in [("", submission.content or b""), *sorted(submission.files.items())]:
        h.update(name.encode("utf-8", "replace") + b"\0" + sha256(content).digest())
    return h.hexdigest()[:32]


def read_submission(student: str, folder: Path, notebook: str, ignore: Sequence[str], limits: Limits) -> Submission:
    """What lies in a student's folder. Links are not followed; whatever is wrong with the folder becomes a sentence."""
    expected = f"{notebook}.ipynb"
    try:
        if folder.is_symlink():
            return Submission(student, None, problem=is_a_link(folder.name))
        if not folder.is_dir():
            words = _("{name} is a file. Expected: a folder of this name, with {expected} in it.")
            return Submission(student, None, problem=words.format(name=folder.name, expected=expected))
        path, notes, others = _find_notebook(folder, expected)
        content = _content(folder, path, limits)
        files, left_out = _files_beside(folder, ignore, limits)
        notes += [_("Left out of the submission: {names}.").format(names=", ".join(left_out[:10]))] if left_out else []
        beside = {
            plain_name(o.relative_to(folder)): _hash(folder, o, limits) for o in others if not _is_ignored(o, ignore)
        }
        beside = {name: h for name, h in beside.items() if h != sha256(content).hexdigest()}
        if beside:
            words = _("{graded} was graded. Beside it lies another notebook: {names}.")
            notes.append(words.format(graded=plain_name(path.name), names=", ".join(beside)))
        return Submission(student, content, files, tuple(notes), other_notebooks=beside)
    except Unusable as error:
        return Submission(student, None, problem=str(error))
    except OSError as error:
        words = _("The files could not be read: {reason}.")
        return Submission(student, None, problem=words.format(reason=error.strerror or type(error).__name__))


def _find_notebook(folder, expected):
    """The notebook, a note if it was not where it was expected, and the other notebooks. Raises Unusable."""
    files = sorted(p for p in _walk(folder) if not p.is_dir())
    notebooks = [p for p in files if p.suffix.lower() == ".ipynb"]
    if (folder / expected).is_symlink() or (folder / expected).exists():
        return folder / expected, [], [p for p in notebooks if p != folder / expected]
    if len(notebooks) == 1:
        name = plain_name(notebooks[0].relative_to(folder))
        return notebooks[0], [_("The notebook is {name}, not {expected}.").format(name=name, expected=expected)], []
    names = ", ".join(plain_name(p.relative_to(folder)) for p in files[:10]) or _("nothing")
    if notebooks:
        raise Unusable(
            _("There are several notebooks, none of them called {expected}: {names}.").format(
                expected=expected, names=names
            )
        )
    words = _("There is no notebook. Expected: {expected}. Found: {names}.")
    raise Unusable(words.format(expected=expected, names=names))


def _content(folder, path, limits):
    found, name = path.lstat(), plain_name(path.name)
    if stat.S_ISLNK(found.st_mode):
        raise Unusable(is_a_link(name))
    if not stat.S_ISREG(found.st_mode):
        raise Unusable(_("{name} is not a file.").format(name=name))
    if found.st_size > limits.notebook_size:
        size = f"{found.st_size / 2**20:.0f}"
        raise Unusable(_("{name} has {size} MiB: too much to read.").format(name=name, size=size))
    content = _bytes(folder, path, limits.notebook_size)
    if content is None:  # somebody changes the folder at this moment
        raise Unusable(_("{name} is not a file.").format(name=name))
    return content


def _bytes(folder, path, most):
    """What is in a regular file, at most so many bytes; None for anything else, even if it became that just now."""
    try:
        file = _opened(folder, path.relative_to(folder).parts)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            return None
        raise
    with open(file, "rb") as opened:
        return opened.read(most) if stat.S_ISREG(os.fstat(file).st_mode) else None


def _opened(folder, parts):
    """A descriptor of a file in the folder; whatever on the way to it becomes a link meanwhile is not followed."""
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    for depth, part in enumerate(parts, start=1):
        last = os.O_NONBLOCK if depth == len(parts) else os.O_DIRECTORY
        try:
            below = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | last, dir_fd=at)
        finally:
            os.close(at)
        at = below
    return at


def _hash(folder, path, limits):
    """Of what is in a file, or of what kind it is where nobody should read it."""
    found = path.lstat()
    readable = stat.S_ISREG(found.st_mode) and found.st_size <= limits.notebook_size
    content = _bytes(folder, path, limits.notebook_size) if readable else None
    return sha256(repr((found.st_mode, found.st_size)).encode() if content is None else content).hexdigest()


def _files_beside(folder, ignore, limits):
    """The regular files beside the notebook by their relative names, and the names of what was left out."""
    files, left_out, size = {}, [], 0
    for path in sorted(_walk(folder)):
        found = path.lstat()
        if stat.S_ISDIR(found.st_mode) or path.suffix.lower() == ".ipynb" or _is_ignored(path, ignore):
            continue
        fits = len(files) < limits.copied_files and size + found.st_size <= limits.copied_size
        content = _bytes(folder, path, limits.copied_size) if fits and stat.S_ISREG(found.st_mode) else None
        if content is None:
            left_out.append(plain_name(path.relative_to(folder)))
        else:
            files[plain_name(path.relative_to(folder))] = content
            size += len(content)
    return files, left_out


def _is_ignored(path, patterns):
    return any(fnmatch(path.name, pattern) for pattern in patterns)


def plain_name(path: Path | str) -> str:
    """A name as UTF-8 for every file system and terminal: other bytes and controls as \\xff, long ones with a hash."""
    return "/".join(shortened(_as_utf8(part)) for part in Path(path).parts)


def _as_utf8(name):
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(c if is_harmless(c) else _escaped(c) for c in text)


def _escaped(character):
    return character.encode("unicode_escape").decode()


def is_a_link(name: str) -> str:
    return _("{name} is a link to another file, not a file.").format(name=name)


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if f not in (".ipynb_checkpoints", "__pycache__", ".git")]
        found = (Path(parent, name) for name in (*names, *folders))
        yield from (path for path in found if len(os.fsencode(path)) < LONGEST_PATH)  # no other can be looked at
