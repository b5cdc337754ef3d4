"""The door: `ravine build`, `ravine grade` and so on. What a command takes and does stands in `ravine/commands`."""

import argparse
import errno
import os
import sys
import warnings
from importlib import import_module
from pathlib import Path

from ravine import student_part
from ravine.errors import UserError
from ravine.language import _

OK, USER_ERROR, STOPPED = 0, 1, 130
OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM}

COMMANDS = {  # by name: the module of `ravine/commands` that has it, and what it is for
    "build": ("making", _("build the website")),
    "pdf": ("making", _("print the whole book as one PDF, with a Chromium")),
    "release": ("making", _("make the students' notebook of an assignment")),
    "collect": ("platforms", _("take in what students handed in: a platform's zip, or a folder")),
    "grade": ("grading", _("grade a class: marks, feedback and report")),
    "report": ("grading", _("write the class report anew, with what was graded by hand since")),
    "byhand": ("grading", _("put one derivation of all students in a row, and take the points back")),
    "marks": ("platforms", _("write the marks into a platform's own table, or as CSV")),
    "feedback": ("platforms", _("pack the students' pages as the zip that a platform takes")),
    "extend": ("grading", _("give a student more time for an assignment")),
    "forget": ("platforms", _("delete everything that the course keeps of a student")),
    "backup": ("grading", _("copy gradebook, secret, ledger and submissions into one zip")),
    "restore": ("grading", _("bring a class back from a backup")),
    "gradebook": ("grading", _("move the gradebook to another database")),
    "explain": ("grading", _("show what the grader saw of one submission")),
    "appeal": ("grading", _("write a page with every case of one submission, to be shown")),
    "similar": ("grading", _("list answers that share a rare mistake, and export answers for other tools")),
    "calibrate": ("making", _("try the checks on right, wrong and mutated answers")),
    "new": ("making", _("write the skeleton of an exercise, a misconception, a plot, a method")),
    "translate": ("making", _("gather all sentences, for a translation into a language")),
    "doctor": ("making", _("say in sentences what a course lacks")),
    "doors": ("making", _("say where site, exercises, feedback and reports lie")),
}


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return the exit status: 0 done, 1 a mistake of the user's, 3 done, but see the table."""
    warnings.filterwarnings("ignore", "Object of type .* not in session")  # nbgrader and SQLAlchemy 2, harmless
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        print(_("\nStopped. Nothing is lost: the same command goes on from here."), file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except UserError as error:
        return _say(error)
    except OSError as error:
        if error.errno not in OF_THE_MACHINE:
            raise
        words = _("{file} cannot be read or written: {reason}. Nothing is lost: the same command goes on from here.")
        return _say(UserError(words.format(file=error.filename or _("A file"), reason=error.strerror)))
    except ModuleNotFoundError as error:
        if (told := _missing(error)) is None:
            raise
        return _say(told)


def _run(arguments: list[str]) -> int:
    named = next((word for word in arguments if word in COMMANDS), "")
    options = _parser(named).parse_args(arguments)
    return options.command(options) or OK


def _parser(named: str) -> argparse.ArgumentParser:
    """The parser of all commands; only the one that is named gets its options, for only its module is there to load."""
    parser = _Parser("ravine", description=_("Build the course, release its exercises, grade a class."))
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, (module, words) in COMMANDS.items():
        own = commands.add_parser(name, help=words)
        if name == named:
            _fill(own, getattr(import_module(f"ravine.commands.{module}"), name))
    return parser


def _fill(parser, command):
    for add in command.options:
        add(parser)
    parser.set_defaults(command=command)


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        words = _("{command}: {message}. `{command} --help` shows how it is used.")
        print(words.format(command=self.prog, message=message), file=sys.stderr)
        sys.exit(USER_ERROR)


def _say(error: UserError) -> int:
    print(_("ravine: {error}").format(error=error), file=sys.stderr)
    return USER_ERROR


NO_SANDBOX = _(
    "Submissions are graded on Linux, where their code runs in a sandbox. On this system use a Linux machine, a "
    "container or WSL."
)
STUDENTS_PART = _(
    "This is the student's part of Ravine: the notebooks, the live plots and `check`. The commands for instructors "
    "work in a checkout of the course, after `make setup`."
)
NO_PACKAGE = _("The Python package {name} is missing. Commands for instructors need: pip install 'ravine[instructor]'.")


def _missing(error: ModuleNotFoundError) -> UserError | None:
    """What to tell whoever types a command whose packages are not installed; None where Ravine itself is at fault."""
    name = (error.name or "").partition(".")[0]
    if name == "fcntl":
        return UserError(NO_SANDBOX)
    if name == "ravine" and not (student_part.PACKAGE / "commands").exists():
        return UserError(STUDENTS_PART)
    if name in ("ravine", "solutions"):
        return None
    return UserError(NO_PACKAGE.format(name=name))


if __name__ == "__main__":
    sys.exit(main())
