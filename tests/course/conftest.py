"""A course to write in."""

import shutil

import pytest

from tests.grading.courses import ROOT


@pytest.fixture
def root(tmp_path):
    """A course without assignments, with a package of its own, where release writes its tables."""
    (tmp_path / "ravine").mkdir()
    for path in (ROOT / "ravine").iterdir():
        if path.name not in ("tables", "plots", "site", "platforms", "__pycache__"):
            (tmp_path / "ravine" / path.name).symlink_to(path)
    (tmp_path / "solutions" / "reference").mkdir(parents=True)
    for name in ("solutions/__init__.py", "solutions/reference/__init__.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "solutions" / "reference" / "after").mkdir(parents=True)
    return tmp_path
