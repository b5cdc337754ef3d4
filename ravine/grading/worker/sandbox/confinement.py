"""All layers together: prepared once in the warm process, entered by each worker.

Layers that are missing are left out where the rest is safe; `Confinement` says which are in force.
"""

import itertools
import os
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from ravine.grading.worker.limits import Limits
from ravine.grading.worker.sandbox.copying import copy_submission
from ravine.grading.worker.sandbox.library import Library, library
from ravine.grading.worker.sandbox.policy import LAYERS, SandboxPolicy, SandboxUnavailable, is_safe

LINUX = sys.platform == "linux"
if LINUX:
    from ravine.grading.worker.sandbox import landlock, privileges, seccomp
    from ravine.grading.worker.sandbox.namespaces import STUDENT, TMP, Room

EXPLANATION = (
    "No submission was run: this machine cannot confine what students wrote (it offers {found}; needed are user "
    "namespaces, or Landlock together with seccomp). Grade on a Linux machine or in a Linux virtual machine with "
    "kernel 6.2 or newer and the package libseccomp2; in a container, allow user namespaces. For files of your own "
    "that you trust, --no-sandbox runs them unconfined."
)


class Confinement:
    """The layers that this machine has, ready to be entered by one worker after the other.

    folder: an empty directory outside, for the warm process' own files and for the workers' folders where there are
    no namespaces. Made by a process with one thread. Raises SandboxUnavailable.
    """

    def __init__(self, policy: SandboxPolicy, folder: Path):
        self.folder = folder
        self.user_ids = privileges.count_ids() if LINUX and os.geteuid() == 0 else 0
        self.available = self._available(policy, folder)
        if policy.required and not is_safe(self.available):
            raise SandboxUnavailable(EXPLANATION.format(found=", ".join(self.available) or "nothing"))
        self.confined = self.available != ("rlimits",)
        self.library = library() if self.confined else Library((), (), ())
        self.leaves = self.library.leaves() if self.confined and "namespaces" not in self.available else []
        self.hidden_modules = self.library.hidden_modules() if self.confined else set()
        self.filters = self._filters()
        self.room: Room | None = None
        self.student_folder: Path | None = None
        if "namespaces" in self.available:
            self.room = Room(self.library, folder)
            self.room.enter()

    def _available(self, policy: SandboxPolicy, folder: Path) -> tuple[str, ...]:
        probes = {
            "rlimits": lambda: True,
            "uid": lambda: LINUX and privileges.own_uid(0, self.user_ids) is not None,
            "seccomp": lambda: LINUX and seccomp.is_available(),
            "landlock": lambda: LINUX and landlock.is_available(),
            "namespaces": lambda: LINUX and _room_works(folder),
        }
        return tuple(layer for layer in LAYERS if layer in policy.layers and probes[layer]())

    def _filters(self) -> dict:
        """The filters of system calls: without and, where namespaces keep them in, with child processes."""
        if "seccomp" not in self.available:
            return {}
        in_room = "namespaces" in self.available
        return {processes: seccomp.build(in_room, processes) for processes in {False, in_room}}

    @property
    def scratch(self) -> Path:
        """Where the warm process itself may write."""
        return STUDENT if self.room else self.folder

    # In the supervisor, before the worker is forked, and after it ended

    def prepare_child(self):
        """What the worker must be forked into."""
        self.number = os.getpid()
        if self.room:
            self.room.leave_for_own()
        else:
            self.student_folder = Path(tempfile.mkdtemp(prefix="student-", dir=self.folder))

    def is_overfull(self, limits: Limits) -> bool:
        """Whether the worker's folder holds more than it may. In a room, its file system sees to that."""
        if self.student_folder is None:
            return False
        sizes = list(itertools.islice(_sizes(self.student_folder), limits.folder_files + 1))
        return len(sizes) > limits.folder_files or sum(sizes) > limits.folder_size

    def clean_up(self):
        """Delete what the worker left behind."""
        if self.student_folder:
            shutil.rmtree(self.student_folder, ignore_errors=True)

    # In the worker

    def enter(self, submission: int | None, limits: Limits, wire: socket.socket) -> tuple[str, ...]:
        """Confine this process for ever. Returns the layers in force.

        submission: a file descriptor of the folder to copy. All descriptors but `wire` are closed.
        """
        uid = self._uid()
        folder = self._furnish(submission, limits, uid)
        _close_all_but(wire.fileno())
        os.chdir(folder)
        os.environ.update(HOME=str(folder), TMPDIR=str(TMP if TMP in self._writable(folder) else folder))
        layers = {"namespaces"} if self.room else set()
        if self.confined:
            layers |= self._give_up_privileges(uid)
        if "landlock" in self.available:
            self._restrict_files(folder)
            layers.add("landlock")
        if LINUX:
            privileges.limit_resources(limits)
            layers.add("rlimits")
        if self.filters:
            processes = limits.processes > 0 and self.room is not None
            self.filters[processes].load()
            layers.add("seccomp")
        return tuple(layer for layer in LAYERS if layer in layers)

    def _uid(self) -> int | None:
        if "uid" not in self.available or not (self.room or _open_to_all(self.library.paths)):
            return None
        return privileges.own_uid(self.number, self.user_ids)

    def _furnish(self, submission: int | None, limits: Limits, uid: int | None) -> Path:
        if self.room:
            self.room.furnish(limits.folder_size, limits.folder_files, uid or 0)
        folder = self.student_folder or STUDENT
        if submission is not None:
            copy_submission(submission, folder, limits, uid)
        if uid is not None:
            os.chown(folder, uid, uid)
        return folder

    def _give_up_privileges(self, uid: int | None) -> set[str]:
        privileges.forget_capabilities()
        if uid is not None:
            privileges.become(uid)
        privileges.drop_capabilities()
        privileges.die_with_parent()
        return set() if uid is None else {"uid"}

    def _restrict_files(self, folder: Path):
        if self.room:  # which holds nothing but what may be read
            landlock.restrict([Path("/")], [], self._writable(folder))
        else:
            landlock.restrict(self.leaves, self.library.listed, self._writable(folder))

    def _writable(self, folder: Path) -> list[Path]:
        return self.room.writable if self.room else [folder]


def _sizes(folder: Path):
    """Bytes on disk of everything in a folder."""
    for parent, folders, files in os.walk(folder):
        for name in folders + files:
            try:
                yield os.lstat(os.path.join(parent, name)).st_blocks * 512
            except FileNotFoundError:
                pass


def _room_works(folder: Path) -> bool:
    """Try it in a child: where it fails half-way, the process is of no more use."""
    pid = os.fork()
    if pid == 0:
        try:
            room = Room(library(), folder)
            room.enter()
            room.leave_for_own()
            os._exit(_furnish_in_child(room))
        except BaseException:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def _furnish_in_child(room: "Room") -> int:
    pid = os.fork()
    if pid == 0:
        try:
            room.furnish(2**20, 100, 0)
            os._exit(0)
        except BaseException:
            os._exit(1)
    return os.WEXITSTATUS(os.waitpid(pid, 0)[1])


def _open_to_all(paths) -> bool:
    """Whether a user without a name can reach these."""
    return all(p.stat().st_mode & 0o001 for p in {parent for path in paths for parent in path.parents})


def _close_all_but(kept: int):
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.closerange(3, kept)
    os.closerange(kept + 1, 2**20)
