"""Every release of an assignment is kept, so that what was made from it can be graded against it.

class/releases/<assignment>/<digest>.json.gz holds what students were given, the source with its hidden tests, and the
revision of each reference answer of then. The digest is of what students see: a hidden test that was mended, without a
change of what they were given, is the test of that release from then on.
"""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ravine.files import private_mode, write_whole


@dataclass(frozen=True)
class Kept:
    """A release. given, source: the JSON of the students' notebook, and of the one it was made from.

    references: the revision of each answer of the assignment's reference, by its name.
    """

    given: str
    source: str
    references: Mapping[str, str]


def checksums(notebook: str) -> dict[str, str]:
    """The checksums that nbgrader gives the cells of a released notebook (its JSON), by grade_id: each cell in each
    release has its own, and students' notebooks carry them along."""
    try:
        return checksums_of(json.loads(notebook)["cells"])
    except (ValueError, KeyError, TypeError):
        return {}


def checksums_of(cells: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Those of a notebook's cells."""
    marks = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    return {mark["grade_id"]: mark["checksum"] for mark in marks if "checksum" in mark}


def digest(notebook: str) -> str:
    """By which a release is known, from what students were given."""
    return sha256(repr(sorted(checksums(notebook).items())).encode()).hexdigest()[:16]


def folder(root: Path, assignment: str) -> Path:
    """Where the releases of an assignment are kept, in the course in `root`."""
    return root / "class" / "releases" / assignment


def keep(place: Path, release: Kept) -> None:
    """Keep a release; it takes the place of one in which students see the same."""
    place.mkdir(parents=True, exist_ok=True)
    values = {"given": release.given, "source": release.source, "references": dict(release.references)}
    content = gzip.compress(json.dumps(values, ensure_ascii=False).encode(), mtime=0)
    write_whole(place / f"{digest(release.given)}.json.gz", content, private_mode(place))


def kept(place: Path) -> list[Kept]:
    """The releases that are kept; none that can no longer be read."""
    found = []
    for path in sorted(place.glob("*.json.gz")):
        try:
            found.append(Kept(**json.loads(gzip.decompress(path.read_bytes()))))
        except (OSError, EOFError, ValueError, TypeError):
            continue
    return found
