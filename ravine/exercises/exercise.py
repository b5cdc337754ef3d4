"""What an exercise is: a right answer, the wrong ones that students write, and the inputs that tell them apart.

A reference module has the right answer at its top, what it is tried on, and then the wrong ones::

    def momentum_step(w, v, grad, lr, beta):
        v = beta * v - lr * grad
        return w + v, v

    exercise(momentum_step, cases=_momentum_cases, examples=_MOMENTUM_EXAMPLES, returns=("w", "v"),
             parts={"the first step": 1, "later steps": 2})

    @misconception(momentum_step, _("Friction slows the ball down, it does not throw it back …"),
                   see="momentum.html#friction")
    def velocity_reversed(w, v, grad, lr, beta):
        v = -beta * v - lr * grad
        return w + v, v
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ravine.exercises import observe as observing
from ravine.exercises.comparison import Difference, Tolerance, first_difference
from ravine.exercises.observe import Observation
from ravine.language import _

ORDINARY = "ordinary inputs"


@dataclass(frozen=True)
class Case:
    """One set of inputs, by name in the order of the signature, and the part of the credit that it tests.

    Inputs are plain values, arrays, `ravine.exercises.observe.Seed`s, or bound methods of the surfaces in
    `ravine.problems`. Where the inputs hold functions, `calls` says whether it matters how often and where they are
    called.
    """

    inputs: dict[str, Any]
    part: str = ORDINARY
    calls: bool = True


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that students really give: what they should read, and the section that explains it."""

    name: str
    sentence: str
    see: str
    answer: Any = None  # None in a student's copy


def agree(observed: Observation, expected: Observation, exercise: "Exercise") -> Difference | None:
    """The first difference in what was raised, returned, or asked of the functions given; None if there is none."""
    if observed.raised or expected.raised:
        if observed.raised == expected.raised:
            return None
        got = f"{observed.raised}: {observed.message}" if observed.raised else _("no error")
        return Difference("value", _("the outcome"), got, expected.raised or _("no error"))
    found = first_difference(observed.returned, expected.returned, names=exercise.returns, tolerance=exercise.tolerance)
    return found or _calls_difference(observed, expected, exercise.tolerance)


def _calls_difference(observed, expected, tolerance):
    """As many calls of each function given, with the same arguments, in whatever order."""
    for name, wanted in expected.calls.items():
        made = list(observed.calls.get(name, []))
        if len(made) != len(wanted):
            return Difference("value", _("the number of calls of {name}").format(name=name), len(made), len(wanted))
        place = _("the argument of {name}").format(name=name)
        for want in wanted:
            matching = (i for i, got in enumerate(made) if not _argument_difference(got, want, place, tolerance))
            if (found := next(matching, None)) is None:
                return _argument_difference(made[0], want, place, tolerance)
            made.pop(found)
    return None


def _argument_difference(got, want, place, tolerance):
    return first_difference(got, want, place, (place,) * len(want), tolerance)


@dataclass
class Exercise:
    """An exercise. What students have of it is all but `answer`, `cases` and the misconceptions' answers.

    `observe(answer, inputs) → Observation` and `agree(observed, expected, exercise) → Difference | None` must be
    functions of the package `ravine`, for the student's self-check uses them too. `parts` maps each part of the
    credit to its weight; where the credit is no sum of such weights, `credit` has it from all observations, between
    0 and 1.
    """

    name: str
    parts: dict[str, float]
    returns: tuple[str, ...] = ()
    tolerance: Tolerance = Tolerance()
    observe: Callable[[Any, dict[str, Any]], Observation] = observing.call
    agree: Callable[[Observation, Observation, "Exercise"], Difference | None] = agree
    credit: Callable[[Sequence[Observation]], float] | None = None
    misconceptions: list[Misconception] = field(default_factory=list)
    near: Any = None  # a `ravine.exercises.diagnosis.near.Neighbourhood`, where there is one
    answer: Any = None
    cases: Callable[[np.random.Generator], Iterable[Case]] | None = None
    examples: tuple[Case, ...] = ()
    # What `ravine.exercises.rows.drawn_rows` has made; a changed copy of an exercise begins without.
    example_rows: list[Any] = field(default_factory=list, init=False, repr=False, compare=False)

    def draw(self, rng: np.random.Generator) -> Iterator[Case]:
        """The examples, then this draw's cases. Raises ValueError for a case of a part that was not declared."""
        for case in (*self.examples, *(self.cases(rng) if self.cases else ())):
            if case.part not in self.parts:
                raise ValueError(f"{self.name}: a case tests {case.part!r}, which is not among the parts")
            yield case


_exercises: dict[int, Exercise] = {}


def exercise(
    answer=None,
    /,
    *,
    cases: Callable[[np.random.Generator], Iterable[Case]],
    examples: Iterable[Case] = (),
    parts: dict[str, float] | None = None,
    **settings,
):
    """Declare a function or class the right answer to the exercise of its name; without one, the decorated one."""

    def declare(answer):
        _exercises[id(answer)] = Exercise(
            answer.__name__,
            parts or {ORDINARY: 1},
            answer=answer,
            cases=cases,
            examples=tuple(examples),
            **settings,
        )
        return answer

    return declare if answer is None else declare(answer)


def misconception(right, sentence: str, *, see: str):
    """Declare the decorated function or class a wrong answer to the exercise that `right` answers."""

    def declare(answer):
        name = answer.__name__.strip("_")
        exercise_of(right).misconceptions.append(Misconception(name, sentence, see, answer))
        return answer

    return declare


def exercise_of(answer) -> Exercise:
    """The exercise that a reference function answers. Raises LookupError where it answers none."""
    try:
        return _exercises[id(answer)]
    except KeyError:
        raise LookupError(f"{getattr(answer, '__name__', answer)!r} is not declared with @exercise") from None


def exercises_in(reference) -> list[Exercise]:
    """The exercises of a reference module, in the order of its text; those of a package, in that of its `__all__`.

    Those that it only imports from elsewhere are not among them.
    """
    names = getattr(reference, "__all__", vars(reference))
    answers = [a for a in map(vars(reference).get, names) if id(a) in _exercises]
    return [_exercises[id(a)] for a in answers if f"{a.__module__}.".startswith(f"{reference.__name__}.")]
