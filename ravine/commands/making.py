"""The commands that make a course: its site, its exercises, and what is known of its checks."""

from pathlib import Path

from ravine.commands.options import (
    JOBS,
    NEEDS_AN_EYE,
    argument,
    assignments,
    chosen,
    flag,
    takes,
    this_course,
    whole_number,
)
from ravine.language import _


@takes()
def build(_options):
    from ravine.site.build import build_site

    build_site(".")


@takes()
def pdf(_options):
    from ravine.site.pdf import make

    print(make("."))


@takes(assignments, flag("--change-exercises", _("also where some were added or removed and there are submissions")))
def release(options):
    from ravine.course import release
    from ravine.grading.changing import follow
    from ravine.grading.proof import prove

    for name in chosen(options, release.assignments, release.assignments):
        release.release(name, prove=prove, change=follow if options.change_exercises else None)


@takes(
    argument("exercise", nargs="*", help=_("only these, for example momentum_step")),
    argument("--draws", type=whole_number, default=10_000, metavar="N", help=_("draws of the hidden inputs")),
    JOBS,
)
def calibrate(options):
    from ravine.calibration.command import calibrate

    clean = calibrate(Path.cwd(), options.draws, options.jobs, names=options.exercise)
    return 0 if clean else 1


@takes(
    argument("kind", choices=("exercise", "misconception", "plot", "method")),
    argument("name", help=_("chapter/exercise, exercise/misconception, or the plot's or method's name")),
)
def new(options):
    from ravine.course.new import new

    new(options.kind, options.name, this_course().root)


@takes(argument("language", help=_("for example de")))
def translate(options):
    from ravine.course.translation import translate

    root = this_course().root
    made = translate(root, options.language)
    for sentence, why in made.refused:
        print(_("left out: {sentence} ({why})").format(sentence=repr(sentence), why=why))
    words = _("{path}: {done} of {all} sentences are translated.")
    print(words.format(path=made.path.relative_to(root), done=made.done, all=made.all))
    return NEEDS_AN_EYE if made.refused else 0


@takes(flag("--term", _("before a term: address, secret, dates, roster, exchange, sandbox, disk, versions")))
def doctor(options):
    return _before_a_term() if options.term else _what_is_missing()


def _what_is_missing():
    from ravine.course.doctor import examine

    found = list(examine(this_course().root))
    print("\n".join(found or [_("Nothing is missing that can be told without running the tests.")]))
    return NEEDS_AN_EYE if found else 0


def _before_a_term():
    from ravine.platforms.term import examine

    found = list(examine(this_course()))
    print("\n".join(check.line for check in found))
    return NEEDS_AN_EYE if any(check.do for check in found) else 0


@takes()
def doors(_options):
    from ravine.grading.command import doors

    print(doors(this_course()))
