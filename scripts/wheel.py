"""Hatchling's hook: the wheel holds the student's part of the package, which `ravine.student_part` lists."""

import runpy
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StudentsWheel(BuildHookInterface):
    def initialize(self, version, build_data):
        if version != "editable":  # the checkout itself, with all that instructors need
            package = Path(self.root, "ravine")
            files = runpy.run_path(str(package / "student_part.py"))["files"]()
            build_data["force_include"] = {str(path): str(path.relative_to(self.root)) for path in files}
