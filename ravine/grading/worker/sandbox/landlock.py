"""Landlock: the kernel refuses every file that is not on a list, even to a process that escaped the rest.

Its three system calls by ctypes, since no C library wraps them; the numbers are those of linux/landlock.h.
"""

import ctypes
import os
import sys

from ravine.grading.worker.sandbox.library import DEVICES

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on x86-64 and aarch64
ASK_VERSION, PATH_BENEATH = 1, 1

# What one may do with files, by the bits of a rule. A version of Landlock knows the first so many of them.
(
    EXECUTE,
    WRITE_FILE,
    READ_FILE,
    READ_DIR,
    REMOVE_DIR,
    REMOVE_FILE,
    _MAKE_CHAR,
    MAKE_DIR,
    MAKE_REG,
    _MAKE_SOCK,
    _MAKE_FIFO,
    _MAKE_BLOCK,
    MAKE_SYM,
    REFER,
    TRUNCATE,
    _IOCTL_DEV,
    _RESOLVE_UNIX,
) = (1 << bit for bit in range(17))
FILE_RIGHTS = {3: 15, 5: 16, 9: 17}  # since this version: so many rights of files that can be refused
NETWORK_RIGHTS = {4: 2, 10: 4}  # binding and connecting by TCP, then by UDP
SCOPES = {6: 2}  # abstract sockets and signals beyond the process' own
SINCE = min(FILE_RIGHTS)  # the version that also keeps files from being truncated (Linux 6.2)

READ_ONE = READ_FILE | EXECUTE  # execute: to map shared libraries
READ = READ_ONE | READ_DIR
DEVICE = READ_FILE | WRITE_FILE
WRITE = READ | WRITE_FILE | TRUNCATE | REMOVE_FILE | REMOVE_DIR | MAKE_REG | MAKE_DIR | MAKE_SYM | REFER

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


class Refused(ctypes.Structure):
    """struct landlock_ruleset_attr: all that is refused unless a rule allows it."""

    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64)]


class Beneath(ctypes.Structure):
    """struct landlock_path_beneath_attr: what is allowed to a file, or to all in a folder."""

    _pack_, _layout_ = 1, "ms"  # packed, with the layout said, as Python 3.14 wants it
    _fields_ = [("rights", ctypes.c_uint64), ("place", ctypes.c_int32)]


def is_available() -> bool:
    """Whether the running kernel has Landlock as we need it, and lets us ask: containers may forbid that."""
    try:
        return sys.platform == "linux" and _version() >= SINCE
    except OSError:
        return False


def restrict(readable, listed, writable):
    """Allow this process to read `readable`, to list `listed`, to read and write `writable`, and no other file.

    No TCP either (from version 4), no UDP (10), no abstract sockets and no signals to processes outside (6). For ever.
    The process has said already that it wants no new privileges. Raises OSError.
    """
    version = _version()
    refused = Refused(*(_known(rights, version) for rights in (FILE_RIGHTS, NETWORK_RIGHTS, SCOPES)))
    rules = _call(CREATE_RULESET, ctypes.byref(refused), ctypes.sizeof(refused), 0)
    try:
        for path in readable:
            _allow(rules, path, READ if path.is_dir() else READ_ONE)
        for path in listed:
            _allow(rules, path, READ_DIR)
        for path in writable:
            _allow(rules, path, WRITE)
        for device in DEVICES:
            _allow(rules, device, DEVICE)
        _call(RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow(rules: int, path, rights: int):
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        _call(ADD_RULE, rules, PATH_BENEATH, ctypes.byref(Beneath(rights, place)), 0)
    finally:
        os.close(place)


def _version() -> int:
    return _call(CREATE_RULESET, None, 0, ASK_VERSION)


def _known(rights: dict[int, int], version: int) -> int:
    """The bits of all rights that this version knows."""
    return (1 << max((number for since, number in rights.items() if since <= version), default=0)) - 1


def _call(number: int, *arguments) -> int:
    arguments = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"Landlock: {os.strerror(code)}")
    return result
