"""The commands that grade a class and answer for what was graded."""

import gc
import os
import signal
import threading
from functools import partial
from pathlib import Path

from ravine.commands.options import (
    ASSIGNMENT,
    JOBS,
    NEEDS_AN_EYE,
    STUDENT,
    YES,
    agreed,
    argument,
    assignments,
    days,
    flag,
    submitted,
    takes,
    this_course,
)
from ravine.language import _
from ravine.processes import collect_rarely


@takes(
    assignments,
    JOBS,
    argument("--scheduler", metavar="ADDRESS", help=_("grade on the workers of this dask scheduler")),
    argument("--student", action="append", metavar="NAME", help=_("only this one; may be repeated")),
    flag("--regrade", _("also what was graded with other tests or another reference")),
    flag("--new-gradebook", _("also where the gradebook does not know who was graded before")),
    flag("--no-sandbox", _("run the code unconfined: only for files you wrote yourself")),
)
def grade(options):
    from ravine.grading import forking

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes have a core each: more threads only wait
    if not options.scheduler:
        forking.start(warmed=not options.no_sandbox)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as at Ctrl-C

    gc.disable()  # nothing of what is imported is garbage
    from ravine.grading.command import grade_and_report

    collect_rarely()
    gc.enable()
    course = this_course(_overrides(options))
    tell = partial(print, flush=True)
    wanted = (options.student, options.regrade, tell, options.new_gradebook)
    settled = [
        grade_and_report(course, name, lambda: _pool(options, course), *wanted) for name in submitted(options, course)
    ]
    return 0 if all(settled) else NEEDS_AN_EYE


def _overrides(options):
    """What the command line changes in the course's configuration."""
    from traitlets.config import Config

    return Config({"TrustedExecute": {"sandbox": False}}) if options.no_sandbox else None


def _pool(options, course):
    if options.scheduler:
        from ravine.grading.cluster import Cluster

        return Cluster(options.scheduler, course.root)
    from ravine.grading.pool import LocalPool

    return LocalPool(options.jobs)


@takes(assignments)
def report(options):
    from ravine.grading.command import write_course_report, write_report

    names = submitted(options, course := this_course())
    print(write_course_report(course, names) if options.all else write_report(course, names[0]))


@takes(
    ASSIGNMENT,
    argument("--enter", type=Path, metavar="TABLE", help=_("take points and comments from the filled table")),
)
def byhand(options):
    from ravine.grading.by_hand import enter, write

    course, name = this_course(), options.assignment
    for line in enter(course, name, options.enter) if options.enter else write(course, name):
        print(line)


@takes(STUDENT, ASSIGNMENT, argument("days", type=days, help=_("beyond the due date; 0 takes an extension back")))
def extend(options):
    from ravine.grading.command import extend

    for line in extend(this_course(), options.student, options.assignment, options.days):
        print(line)


@takes(STUDENT, ASSIGNMENT, flag("--replay", _("judge again what the student's code returned then")))
def explain(options):
    from ravine.grading.command import explain

    print(explain(this_course(), options.student, options.assignment, options.replay))


@takes(STUDENT, ASSIGNMENT)
def appeal(options):
    from ravine.grading.command import appeal

    print(appeal(this_course(), options.student, options.assignment))


@takes(
    ASSIGNMENT,
    argument("--for", dest="tool", choices=["compare50", "dolos", "jplag"], help=_("write the answers for this tool")),
    argument("-o", "--output", type=Path, metavar="FOLDER", help=_("where to write them")),
)
def similar(options):
    from ravine.grading.similar import export, write

    course = this_course()
    if options.tool:
        folder = options.output or course.class_folder / "similar" / f"{options.assignment}-{options.tool}"
        print(_("Now type: {command}").format(command=export(course, options.assignment, options.tool, folder)))
    else:
        page, number = write(course, options.assignment)
        print(_("{n} groups of answers that few share: {page}").format(n=number, page=page))


@takes(argument("file", nargs="?", type=Path, metavar="FILE", help=_("the zip to write; without it, in class/backups")))
def backup(options):
    from ravine.grading.backup import backup, sqlite_file

    course = this_course()
    print(backup(course, options.file))
    if not sqlite_file(course):
        print(_("The gradebook is not in it, for it is on a server: copy it with the server's own tool, as pg_dump."))


@takes(argument("file", type=Path, metavar="FILE", help=_("a zip that `ravine backup` wrote")), YES)
def restore(options):
    from ravine.grading.backup import restore

    course = this_course()
    question = _("Put the gradebook, the secret and the ledger of {file} in the place of those in {folder}?")
    if agreed(options, question.format(file=options.file, folder=course.class_folder)):
        before, number = restore(course, options.file)
        print(
            _("{number} files brought back. What was there before is in {before}").format(number=number, before=before)
        )


@takes(argument("action", choices=["move"]), argument("url", help=_("of an empty database, as SQLAlchemy writes it")))
def gradebook(options):
    from ravine.grading.moving import move

    number = move(this_course(), options.url)
    words = _(
        "{number} entries copied. The old gradebook stays as it was; from now on set RAVINE_GRADEBOOK to the new."
    )
    print(words.format(number=number))
