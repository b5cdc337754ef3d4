"""What a submission may read: the standard library, numpy, matplotlib, widgets, and what exercises hand out.

A list of what is allowed, not of what is forbidden: a package that nobody thought of is not there.
"""

import functools
import importlib.metadata
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from ravine import student_part

HANDED_OUT = ("numpy", "matplotlib", "ipywidgets", "anywidget", "ipython")  # with all that these require
SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64")
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
FILES = ("/etc/ld.so.cache", "/usr/share/zoneinfo")


@dataclass(frozen=True)
class Library:
    """Paths to be seen, directories beneath them that are to look empty, and the folders that imports list.

    All absolute, without symbolic links.
    """

    paths: tuple[Path, ...]
    empty: tuple[Path, ...]
    listed: tuple[Path, ...]

    def leaves(self) -> list[Path]:
        """The same for a sandbox that can only allow: paths of which all that is beneath may be read."""
        return [leaf for path in self.paths for leaf in _leaves(path, set(self.empty))]

    def hidden_modules(self) -> set[str]:
        """Top-level modules installed beside those to be seen."""
        seen = {path.name for path in self.paths}
        folders = {path.parent for path in self.paths if path.parent.name in ("site-packages", "dist-packages")}
        installed = {entry.name for folder in folders for entry in folder.iterdir()}
        return {name.partition(".")[0] for name in installed - seen}


@functools.cache
def library() -> Library:
    """What this interpreter's submissions may read."""
    standard = _standard_library()
    packages, ravine = _packages(), _existing(student_part.folders_and_files())
    paths = [*standard, *_system_libraries(), *_interpreter_libraries(), *packages, *ravine, *_existing(FILES)]
    empty = [folder / name for folder in standard for name in ("site-packages", "dist-packages", "test")]
    empty += [python for folder in _system_libraries() for python in folder.glob("python3*")]
    listed = [*standard, *(folder / "lib-dynload" for folder in standard), *(path.parent for path in packages + ravine)]
    return Library(*map(_unique, (paths, [p for p in empty if p.is_dir() and p not in standard], listed)))


def _unique(paths) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(paths))


def _standard_library() -> list[Path]:
    bases = {
        "base": sys.base_prefix,
        "platbase": sys.base_exec_prefix,
        "installed_base": sys.base_prefix,
        "installed_platbase": sys.base_exec_prefix,
    }
    return list(_unique(Path(sysconfig.get_path(key, vars=bases)).resolve() for key in ("stdlib", "platstdlib")))


def _leaves(path: Path, empty: set[Path]) -> list[Path]:
    if path in empty:
        return []
    if any(path in e.parents for e in empty):
        return [leaf for child in path.iterdir() for leaf in _leaves(child, empty)]
    return [path]


def _existing(paths) -> list[Path]:
    return [Path(p).resolve() for p in paths if Path(p).exists()]


def _system_libraries() -> list[Path]:
    """The directories of shared libraries; on Debian the one of this architecture."""
    architecture = sysconfig.get_config_var("MULTIARCH") or ""
    folders = _existing(f"{folder}/{architecture}" for folder in SYSTEM_LIBRARIES) if architecture else []
    return list(_unique(folders or _existing(("/lib64", "/usr/lib64", "/usr/lib"))))


def _interpreter_libraries() -> list[Path]:
    """Shared libraries beside the interpreter, as conda and pyenv have them."""
    folder = Path(sys.base_prefix, "lib").resolve()
    return [] if folder in _system_libraries() else [p for p in folder.glob("*.so*") if not p.is_symlink()]


def _packages() -> list[Path]:
    """The top-level files and folders of the distributions handed out."""
    return [path for name in sorted(_required(HANDED_OUT)) for path in _top_level(name)]


def _required(names) -> set[str]:
    """These distributions and all they require, extras left out."""
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name not in found and (requires := _requirements(name)) is not None:
            found.add(name)
            waiting += requires
    return found


def _requirements(name: str) -> list[str] | None:
    from packaging.requirements import Requirement

    try:
        lines = importlib.metadata.distribution(name).requires or []
    except importlib.metadata.PackageNotFoundError:
        return None
    requirements = map(Requirement, lines)
    return [r.name for r in requirements if r.marker is None or r.marker.evaluate({"extra": ""})]


def _top_level(name: str) -> list[Path]:
    distribution = importlib.metadata.distribution(name)
    tops = {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
    return _existing(distribution.locate_file(top) for top in sorted(tops))
