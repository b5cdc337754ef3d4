"""One submission in, verdicts out. Nothing here knows of a class."""
