"""Puts what the owner has set into what is released: the site's address, and whether the self-check answers."""

from pathlib import Path

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from ravine.course import settings
from ravine.files import write_whole

ADDRESS = Path("ravine", "exercises", "address.txt")  # ravine.exercises.sentences reads it
BOXES = ADDRESS.with_name("boxes.txt")  # ravine.check reads it


class PutInAddress(NbGraderPreprocessor):
    """A step of nbgrader's release: the links of a notebook lead to the owner's site."""

    root = Unicode(".", help="The course's folder, which holds course.toml.").tag(config=True)

    def preprocess(self, nb, resources):
        """Change the links of a notebook's cells. Raises SettingsError."""
        found = settings.read(Path(self.root))
        for cell in nb.cells:
            cell.source = found.addressed(cell.source)
        return nb, resources


def write_settings(root: Path) -> None:
    """Let the student's part of the package know what is set. Raises SettingsError."""
    found = settings.read(root)
    for name, value in ((ADDRESS, found.address), (BOXES, found.exercise_boxes)):
        path, wanted = root / name, value + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            write_whole(path, wanted.encode())
