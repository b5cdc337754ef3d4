"""Runs a command as an ordinary user without a name or home: `python as_user.py UID FOLDER COMMAND…`, as root.

FOLDER is given to that user. Where the interpreter lies in a folder that others may not enter (root's home), that
folder is covered, in a mount namespace of this process only, by one through which only the interpreter is seen.
"""

import os
import sys
from pathlib import Path

from ravine.grading.worker.sandbox.namespaces import BIND, NEWNS, PRIVATE, REC, _call, mount


def main(uid: int, folder: str, command: list[str]):
    os.chown(folder, uid, uid)
    _call("unshare", NEWNS)
    mount(None, "/", None, REC | PRIVATE)
    open_ways_to({Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), Path(__file__).parents[2]})
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    os.execv(command[0], command)


def open_ways_to(paths: set[Path]):
    """Make the paths reachable for everybody, here only."""
    closed = {path: [p for p in reversed(path.parents) if not p.stat().st_mode & 0o001] for path in sorted(paths)}
    seen = {path: os.open(path, os.O_PATH) for path in closed}
    for first in {folders[0] for folders in closed.values() if folders}:
        mount("way", first, "tmpfs", 0, "mode=755")
    for path in [path for path, folders in closed.items() if folders]:  # an outer folder before those within it
        path.mkdir(parents=True, exist_ok=True)
        mount(f"/proc/self/fd/{seen[path]}", path, None, BIND | REC)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
