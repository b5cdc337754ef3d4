"""What lies in a student's folder, whatever it is: the notebook, the files beside it, and what is odd about them."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path

from ravine.files import shortened
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.folder import Folder, NotAFolder
from ravine.grading.submission.grade import Graded, Rules, Submission, grade_submission
from ravine.grading.worker.limits import Limits
from ravine.grading.worker.outputs import is_harmless
from ravine.language import _


class Unusable(Exception):
    """There is no notebook to read; the message says what there is."""


@dataclass(frozen=True)
class HandedIn:
    """Where a submission lies, to be read in the process that grades it. top: see `read_submission`."""

    student: str
    top: Path
    folder: Path
    notebook: str
    ignore: Sequence[str]
    limits: Limits

    def read(self) -> Submission:
        return read_submission(self.student, self.folder, self.notebook, self.ignore, self.limits, self.top)


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


def read_submission(
    student: str, folder: Path, notebook: str, ignore: Sequence[str], limits: Limits, top: Path | None = None
) -> Submission:
    """What lies in a student's folder. Links are not followed; whatever is wrong with the folder becomes a sentence.

    top: a folder above it that no student can change, in which no link is followed; without it the one it lies in.
    """
    expected = Path(f"{notebook}.ipynb")
    try:
        with Folder(top or folder.parent, folder) as opened:
            return _read(opened, student, expected, ignore, limits)
    except NotAFolder as error:
        words = _("{name} is a file. Expected: a folder of this name, with {expected} in it.")
        told = is_a_link(plain_name(error.name)) if error.is_link else words.format(name=error.name, expected=expected)
        return Submission(student, None, problem=told)
    except Unusable as error:
        return Submission(student, None, problem=str(error))
    except OSError as error:
        words = _("The files could not be read: {reason}.")
        return Submission(student, None, problem=words.format(reason=error.strerror or type(error).__name__))


def _read(folder, student, expected, ignore, limits):
    found = folder.everything()
    path, notes, others = _find_notebook(found, expected)
    content = _content(folder, path, found[path], limits)
    files, left_out = _files_beside(folder, found, ignore, limits)
    notes += [_("Left out of the submission: {names}.").format(names=", ".join(left_out[:10]))] if left_out else []
    beside = {plain_name(o): _hash(folder, o, found[o], limits) for o in others if not _is_ignored(o, ignore)}
    beside = {name: h for name, h in beside.items() if h != sha256(content).hexdigest()}
    if beside:
        words = _("{graded} was graded. Beside it lies another notebook: {names}.")
        notes.append(words.format(graded=plain_name(path.name), names=", ".join(beside)))
    return Submission(student, content, files, tuple(notes), other_notebooks=beside)


def _find_notebook(found, expected):
    """The notebook, a note if it was not where it was expected, and the other notebooks. Raises Unusable."""
    files = [path for path, what in found.items() if not stat.S_ISDIR(what.st_mode)]
    notebooks = [path for path in files if path.suffix.lower() == ".ipynb"]
    if expected in found:
        return expected, [], [path for path in notebooks if path != expected]
    if len(notebooks) == 1:
        name = plain_name(notebooks[0])
        return notebooks[0], [_("The notebook is {name}, not {expected}.").format(name=name, expected=expected)], []
    names = ", ".join(map(plain_name, files[:10])) or _("nothing")
    if notebooks:
        raise Unusable(
            _("There are several notebooks, none of them called {expected}: {names}.").format(
                expected=expected, names=names
            )
        )
    words = _("There is no notebook. Expected: {expected}. Found: {names}.")
    raise Unusable(words.format(expected=expected, names=names))


def _content(folder, path, found, limits):
    name = plain_name(path.name)
    if stat.S_ISLNK(found.st_mode):
        raise Unusable(is_a_link(name))
    if not stat.S_ISREG(found.st_mode):
        raise Unusable(_("{name} is not a file.").format(name=name))
    if found.st_size > limits.notebook_size:
        size = f"{found.st_size / 2**20:.0f}"
        raise Unusable(_("{name} has {size} MiB: too much to read.").format(name=name, size=size))
    content = folder.read(path, limits.notebook_size)
    if content is None:  # somebody changes the folder at this moment
        raise Unusable(_("{name} is not a file.").format(name=name))
    return content


def _hash(folder, path, found, limits):
    """Of what is in a file, or of what kind it is where nobody should read it."""
    readable = stat.S_ISREG(found.st_mode) and found.st_size <= limits.notebook_size
    content = _beside(folder, path, limits.notebook_size) if readable else None
    return sha256(repr((found.st_mode, found.st_size)).encode() if content is None else content).hexdigest()


def _files_beside(folder, everything, ignore, limits):
    """The regular files beside the notebook by their relative names, and the names of what was left out."""
    files, left_out, size = {}, [], 0
    for path, found in everything.items():
        if stat.S_ISDIR(found.st_mode) or path.suffix.lower() == ".ipynb" or _is_ignored(path, ignore):
            continue
        fits = len(files) < limits.copied_files and size + found.st_size <= limits.copied_size
        content = _beside(folder, path, limits.copied_size) if fits and stat.S_ISREG(found.st_mode) else None
        if content is None:
            left_out.append(plain_name(path))
        else:
            files[plain_name(path)] = content
            size += len(content)
    return files, left_out


def _beside(folder, path, most):
    """Of a file that costs nobody the notebook where it may not be read."""
    try:
        return folder.read(path, most)
    except OSError:
        return None


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
