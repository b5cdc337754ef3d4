"""Namespaces: a file system, processes, a network and a host name of the worker's own.

The warm process enters a *room*, a root of its own that holds nothing but the library, once. Each worker then leaves
it only for namespaces of its own, with one small writable file system: that takes a few milliseconds.

libc's calls by ctypes: os.unshare exists from Python 3.12 only, mount and pivot_root in no maintained binding.
"""

import ctypes
import os
from pathlib import Path

from ravine.grading.worker.sandbox.library import DEVICES, Library

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, NOATIME, NODIRATIME = 1, 2, 4, 8, 32, 1024, 2048
BIND, REC, PRIVATE, RELATIME, DETACH = 4096, 16384, 1 << 18, 1 << 21, 2
KEPT = {
    os.ST_NOSUID: NOSUID,
    os.ST_NODEV: NODEV,
    os.ST_NOEXEC: NOEXEC,
    os.ST_NOATIME: NOATIME,
    os.ST_NODIRATIME: NODIRATIME,
    os.ST_RELATIME: RELATIME,
}

STUDENT = Path("/student")  # the worker's folder; before there is one, the warm process' own
TMP, SHM = Path("/tmp"), Path("/dev/shm")
STUDENT_ID = 1000  # the user it sees itself as, where the grader is an ordinary user

libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments):
    if getattr(libc, name)(*arguments) < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def mount(source, target, kind=None, flags: int = 0, options: str | None = None):
    """mount(2). Raises OSError."""
    _call("mount", _bytes(source), _bytes(target), _bytes(kind), ctypes.c_ulong(flags), _bytes(options))


def _bytes(value):
    return None if value is None else os.fsencode(value)


# --- Once, in the warm process


class Room:
    """A root that holds the library, read-only, and nothing else. `enter` needs a process with one thread.

    folder: an empty directory to build it on.
    """

    def __init__(self, library: Library, folder: Path):
        self.library, self.folder = library, Path(folder)
        self.as_root = os.geteuid() == 0
        self.writable = [STUDENT, SHM] if self._lies_in(TMP) else [STUDENT, TMP, SHM]
        self.proc = os.open("/proc", os.O_DIRECTORY | os.O_PATH)  # there is none in the room

    def enter(self):
        """Make this process see the room only. Raises OSError where namespaces are not to be had."""
        uid, gid = os.geteuid(), os.getegid()
        _call("unshare", NEWNS | (0 if self.as_root else NEWUSER))
        if not self.as_root:
            self._map_ids(uid, uid, gid, gid)
        self._build()
        os.chdir(self.folder)
        _call("pivot_root", b".", b".")
        _call("umount2", b".", DETACH)
        os.chdir("/")
        mount(None, "/", None, REMOUNT | BIND | RDONLY | NOSUID | NODEV)

    def _build(self):
        mount(None, "/", None, REC | PRIVATE)
        mount("room", self.folder, "tmpfs", NOSUID, "size=8m,mode=755")
        for name in ("tmp", "student", "proc", "dev/shm"):
            (self.folder / name).mkdir(parents=True)
        for path in sorted([*self.library.paths, *self.library.empty], key=lambda p: len(p.parts)):
            if path in self.library.empty:
                self._cover(path)
            else:
                self._show(path)
        for device in DEVICES:
            self._show(Path(device), devices=True)
        self._link_system_folders()
        mount("warm", self._inside(STUDENT), "tmpfs", NOSUID | NODEV, "size=64m,mode=755")

    def _lies_in(self, folder: Path) -> bool:
        """Whether the library does: a file system of the worker's own must not hide it there."""
        return any(folder in path.parents for path in self.library.paths)

    def _inside(self, path: Path) -> Path:
        return self.folder / path.relative_to("/")

    def _show(self, path: Path, devices: bool = False):
        target = self._inside(path)
        _make_mount_point(path, target)
        mount(path, target, None, BIND | REC)
        kept = sum(flag for bit, flag in KEPT.items() if os.statvfs(target).f_flag & bit)
        mount(None, target, None, BIND | REMOUNT | RDONLY | NOSUID | (0 if devices else NODEV) | kept)

    def _cover(self, path: Path):
        self._inside(path).mkdir(parents=True, exist_ok=True)
        mount("empty", self._inside(path), "tmpfs", NOSUID | NODEV, "size=1m,mode=755")

    def _link_system_folders(self):
        for name in ("lib", "lib64", "bin"):
            if Path("/", name).is_symlink() and not (self.folder / name).exists():
                (self.folder / name).symlink_to(os.readlink(f"/{name}"))

    def _map_ids(self, uid: int, outer_uid: int, gid: int, outer_gid: int):
        self._write("self/setgroups", "deny")
        self._write("self/uid_map", f"{uid} {outer_uid} 1")
        self._write("self/gid_map", f"{gid} {outer_gid} 1")

    def _write(self, name: str, text: str):
        handle = os.open(name, os.O_WRONLY, dir_fd=self.proc)
        try:
            os.write(handle, text.encode())
        finally:
            os.close(handle)

    # For each worker ---------------------------------------------------------------------------------------------

    def leave_for_own(self):
        """Namespaces of its own for this process' next child, which will be process 1 of them."""
        uid, gid = os.geteuid(), os.getegid()
        _call("unshare", NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS | (0 if self.as_root else NEWUSER))
        if not self.as_root:
            self._map_ids(STUDENT_ID, uid, STUDENT_ID, gid)

    def furnish(self, size: int, files: int, uid: int):
        """One small writable file system, seen as the student's folder, /tmp and /dev/shm."""
        _call("sethostname", b"ravine", 6)
        mount("student", STUDENT, "tmpfs", NOSUID | NODEV, f"size={size},nr_inodes={files},mode=700")
        for place in reversed(self.writable):  # its own folder last: that hides the other two
            part = STUDENT / place.name
            part.mkdir(mode=0o700)
            if self.as_root:
                os.chown(part, uid, uid)
            mount(part, place, None, BIND)


def _make_mount_point(path: Path, target: Path):
    if path.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    elif not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
