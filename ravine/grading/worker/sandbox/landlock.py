"""Landlock: the kernel refuses every file that is not on a list, even to a process that escaped the rest."""

import landlockpy
from landlockpy import AccessFS, Scope

from ravine.grading.worker.sandbox.library import DEVICES

READ_FILE = AccessFS.READ_FILE | AccessFS.EXECUTE  # execute: to map shared libraries
READ = READ_FILE | AccessFS.READ_DIR
DEVICE = AccessFS.READ_FILE | AccessFS.WRITE_FILE
WRITE = (
    READ
    | AccessFS.WRITE_FILE
    | AccessFS.TRUNCATE
    | AccessFS.REMOVE_FILE
    | AccessFS.REMOVE_DIR
    | AccessFS.MAKE_REG
    | AccessFS.MAKE_DIR
    | AccessFS.MAKE_SYM
    | AccessFS.REFER
)


SINCE = 3  # the version that also keeps files from being truncated (Linux 6.2)


def is_available() -> bool:
    """Whether the running kernel has Landlock as we need it, and lets us ask: containers may forbid that."""
    try:
        return landlockpy.abi_version() >= SINCE
    except landlockpy.LandlockError:
        return False


def restrict(readable, listed, writable):
    """Allow this process to read `readable`, to list `listed`, to read and write `writable`, and no other file.

    No TCP either (ABI 4), no abstract sockets and no signals to processes outside (ABI 6). For ever.
    """
    with landlockpy.Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL) as rules:
        for path in readable:
            rules.allow_path(path, READ if path.is_dir() else READ_FILE)
        for path in listed:
            rules.allow_path(path, AccessFS.READ_DIR)
        for path in writable:
            rules.allow_path(path, WRITE)
        for device in DEVICES:
            rules.allow_path(device, DEVICE)
        rules.restrict()
