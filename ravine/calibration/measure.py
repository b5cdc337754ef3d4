"""Try an exercise's right answers, misconceptions and mutants on many draws of its hidden inputs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import wraps
from itertools import chain
from typing import Any

import numpy as np

from ravine.calibration.mutants import mutants
from ravine.exercises.comparison import Tolerance
from ravine.exercises.exercise import Exercise
from ravine.exercises.judge import Judgement, Row, assess, judge, rows
from ravine.exercises.observe import Observation
from ravine.exercises.rows import hidden_rows
from ravine.processes import time_limit

SECONDS_PER_ROW = 0.5  # of CPU time; a mutant may never end, and is then as wrong as any
POWERS = (-30, 60)  # of two: the multiples of a tolerance between which `distance` looks


@dataclass
class Calibration:
    """What was found of one exercise. Counts are of draws; names are of answers and mean trouble."""

    draws: int = 0
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    false_rejects: Counter = field(default_factory=Counter)  # style → draws in which it lost marks
    false_accepts: Counter = field(default_factory=Counter)  # misconception → draws in which it got full marks
    misnamed: Counter = field(default_factory=Counter)  # (misconception, what it was taken for)
    same: Counter = field(default_factory=Counter)  # (misconception, another) that a draw does not tell apart
    credits: Counter = field(default_factory=Counter)  # (misconception, share of the points) → draws that gave it
    survivors: list[tuple[str, str]] = field(default_factory=list)  # (was, became) of mutants with full marks

    @property
    def lucky(self) -> dict[str, Counter]:
        """The misconceptions whose marks depend on the draw, with share of the points → draws that gave it."""
        found = defaultdict(Counter)
        for (name, credit), draws in self.credits.items():
            found[name][credit] = draws
        return {name: shares for name, shares in found.items() if len(shares) > 1}

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong with the checks, as far as was tried."""
        wrong = self.false_rejects, self.false_accepts, self.misnamed, self.same, self.lucky, self.survivors
        return not any(wrong)

    def __add__(self, other: "Calibration") -> "Calibration":
        """What was found by two trials of one exercise together."""
        return Calibration(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def drawn(exercise: Exercise, seeds: Iterable[int]) -> Iterator[list[Row]]:
    """The rows of each seed; the first ones, of the public examples, are the same for all."""
    examples = rows(exercise, exercise.examples)
    return (examples + hidden_rows(exercise, np.random.default_rng(seed)) for seed in seeds)


def try_answers(exercise: Exercise, right: dict[str, Any], seeds: Iterable[int]) -> Calibration:
    """Judge all right answers and all misconceptions on the draws of these seeds.

    A misconception is observed on all rows of the first draw, and of each later draw on those that may still change
    its marks or its name: most are settled by the examples, which every draw has.
    """
    found, examples = Calibration(), _Examples(exercise)
    for seed in seeds:
        new, first = hidden_rows(exercise, np.random.default_rng(seed)), not found.draws
        found.draws += 1
        for style, answer in right.items():
            found.false_rejects[style] += not judge(exercise, answer, [*examples.rows, *new] if first else new).right
        for name in examples.seen:
            _try_misconception(examples, name, new, new if first else examples.leave_open(name, new), found)
    for name in ("false_rejects", "false_accepts", "misnamed", "same"):
        setattr(found, name, +getattr(found, name))  # without the zeros
    return found


def _try_misconception(examples, name, new, asked, found):
    seen = examples.seen[name] + [row.wrong()[name] for row in asked]
    judgement = assess(examples.exercise, [*examples.rows, *asked], seen)
    found.credits[name, round(judgement.credit, 6)] += 1
    found.false_accepts[name] += judgement.credit == 1
    named = judgement.misconception and judgement.misconception.name
    found.misnamed[name, named] += named != name
    for other in examples.alike[name]:
        found.same[name, other] += name < other and _same(examples.exercise, [*examples.rows, *new], name, other)


def _same(exercise, drawn_rows, name, other):
    """Whether two misconceptions do the same in every row, and change the same arguments."""
    pairs = ((row.wrong()[name], row.wrong()[other]) for row in drawn_rows)
    return all(a.changed == b.changed and not exercise.agree(a, b, exercise) for a, b in pairs)


class _Examples:
    """The public examples, with what every misconception does there, and what that settles for all draws."""

    def __init__(self, exercise: Exercise):
        self.rows = rows(exercise, exercise.examples)
        self.seen = {m.name: [row.wrong()[m.name] for row in self.rows] for m in exercise.misconceptions}
        self.exercise = _remembering(exercise, [row.expected for row in self.rows], *self.seen.values())
        self.judged = {name: assess(self.exercise, self.rows, seen) for name, seen in self.seen.items()}
        self.alike = {name: [other for other in self.seen if self._agree(name, other)] for name in self.seen}

    def _agree(self, name, other):
        pairs = zip(self.seen[name], self.seen[other])
        return all(self.exercise.agree(a, b, self.exercise) is None for a, b in pairs)

    def leave_open(self, name: str, new: list[Row]) -> list[Row]:
        """The rows that may still change the marks of a misconception, or its name.

        One that the examples tell from all others keeps its name. A part that failed has failed; in its rows only an
        argument that is changed could cost more marks, where there are any left.
        """
        if self.exercise.credit or self.alike[name] != [name]:
            return new
        return still_open(self.judged[name], new)


def still_open(judged: Judgement, new: list[Row]) -> list[Row]:
    """The rows that may still change the marks of an answer that was judged on others."""
    passed = {part for part in judged.exercise.parts if judged.parts.get(part, True)}
    may_cost = bool(passed) and not judged.changed
    return [row for row in new if row.case.part in passed or (may_cost and _may_be_changed(*row.case.inputs.values()))]


def _may_be_changed(*values):
    """Whether there is an array or a list among them: in a tuple, too."""
    return any(isinstance(v, np.ndarray | list) or (isinstance(v, tuple) and _may_be_changed(*v)) for v in values)


def _remembering(exercise: Exercise, *observed: list[Observation]) -> Exercise:
    """The exercise, which compares no two of these observations twice."""
    kept, found = {id(o) for o in chain.from_iterable(observed)}, {}

    @wraps(exercise.agree)  # the diagnosis asks where it comes from
    def agree(one, other, of):
        pair = id(one), id(other)
        if not kept.issuperset(pair):
            return exercise.agree(one, other, of)
        if pair not in found:
            found[pair] = exercise.agree(one, other, of)
        return found[pair]

    return replace(exercise, agree=agree)


def try_mutants(exercise: Exercise, seeds: Iterable[int], equivalents: dict[tuple, str]) -> Calibration:
    """Judge every mutant of the reference on the draws of these seeds; it is killed when each costs it marks."""
    found = Calibration()
    drawn_rows = list(drawn(exercise, seeds))
    for mutant in mutants(exercise):
        found.mutants += 1
        if (exercise.name, mutant.was, mutant.became) in equivalents:
            found.equivalent += 1
        elif _is_killed(exercise, mutant.answer, drawn_rows):
            found.killed += 1
        else:
            found.survivors.append((mutant.was, mutant.became))
    return found


def _is_killed(exercise, answer, drawn_rows):
    """By one of the examples, which every draw has, or by a row of each draw."""
    examples, n = drawn_rows[0][: len(exercise.examples)], len(exercise.examples)
    return _loses_marks(exercise, answer, examples) or all(_loses_marks(exercise, answer, r[n:]) for r in drawn_rows)


def _loses_marks(exercise, answer, drawn_rows):
    """Whether some row by itself costs marks: most mutants fail an early one, and need not be observed on the rest."""
    try:
        for row in drawn_rows:
            with time_limit(SECONDS_PER_ROW):
                if not judge(exercise, answer, [row]).right:
                    return True
    except Exception:  # it broke the observation, as no right answer does
        return True
    return False


def distance(exercise: Exercise, drawn_rows: list[Row], observed: list[Observation]) -> float:
    """How many tolerances an answer is away from the reference: a power of two, 0 where nothing differs.

    Infinity where no tolerance helps: for a wrong shape for example, or where no numbers are compared.
    """
    return max((_factor(exercise, seen, row.expected) for row, seen in zip(drawn_rows, observed)), default=0.0)


def _factor(exercise, seen, expected):
    """By bisection over the powers of two."""

    def agree(power):
        tolerance = Tolerance(*(t * 2.0**power for t in (exercise.tolerance.relative, exercise.tolerance.absolute)))
        return exercise.agree(seen, expected, replace(exercise, tolerance=tolerance)) is None

    low, high = POWERS
    if agree(low):
        return 0.0
    if not agree(high):
        return np.inf
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if agree(middle) else (middle, high)
    return 2.0**high


def farthest_right(exercise: Exercise, right: dict[str, Any], seeds: Iterable[int]) -> float:
    """The largest distance of a right answer from the reference."""
    return max(
        distance(exercise, drawn_rows, judge(exercise, answer, drawn_rows).observed)
        for drawn_rows in drawn(exercise, seeds)
        for answer in right.values()
    )


def nearest_wrong(exercise: Exercise, seeds: Iterable[int]) -> float:
    """The smallest distance of a misconception with wrong numbers from the reference."""
    observed = (
        (drawn_rows, [row.wrong()[m.name] for row in drawn_rows])
        for drawn_rows in drawn(exercise, seeds)
        for m in exercise.misconceptions
    )
    wrong = (distance(exercise, *both) for both in observed if not _only_changes_arguments(exercise, *both))
    return min(wrong, default=np.inf)


def _only_changes_arguments(exercise, drawn_rows, observed):
    """Whether all numbers pass, so that what it does to the caller's arrays is all that is wrong."""
    return any(o.changed for o in observed) and not assess(exercise, drawn_rows, observed).failures
