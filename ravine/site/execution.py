"""How the pages' code is run: in the site's mode, cached, and run again when the code behind it changes."""

import hashlib
import os
from pathlib import Path

# What can change a page's picture. The site's own machinery and the grader cannot.
SOURCES = (
    "requirements.txt",
    "ravine/**/*.py",
    "ravine/plots/js/**/*",
    "solutions/reference/**/*.py",
    "solutions/experiments/*",
    "solutions/calibration.json",
    "solutions/outside.json",
)
NOT_SOURCES = (
    "ravine/site/",
    "ravine/course/",
    "ravine/grading/",
    "ravine/platforms/",
    "ravine/commands/",
    "ravine/cli.py",
)


def fingerprint(root, patterns, leave_out=()):
    """Hash of the names and contents of all files below `root` that match, as a short hexadecimal string."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in Path(root).glob(pattern)}):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not name.startswith(leave_out) and "__pycache__" not in name:
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def code_hash(root):
    """Fingerprint of all code that pages import.

    jupyter-cache keys on the cells of a page alone; a changed formula must not show an old picture.
    """
    return fingerprint(root, SOURCES, NOT_SOURCES)


def cache_path(root):
    """Where the executed pages are kept; it changes with the code."""
    return Path(root) / "_build" / ".jupyter_cache" / code_hash(root)


def _prepare(app, config):
    root = Path(app.srcdir)
    os.environ["RAVINE_SITE"] = "1"  # live plots show themselves as static figures
    os.environ["PYTHONPATH"] = os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])
    config.ravine_code_hash = code_hash(root)
    config.nb_execution_cache_path = str(cache_path(root))


def setup(app):
    """Register the preparation of the pages' execution."""
    app.add_config_value("ravine_code_hash", "", "env")  # "env": a change makes Sphinx read all pages again
    app.connect("config-inited", _prepare)
