"""The exercises for download: a zip with every notebook, the package's wheel and how to install them."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from sphinx_external_toc.parsing import parse_toc_yaml

from ravine.errors import BuildError

README = Path(__file__).parent / "exercises-readme.txt"
ZIP = "ravine-exercises.zip"
DATE = (2026, 1, 1, 0, 0, 0)  # the same files make the same zip


def notebooks(root):
    """The released notebooks, `exercises/<assignment>/<assignment>.ipynb`, by assignment.

    Not those of a chapter whose pages `_toc.yml` leaves out.
    """
    found = sorted((Path(root) / "exercises").glob("*/*.ipynb"))
    known = {path.stem: path for path in found if path.stem == path.parent.name}
    listed, unlisted = pages(root)
    taught, left_out = ({assignment_of(page, known) for page in those} for those in (listed, unlisted))
    return {name: path for name, path in known.items() if name in taught or name not in left_out}


def pages(root):
    """The names of the pages of `book`: those that `_toc.yml` lists, and those that it leaves out."""
    written = {path.stem for path in (Path(root) / "book").glob("*.md")}
    toc = Path(root) / "_toc.yml"
    listed = {name.rsplit("/", 1)[-1] for name in parse_toc_yaml(toc)} if toc.exists() else written
    return written & listed, written - listed


def assignment_of(docname, assignments):
    """That of the assignments which belongs to a page, or None: `book/gradient-descent` has `gradient_descent`.

    The pages of one chapter share an assignment: its name begins theirs, as `adaptive` that of `book/adaptive-adam`.
    """
    name = docname.rsplit("/", 1)[-1].replace("-", "_")
    return max((known for known in assignments if f"{name}_".startswith(f"{known}_")), key=len, default=None)


def build_wheel(root, folder):
    """Build the package's wheel (pure Python, with the plots' scripts and the self-check's tables) into `folder`.

    Returns its path. Raises BuildError with the builder's last words when it fails.
    """
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise BuildError(f"The package's wheel could not be built: {done.stderr.strip() or done.stdout.strip()}")
    return max(Path(folder).glob("ravine-*.whl"), key=lambda wheel: wheel.stat().st_mtime)


def readme(wheel_name):
    """How to install the bundle, naming its wheel. Text of the bundle and of the page *Install the exercises*."""
    return re.sub(r"ravine-[\w.]+-py3-none-any\.whl", wheel_name, README.read_text(encoding="utf-8"))


def write_zip(target, wheel, exercises):
    """Write the zip `target` of a wheel and a dict of notebooks by assignment."""
    files = {"README.txt": readme(wheel.name).encode(), wheel.name: wheel.read_bytes()}
    files |= {f"{name}/{path.name}": path.read_bytes() for name, path in exercises.items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in sorted(files.items()):
            bundle.writestr(zipfile.ZipInfo(f"ravine-exercises/{name}", DATE), content, zipfile.ZIP_DEFLATED)


def build_downloads(root, folder):
    """Fill `folder` anew with each chapter's notebook and the zip of all; returns the zip's path."""
    folder = Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    exercises = notebooks(root)
    for path in exercises.values():
        shutil.copy(path, folder)
    wheel = build_wheel(root, folder)
    write_zip(folder / ZIP, wheel, exercises)
    wheel.unlink()
    return folder / ZIP
