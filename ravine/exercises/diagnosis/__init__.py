"""Why an answer is wrong, in layers; the first that explains what was seen is told.

First the misconceptions that have a name: one, or two together (`named`). Then slips, which have none, and arguments
exchanged or not used (`near`). Then relations between what came and what was due (`relations`, `draws`). Then small changes of the right
answer (`near` again). Last, a misconception that explains all that failed, though not what passed.

Nothing here decides a mark. Every layer is verified on all rows that it claims to explain, by the self-check on the
public ones and by the grader on the hidden ones too.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from ravine.exercises.diagnosis import draws, named, relations, trainings
from ravine.exercises.diagnosis.near import ARGUMENTS, CHANGES, SLIP
from ravine.exercises.exercise import Exercise, Misconception
from ravine.exercises.kinds.class_answers import DRAWN
from ravine.exercises.observe import Observation
from ravine.exercises.rows import Row, changed


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
        or named.by_part(exercise, rows, observed)
    )


def _near(exercise, rows, observed, kind):
    if exercise.near is None:
        return None
    found = exercise.near.explanation(exercise, rows, observed, kind)
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
