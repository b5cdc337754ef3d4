"""Files that are there whole or not at all, whenever the process that writes them is killed."""

import hashlib
import os
import stat
import sys
from pathlib import Path

LONGEST_NAME = 200  # bytes: with what is put before and after it, below the 255 of most file systems


def shortened(name: str) -> str:
    """A file's name; where it is too long for a file system, its beginning and its end with a hash between them."""
    content = name.encode("utf-8", "surrogateescape")
    if len(content) <= LONGEST_NAME:
        return name
    suffix = Path(name).suffix if len(Path(name).suffix.encode("utf-8", "surrogateescape")) <= 20 else ""
    start = content[: LONGEST_NAME - 40].decode("utf-8", "ignore")
    return f"{start}~{hashlib.sha256(content).hexdigest()[:16]}{suffix}"


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file, or leave the old one as it was. One process at a time may write to a folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    part.write_bytes(content)
    part.chmod(mode)
    os.replace(part, path)


def private_mode(folder: Path) -> int:
    """The mode of a file that only those who may write to the folder shall read: its owner, or a group of owners."""
    return 0o660 if folder.stat().st_mode & stat.S_IWGRP else 0o600


def make_importable(root: Path | str) -> None:
    """Let this process import the course's own modules, such as its reference, from the folder `root`."""
    if (folder := str(Path(root).resolve())) not in sys.path:
        sys.path.insert(0, folder)
