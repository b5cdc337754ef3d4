"""What is known of each graded submission: written last, so that a killed run knows where to go on.

One compressed JSON file a submission, replaced in one step: its digest, its verdicts, what they were, the replay.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from ravine.files import LONGEST_NAME, write_whole
from ravine.grading.submission.verdict import Verdict

QUICKLY = 6  # how hard gzip is to try


@dataclass(frozen=True)
class Entry:
    """A graded submission. revision: of all that decided its grade, and by part in `revisions`.

    before: points under the last other revision. files: a hash of what was submitted. final: False where grading again
    may give another result. tries: how often it has been graded as it is. doubts: why a person should look although
    everything has a mark. shown: of the standing on the student's page, its digest, score and penalty. release: the
    digest of the release that it was graded against.
    """

    student: str
    digest: str
    files: str
    revision: str
    verdicts: tuple[Verdict, ...]
    revisions: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""
    final: bool = True
    tries: int = 1
    before: dict[str, Any] = field(default_factory=dict)
    replay: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    shown: dict[str, Any] = field(default_factory=dict)
    release: str = ""

    def changed_since(self, revisions: dict[str, str]) -> list[str]:
        """The parts of these revisions that are not those of this grade; all where it was not kept by part."""
        return [part for part, now in revisions.items() if self.revisions.get(part) != now]

    @property
    def points(self) -> dict[str, float | None]:
        """The points of each test cell; None where it could not be checked."""
        return {v.grade_id: None if v.state == "unchecked" else v.points for v in self.verdicts}


class Ledger:
    """The entries of one assignment, in a folder."""

    def __init__(self, folder: Path):
        self._folder = folder

    def read(self, student: str) -> Entry | None:
        """The entry of a student; None where there is none, or none that can be read."""
        return self._read(self._path(student))

    def entries(self) -> Iterator[Entry]:
        """All entries, by student."""
        for path in sorted(self._folder.glob("*.json.gz")):
            if entry := self._read(path):
                yield entry

    def write(self, entry: Entry) -> None:
        """Keep an entry, or leave the old one as it was."""
        self._folder.mkdir(parents=True, exist_ok=True)
        values = vars(entry) | {"verdicts": [v.as_dict() for v in entry.verdicts]}  # asdict would copy the replay
        content = gzip.compress(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"), QUICKLY, mtime=0)
        write_whole(self._path(entry.student), content)

    def _path(self, student):
        name = quote(student, safe="", errors="surrogateescape")
        if len(name) > LONGEST_NAME:
            name = f"{name[: LONGEST_NAME - 40]}~{sha256(name.encode()).hexdigest()[:16]}"
        return self._folder / f"{name}.json.gz"

    def _read(self, path):
        try:
            values = json.loads(gzip.decompress(path.read_bytes()))
            verdicts = tuple(Verdict.from_dict(v) for v in values.pop("verdicts"))
            return Entry(verdicts=verdicts, **values)
        except (OSError, EOFError, ValueError, TypeError, KeyError):
            return None

    def students(self) -> list[str]:
        paths = sorted(self._folder.glob("*.json.gz"))
        return [self._student(path) for path in paths]

    def _student(self, path):
        name = path.name.removesuffix(".json.gz")
        entry = self._read(path) if "~" in name else None
        return entry.student if entry else unquote(name, errors="surrogateescape")
