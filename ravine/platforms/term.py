"""`ravine doctor --term`: is everything ready for a class? Each check in a sentence, and the way out where it fails.

It reads, and changes nothing.
"""

import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nbgrader.exchange.default import Exchange
from packaging.requirements import Requirement
from sqlalchemy.engine import make_url

from ravine.course import settings
from ravine.course.course import Course
from ravine.errors import UserError
from ravine.grading.backup import SECRET, folder, sqlite_file
from ravine.grading.gradebook import Book
from ravine.grading.roster import Roster, roster_path
from ravine.language import _

ROOM = 5 * 2**30  # bytes: 150 students with some pictures in ten assignments, each kept three times


@dataclass(frozen=True)
class Check:
    """What was looked at, what was found, and what to do about it; "" where nothing is to be done."""

    name: str
    found: str
    do: str = ""

    @property
    def line(self) -> str:
        state = _("LOOK") if self.do else _("ok")
        return f"{state:5} {self.name}: {self.found}" + (f"\n      → {self.do}" if self.do else "")


def examine(course: Course) -> Iterator[Check]:
    """Everything that a class needs before its first assignment is handed out."""
    for check in (_address, _secret, _rights, _gradebook, _dates, _roster, _exchange, _sandbox, _disk, _versions):
        try:
            yield check(course)
        except UserError as error:  # a file of the owner's that cannot be read: the others are looked at all the same
            yield Check(check.__name__.strip("_"), str(error), _("put that right, then ask again"))


def _address(course):
    found = settings.read(course.root)
    do = _("write the address of your site into {file}, then `ravine release --all` and `ravine build`")
    return Check(_("address"), found.address, "" if found.is_own else do.format(file=settings.FILE))


def _secret(course):
    path = course.class_folder / SECRET
    if not path.exists():
        return Check(_("secret"), _("made by the first `ravine grade`; `ravine backup` copies it"))
    if path.stat().st_mode & 0o007:  # a group of several people who grade may
        words = _("other accounts can read {path}, from which all hidden inputs follow")
        return Check(_("secret"), words.format(path=_short(course, path)), f"chmod 600 {_short(course, path)}")
    if not any(_holds(copy, path.read_bytes()) for copy in folder(course).glob("*.zip")):
        do = _("`ravine backup`, and keep a copy of the file on another machine")
        return Check(_("secret"), _("no backup holds it: without it no grade can be judged again"), do)
    return Check(_("secret"), _("kept from others, and in a backup"))


def _holds(copy, secret):
    try:
        with zipfile.ZipFile(copy) as archive:
            return archive.read(SECRET) == secret
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def _short(course, path):
    return path.relative_to(course.root)


def _rights(course):
    place = _short(course, course.class_folder)
    if course.class_folder.exists() and course.class_folder.stat().st_mode & 0o007:
        words = _("other accounts of this machine can look into {place}/, where submissions and marks lie")
        return Check(_("rights"), words.format(place=place), f"chmod o-rwx {place}")
    return Check(_("rights"), _("{place}/ is closed to other accounts").format(place=place))


def _gradebook(course):
    path = sqlite_file(course)
    if path and not path.exists():
        return Check(_("gradebook"), _("none yet"), _("`ravine release --all` makes it"))
    with Book(course) as book:
        number = len(book.students())
    where = make_url(course.directory.db_url).render_as_string(hide_password=True)
    return Check(_("gradebook"), _("{where}, {n} students").format(where=where, n=number))


def _dates(course):
    path = sqlite_file(course)
    if path and not path.exists():
        return Check(_("dates"), _("no gradebook, no dates"), _("`ravine release --all`, then set them"))
    with Book(course) as book:
        due = book.due_dates()
    without = [name for name in course.released() if not due.get(name)]
    now = datetime.now(UTC).replace(tzinfo=None)  # as nbgrader keeps them
    over = [name for name, date in due.items() if date and date < now and not course.submitted(name)]
    return Check(_("dates"), *_about_dates(without, over, len(course.released()), _penalty(course)))


def _about_dates(without, over, number, penalty):
    do = _('nbgrader db assignment add {name} --duedate="2027-10-02 23:59 UTC"')
    if over:
        words = _("due already, and nobody has handed in (last year's dates?): {names}")
        return words.format(names=", ".join(over)), do.format(name=over[0])
    if without:
        words = _("no due date, so that nobody is late: {names}")
        return words.format(names=", ".join(without)), do.format(name=without[0])
    return _("{n} set; whoever is late loses {penalty}").format(n=number, penalty=penalty), ""


def _penalty(course):
    method = course.config.get("LateSubmissionPlugin", {}).get("penalty_method", "none")
    return {"none": _("nothing"), "zero": _("all points")}.get(method, method)


def _roster(course):
    people = Roster.read(roster_path(course)).people.values()
    place = _short(course, roster_path(course))
    if not people:
        do = _("write {place}, or let the first `ravine collect FILE.zip --roster TABLE.csv` fill it")
        return Check(_("roster"), _("nobody in it yet"), do.format(place=place))
    for key in ("email", "id_number", "canvas_id"):
        for value, n in Counter(getattr(p, key) for p in people if getattr(p, key)).items():
            if n > 1:
                words = _("{n} students have the {key} {value}")
                return Check(_("roster"), words.format(n=n, key=key, value=value), _("correct {p}").format(p=place))
    return Check(_("roster"), _("{n} students").format(n=len(people)))


def _exchange(course):
    root = Path(Exchange(coursedir=course.directory, config=course.config).root)
    if not root.is_dir():
        words = _("no folder {root}; only a JupyterHub needs one")
        return Check(_("exchange"), words.format(root=root))
    if root.stat().st_mode & 0o777 != 0o777:
        words = _("students cannot hand in through {root}, which not every account can write to")
        return Check(_("exchange"), words.format(root=root), f"chmod 777 {root}")
    return Check(_("exchange"), _("{root} is open to all").format(root=root))


_TRY = """
import sys, tempfile
from pathlib import Path
from ravine.grading.worker.sandbox.confinement import Confinement
from ravine.grading.worker.sandbox import SandboxPolicy, SandboxUnavailable
with tempfile.TemporaryDirectory() as folder:
    try:
        print(", ".join(Confinement(SandboxPolicy(), Path(folder)).available))
    except SandboxUnavailable as error:
        sys.exit(str(error))
"""


def _sandbox(course):
    """Asked in a process of its own, for it goes where no process comes back from."""
    done = subprocess.run([sys.executable, "-c", _TRY], capture_output=True, text=True, timeout=60)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [""])[-1]
        return Check(_("sandbox"), reason, _("grade on a Linux machine, in a virtual machine or in a container"))
    return Check(_("sandbox"), done.stdout.strip())


def _disk(course):
    free = shutil.disk_usage(course.root).free
    words = _("{free:.0f} GiB free").format(free=free / 2**30)
    return Check(_("disk"), words, "" if free > ROOM else _("make room, or move the course to another disk"))


def _versions(course):
    path = course.root / "requirements.txt"
    pins = [Requirement(line) for line in _lines(path) if "==" in line]
    other = [pin for pin in pins if (not pin.marker or pin.marker.evaluate()) and not _is_installed(pin)]
    if other:
        words = _("not as {file} has them: {names}")
        return Check(
            _("versions"), words.format(file=path.name, names=", ".join(p.name for p in other[:5])), "make setup"
        )
    python = ".".join(map(str, sys.version_info[:3]))
    return Check(_("versions"), _("Python {python}, and {n} packages as pinned").format(python=python, n=len(pins)))


def _lines(path):
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _is_installed(pin):
    try:
        return pin.specifier.contains(version(pin.name), prereleases=True)
    except PackageNotFoundError:
        return False
