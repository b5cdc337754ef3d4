"""nbgrader's formgrader, started for this course, shows what students handed in and lets none of it run."""

import sys

HANDLERS = "nbgrader.server_extensions.formgrader.handlers"


def confine_files() -> None:
    """Where formgrader runs in this process, have it serve students' files so that a browser runs nothing in them.

    It serves them from the instructor's own address: a page that lies beside a notebook, opened by a link in an answer,
    would act there as the instructor.
    """
    if handlers := sys.modules.get(HANDLERS):
        handlers.SubmissionFilesHandler.content_security_policy = "sandbox; frame-ancestors 'self'"
