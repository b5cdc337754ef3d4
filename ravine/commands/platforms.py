"""The commands between a class and the platform that it hands in on: Moodle, Canvas, a folder."""

from pathlib import Path

from ravine.commands.options import (
    NEEDS_AN_EYE,
    OUTPUT,
    STUDENT,
    YES,
    agreed,
    argument,
    assignments,
    flag,
    submitted,
    takes,
    this_course,
)
from ravine.errors import UserError
from ravine.language import _


@takes(
    argument("file", type=Path, help=_("of Moodle, Canvas, nbgrader's exchange, or a folder a student")),
    argument("assignment", nargs="?", default="", help=_("for example momentum")),
    argument(
        "--roster",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help=_("a table that says who is who: Moodle's grading worksheet, Canvas's gradebook, a list; may be repeated"),
    ),
    flag("--add", _("also who is in no roster, as new students")),
    flag("--dry-run", _("say what would be done, and do nothing")),
    YES,
)
def collect(options):
    from ravine.platforms.collect import collect

    settled = collect(
        this_course(),
        options.file,
        options.assignment,
        options.roster,
        options.add,
        options.dry_run,
        agree=lambda: agreed(options, _("Replace them? What is there is kept in class/history.")),
    )
    return 0 if settled else NEEDS_AN_EYE


@takes(
    argument("file", nargs="?", type=Path, help=_("Moodle's worksheet or Canvas's gradebook, just downloaded")),
    assignments,
    argument("--for", dest="platform", choices=["moodle", "canvas", "csv"], required=True),
    OUTPUT,
    YES,
    flag("--scale", _("convert to the platform's maximum")),
    flag("--cap", _("give at most the maximum")),
    flag("--overwrite", _("also where the platform has another mark")),
    argument("--column", default="", metavar="TITLE", help=_("the column of Canvas's gradebook")),
)
def marks(options):
    return _own_table(options) if options.platform == "csv" else _their_table(options)


def _own_table(options):
    """All marks as CSV."""
    from ravine.platforms import marks

    if options.file and not options.assignment:  # `ravine marks --for csv momentum`
        options.assignment = str(options.file)
    course = this_course()
    names = submitted(options, course)
    content = marks.as_table(course, names)
    to = _outgoing(options, course, f"marks-{'all' if options.all else names[0]}.csv")
    print(marks.written(content, to, options.yes))


def _their_table(options):
    """The platform's own table, filled in."""
    from ravine.platforms import marks

    course, sheet = this_course(), _sheet(options)
    done = _filled(options, course, sheet)
    to = _outgoing(options, course, f"{options.file.stem}-{options.assignment}.csv")
    for line in [*marks.described(done), str(marks.written(sheet.content(), to, options.yes))]:
        print(line)
    return NEEDS_AN_EYE if done.needs_an_eye else 0


def _sheet(options):
    """The platform's table. Raises UserError where it, or the assignment, is not named or cannot be read."""
    from ravine.grading.sheet import Sheet

    if not options.file or not options.assignment:
        words = _(
            "Which table, of which assignment? For example: ravine marks --for {platform} downloaded.csv momentum"
        )
        raise UserError(words.format(platform=options.platform))
    return Sheet.read(options.file)


def _filled(options, course, sheet):
    """What became of every mark that was to stand in the sheet."""
    from ravine.platforms import marks

    what = (course, options.assignment, sheet, options.scale, options.cap, options.overwrite)
    if options.platform == "moodle":
        return marks.into_moodle(*what)
    return marks.into_canvas(*what, column=options.column)


def _outgoing(options, course, name) -> Path:
    """Where what people will upload lies: within the class, which git ignores, if nothing else is asked for."""
    return options.output or course.class_folder / "outgoing" / name


@takes(
    assignments,
    argument("--for", dest="platform", choices=["moodle", "canvas"], required=True),
    OUTPUT,
    YES,
    flag("--unfinished", _("also where something waits to be graded")),
)
def feedback(options):
    course = this_course()
    left = [name for name in submitted(options, course) if _packed(options, course, name).left]
    return NEEDS_AN_EYE if left else 0


def _packed(options, course, name):
    """The pages of one assignment, written; says where, and what was left out."""
    from ravine.platforms import hand_back, marks

    done = hand_back.pages_for(course, name, options.platform, options.unfinished)
    to = _outgoing(options, course, f"feedback-{name}-{options.platform}.zip")
    for line in [*hand_back.described(done, options.platform), str(marks.written(done.content, to, options.yes))]:
        print(line)
    return done


@takes(STUDENT, YES)
def forget(options):
    from ravine.platforms import forget

    course = this_course()
    found = forget.traces(course, options.student)
    for line in forget.described(course, found):
        print(line)
    if not agreed(options, _("Delete all this for good?")):
        raise UserError(_("Nothing was deleted."))
    names = forget.forget(course, found)
    print(_("Deleted. Reports written anew: {names}").format(names=", ".join(names) or _("none")))
