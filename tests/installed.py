"""The package as a student has it: its wheel in a fresh environment, without network."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import numpy as np


def run(python, code, folder):
    """What a piece of code prints in that environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RAVINE"))}
    done = subprocess.run(
        [python, "-c", code],
        cwd=folder,
        env=environment,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def install(wheel: Path, folder: Path) -> Path:
    """The Python of a new environment in `folder`, with the wheel in it; what that depends on is lent from ours."""
    venv.create(folder / ".venv", with_pip=False)
    scripts = folder / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    python = next(path for path in (scripts / "python", scripts / "python.exe") if path.exists())
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(command, check=True)
    packages = Path(run(python, "import sysconfig; print(sysconfig.get_path('purelib'), end='')", folder))
    for entry in Path(np.__file__).parents[1].iterdir():
        if not entry.name.startswith(("ravine", "_editable")) and not (packages / entry.name).exists():
            (packages / entry.name).symlink_to(entry)
    assert run(python, "import ravine; print(ravine.__file__, end='')", folder).startswith(str(packages))
    return python
