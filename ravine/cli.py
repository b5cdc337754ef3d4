"""Every command, `ravine build`, `ravine grade` and so on: each calls the module of its name."""

import argparse
import os
import sys
import warnings
from pathlib import Path

from ravine import student_part
from ravine.errors import UserError
from ravine.language import _

OK, USER_ERROR, NEEDS_AN_EYE, STOPPED = 0, 1, 3, 130


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return the exit status: 0 done, 1 a mistake of the user's, 3 done, but see the table."""
    options = _parser().parse_args(arguments)
    warnings.filterwarnings("ignore", "Object of type .* not in session")  # nbgrader and SQLAlchemy 2, harmless
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        return options.command(options) or OK
    except KeyboardInterrupt:
        print(_("\nStopped. Nothing is lost: the same command goes on from here."), file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except UserError as error:
        return _say(error)
    except ModuleNotFoundError as error:
        if (told := _missing(error)) is None:
            raise
        return _say(told)


def _say(error: UserError) -> int:
    print(_("ravine: {error}").format(error=error), file=sys.stderr)
    return USER_ERROR


def _missing(error: ModuleNotFoundError) -> UserError | None:
    """What to tell whoever types a command whose packages are not installed; None where Ravine itself is at fault."""
    name = (error.name or "").partition(".")[0]
    if name == "fcntl":
        return UserError(
            _(
                "Submissions are graded on Linux, where their code runs in a sandbox. On this system use a Linux "
                "machine, a container or WSL."
            )
        )
    if name == "ravine" and not (student_part.PACKAGE / "course").exists():
        return UserError(
            _(
                "This is the student's part of Ravine: the notebooks, the live plots and `check`. The commands for "
                "instructors work in a checkout of the course, after `make setup`."
            )
        )
    if name in ("ravine", "solutions"):
        return None
    words = _("The Python package {name} is missing. Commands for instructors need: pip install 'ravine[instructor]'.")
    return UserError(words.format(name=name))


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        words = _("{command}: {message}. `{command} --help` shows how it is used.")
        print(words.format(command=self.prog, message=message), file=sys.stderr)
        sys.exit(USER_ERROR)


class _NothingNamed(UserError):
    def __init__(self, names):
        words = _("Which assignment? Name one of {names}, or all of them with --all.")
        super().__init__(words.format(names=", ".join(names) or _("none yet")))


def _parser():
    parser = _Parser("ravine", description=_("Build the course, release its exercises, grade a class."))
    commands = parser.add_subparsers(required=True, metavar="command")

    command = commands.add_parser("build", help=_("build the website"))
    command.set_defaults(command=_build)

    command = commands.add_parser("pdf", help=_("print the whole book as one PDF, with a Chromium"))
    command.set_defaults(command=_pdf)

    command = commands.add_parser("release", help=_("make the students' notebook of an assignment"))
    _add_assignments(command)
    command.set_defaults(command=_release)

    command = commands.add_parser("collect", help=_("take in what students handed in: a platform's zip, or a folder"))
    command.add_argument("file", type=Path, help=_("of Moodle, Canvas, nbgrader's exchange, or a folder a student"))
    command.add_argument("assignment", nargs="?", default="", help=_("for example momentum"))
    _add_rosters(command)
    command.add_argument("--add", action="store_true", help=_("also who is in no roster, as new students"))
    command.add_argument("--dry-run", action="store_true", help=_("say what would be done, and do nothing"))
    _add_yes(command)
    command.set_defaults(command=_collect)

    command = commands.add_parser("grade", help=_("grade a class: marks, feedback and report"))
    _add_assignments(command)
    _add_grading(command)
    command.set_defaults(command=_grade)

    command = commands.add_parser("report", help=_("write the class report anew, with what was graded by hand since"))
    _add_assignments(command)
    command.set_defaults(command=_report)

    command = commands.add_parser("marks", help=_("write the marks into a platform's own table, or as CSV"))
    command.add_argument(
        "file", nargs="?", type=Path, help=_("Moodle's worksheet or Canvas's gradebook, just downloaded")
    )
    _add_assignments(command)
    command.add_argument("--for", dest="platform", choices=["moodle", "canvas", "csv"], required=True)
    _add_output(command)
    command.add_argument("--scale", action="store_true", help=_("convert to the platform's maximum"))
    command.add_argument("--cap", action="store_true", help=_("give at most the maximum"))
    command.add_argument("--overwrite", action="store_true", help=_("also where the platform has another mark"))
    command.add_argument("--column", default="", metavar="TITLE", help=_("the column of Canvas's gradebook"))
    command.set_defaults(command=_marks)

    command = commands.add_parser("feedback", help=_("pack the students' pages as the zip that a platform takes"))
    _add_assignments(command)
    command.add_argument("--for", dest="platform", choices=["moodle", "canvas"], required=True)
    _add_output(command)
    command.add_argument("--unfinished", action="store_true", help=_("also where something waits to be graded"))
    command.set_defaults(command=_feedback)

    command = commands.add_parser("extend", help=_("give a student more time for an assignment"))
    command.add_argument("student")
    command.add_argument("assignment")
    command.add_argument("days", type=_days, help=_("beyond the due date; 0 takes an extension back"))
    command.set_defaults(command=_extend)

    command = commands.add_parser("forget", help=_("delete everything that the course keeps of a student"))
    command.add_argument("student")
    _add_yes(command)
    command.set_defaults(command=_forget)

    command = commands.add_parser("explain", help=_("show what the grader saw of one submission"))
    command.add_argument("student")
    command.add_argument("assignment")
    command.add_argument("--replay", action="store_true", help=_("judge again what the student's code returned then"))
    command.set_defaults(command=_explain)

    command = commands.add_parser("appeal", help=_("write a page with every case of one submission, to be shown"))
    command.add_argument("student")
    command.add_argument("assignment")
    command.set_defaults(command=_appeal)

    command = commands.add_parser("calibrate", help=_("try the checks on right, wrong and mutated answers"))
    command.add_argument("exercise", nargs="*", help=_("only these, for example momentum_step"))
    command.add_argument("--draws", type=_positive, default=10_000, metavar="N", help=_("draws of the hidden inputs"))
    command.add_argument("--jobs", type=_positive, default=os.cpu_count(), metavar="N", help=_("processes at once"))
    command.set_defaults(command=_calibrate)

    command = commands.add_parser("new", help=_("write the skeleton of an exercise, a misconception, a plot, a method"))
    command.add_argument("kind", choices=("exercise", "misconception", "plot", "method"))
    command.add_argument("name", help=_("chapter/exercise, exercise/misconception, or the plot's or method's name"))
    command.set_defaults(command=_new)

    command = commands.add_parser("doctor", help=_("say in sentences what a course lacks"))
    command.set_defaults(command=_doctor)

    command = commands.add_parser("doors", help=_("say where site, exercises, feedback and reports lie"))
    command.set_defaults(command=_doors)
    return parser


def _add_assignments(command):
    which = command.add_mutually_exclusive_group()
    which.add_argument("assignment", nargs="?", help=_("for example momentum"))
    which.add_argument("--all", action="store_true", help=_("every assignment"))


def _add_rosters(command):
    words = _("a table that says who is who: Moodle's grading worksheet, Canvas's gradebook, a list; may be repeated")
    command.add_argument("--roster", action="append", type=Path, default=[], metavar="FILE", help=words)


def _add_output(command):
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help=_("where to write it"))
    _add_yes(command)


def _add_yes(command):
    command.add_argument("--yes", action="store_true", help=_("do it without asking"))


def _add_grading(command):
    command.add_argument("--jobs", type=_positive, default=os.cpu_count(), metavar="N", help=_("processes at once"))
    command.add_argument("--scheduler", metavar="ADDRESS", help=_("grade on the workers of this dask scheduler"))
    command.add_argument("--student", action="append", metavar="NAME", help=_("only this one; may be repeated"))
    command.add_argument(
        "--regrade", action="store_true", help=_("also what was graded with other tests or another reference")
    )
    command.add_argument(
        "--no-sandbox", action="store_true", help=_("run the code unconfined: only for files you wrote yourself")
    )


def _days(text):
    try:
        days = float(text)
    except ValueError:
        days = -1.0
    if not 0 <= days <= 3650:
        raise argparse.ArgumentTypeError(_("{text} is not a number of days").format(text=repr(text)))
    return days


def _positive(text):
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(_("{text} is not a whole number from 1 on").format(text=repr(text)))
    return int(text)


def _build(options):
    from ravine.site.build import build_site

    build_site(".")


def _pdf(options):
    from ravine.site.pdf import make

    print(make("."))


def _release(options):
    from ravine.course.release import assignments, release
    from ravine.grading.proof import prove

    for name in _names(options, assignments, assignments):
        release(name, prove=prove)


def _collect(options):
    from ravine.course.course import Course
    from ravine.platforms.collect import collect

    settled = collect(
        Course.find(Path.cwd()),
        options.file,
        options.assignment,
        options.roster,
        options.add,
        options.dry_run,
        agree=lambda: _agreed(options, _("Replace them? What is there is kept in class/history.")),
    )
    return OK if settled else NEEDS_AN_EYE


def _agreed(options, question) -> bool:
    """Whether the user wants it: said beforehand by --yes, or now. Raises UserError where nobody can be asked."""
    if options.yes:
        return True
    if not sys.stdin.isatty():
        words = _("{question} Nobody is here to answer; add --yes. Nothing was done.")
        raise UserError(words.format(question=question))
    return input(_("{question} [y/N] ").format(question=question)).strip().casefold() in (_("y"), _("yes"))


def _grade(options):
    from ravine.grading import forking

    if not options.scheduler:
        forking.start()

    from traitlets.config import Config

    from ravine.course.course import Course
    from ravine.grading.command import grade_and_report

    overrides = Config({"TrustedExecute": {"sandbox": False}}) if options.no_sandbox else None
    course = Course.find(Path.cwd(), overrides)
    status = OK
    for name in _submitted_names(options, course):
        settled = grade_and_report(
            course,
            name,
            lambda: _pool(options, course),
            students=options.student,
            regrade=options.regrade,
        )
        status = status if settled else NEEDS_AN_EYE
    return status


def _pool(options, course):
    if options.scheduler:
        from ravine.grading.cluster import Cluster

        return Cluster(options.scheduler, course.root)
    from ravine.grading.pool import LocalPool

    return LocalPool(options.jobs)


def _report(options):
    from ravine.course.course import Course
    from ravine.grading.command import write_report

    course = Course.find(Path.cwd())
    for name in _submitted_names(options, course):
        print(write_report(course, name))


def _outgoing(course) -> Path:
    """Where what people will upload lies: within the class, which git ignores."""
    return course.class_folder / "outgoing"


def _marks(options):
    from ravine.course.course import Course
    from ravine.platforms import marks
    from ravine.platforms.sheet import Sheet

    course = Course.find(Path.cwd())
    if options.platform == "csv":
        if options.file and not options.assignment:  # `ravine marks --for csv momentum`
            options.assignment = str(options.file)
        names = _submitted_names(options, course)
        content = marks.as_table(course, names)
        told = options.output or _outgoing(course) / f"marks-{names[0] if len(names) == 1 else 'all'}.csv"
        print(marks.written(content, told, options.yes))
        return OK
    if not options.file or not options.assignment:
        words = _(
            "Which table, of which assignment? For example: ravine marks --for {platform} downloaded.csv momentum"
        )
        raise UserError(words.format(platform=options.platform))
    sheet, rules = Sheet.read(options.file), (options.scale, options.cap, options.overwrite)
    if options.platform == "moodle":
        done = marks.into_moodle(course, options.assignment, sheet, *rules)
    else:
        done = marks.into_canvas(course, options.assignment, sheet, *rules, column=options.column)
    told = options.output or _outgoing(course) / f"{options.file.stem}-{options.assignment}.csv"
    for line in [*marks.described(done), str(marks.written(sheet.content(), told, options.yes))]:
        print(line)
    return NEEDS_AN_EYE if done.needs_an_eye else OK


def _feedback(options):
    from ravine.course.course import Course
    from ravine.platforms import hand_back, marks

    course = Course.find(Path.cwd())
    status = OK
    for name in _submitted_names(options, course):
        done = hand_back.pages_for(course, name, options.platform, options.unfinished)
        told = options.output or _outgoing(course) / f"feedback-{name}-{options.platform}.zip"
        for line in [*hand_back.described(done, options.platform), str(marks.written(done.content, told, options.yes))]:
            print(line)
        status = NEEDS_AN_EYE if done.left else status
    return status


def _extend(options):
    from ravine.course.course import Course
    from ravine.grading.command import extend

    for line in extend(Course.find(Path.cwd()), options.student, options.assignment, options.days):
        print(line)


def _forget(options):
    from ravine.course.course import Course
    from ravine.platforms import forget

    course = Course.find(Path.cwd())
    found = forget.traces(course, options.student)
    for line in forget.described(course, found):
        print(line)
    if not _agreed(options, _("Delete all this for good?")):
        raise UserError(_("Nothing was deleted."))
    names = forget.forget(course, found)
    print(_("Deleted. Reports written anew: {names}").format(names=", ".join(names) or _("none")))


def _submitted_names(options, course):
    return _names(options, course.released, course.submitted_assignments)


def _names(options, known, wanted):
    """The assignments asked for. known, wanted: give the names to choose from, and those that --all means."""
    if options.all:
        return wanted()
    if not options.assignment:
        raise _NothingNamed(known())
    return [options.assignment]


def _explain(options):
    from ravine.course.course import Course
    from ravine.grading.command import explain

    print(explain(Course.find(Path.cwd()), options.student, options.assignment, options.replay))


def _appeal(options):
    from ravine.course.course import Course
    from ravine.grading.command import appeal

    print(appeal(Course.find(Path.cwd()), options.student, options.assignment))


def _calibrate(options):
    from ravine.calibration.command import calibrate

    clean = calibrate(Path.cwd(), options.draws, options.jobs, names=options.exercise)
    return OK if clean else USER_ERROR


def _new(options):
    from ravine.course.course import Course
    from ravine.course.new import new

    new(options.kind, options.name, Course.find(Path.cwd()).root)


def _doctor(options):
    from ravine.course.course import Course
    from ravine.course.doctor import examine

    found = list(examine(Course.find(Path.cwd()).root))
    print("\n".join(found or [_("Nothing is missing that can be told without running the tests.")]))
    return NEEDS_AN_EYE if found else OK


def _doors(options):
    from ravine.course.course import Course
    from ravine.grading.command import doors

    print(doors(Course.find(Path.cwd())))


if __name__ == "__main__":
    sys.exit(main())
