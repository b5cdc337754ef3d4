"""A JupyterHub with accounts and passwords, set up as the page *For instructors* says, and a week on it."""

import os
import shutil
import subprocess

import pytest

from tests.platforms.hub_machine import TOGETHER, own_machine
from tests.platforms.hub_recipe import is_installed


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make accounts and a machine of its own to make them on")
@pytest.mark.skipif(not shutil.which("unshare"), reason="unshare (util-linux) is not installed")
def test_a_hub_from_its_recipe_to_feedback_and_a_second_who_grades(tmp_path):
    assert is_installed(), "scripts/hub installs what this needs"
    done = subprocess.run([*own_machine("tests.platforms.on_a_hub"), tmp_path], text=True, **TOGETHER)
    assert done.returncode == 0, done.stdout
