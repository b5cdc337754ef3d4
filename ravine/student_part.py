"""What a student has of Ravine: the wheel, the sandbox's library and the website's bundle hold exactly this.

Nothing here imports what stands outside, and nothing here knows a solution.
"""

from collections.abc import Iterator
from pathlib import Path

PART = (
    "__init__.py",
    "check.py",
    "cli.py",
    "errors.py",
    "exercises",
    "explore.py",
    "language.py",
    "locale",
    "observe.py",
    "plots",
    "problems",
    "student_part.py",
    "tables",
)
PACKAGE = Path(__file__).resolve().parent
NOT_FILES = ("__pycache__", ".ipynb_checkpoints")


def folders_and_files() -> list[Path]:
    """The top-level folders and files of the part, absolute."""
    return [PACKAGE / name for name in PART]


def files() -> Iterator[Path]:
    """Every file of the part, absolute, in the order of the names."""
    for top in folders_and_files():
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not set(path.parts) & set(NOT_FILES):
                yield path
