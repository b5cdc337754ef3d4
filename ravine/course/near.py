"""The answers near an exercise's right one: slips, and made from its reference with misused arguments, small changes.

`found` makes them all and keeps what tells itself apart on the public examples; release writes it into the self-check's
table. `of` reads it there for grading, where an answer near the right one can be made anew for the hidden rows.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from ravine.course import changes, slips
from ravine.course.sources import sources_of
from ravine.exercises import observe, table
from ravine.exercises.diagnosis.near import ARGUMENTS, SLIP, Near, Neighbourhood, signature
from ravine.exercises.exercise import Exercise, exercise_of
from ravine.exercises.kinds import class_answers
from ravine.exercises.rows import Row, observe_reference
from ravine.language import _
from ravine.processes import time_limit

SECONDS = 0.5  # of CPU time for one answer on one row
PAIRS = 250  # of changes that are tried together
MOST = 450  # near answers that are kept of an exercise
CONSTANTS = (0.0, 1.0, 0.5, 0.1, 0.01, 0.001, 0.9, 0.99, 0.999, 2.0)  # that stand in people's code for an argument


def found(exercise: Exercise, rows: list[Row]) -> Neighbourhood:
    """The answers near the right one that the public rows tell from it and from each other, the likeliest first."""
    makers = _Makers(exercise)
    known, taken = [], _taken(exercise, rows)
    for name, answer in makers.everything():
        if len(known) == MOST:
            break
        seen = _signatures(exercise, answer, rows)
        if seen is not None and seen not in taken:
            taken.add(seen)
            known.append(Near(name, seen))
    phrases = {part: makers.words[part] for near in known for part in near.parts}
    return Neighbourhood(known, phrases, makers.made)


def of(exercise: Exercise) -> Neighbourhood:
    """The near answers that were released with the exercise, which can be made here."""
    path = Path(inspect.getfile(exercise.answer))
    root = next((p for p in path.parents if (p / "solutions").is_dir()), None)
    assignment = exercise.answer.__module__.split(".")[2:3]
    released = root / "ravine" / "tables" / f"{assignment[0]}.json" if root and assignment else None
    if released is None or not released.exists():
        return Neighbourhood()
    near = table.near_of(released, exercise.name)
    near.made = lambda name: _makers(exercise.answer).made(name)
    return near


@cache
def _makers(answer):
    return _Makers(exercise_of(answer))


def _taken(exercise, rows):
    """What the right answer does, and what those do that have a name."""
    answers = [exercise.answer, *(m.answer for m in exercise.misconceptions)]
    return {_signatures(exercise, answer, rows) for answer in answers}


def _signatures(exercise, answer, rows):
    """What an answer does on the rows; None where it breaks or takes long."""
    seen = []
    try:
        with np.errstate(all="ignore"):
            for row in rows:
                with time_limit(SECONDS):
                    o = observe_reference(exercise, answer, row.case)
                if o.raised and not row.expected.raised:
                    return None
                seen.append(signature(exercise, row.expected, o))
    except Exception:  # it broke the observation
        return None
    return tuple(seen)


class _Makers:
    """Makes the answers near an exercise's right one, by name."""

    def __init__(self, exercise: Exercise):
        self.exercise, self.words = exercise, {}
        self._makers: dict[str, Callable[[], Any]] = {}
        self._changes: dict[str, changes.Change] = {}
        self.kinds = _kinds(exercise)
        self._slips()
        if exercise.observe is observe.call:
            self._exchanged_arguments()
            self._own_defaults()
        if exercise.observe is observe.call or exercise.observe.__module__ == class_answers.__name__:
            self._small_changes()
        if exercise.observe is observe.call:
            self._unused_arguments()

    def everything(self) -> Iterator[tuple[str, Any]]:
        """Every name with its answer, the likeliest first; those that are not even Python are left out."""
        together = PAIRS if self.exercise.observe is observe.call else 0  # a class takes long to observe
        pairs = changes.likely(list(self._changes.values()), together)
        numbers = {id(c): name for name, c in self._changes.items()}
        names = [*self._makers, *(f"{numbers[id(a)]}+{numbers[id(b)]}" for a, b in pairs)]
        for name in names:
            if (answer := self.made(name)) is not None:
                yield name, answer

    def made(self, name: str) -> Any:
        """The answer of a name; None where it cannot be made."""
        return self._makers[name]() if name in self._makers else self._of_two(name)

    def _of_two(self, name):
        parts = name.split("+")
        return self._changed([self._changes[p] for p in parts]) if all(p in self._changes for p in parts) else None

    def _slips(self):
        for each in slips.of(self.exercise):
            self._whole(SLIP + each.name, each.sentence, each.answer)

    def _exchanged_arguments(self):
        right = self.exercise.answer
        for one, other in combinations(self.kinds, 2):
            if self.kinds[one] == self.kinds[other]:
                words = _("with {x} and {y} exchanged").format(x=f"`{one}`", y=f"`{other}`")
                self._whole(f"{ARGUMENTS}{one}={other}", words, _exchanging(right, [*self.kinds], one, other))
        for name in _whole_numbers(self.exercise):
            for more, words in ((1, _("with {x} + 1 for {x}")), (-1, _("with {x} − 1 for {x}"))):
                answer = _shifting(right, [*self.kinds], name, more)
                self._whole(f"{ARGUMENTS}{name}{more:+d}", words.format(x=f"`{name}`"), answer)

    def _unused_arguments(self):
        right = self.exercise.answer
        for name, value in _replacements(self.exercise, self.kinds):
            words = _fixed(value, name, self.exercise)
            self._whole(f"{ARGUMENTS}{name}={value:g}", words, _fixing(right, [*self.kinds], name, value))

        for name in _shares(self.exercise, self.kinds):
            words = _("with 1 − {x} in place of {x}, throughout").format(x=f"`{name}`")
            self._whole(f"{ARGUMENTS}1-{name}", words, _complementing(right, [*self.kinds], name))

    def _own_defaults(self):
        """Answers that have another default than what is promised; told where an argument is left out."""
        right = self.exercise.answer
        for name, due, value in _defaults(right):
            words = _("with {value:g} as the default of {x}, where {due:g} is asked for")
            words = words.format(value=value, x=f"`{name}`", due=due)
            self._whole(f"{ARGUMENTS}{name} left out={value:g}", words, _defaulting(right, name, value))

    def _whole(self, name, words, answer):
        self.words[name], self._makers[name] = words, lambda: answer

    def _small_changes(self):
        self._source = changes.with_old_values("\n".join(sources_of(self.exercise).values()))
        shapes = {name: kind for name, kind in self.kinds.items() if kind != "function"}
        single = sorted(changes.changes(ast.parse(self._source), shapes), key=lambda c: c.unlikely)
        for i, change in enumerate(single):
            self.words[str(i)], self._changes[str(i)] = change.words, change
            self._makers[str(i)] = lambda change=change: self._changed([change])

    def _changed(self, some):
        namespace = dict(vars(sys.modules[self.exercise.answer.__module__]))
        try:
            exec(compile(changes.changed(self._source, some), "<near>", "exec"), namespace)
        except Exception:
            return None
        return namespace[self.exercise.answer.__name__]


def _fixed(value, name, exercise):
    """What an answer is like that has a value of its own for an argument."""
    words = _("with {value} for {name}, whatever is given")
    given = [case.inputs.get(name) for case in exercise.examples]
    if all(isinstance(each, int | float) for each in given) and len(set(given)) == 1:
        words = _("with {value} for {name}, which is {given:g} in every public example")
    return words.format(name=f"`{name}`", value=f"{value:g}", given=given[0])


def _kinds(exercise):
    """What each argument is, in the order of the call: a number, an array, a function, or something else."""
    first = exercise.examples[0].inputs if exercise.examples else {}
    return {name: _kind(value) for name, value in first.items()}


def _kind(value):
    if isinstance(value, np.ndarray):
        return f"array of {value.ndim}"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "function" if callable(value) else "number" if number else type(value).__name__


def _exchanging(right, names, one, other):
    places = names.index(one), names.index(other)

    def answer(*given):
        given = list(given)
        given[places[0]], given[places[1]] = given[places[1]], given[places[0]]
        return right(*given)

    return answer


def _fixing(right, names, name, value):
    place = names.index(name)

    def answer(*given):
        given = list(given)
        given[place] = np.full_like(given[place], value) if isinstance(given[place], np.ndarray) else value
        return right(*given)

    return answer


def _complementing(right, names, name):
    place = names.index(name)
    return lambda *given: right(*given[:place], *(1 - x for x in given[place : place + 1]), *given[place + 1 :])


def _defaulting(right, name, value):
    place = [*inspect.signature(right).parameters].index(name)
    return lambda *given: right(*given, **({name: value} if len(given) <= place else {}))


def _defaults(right):
    """Each argument's default, and values that people take for it."""
    for name, parameter in inspect.signature(right).parameters.items():
        due = parameter.default
        if isinstance(due, int | float) and not isinstance(due, bool):
            yield from (
                (name, due, v) for v in dict.fromkeys([*(due * ten for ten in (0.01, 0.1, 10, 100)), *CONSTANTS])
            )


def _shares(exercise, kinds):
    """Numbers that lie between 0 and 1 in every example."""
    given = {name: [case.inputs[name] for case in exercise.examples if name in case.inputs] for name in kinds}
    return [name for name in kinds if kinds[name] == "number" and all(0 < value < 1 for value in given[name])]


def _whole_numbers(exercise):
    given = exercise.examples[0].inputs
    return [name for name, value in given.items() if isinstance(value, int) and not isinstance(value, bool)]


def _shifting(right, names, name, more):
    place = names.index(name)
    return lambda *given: right(*given[:place], given[place] + more, *given[place + 1 :])


def _replacements(exercise, kinds):
    """Arguments, and values that may stand for them: their defaults, what people write, 0 for an array."""
    defaults = {n: p.default for n, p in inspect.signature(exercise.answer).parameters.items()}
    for name, kind in kinds.items():
        if kind == "number":
            own = defaults.get(name)
            usual = [own] if isinstance(own, int | float) and not isinstance(own, bool) else []
            yield from ((name, value) for value in dict.fromkeys([*usual, *CONSTANTS]))
        elif kind.startswith("array"):
            yield from ((name, value) for value in (0.0, 1.0))
