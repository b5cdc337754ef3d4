"""The class report: how the marks are spread, what was hard, which misconceptions there are, and who needs an eye."""

import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import mean, median
from urllib.parse import quote

import jinja2

from ravine.exercises.sentences import SITE
from ravine.files import write_whole
from ravine.grading.histogram import histogram
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.feedback import TEMPLATES
from ravine.grading.submission.standing import Standing
from ravine.grading.submission.verdict import PARTLY, RIGHT, STATES, UNCHECKED, WRONG, Verdict, unanswered
from ravine.language import _

RARE = 3  # what fewer students have is folded away in the report


@dataclass(frozen=True)
class Row:
    """One student's submission, as the report and the table of the class show it."""

    student: str
    standing: Standing
    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...] = ()
    problem: str = ""
    doubts: tuple[str, ...] = ()  # why a person should look although everything has a mark

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


def costliest_ideas(rows: Sequence[Row], most: int = 3) -> list[Idea]:
    """The ideas that cost the class most points; misconceptions of one name are one idea, whatever the exercise."""
    found = defaultdict(list)
    for row in rows:
        for v in row.verdicts:
            if v.misconception:
                found[v.misconception["name"]].append((row.student, v))
    ideas = [_idea(name, group) for name, group in found.items()]
    return sorted(ideas, key=lambda i: (-i.points, -len(i.students), i.name))[:most]


def _idea(name, group):
    first = Counter(v.exercise for _student, v in group).most_common(1)[0][0]
    words = next(v.misconception for _student, v in group if v.exercise == first)
    examples = dict.fromkeys(v.example for _student, v in group if v.example)
    return Idea(
        name,
        words["sentence"],
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


def class_report(page: Path, assignment: Assignment, rows: Sequence[Row], feedback: Path, site: str = SITE) -> None:
    """Write the report of a class. feedback: the folder of a student's feedback, with "{student}" in it."""
    scores = [r.standing.score for r in rows if not r.unread]
    max_score = sum(c.points for c in assignment.cells)

    def link(student):
        path = Path(str(feedback).replace("{student}", student)) / f"{assignment.notebook}.html"
        return quote(Path(os.path.relpath(path, page.parent)).as_posix())

    template = environment().get_template("ravine_report.html.j2")
    html = template.render(
        _=_,
        STATES=STATES,
        states=(RIGHT, PARTLY, WRONG, UNCHECKED),
        assignment=assignment.name,
        rows=sorted(rows, key=lambda r: r.student),
        summary={"mean": mean(scores), "median": median(scores), "max": max_score} if scores else None,
        histogram=histogram(scores, max_score),
        successes=successes(assignment, rows),
        misconceptions=misconceptions(rows),
        ideas=costliest_ideas(rows),
        rare=RARE,
        unexplained=unexplained(rows),
        site=site.rstrip("/") + "/",
        link=link,
    )
    write_whole(page, html.encode("utf-8", "replace"))


def environment() -> jinja2.Environment:
    """Of the pages for instructors: everything is escaped."""
    loader = jinja2.FileSystemLoader([Path(__file__).parent / "templates", TEMPLATES / "ravine_feedback"])
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
