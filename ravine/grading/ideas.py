"""`solutions/ideas.toml`: ideas that misconceptions of several exercises share, and what to say of each to a class."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from ravine.course.course import CourseError
from ravine.language import _

FILE = Path("solutions", "ideas.toml")


def common_ideas(root: Path) -> Mapping[str, tuple[str, str]]:
    """The name and the sentence of its idea for each "exercise/misconception" that shares one. Raises CourseError."""
    path = root / FILE
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return {m: (name, str(idea["sentence"])) for name, idea in found.items() for m in idea["misconceptions"]}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(_("{path} could not be read: {error}").format(path=path, error=error)) from None
    except (KeyError, TypeError):
        words = _("{path}: every idea has a `sentence`, and `misconceptions` as a list of exercise/misconception.")
        raise CourseError(words.format(path=path)) from None
