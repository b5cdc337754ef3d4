"""Every sentence of the exercise boxes; `bundle` puts them into the script."""

from ravine.language import _

WORDS = {
    "check": _("Check"),
    "stop": _("Stop"),
    "again": _("Start over"),
    "draw": _("Draw it"),
    "editor": _("Your {name}, in Python"),
    "writing": _("Your answer to “{title}”, in Markdown with formulas between dollar signs"),
    "keys": _("Tab indents; Escape, then Tab leaves the text. Ctrl+Enter checks."),
    "readByPerson": _(
        "Markdown, with formulas between dollar signs. A person reads it: it is kept here and goes into the "
        "notebook that you hand in."
    ),
    "partsKept": _("Until you write something else, your answers from the other pages stand here; train uses them."),
    "firstTime": _("The first check loads Python into this page: about 9 MB, once. Your text stays on your computer."),
    "notMarked": _("Nothing is marked here: other inputs await your answer at grading."),
    "stale": _("This was said of an earlier text."),
    "checking": _("Checking …"),
    "loading": _("Python is loading: about 9 MB, once."),
    "drawing": _("Your path is being computed …"),
    "solved": _("✓ solved"),
    "begun": _("begun"),
    "solvedOf": _("✓ {solved} of {all}"),
    "solvedOfLong": _("{solved} of {all} exercises solved"),
    "where": _("Where"),
    "why": _("Why"),
    "example": _("The smallest example"),
    "section": _("Read on"),
    "readOn": _("the section that it is about"),
    "hint": _("Next hint: {hint}"),
    "goTo": _("Go to line {line}"),
    "printed": _("What your code printed"),
    "file": _(
        "A browser runs no Python in a page that was opened from a file. Open the site from an address that begins "
        "with http, or solve it in"
    ),
    "failed": _("The editor could not be loaded ({why}). Close and open this to try again, or solve it in"),
    "solveIn": _("Solve it in"),
    "notebook": _("the notebook of this chapter"),
    "noStorage": _(
        "This browser keeps nothing for this page: your text is gone when you leave it. Save all answers as a file, "
        "at the end of the chapter, keeps it."
    ),
    "full": _(
        "The browser has no room left to keep this text. Save all answers as a file, at the end of the chapter, "
        "keeps it."
    ),
    "damaged": _("What this browser had kept for this exercise cannot be read. It was set aside, not deleted."),
    "older": _(
        "You wrote this for an earlier version of the exercise, which has changed since. Start over shows the new "
        "beginning."
    ),
    "otherTab": _("Another tab has changed this answer. Both texts are kept until you choose."),
    "twoTexts": _("A second text of this exercise is kept, from another tab."),
    "takeOther": _("Show the other"),
    "keepThis": _("Keep this one"),
    "startOver": _("Throw this text away and begin again?"),
    "startOverYes": _("Throw it away"),
    "startOverNo": _("Keep it"),
    "takeAlongHow": _(
        "What you wrote on this page is kept in this browser alone. Take it along in the notebook of this chapter, "
        "ready for JupyterLab and for handing in, or save the answers of all chapters in one file to open elsewhere."
    ),
    "takeAlong": _("Take my answers along"),
    "saveAll": _("Save all answers as a file"),
    "open": _("Open a file of answers or a notebook"),
    "tookAlong": _("{file} holds {number} of {all} answers in its cells. Look for it among your downloads."),
    "noNotebook": _("The notebook could not be loaded ({why}). Is the network there?"),
    "saved": _("{file} holds {number} answers. Look for it among your downloads."),
    "nothingYet": _("Nothing is written yet."),
    "opened": _("Answers taken over: {taken}."),
    "openedNone": _("It holds no answer that is not written here already."),
    "differ": _("It differs from what is written here: {names}."),
    "takeTheirs": _("Take the file's text"),
    "keepMine": _("Keep mine"),
    "noFile": _("{file} is neither a notebook of this course nor a file of its answers: {why}."),
    "noJson": _("it is no JSON"),
    "noAnswers": _("it names no answer"),
    "tooLarge": _("it is larger than 5 MB"),
    "unknownLeft": _("Left alone, for this site has no such exercise: {number}."),
    "yours": _("your {name}"),
    "yoursWrong": _("your {name}: {why}"),
    "drawn": _("Drawn in the plot: {label}."),
    "notHere": _("As the plot is set now, no step of one's own can run in it: it is told whole gradients only."),
    "raceWhich": _("Your step"),
    "raceNone": _("Your own step can run here. Write one of these first:"),
    "raceHow": _(
        "It runs from the same start over the same surface, with the numbers that the race has for its method."
    ),
}
