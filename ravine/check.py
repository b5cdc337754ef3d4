"""The student's self-check: `from ravine import check; check(momentum_step)`."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from functools import cache
from threading import Timer
from typing import Any

from ravine.exercises import observe, table
from ravine.exercises.exercise import Exercise
from ravine.exercises.judge import judge
from ravine.exercises.sentences import report
from ravine.language import _

PATIENCE = 3.0  # seconds after which a student is told how to stop a function that does not answer


def check(answer: Any) -> None:
    """Say whether `answer`, a function or class named as its exercise, is right on the public examples.

    If it is not, show the first number that differs, and name the misconception where one explains the answer.
    Hidden inputs still await it at grading; nothing is marked here.
    """
    name = getattr(answer, "__name__", "")
    if problem := _no_exercise(answer, name):
        print(problem)
        return
    exercise, rows = tables()[name]
    if problem := signature_problem(exercise, answer, list(rows[0].case.inputs)):
        print(problem)
        return
    try:
        with _note_if_slow(name):
            judgement = judge(exercise, answer, rows)
    except KeyboardInterrupt as stop:
        print(interrupted(name, *observe.place(stop)))
    else:
        print(report(judgement))


@cache
def tables() -> dict[str, tuple[Exercise, list]]:
    """Every exercise with the rows of its public examples, by name."""
    return {name: e for path in sorted(table.TABLES.glob("*.json")) for name, e in table.read(path).items()}


def _no_exercise(answer, name):
    """Why `answer` cannot be checked at all, or ""."""
    if isinstance(answer, str):
        return _("Give the function itself, without quotation marks: check({name}).").format(name=answer)
    if not callable(answer):
        kind = type(answer).__name__
        return _(
            "Give the function itself, not what it returns (here: a value of type {kind}). For example: "
            "check(momentum_step), with nothing in brackets behind its name."
        ).format(kind=kind)
    if name not in tables():
        close = get_close_matches(name, tables(), n=1)
        hint = _("Did you mean {close}?").format(close=close[0]) if close else _("Exercises: {all}.")
        return _("There is no exercise called {name}.").format(name=name) + " " + hint.format(all=", ".join(tables()))
    return ""


def signature_problem(exercise: Exercise, answer: Any, wanted: list[str]) -> str:
    """What is wrong with the parameters of a function that is called with these arguments, or ""."""
    if exercise.observe is not observe.call:
        return ""
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):
        return ""
    words = {"name": exercise.name, "wanted": ", ".join(wanted), "found": ", ".join(signature.parameters)}
    try:
        signature.bind(*wanted)
    except TypeError:
        return _("✗ {name} is called as {name}({wanted}), but yours is {name}({found}).").format(**words)
    if set(signature.parameters) == set(wanted) and list(signature.parameters) != wanted:
        return _("✗ {name} is called as {name}({wanted}): your parameters ({found}) come in another order.").format(
            **words
        )
    return ""


@contextmanager
def _note_if_slow(name) -> Iterator[None]:
    note = _("{name} has not answered yet. If it never does, stop it: Kernel ▸ Interrupt, or the button ■.")
    timer = Timer(PATIENCE, lambda: print(note.format(name=name), flush=True))
    timer.daemon = True
    with suppress(RuntimeError):  # no more threads here: then without the note
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def interrupted(name: str, line: int | None, source: str) -> str:
    """What a student reads who stopped a function that did not answer."""
    where = _(" It was in line {line}: {source}").format(line=line, source=source) if line else ""
    return _("✗ {name} was stopped before it had answered. Is there a loop that never ends?").format(name=name) + where
