"""Hatchling's hook: the wheel holds the student's part of the package, which `ravine.student_part` lists."""

import runpy
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StudentsWheel(BuildHookInterface):
    def initialize(self, version, build_data):
        if version != "editable":  # the checkout itself, with all that instructors need
            part = runpy.run_path(str(Path(self.root, "ravine", "student_part.py")))
            root = part["PACKAGE"].parent
            build_data["force_include"] = {str(path): str(path.relative_to(root)) for path in part["files"]()}
