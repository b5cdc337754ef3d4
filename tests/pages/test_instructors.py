"""The page *For instructors*: its worked example is executed as it is printed, and what it names exists."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages.displayed import page

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```\{code-block\} (\w+)\n(?::caption: (\S+)\n)?\n?(.*?)\n```$", re.MULTILINE | re.DOTALL)
EXAMPLE = BLOCK.findall(page("instructors").split("(new-exercise)=")[1])


@pytest.fixture
def root(tmp_path):
    """A course without assignments, with a package of its own, where release writes its tables."""
    left_out = shutil.ignore_patterns("static", "__pycache__", "tables")
    shutil.copytree(ROOT / "ravine", tmp_path / "ravine", ignore=left_out)
    (tmp_path / "solutions" / "reference").mkdir(parents=True)
    for name in ("solutions/__init__.py", "solutions/reference/__init__.py", "nbgrader_config.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(root, *arguments):
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONWARNINGS": "ignore"}
    command, output = [sys.executable, *arguments], {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, cwd=root, env=environment, text=True, **output)
    assert done.returncode == 0, done.stdout
    return " ".join(done.stdout.split())


def test_the_worked_example_runs_as_it_is_printed(root):
    kinds = [kind for kind, _caption, _text in EXAMPLE]
    assert kinds == ["python", "python", "sh", "text", "python", "text", "python", "sh", "text"]
    said = ""
    for kind, caption, text in EXAMPLE:
        if kind == "python":
            (root / caption).write_text(text + "\n", encoding="utf-8")
            if "/" not in caption:
                said = run(root, caption)
        elif kind == "sh":
            for line in text.splitlines():
                program, *arguments = line.split()
                assert program == "ravine"
                said = run(root, "-m", "ravine.cli", *arguments)
        else:
            for line in text.splitlines():
                assert line in said
    released = (root / "exercises" / "clipping" / "clipping.ipynb").read_text(encoding="utf-8")
    assert "min(1.0" not in released and "marks(" not in released
    feedback = (root / "class" / "feedback" / "bob" / "clipping" / "clipping.html").read_text(encoding="utf-8")
    assert "One that is within the bound stays as it is." in feedback


PROGRAMS = {"ravine": "ravine.cli", "dask": "dask"}


@pytest.mark.parametrize(
    "command", ["ravine release", "ravine grade", "ravine explain", "dask scheduler", "dask worker"]
)
def test_each_option_named_exists(command):
    lines = re.findall(rf"{command}[^`\n#]*", page("instructors"))
    program, command = command.split()
    arguments = [sys.executable, "-m", PROGRAMS[program], command, "--help"]
    done = subprocess.run(arguments, text=True, stdout=subprocess.PIPE)
    options = {option for line in lines for option in re.findall(r"--[\w-]+", line)}
    assert lines and all(option in done.stdout for option in options)
