"""Take in what a platform gave: whose each submission is, which attempt is the newest, and what is odd about it.

Everything is read and told before anything is written. What a submission replaces is kept in class/history.
"""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from ravine.course.course import Course
from ravine.errors import UserError
from ravine.files import write_whole
from ravine.grading.roster import Person, Roster, folded, people_of, roster_path, safe_id
from ravine.grading.sheet import Sheet
from ravine.language import _
from ravine.platforms.archive import Archive, ArchiveError, Attempt, attempts, kind_of, renamed

LONGEST_NAME = 200  # bytes of a part of a path
NAMES = {
    "moodle": _("a download of Moodle's"),
    "canvas": _("a download of Canvas's"),
    "exchange": _("nbgrader's exchange"),
    "plain": _("a folder for each student"),
}
_PARTICIPANT = ("participant", "участник")  # what an anonymous download calls everybody
NEW, SAME, NEWER, OLDER = "new", "same", "newer", "older"


@dataclass
class Arrival:
    """One student's attempt, and what becomes of it."""

    student: str
    attempt: Attempt
    files: dict[str, str]  # entry in the archive by the name in the class
    digest: str
    becomes: str = NEW
    remarks: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """What a collection will do. strangers: who is in no roster, or cannot be told from another, with the reason."""

    assignment: str
    kind: str
    roster: Roster
    arrivals: list[Arrival] = field(default_factory=list)
    strangers: list[tuple[str, str]] = field(default_factory=list)
    strange_files: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def needs_an_eye(self) -> bool:
        return bool(self.strangers or self.strange_files or any(a.remarks for a in self.arrivals))

    @property
    def replaces(self) -> list[Arrival]:
        return [a for a in self.arrivals if a.becomes == NEWER]


class NotCollected(UserError):
    """Nothing was collected; the message says why."""


def handed_in(course: Course, assignment: str) -> dict[str, dict]:
    """What is known of each collected submission: the platform, its own name of the student, the entries."""
    path = course.class_folder / "handed_in" / f"{assignment}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def plan(course: Course, path: Path, name: str = "", rosters: Sequence[Path] = (), add: bool = False) -> Plan:
    """Read everything and say what is to be done. name: the assignment; "" reads it from the notebooks.

    rosters: tables that name the students. add: take in also who is in no roster, as new students.
    Raises ArchiveError, SheetError, NotCollected.
    """
    archive, cells = _archive(path), _cells_by_assignment(course)
    kind = kind_of(archive.names)
    name = _known(name, cells) if name else _guessed(archive, kind, cells, path)
    roster = Roster.read(roster_path(course))
    may_add = add or not roster.people and not rosters
    _complete(roster, rosters, name)
    made = Plan(name, kind, roster)
    _assign(made, archive, may_add, cells)
    _settle(course, made, path)
    present = {a.student for a in made.arrivals if a.files} | set(course.submitted(name))
    made.missing = [s for s in roster.people if s not in present]
    return made


def _complete(roster, tables, assignment):
    for table in tables:
        for person in people_of(Sheet.read(table), assignment):
            roster.add(person)


def _archive(path):
    archive = Archive(path)
    if not archive.names:
        raise ArchiveError(_("There is no file in {path}.").format(path=path))
    return archive


def _assign(made, archive, may_add, cells):
    """Whose each attempt in the archive is, or why that cannot be told."""
    found, made.strange_files = attempts(archive, made.kind, made.assignment, set(made.roster.people))
    names = Counter(folded(a.name) for a in found)
    for attempt in sorted(found, key=lambda a: (a.order, a.prefix, a.name)):
        person = _person(attempt, made.kind, made.assignment, made.roster, may_add, names)
        if isinstance(person, str):
            made.strangers.append((attempt.prefix or attempt.name, person))
        else:
            student = made.roster.add(person).student
            made.arrivals.append(_arrival(archive, student, attempt, made.assignment, cells))


def _known(name, cells):
    if name not in cells:
        words = _("There is no released assignment called {name}. Released: {known}.")
        raise NotCollected(words.format(name=repr(name), known=", ".join(cells) or _("none yet")))
    return name


def _cells_by_assignment(course) -> dict[str, set[str]]:
    """The names of the graded cells of every released assignment."""
    folder = course.root / course.directory.release_directory
    return {a: _cells((folder / a / f"{a}.ipynb").read_bytes()) for a in course.released() if
            (folder / a / f"{a}.ipynb").exists()}  # fmt: skip


def _cells(content: bytes) -> set[str]:
    """The names of the graded cells of a notebook; none where it cannot be read."""
    try:
        metadata = [c["metadata"].get("nbgrader", {}) for c in json.loads(content)["cells"]]
        return {m["grade_id"] for m in metadata if m.get("grade") and isinstance(m.get("grade_id"), str)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return set()


def _guessed(archive, kind, cells, path):
    """The assignment that most of the notebooks are of."""
    votes: Counter = Counter()
    for entry in [n for n in archive.names if n.lower().endswith(".ipynb")][:50]:
        votes[_assignment_of(_cells(archive.read(entry)), cells)] += 1
    votes.pop("", None)
    ranked = votes.most_common(2)
    if not ranked or len(ranked) == 2 and ranked[0][1] == ranked[1][1]:
        words = _("{path} does not say which assignment it is of. Name it, as in: ravine collect {file} momentum")
        raise NotCollected(words.format(path=path, file=path.name))
    return ranked[0][0]


def _assignment_of(found, cells):
    shared = {name: len(found & known) for name, known in cells.items()}
    best = max(shared, key=shared.get, default="")
    return best if shared.get(best) else ""


def _person(attempt, kind, assignment, roster, may_add, names) -> Person | str:
    """Whose attempt it is, or why that cannot be told."""
    if kind == "canvas":
        return _of_canvas(attempt, roster, may_add)
    if kind == "moodle":
        return _of_moodle(attempt, assignment, roster, may_add, names)
    return roster.people.get(attempt.name) or _by_name(attempt, {}, assignment, roster, may_add)


def _of_canvas(attempt, roster, may_add):
    if person := roster.with_canvas_id(attempt.number):
        return person
    made = Person(safe_id(attempt.number), attempt.name, canvas_id=attempt.number)
    return made if may_add else _("Canvas's user {number} is not in the roster").format(number=attempt.number)


def _of_moodle(attempt, assignment, roster, may_add, names):
    moodle = {assignment: attempt.number} if attempt.number else {}
    if moodle and (person := roster.with_number(assignment, attempt.number)):
        return person
    if moodle and folded(attempt.name) in _PARTICIPANT:
        return _anonymous(attempt.number, moodle, may_add)
    if names[folded(attempt.name)] > 1:
        return _("several of this name handed in: give Moodle's grading worksheet of this assignment with --roster")
    return _by_name(attempt, moodle, assignment, roster, may_add, name=attempt.name)


def _anonymous(number, moodle, may_add):
    if may_add:
        return Person(_("participant {number}").format(number=number), moodle=moodle)
    words = _("participant {number} is in no roster: give Moodle's grading worksheet of this assignment with --roster")
    return words.format(number=number)


def _by_name(attempt, moodle, assignment, roster, may_add, name=""):
    """The only student of the roster who is called so, or a new one with this name of their own."""
    people = roster.named(attempt.name)
    if len(people) > 1:
        return _("several students of the roster are called so")
    if people and moodle and people[0].moodle.get(assignment, attempt.number) != attempt.number:
        return _("the roster has another number for the student of this name")
    if people:
        return replace(people[0], moodle={**people[0].moodle, **moodle})
    if may_add and safe_id(attempt.name):
        return Person(safe_id(attempt.name), name, moodle=moodle)
    return _("is not in the roster")


def _arrival(archive, student, attempt, assignment, cells) -> Arrival:
    new_names = renamed(list(attempt.files), f"{assignment}.ipynb")
    files = {new_names.get(file, file): entry for file, entry in attempt.files.items()}
    long = [f for f in files if any(len(part.encode()) > LONGEST_NAME for part in PurePosixPath(f).parts)]
    remarks = [_("left out, because its name is too long: {name}").format(name=f[:60]) for f in long[:1]]
    files = {f: entry for f, entry in files.items() if f not in long}
    for file in filter(_is_notebook, sorted(files)):
        remarks += _remarks(file, archive.read(files[file]), assignment, cells)
    remarks += _of_the_whole(attempt, sorted(files))
    digest = _digest((file, archive.read(files[file])) for file in sorted(files))
    return Arrival(student, attempt, files, digest, remarks=remarks)


def _of_the_whole(attempt, files):
    """What is odd about what was handed in together."""
    notebooks = [*filter(_is_notebook, files)]
    if not files:
        yield _("handed in no file") + (_(", but a text or link") if attempt.others else "")
    elif not notebooks:
        yield _("there is no notebook among: {names}").format(names=", ".join(files[:5]))
    elif len(notebooks) > 1:
        yield _("several notebooks: {names}").format(names=", ".join(notebooks[:5]))
    if attempt.late:
        yield _("late, says Canvas; the download does not say by how much")


def _is_notebook(file):
    return file.lower().endswith(".ipynb")


def _digest(contents):
    """Of the files of a submission: their names and contents, one by one, for they may be large."""
    h = hashlib.sha256()
    for file, content in contents:
        h.update(f"{file}\0{len(content)}\0".encode() + content)
    return h.hexdigest()


def _remarks(file, content, assignment, cells):
    if not content.strip():
        return [_("{file} is empty").format(file=file)]
    found = _cells(content)
    other = _assignment_of(found, cells)
    if other and not found & cells[assignment]:
        return [_("{file} is a notebook of {other}").format(file=file, other=other)]
    return []


def _settle(course, made, path):
    """Which attempts are new, and which older than what is there."""
    before, given_at = handed_in(course, made.assignment), _time_of(path)
    placed = {s: _digest_of(folder) for s, folder in course.submitted(made.assignment).items()}
    latest: dict[str, Arrival] = {}
    for arrival in made.arrivals:
        student, attempt = arrival.student, arrival.attempt
        attempt.order = attempt.order or given_at
        earlier, known = latest.get(student), before.get(student, {})
        if earlier and earlier.files and arrival.files:
            if attempt.order == earlier.attempt.order:
                arrival.remarks.append(_("handed in twice in this download; the other is kept in class/history"))
            arrival.becomes = NEWER
        elif student in placed:
            since = known["order"] if known.get("platform") == made.kind else ""
            arrival.becomes = _beside(placed[student], arrival, since)
        latest[student] = arrival


def _beside(there, arrival, since):
    """What an attempt is to the one in the class, whose digest is `there`, and which was made at `since`."""
    if there == arrival.digest:
        return SAME
    return OLDER if arrival.attempt.order < since else NEWER


def _time_of(path):
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="microseconds")


def _digest_of(folder):
    """As an arrival's; of a folder that somebody put there."""
    if folder.is_symlink() or not folder.is_dir():
        return ""
    return _digest((file, path.read_bytes()) for file, path in sorted(_files_in(folder)))


def _files_in(folder):
    paths = [p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()]
    return [(path.relative_to(folder).as_posix(), path) for path in paths]


def described(made: Plan, path: Path) -> list[str]:
    """The plan in lines, for whoever is to agree to it."""
    lines = _counted(made, path)
    lines += [f"  {a.student}: {remark}" for a in made.arrivals for remark in a.remarks]
    lines += [_("  replaces an earlier attempt of {student}").format(student=a.student) for a in made.replaces]
    lines += [_("  not collected: {name} ({reason})").format(name=n, reason=reason) for n, reason in made.strangers]
    if made.strange_files:
        names = ", ".join(made.strange_files[:5]) + (" …" if len(made.strange_files) > 5 else "")
        lines.append(_("  belongs to nobody: {names}").format(names=names))
    if made.missing:
        lines.append(_("  {n} have not handed in: {names}").format(n=len(made.missing), names=", ".join(made.missing)))
    if any(reason == _("is not in the roster") for _name, reason in made.strangers):
        lines.append(_("  To take them in as new students add --add, or write them into class/students.csv."))
    return lines


def _counted(made, path):
    counts = Counter(a.becomes for a in made.arrivals if a.files)
    first = _("{path}: {kind}, {n} submissions of {assignment}")
    second = _("  new {new}, newer than what is there {newer}, already there {same}, older and left out {older}")
    return [
        first.format(path=path, kind=NAMES[made.kind], n=counts.total(), assignment=made.assignment),
        second.format(**{state: counts[state] for state in (NEW, NEWER, SAME, OLDER)}),
    ]


def carry_out(course: Course, made: Plan, path: Path) -> int:
    """Write what a plan says; how many submissions were placed. What was there is moved to class/history."""
    archive, known = Archive(path), handed_in(course, made.assignment)
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S.%f")
    kept = [a for a in made.arrivals if a.files and a.becomes != OLDER]
    placed = [a for a in kept if a.becomes != SAME]
    with course.alone():
        made.roster.write(roster_path(course))
        for n, arrival in enumerate(placed):
            _place(course, made.assignment, archive, arrival, f"{moment}-{n}")
        known |= {a.student: _record(made, a, path) for a in kept}
        text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(course.class_folder / "handed_in" / f"{made.assignment}.json", text.encode())
    return len(placed)


def _record(made, arrival, path):
    """What `handed_in` is to know of a submission."""
    attempt = arrival.attempt
    return {
        "platform": made.kind, "prefix": attempt.prefix, "number": attempt.number, "order": attempt.order,
        "late": attempt.late, "entries": sorted(arrival.files.values()), "from": path.name,
        "notebook": next((e for f, e in arrival.files.items() if f.endswith(".ipynb")), ""),
    }  # fmt: skip


def _place(course, assignment, archive, arrival, moment):
    """Write the files beside their place, move away what is there, and put them in."""
    target = course.folder("submitted", arrival.student, assignment)
    part = target.with_name(f".{assignment}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for file, entry in arrival.files.items():
        write_whole(part / file, archive.read(entry))
    if arrival.attempt.time and "timestamp.txt" not in arrival.files:
        write_whole(part / "timestamp.txt", arrival.attempt.time.encode())
    there = course.submitted(assignment).get(arrival.student)
    if there and there != target.parent:  # not the student's own folder, which other assignments share
        kept = course.class_folder / "history" / assignment / arrival.student / moment
        kept.parent.mkdir(parents=True, exist_ok=True)
        there.rename(kept)
    part.rename(target)


def collect(
    course: Course,
    path: Path,
    name: str = "",
    rosters: Sequence[Path] = (),
    add: bool = False,
    dry_run: bool = False,
    agree: Callable[[], bool] = lambda: True,
    tell: Callable[[str], None] = print,
) -> bool:
    """Collect submissions from a zip or folder, and tell. False where somebody should look.

    agree: asked before an earlier attempt is replaced.
    """
    made = plan(course, path, name, rosters, add)
    for line in described(made, path):
        tell(line)
    if dry_run:
        tell(_("Nothing was written."))
    elif made.replaces and not agree():
        raise NotCollected(_("Nothing was collected."))
    else:
        tell(_("{n} collected into {folder}").format(n=carry_out(course, made, path), folder=_submitted(course)))
    return not made.needs_an_eye


def _submitted(course):
    return Path(course.directory.submitted_directory)
