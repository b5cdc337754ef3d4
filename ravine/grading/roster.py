"""Who is in the class: class/students.csv, one line a student, and how a platform's own table names the same people.

Commands add lines and fill empty cells; they never take a line away or change what a person entered.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ravine.course.course import Course
from ravine.files import write_whole
from ravine.grading.sheet import Sheet, SheetError, as_csv, restored
from ravine.language import _

COLUMNS = ("student", "name", "email", "id_number", "canvas_id")
_KNOWN = {  # headings in any case; of Moodle in English and Russian, of Canvas, and of lists that people keep
    "student": ("student", "student_id", "student id", "login", "username", "user", "sis login id", "логин"),
    "name": ("name", "full name", "полное имя", "имя и фамилия", "фио"),
    "first_name": ("first name", "first_name", "имя", "firstname"),
    "last_name": ("last name", "last_name", "surname", "фамилия", "lastname"),
    "email": ("email", "e-mail", "email address", "адрес электронной почты", "почта"),
    "id_number": ("id number", "id_number", "sis user id", "индивидуальный номер", "matriculation number"),
    "canvas_id": ("canvas_id",),
    "moodle": ("identifier", "идентификатор"),
}


def roster_path(course: Course) -> Path:
    return course.class_folder / "students.csv"


@dataclass(frozen=True)
class Person:
    """A student as tables know one; `moodle`: the number in each assignment's submissions."""

    student: str
    name: str = ""
    email: str = ""
    id_number: str = ""
    canvas_id: str = ""
    moodle: dict[str, str] = field(default_factory=dict)

    def filled(self, other: "Person") -> "Person":
        """The same with what only the other one knows."""
        facts = {c: getattr(self, c) or getattr(other, c) for c in COLUMNS}
        return Person(**facts, moodle={**other.moodle, **self.moodle})


class Roster:
    """The students of a class, by their ids."""

    def __init__(self, people: Iterable[Person] = ()):
        self.people = {p.student: p for p in people}

    @classmethod
    def read(cls, path: Path) -> "Roster":
        """The roster of a class; an empty one where there is none yet. Raises SheetError."""
        return cls(people_of(Sheet.read(path), "")) if path.exists() else cls()

    def write(self, path: Path) -> None:
        """Keep the roster."""
        assignments = sorted({a for p in self.people.values() for a in p.moodle})
        header = [*COLUMNS, *(f"moodle_{a}" for a in assignments)]
        rows = [
            [*(getattr(p, c) for c in COLUMNS), *(p.moodle.get(a, "") for a in assignments)]
            for p in self.people.values()
        ]
        write_whole(path, as_csv(header, rows))

    def add(self, person: Person) -> Person:
        """Enter a person, or complete the one who is the same; the entry."""
        same = self.same_as(person) or person
        self.people[same.student] = same.filled(person)
        return self.people[same.student]

    def same_as(self, person: Person) -> Person | None:
        """The student who has the same id, number, address or, where nobody else has it, name."""
        for key in ("canvas_id", "id_number", "email", "student"):
            if (value := getattr(person, key)) and (found := self._only(key, value)):
                return found
        known = {p.student for p in self.people.values() if _differ(p, person)}
        found = self._only("name", person.name) if person.name else None
        return found if found and found.student not in known else None

    def _only(self, key, value) -> Person | None:
        found = [p for p in self.people.values() if folded(getattr(p, key)) == folded(value)]
        return found[0] if len(found) == 1 else None

    def with_number(self, assignment: str, number: str) -> Person | None:
        """Whose Moodle number of the assignment this is."""
        return next((p for p in self.people.values() if p.moodle.get(assignment) == number), None)

    def with_canvas_id(self, number: str) -> Person | None:
        return self._only("canvas_id", number)

    def named(self, name: str) -> list[Person]:
        """All whose name a download may have spelt so, or whose id or address it is."""
        wanted = simple(name)
        return [p for p in self.people.values() if wanted in (simple(p.name), simple(p.student), simple(p.email))]


def _differ(one, other):
    """Whether two of the same name are certainly two."""
    return any(getattr(one, k) and getattr(other, k) and getattr(one, k) != getattr(other, k) for k in COLUMNS[2:])


def folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip()


def simple(name: str) -> str:
    """A name without what platforms leave out of file names: signs, and the difference of `_` and blank."""
    return " ".join(re.sub(r"[&<>\"`|':\\/’]", "", folded(name).replace("_", " ")).split())


def people_of(sheet: Sheet, assignment: str) -> Iterator[Person]:
    """The people of a table, as `rows_of` reads it."""
    return (person for _row, person in rows_of(sheet, assignment))


def rows_of(sheet: Sheet, assignment: str) -> Iterator[tuple[int, Person]]:
    """The people of a table: this course's roster, Moodle's grading worksheet, Canvas's gradebook, or a plain list.

    Each with the number of the row.

    assignment: whose worksheet it is. Raises SheetError where the columns tell nobody, or one person stands twice.
    """
    columns, seen = _Columns(sheet), dict[str, int]()
    for n in range(1, len(sheet)):
        cells = [restored(c) for c in sheet.row(n)]
        if not any(cells) or columns.is_not_of_a_person(cells):
            continue
        person = columns.person(cells, assignment)
        if not person.student:
            words = _("{name}, row {n}: nothing says who this is; a student's id is needed.")
            raise SheetError(words.format(name=sheet.name, n=n + 1))
        if first := seen.get(person.student):
            words = _("{name}: {student} stands in rows {a} and {b}. Give each student an id of their own.")
            raise SheetError(words.format(name=sheet.name, student=person.student, a=first, b=n + 1))
        seen[person.student] = n + 1
        yield n, person


class _Columns:
    """What stands where in a table of people."""

    def __init__(self, sheet):
        """Raises SheetError where the header names nothing that tells people apart."""
        headings = [folded(h) for h in sheet.header]
        self.where = {key: headings.index(h) for key, known in _KNOWN.items() for h in known if h in headings}
        if not self.where.keys() & {"student", "name", "last_name", "email", "id_number", "moodle"}:
            words = _(
                "{name} does not say who is who: none of its columns is called student, name, email or ID number."
            )
            raise SheetError(words.format(name=sheet.name))
        self.canvas = headings[:2] == ["student", "id"]
        if self.canvas:
            self.where |= {"name": 0, "canvas_id": 1}
            self.where.pop("moodle", None)
        self.numbers = {h.removeprefix("moodle_"): i for i, h in enumerate(sheet.header) if h.startswith("moodle_")}

    def _facts(self, cells):
        return {key: cells[i].strip() for key, i in self.where.items() if i < len(cells)}

    def is_not_of_a_person(self, cells):
        """Whether Canvas wrote the row for itself: points possible, whether marks are hidden, its own test student."""
        facts = self._facts(cells)
        tests = folded(facts.get("name", "")) == "student, test" and not facts.get("id_number")
        return self.canvas and (tests or not facts.get("canvas_id", "").isdecimal())

    def person(self, cells, assignment) -> Person:
        """Whose row it is; one with the id "" where nothing tells."""
        facts = self._facts(cells)
        moodle = {a: cells[i] for a, i in self.numbers.items() if i < len(cells) and cells[i]}
        if digits := re.search(r"(\d+)\s*$", facts.get("moodle", "")):
            moodle[assignment] = digits[1]
        name = facts.get("name") or _full_name(facts)
        email, id_number, canvas_id = (facts.get(key, "") for key in COLUMNS[2:])
        return Person(_id(facts, name, moodle, self.canvas), name, email, id_number, canvas_id, moodle)


def _participant(moodle):
    return f"participant {next(iter(moodle.values()))}" if moodle else ""


def _full_name(facts):
    return " ".join(filter(None, (facts.get("first_name"), facts.get("last_name"))))


def _id(get, name, moodle, canvas):
    """What a student is called in this course: the id number, which every platform has, before anything else."""
    if canvas or moodle and not get.get("student"):
        found = get.get("id_number") or get.get("student") or get.get("email") or (canvas and get.get("canvas_id"))
        return safe_id(found or _participant(moodle))
    return safe_id(get.get("student") or get.get("id_number") or get.get("email") or name)


def safe_id(text: str) -> str:
    """An id that can be the name of a folder."""
    return re.sub(r"[/\\\0\r\n\t]", "-", unicodedata.normalize("NFC", text)).strip().lstrip(".")[:100]
