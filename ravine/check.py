"""The student's self-check: `from ravine import check; check(momentum_step)`."""

import inspect
import sys
from collections import ChainMap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from functools import cache
from threading import Timer
from typing import Any

from ravine.exercises import observe, table
from ravine.exercises.exercise import Exercise
from ravine.exercises.html import html
from ravine.exercises.judge import judge
from ravine.exercises.sentences import ADDRESS, Reply, reply
from ravine.language import _

PATIENCE = 3.0  # seconds after which a student is told how to stop a function that does not answer


NOTHING = object()
BOXES = ADDRESS.with_name("boxes.txt")  # release writes it, from course.toml


def check(answer: Any = NOTHING) -> None:
    """Say whether `answer`, a function or class named as its exercise, is right on the public examples.

    If it is not, show the first number that differs, and name the misconception where one explains the answer.
    Hidden inputs still await it at grading; nothing is marked here. In a notebook the reason, an example to follow by
    hand and the section to read stand one after another, each opened by a click. In an exam (`exercise_boxes = "write"`
    in course.toml) it says of no answer what it is.
    """
    show(examined(answer) if _answers() else Reply("not asked", _AFTER))


_AFTER = _("Here answers are checked after you have handed them in: go on, and hand in your notebook as always.")


def _answers():
    """Whether the course lets the self-check answer."""
    return BOXES.read_text(encoding="utf-8").strip() != "write"


def show(said: Reply) -> None:
    """Show a reply: as HTML where there is a notebook, as text elsewhere."""
    text = "\n".join(said.lines)
    if _in_a_notebook():
        from IPython.display import display

        display({"text/plain": text, "text/html": html(said)}, raw=True)
    else:
        print(text)


def _in_a_notebook():
    """Whether there is a kernel, which shows HTML."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return getattr(shell, "kernel", None) is not None


def examined(answer: Any, name: str = "") -> Reply:
    """What `check` says of an answer, in its pieces, to the exercise of this name; without one, of the answer's own."""
    name = name or getattr(answer, "__name__", "")
    if problem := _no_exercise(answer, name):
        return Reply("not asked", problem)
    exercise, rows = tables()[name]
    if problem := signature_problem(exercise, answer, list(rows[0].case.inputs)):
        return Reply("wrong", problem)
    try:
        with _note_if_slow(name):
            return reply(judge(exercise, answer, rows))
    except KeyboardInterrupt as stop:
        return Reply("wrong", interrupted(name, *observe.place(stop)))


@cache
def tables() -> Mapping[str, tuple[Exercise, list]]:
    """Every exercise with the rows of its public examples, by name."""
    chapters = sorted(table.TABLES.glob("*.json"))
    return ChainMap(*map(table.read, reversed(chapters)))  # type: ignore[arg-type]  # iterated last map first


def _no_exercise(answer, name):
    """Why `answer` cannot be checked at all, or ""."""
    if answer is NOTHING:
        return _("Which answer shall be checked? Write its name into the brackets, for example check(momentum_step).")
    if isinstance(answer, str):
        return _of_a_text(answer)
    if type(answer).__name__ in tables():
        words = _("This is an object of your class {name}. Give the class itself: check({name}).")
        return words.format(name=type(answer).__name__)
    if name == "<lambda>":
        return _of_a_lambda(answer)
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


def _of_a_text(text):
    name = next(iter(get_close_matches(text, tables(), n=1)), "")
    if name:
        return _("Give the function itself, without quotation marks: check({name}).").format(name=name)
    words = _("Give the function itself, without quotation marks, for example check(momentum_step). Exercises: {all}.")
    return words.format(all=", ".join(tables()))


def _of_a_lambda(answer):
    """A lambda has no name; its parameters may tell which exercise is meant."""
    parameters = list(inspect.signature(answer).parameters)
    meant = next((n for n in tables() if list(tables()[n][1][0].case.inputs) == parameters), "momentum_step")
    words = _(
        "A lambda has no name by which its exercise could be found. Write it with def and ask for that: "
        "def {name}({parameters}): … and then check({name})."
    )
    return words.format(name=meant, parameters=", ".join(tables()[meant][1][0].case.inputs))


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


def interrupted(name: str, line: int | str | None, source: str) -> str:
    """What a student reads who stopped a function that did not answer."""
    where = _(" It was in line {line}: {source}").format(line=line, source=source) if line else ""
    return _("✗ {name} was stopped before it had answered. Is there a loop that never ends?").format(name=name) + where
