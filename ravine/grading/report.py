"""The class report: how the marks are spread, what was hard, which misconceptions there are, and who needs an eye."""

import base64
import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from statistics import mean, median
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from ravine.course.course import Course, CourseError
from ravine.exercises.sentences import SITE
from ravine.files import write_whole
from ravine.grading.histogram import histogram
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.feedback import TEMPLATES, code_style
from ravine.grading.submission.standing import Standing
from ravine.grading.submission.verdict import PARTLY, RIGHT, STATES, UNCHECKED, WRONG, Verdict, unanswered
from ravine.language import _

RARE = 3  # what fewer students have is folded away in the report
NOTHING: Mapping[str, tuple[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Row:
    """One student's submission, as the report and the table of the class show it."""

    student: str
    standing: Standing
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()
    problem: str = ""
    doubts: tuple[str, ...] = ()  # why a person should look although everything has a mark
    of_an_earlier_release: bool = False  # and graded against that one

    @cached_property
    def unchecked(self) -> list[Verdict]:
        """What could not be checked and no person has graded since."""
        marks = self.standing.marks
        return [v for v in self.verdicts if v.state == UNCHECKED and marks[v.grade_id].awaits_person]

    @property
    def needs_an_eye(self) -> bool:
        return bool(self.unchecked or self.open_doubts)

    @property
    def open_doubts(self) -> tuple[str, ...]:
        """The doubts that no person has settled by giving an exercise a mark of their own."""
        settled = any(m.by_person and not m.by_hand for m in self.standing.marks.values())
        return () if settled else self.doubts

    @property
    def unread(self) -> bool:
        """Whether nothing of it could be read, and no person has given it a mark."""
        return bool(self.problem and self.unchecked)

    @property
    def reasons(self) -> list[str]:
        """Why a person should look, in sentences."""
        if self.unread:
            return [self.problem]
        return [*(f"{v.exercise or v.grade_id}: {v.problem}" for v in self.unchecked), *self.open_doubts]

    @property
    def by_hand(self) -> list[str]:
        """The cells that wait for a person to grade them, as they were meant to."""
        return [name for name, m in self.standing.marks.items() if m.by_hand and m.awaits_person and not self.problem]

    @property
    def misconceptions(self) -> list[tuple[str, dict[str, str]]]:
        """(exercise, misconception) of each verdict that names one."""
        return [(v.exercise, v.misconception) for v in self.verdicts if v.misconception]

    @property
    def remarks(self) -> list[str]:
        """What is to be said of this submission, in a few words each."""
        said = [_("LOOK: {reason}").format(reason=reason) for reason in self.reasons]
        said += [f"{exercise}: {m['name'].replace('_', ' ')}" for exercise, m in self.misconceptions]
        unexplained = defaultdict(list)
        for v in self.verdicts:
            if v.state in (PARTLY, WRONG) and not v.misconception:
                unexplained[_("not answered") if v.problem == unanswered() else STATES[v.state]].append(v.exercise)
        said += [_("{names}: {state}").format(names=", ".join(n), state=state) for state, n in unexplained.items()]
        said += [_("{names} to grade by hand").format(names=", ".join(self.by_hand))] if self.by_hand else []
        said += [self.standing.lateness] if self.standing.lateness else []
        said += [_("of an earlier release")] if self.of_an_earlier_release else []
        return said


@dataclass(frozen=True)
class Success:
    """How the class did in one exercise: how many are in each state."""

    name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def share(self, state: str) -> float:
        """The percentage in a state."""
        return 100 * self.counts.get(state, 0) / max(self.total, 1)


@dataclass(frozen=True)
class Found:
    """A misconception, and the students who have it."""

    exercise: str
    name: str
    sentence: str
    see: str
    students: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.exercise}/{self.name}"

    @property
    def is_frequent(self) -> bool:
        return len(self.students) >= RARE


@dataclass(frozen=True)
class Unexplained:
    """Students whose wrong answers give the same numbers, which no known misconception gives."""

    exercise: str
    students: tuple[str, ...]
    verdict: Verdict


def successes(assignment: Assignment, rows: Sequence[Row]) -> list[Success]:
    """The states of every exercise, in the order of the assignment."""
    by_cell = defaultdict(list)
    for row in rows:
        for verdict in row.verdicts:
            by_cell[verdict.grade_id].append(verdict)
    found = [(test.subject, by_cell[name]) for name, test in assignment.tests.items()]
    return [Success(name, Counter(v.state for v in verdicts)) for name, verdicts in found]


def misconceptions(rows: Sequence[Row]) -> list[Found]:
    """Every misconception that occurred, the most frequent first."""
    students = defaultdict(list)
    words = {}
    for row in rows:
        for exercise, misconception in row.misconceptions:
            key = exercise, misconception["name"]
            students[key].append(row.student)
            words[key] = misconception
    found = [Found(k[0], k[1], words[k]["sentence"], words[k]["see"], tuple(s)) for k, s in students.items()]
    return sorted(found, key=lambda f: (-len(f.students), f.exercise, f.name))


@dataclass(frozen=True)
class Idea:
    """One idea behind wrong answers, in however many exercises: who has it, and the points that it cost the class."""

    name: str
    sentence: str
    see: str
    exercises: tuple[str, ...]
    students: frozenset[str]
    points: float
    examples: tuple[tuple[str, ...], ...]


def costliest_ideas(rows: Sequence[Row], common: Mapping[str, tuple[str, str]] = NOTHING, most: int = 3) -> list[Idea]:
    """The ideas that cost the class most points, whatever the exercise.

    common: name and sentence of the idea that several misconceptions share, by "exercise/misconception"; others are one
    idea where they have one name. What fewer than `RARE` students have comes last: it is no idea of the class.
    """
    found = defaultdict(list)
    for row in rows:
        for v in row.verdicts:
            if v.misconception:
                name = v.misconception["name"]
                found[common.get(f"{v.exercise}/{name}", (name, ""))].append((row.student, v))
    ideas = [_idea(name, sentence, group) for (name, sentence), group in found.items()]
    return sorted(ideas, key=lambda i: (len(i.students) < RARE, -i.points, -len(i.students), i.name))[:most]


def _idea(name, sentence, group):
    first = Counter(v.exercise for _student, v in group).most_common(1)[0][0]
    words = next(v.misconception for _student, v in group if v.exercise == first)
    examples = dict.fromkeys(v.example for _student, v in group if v.example)
    return Idea(
        name,
        sentence or words["sentence"],
        words["see"],
        tuple(dict.fromkeys(v.exercise for _student, v in group)),
        frozenset(student for student, _v in group),
        sum(v.max_points - v.points for _student, v in group),
        tuple(examples)[:2],
    )


def unexplained(rows: Sequence[Row]) -> list[Unexplained]:
    """Wrong answers that no misconception explains, grouped by equal numbers, the largest group first."""
    groups = defaultdict(list)
    for row in rows:
        for v in row.verdicts:
            if v.state in (PARTLY, WRONG) and not v.misconception and v.example:
                groups[v.exercise, v.fingerprint].append((row.student, v))
    found = [Unexplained(key[0], tuple(s for s, _v in group), group[0][1]) for key, group in groups.items()]
    return sorted(found, key=lambda u: (-len(u.students), u.exercise, u.students))


@dataclass(frozen=True)
class Numbers:
    """What is kept of a class, for comparison with the next: no names, and no work of anybody's.

    average: of the points, None where nothing could be read. right: percentage of right answers by exercise.
    misconceptions: how many students had each, by "exercise/misconception".
    """

    students: int
    average: float | None
    max: float
    right: Mapping[str, float]
    misconceptions: Mapping[str, int]

    @classmethod
    def of(cls, assignment: Assignment, rows: Sequence[Row]) -> "Numbers":
        facts = _facts(assignment, rows)
        summary = facts["summary"]
        right = {s.name: round(s.share(RIGHT), 1) for s in facts["successes"] if s.total}
        had = {found.key: len(found.students) for found in facts["misconceptions"]}
        average = round(summary["mean"], 2) if summary else None
        return cls(len(rows), average, sum(c.points for c in assignment.cells), right, had)

    @classmethod
    def read(cls, path: Path) -> "Numbers | None":
        """Those of a file that a report wrote; None where there is none. Raises CourseError."""
        if not path.exists():
            return None
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            words = _("{path} does not hold the numbers of a class, as `ravine report` writes them. Delete it.")
            raise CourseError(words.format(path=path)) from None

    def write(self, path: Path) -> None:
        write_whole(path, (json.dumps(asdict(self), indent=1) + "\n").encode())


def last_year(page: Path) -> Path:
    """Where the numbers of an earlier class lie, for the report on a page: class/last-year/<assignment>.json."""
    return page.parent.parent / "last-year" / f"{page.stem}.json"


@dataclass(frozen=True)
class Class:
    """What the report says of people beside their submissions. missing: who is in the class and has not handed in.

    names: of the students, by id. plot: the address of the plot that shows what a place of the site is about, or "".
    ideas: that misconceptions share, as `costliest_ideas` takes them.
    """

    missing: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    plot: Callable[[str], str] = lambda see: ""
    ideas: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def class_report(
    page: Path, assignment: Assignment, rows: Sequence[Row], feedback: Path, site: str = SITE, people: Class = Class()
) -> None:
    """Write the report of a class, and beside it its numbers and the slides for a lecture.

    feedback: the folder of a student's feedback, with "{student}" in it.
    """

    def link(student):
        path = Path(str(feedback).replace("{student}", student)) / f"{assignment.notebook}.html"
        return quote(Path(os.path.relpath(path, page.parent)).as_posix())

    slides = page.with_name(f"{page.stem}-slides.html")
    about = {
        "title": assignment.name,
        "ideas": costliest_ideas(rows, people.ideas),
        "all": len(rows),
        "plot": people.plot,
    }
    shared = about | {"site": site.rstrip("/") + "/", "slides": slides.name}
    before = Numbers.read(last_year(page))
    facts = _facts(assignment, rows) | {"link": link, "people": people, "before": before}
    write_page(page, "ravine_report.html.j2", **shared, **facts)
    Numbers.of(assignment, rows).write(page.with_suffix(".json"))
    if about["ideas"]:
        write_page(slides, "ravine_slides.html.j2", **shared)
    else:
        slides.unlink(missing_ok=True)


def report_path(course: Course, name: str) -> Path:
    """Where the report of an assignment lies; of "index", that of the whole course."""
    return course.class_folder / "report" / f"{name}.html"


@dataclass(frozen=True)
class Part:
    """One assignment in the report of a course."""

    name: str
    rows: Sequence[Row]
    max_score: float

    @property
    def standings(self) -> dict[str, Standing]:
        return {r.student: r.standing for r in self.rows if not r.unread}

    def count(self, of: str) -> int:
        """Of how many submissions something holds, as "needs_an_eye"."""
        return sum(bool(getattr(r, of)) for r in self.rows)

    @property
    def average(self) -> float | None:
        scores = [s.score for s in self.standings.values()]
        return mean(scores) if scores else None


def course_report(
    page: Path, made: Sequence[tuple[Assignment, Sequence[Row]]], site: str = SITE, people: Class = Class()
) -> None:
    """Write the page of a course over all its assignments: how each went, each student, and the costliest ideas."""
    parts = [Part(a.name, rows, sum(c.points for c in a.cells)) for a, rows in made]
    students = sorted({r.student for part in parts for r in part.rows})
    ideas = costliest_ideas([r for part in parts for r in part.rows], people.ideas)
    about = {"parts": parts, "students": students, "names": people.names, "ideas": ideas, "plot": people.plot}
    write_page(page, "ravine_course.html.j2", site=site.rstrip("/") + "/", **about)


def _facts(assignment, rows):
    """What the page of one assignment is made of."""
    scores = [r.standing.score for r in rows if not r.unread]
    max_score = sum(c.points for c in assignment.cells)
    return {
        "states": (RIGHT, PARTLY, WRONG, UNCHECKED),
        "assignment": assignment.name,
        "rows": sorted(rows, key=lambda r: r.student),
        "summary": {"mean": mean(scores), "median": median(scores), "max": max_score} if scores else None,
        "histogram": histogram(scores, max_score),
        "successes": successes(assignment, rows),
        "misconceptions": misconceptions(rows),
        "rare": RARE,
        "unexplained": unexplained(rows),
    }


def write_page(page: Path, template: str, **values: Any) -> None:
    """Write a page for instructors from its template."""
    shared = {"_": _, "STATES": STATES, "code_style": code_style, "script": _sorting()}
    html = environment().get_template(template).render(**shared, **values)
    write_whole(page, html.encode("utf-8", "replace"))


@cache
def _sorting() -> dict[str, str]:
    """The script that sorts tables, and the hash by which the policy of a page lets it and no other run."""
    text = (Path(__file__).parent / "templates" / "sort.js").read_text(encoding="utf-8")
    hashed = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {"text": Markup(text), "source": f"sha256-{hashed}"}


def environment() -> jinja2.Environment:
    """Of the pages for instructors: everything is escaped."""
    loader = jinja2.FileSystemLoader([Path(__file__).parent / "templates", TEMPLATES / "ravine_feedback"])
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
