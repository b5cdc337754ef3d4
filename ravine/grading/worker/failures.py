"""What can go wrong with a student's process, in words that the student can read."""

from ravine.language import _


class WorkerError(Exception):
    """Something about the student's process; the message is fit to be read by the student.

    decided: whether that settles the mark; else nothing is known.
    """

    decided = True


class WorkerDied(WorkerError):
    """The process ended: it exited, crashed, or was killed for its memory. The worker is closed.

    `reason`: "exited", "crashed", "memory", "files" or "unknown".
    """

    def __init__(self, reason: str, message: str = ""):
        super().__init__(message or reason)
        self.reason, self.decided = reason, reason != "unknown"


class OutOfTime(WorkerError):
    """A limit on time was reached, and the worker is closed. `kind`: "cpu" (wrong) or "wall" (not checked)."""

    def __init__(self, kind: str, message: str = ""):
        super().__init__(message or kind)
        self.kind, self.decided = kind, kind == "cpu"


class AnswerRefused(WorkerError):
    """What came back is no plain data, too large or malformed (then the worker is closed). `reason`: which of these."""

    def __init__(self, reason: str):
        super().__init__(_("What your code gave back cannot be judged: {reason}.").format(reason=reason))
        self.reason = reason


class StudentError(WorkerError):
    """The student's code raised. The worker goes on.

    `type`: the exception's class name; `message`; `line`: the 1-based line in the student's cell, or None;
    `source`: that line's text, or ""; `traceback`: plain text, only the student's own frames.
    """

    def __init__(self, type: str, message: str, line: int | None = None, source: str = "", traceback: str = ""):
        super().__init__(f"{type}: {message}" if message else type)
        self.type, self.message, self.line, self.source, self.traceback = type, message, line, source, traceback


class CallbackRefused(Exception):
    """Raised by a function passed to `Worker.call` to tell the student's code what was wrong with its call.

    Of any other exception that such a function raises, the worker learns the type's name only.
    """


def in_one_line(error: Exception) -> str:
    """The first line of what an exception says, or its database driver; its type where that is nothing."""
    said = str(getattr(error, "orig", None) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__
