"""What the engine in the page says when no Python is there to say it: while it loads, when it was stopped or died."""

from ravine.check import interrupted
from ravine.language import _

_TOO_LONG = _("✗ {name} had not answered after {seconds} seconds and was stopped. Is there a loop that never ends?")
_DIED = _("✗ The answer ended the Python that was to try it. A new one starts; what you typed is all there.")
_WHERE = _(" It was in line {line}: {source}")


def engine() -> dict[str, str]:
    """The sentences by name, with {name}, {line}, {source} and {seconds} to be filled in."""
    return {
        "core": _("Python is loading: about 9 MB, once."),
        "exercises": _("The exercises are loading."),
        "ready": _("Python is ready."),
        "begun": _("Your answer is being tried."),
        "slow": _("{name} has not answered yet. If it never does, press Stop."),
        "stopped": interrupted("{name}", None, ""),
        "stopped_in_line": interrupted("{name}", "{line}", "{source}"),
        "too_long": _TOO_LONG,
        "too_long_in_line": _TOO_LONG + _WHERE,
        "died": _DIED,
        "died_in_line": _DIED + _WHERE,
        "opened_from_a_file": _(
            "A browser runs no Python in a page that was opened from a file. Open the site from an address that begins "
            "with http, or solve the exercise in its notebook."
        ),
        "not_built": _(
            "This site was built without Python for the page. Solve the exercise in its notebook, where check answers "
            "in the same words."
        ),
        "not_loaded": _("Python could not be loaded. Is the network there? Press Check to try again."),
        "refused": _(
            "The numpy that this site holds is not the one that it should be, so the browser refused it. Solve the "
            "exercise in its notebook, and tell whoever runs this site."
        ),
    }
