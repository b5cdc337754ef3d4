"""What a command takes: declared above it, each option once."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from ravine.errors import UserError
from ravine.language import _

NEEDS_AN_EYE = 3  # the exit status of a command that is done and has something to be looked at

Option = Callable[[argparse.ArgumentParser], object]


def takes(*options: Option):
    """Decorate a command with the options that its parser gets."""

    def declared(command):
        command.options = options
        return command

    return declared


def argument(*names: str, **settings) -> Option:
    """An argument as argparse knows it."""
    return lambda parser: parser.add_argument(*names, **settings)


def flag(name: str, words: str) -> Option:
    """An option that is given or not."""
    return argument(name, action="store_true", help=words)


def whole_number(text: str) -> int:
    """A number from 1 on, as typed. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("{text} is not a whole number from 1 on").format(text=repr(text)))
    return int(text)


def days(text: str) -> float:
    """A length of time in days, as typed. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 3650:
        raise argparse.ArgumentTypeError(_("{text} is not a number of days").format(text=repr(text)))
    return number


# --- options of several commands

STUDENT = argument("student")
ASSIGNMENT = argument("assignment")
YES = flag("--yes", _("do it without asking"))
OUTPUT = argument("-o", "--output", type=Path, metavar="FILE", help=_("where to write it"))
JOBS = argument("--jobs", type=whole_number, default=os.cpu_count(), metavar="N", help=_("processes at once"))


def assignments(parser):
    """One assignment by name, or --all."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("assignment", nargs="?", help=_("for example momentum"))
    which.add_argument("--all", action="store_true", help=_("every assignment"))


# --- what was asked for


class NothingNamed(UserError):
    def __init__(self, names):
        words = _("Which assignment? Name one of {names}, or all of them with --all.")
        super().__init__(words.format(names=", ".join(names) or _("none yet")))


def chosen(options, known: Callable[[], list[str]], wanted: Callable[[], list[str]]) -> list[str]:
    """The assignments asked for. known, wanted: give the names to choose from, and those that --all means."""
    if options.all:
        return wanted()
    if not options.assignment:
        raise NothingNamed(known())
    return [options.assignment]


def submitted(options, course) -> list[str]:
    """The assignments asked for, of those that somebody handed in."""
    return chosen(options, course.released, course.submitted_assignments)


def agreed(options, question: str) -> bool:
    """Whether the user wants it: said beforehand by --yes, or now. Raises UserError where nobody can be asked."""
    if options.yes:
        return True
    if not sys.stdin.isatty():
        words = _("{question} Nobody is here to answer; add --yes. Nothing was done.")
        raise UserError(words.format(question=question))
    return input(_("{question} [y/N] ").format(question=question)).strip().casefold() in (_("y"), _("yes"))


def this_course(overrides=None):
    """The course of the folder that the command was typed in. Raises UserError where there is none."""
    from ravine.course.course import Course

    return Course.find(Path.cwd(), overrides)
