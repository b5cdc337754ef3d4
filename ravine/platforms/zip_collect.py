"""What `nbgrader zip_collect` runs: it knows students as `ravine collect` does. `nbgrader_config.py` names it."""

from functools import cached_property
from pathlib import Path

from nbgrader.plugins import FileNameCollectorPlugin

from ravine.course.course import Course
from ravine.platforms.collect import OLDER, plan


class PlatformCollector(FileNameCollectorPlugin):
    """In place of a regular expression: whose an extracted file is, by the platform's names and the roster."""

    def collect(self, submitted_file: str) -> dict | None:
        if self.named_regexp:  # somebody knows better
            return super().collect(submitted_file)
        return self._known.get(Path(submitted_file).resolve())

    @cached_property
    def _known(self) -> dict[Path, dict]:
        app = self.parent
        steps = (app.downloaded_directory, app.coursedir.assignment_id, app.extracted_directory)
        extracted = Path(app.coursedir.root, *steps).resolve()
        made = plan(Course.find(Path(app.coursedir.root)), extracted, app.coursedir.assignment_id)
        for name, reason in made.strangers:
            self.log.warning("%s: %s", name, reason)
        latest = {a.student: a for a in made.arrivals if a.becomes != OLDER}
        people = made.roster.people
        return {
            extracted / entry: {"student_id": s, "file_id": file, "email": people[s].email}
            for s, arrival in latest.items()
            for file, entry in arrival.files.items()
        }
