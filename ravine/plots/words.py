"""The words that all live plots have in common."""

from ravine.language import _

WORDS = {
    "play": _("Play"),
    "pause": _("Pause"),
    "step": _("One step"),
    "rewind": _("Back to the start"),
    "stepOf": _("Step shown"),
    "stepColumn": _("step"),
    "table": _("The data as a table"),
    "link": _("Copy a link to this state"),
    "linkCopied": _("Link copied"),
    "linkShown": _("The link is in the address bar"),
    "yours": _("your path"),
    "yoursAt": _("Your path is at {place}."),
    "reset": _("Reset"),
    "guess": _("Guess first"),
    "guessHow": _("Drag the square to where you think the path will end, then play."),
    "guessPlace": _("Your guess: drag it or use the arrow keys"),
    "guessMiss": _("It ends at {end}, {miss} from your guess."),
    "guessNone": _("You have not moved your guess; choose “Guess first” again to try."),
    "failed": _("It could not be started, and is only a picture now; loading the page again may help."),
    "start": _("Start point: drag it or use the arrow keys"),
}
