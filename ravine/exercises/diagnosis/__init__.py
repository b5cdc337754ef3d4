"""Why an answer is wrong, in layers; the first that explains what was seen is told.

First the misconceptions that have a name: one, or two together (`named`). Then slips, which have none, and arguments
exchanged or not used (`near`). Then relations between what came and what was due (`relations`, `draws`). Then small
changes of the right answer (`near` again). Last, what holds of some of it: a misconception, a change or a relation in
what fails alone, or a relation of one of the results.

Nothing here decides a mark. Every layer is verified on all rows that it claims to explain, by the self-check on the
public ones and by the grader on the hidden ones too.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from ravine.exercises.diagnosis import draws, named, relations, trainings
from ravine.exercises.diagnosis.near import ARGUMENTS, CHANGES, SLIP
from ravine.exercises.diagnosis.pieces import leaves, pieces
from ravine.exercises.exercise import Exercise, Misconception
from ravine.exercises.kinds.class_answers import DRAWN
from ravine.exercises.observe import Observation
from ravine.exercises.rows import Row, changed
from ravine.language import _

ENOUGH = 3  # numbers that an explanation of some rows must hold for: fewer may fall on it by chance


def diagnose(
    exercise: Exercise, rows: Sequence[Row], observed: Sequence[Observation], endless: bool = False
) -> Misconception | None:
    """What explains these observations of the first rows, as a misconception; None where nothing does.

    endless: whether the answer gave none on the row after them; a misconception that never ends raises TimeoutError.
    """
    if endless:
        tried = [*observed, Observation(raised="TimeoutError")]
        if found := named.one(exercise, rows[: len(tried)], tried):
            return found
    rows = rows[: len(observed)]
    if not changed(observed) - changed(row.expected for row in rows) and _is_right(exercise, rows, observed):
        return None
    if found := named.one(exercise, rows, observed):
        return found
    with suppress(Exception):  # an answer may return what no layer has thought of: then it has no reason
        return _beyond(exercise, rows, observed)
    return None


def _is_right(exercise, rows, observed):
    return all(exercise.agree(o, row.expected, exercise) is None for row, o in zip(rows, observed))


def _beyond(exercise, rows, observed):
    """What explains an answer that is no misconception by itself."""
    if all(o.raised or exercise.agree(o, row.expected, exercise) is None for row, o in zip(rows, observed)):
        return None  # what failed raised an error, which says itself what it is
    return (
        named.together(exercise, rows, observed)
        or _near(exercise, rows, observed, SLIP)
        or _near(exercise, rows, observed, ARGUMENTS)
        or _relation(exercise, rows, observed)
        or _near(exercise, rows, observed, CHANGES)
        or _where_it_fails(exercise, rows, observed)
        or _some_relation(exercise, rows, observed)
    )


def _where_it_fails(exercise, rows, observed):
    """What explains the rows that failed, and would be wrong of the others: it is said of those alone."""
    pairs = zip(rows, observed)
    failed = [i for i, (row, o) in enumerate(pairs) if not o.raised and exercise.agree(o, row.expected, exercise)]
    there, seen = [rows[i] for i in failed], [observed[i] for i in failed]
    found = named.by_part(exercise, rows, observed)
    if not found and len(failed) < len(rows) and _are_numbers(exercise, there):
        found = (
            _near(exercise, rows, observed, ARGUMENTS, failed)
            or _relation(exercise, there, seen)
            or _near(exercise, rows, observed, CHANGES, failed)
        )
    if not found:
        return None
    words = _("In what fails ({parts}): {sentence}")
    sentence = words.format(parts=", ".join(dict.fromkeys(row.case.part for row in there)), sentence=found.sentence)
    return Misconception(f"partly {found.name}", sentence, found.see)


def _some_relation(exercise, rows, observed):
    sentence = relations.of_some(exercise, rows, observed) if _are_numbers(exercise, rows) else ""
    return Misconception(f"relation {sentence}", sentence, _section(exercise)) if sentence else None


def _are_numbers(exercise, rows):
    """Whether these rows hold numbers enough to compare, and not facts of what was drawn or trained."""
    if exercise.agree.__module__.rpartition(".")[2] in ("random_answers", "training"):
        return False
    due = (number for row in rows for piece in pieces(exercise, row.expected).values() for number in leaves(piece))
    return sum(np.size(number) for number in due) >= ENOUGH


def _near(exercise, rows, observed, kind, among=None):
    if exercise.near is None:
        return None
    found = exercise.near.explanation(exercise, rows, observed, kind, among)
    return found and Misconception(f"near {found.name}", exercise.near.sentence(found), _section(exercise))


def _relation(exercise, rows, observed):
    module = exercise.agree.__module__.rpartition(".")[2]
    if module == "class_answers" and (drawn := _drawn(rows, observed)):
        sentence = draws.relation(*drawn) or relations.relation(exercise, rows, observed)
    elif module == "random_answers":
        sentence = draws.relation(rows, observed)
    elif module == "training":
        sentence = trainings.relation(observed)
    else:
        sentence = relations.relation(exercise, rows, observed)
    return Misconception(f"relation {sentence}", sentence, _section(exercise)) if sentence else None


def _drawn(rows, observed):
    """The rows in which an object's first weights were drawn, as if the answer had drawn them."""

    def of(observation):
        return Observation(returned=observation.returned[DRAWN])

    found = [
        (replace(row, expected=of(row.expected)), of(o))
        for row, o in zip(rows, observed)
        if not o.raised and isinstance(row.expected.returned, dict) and DRAWN in row.expected.returned
    ]
    return tuple(zip(*found))


def _section(exercise):
    """Where the exercise is explained: the section that most of its misconceptions point to."""
    sections = [m.see for m in exercise.misconceptions]
    return max(sections, key=sections.count, default="")
