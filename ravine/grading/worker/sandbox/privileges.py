"""What the process itself may be and use: user, capabilities, resource limits."""

import ctypes
import os
import resource
import signal
import struct

from ravine.grading.worker.limits import Limits

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 38
CAPABILITY_VERSION_3 = 0x20080522
FIRST_UID = 1_000_000_000  # far above those of people and of containers

libc = ctypes.CDLL(None, use_errno=True)


def own_uid(number: int, available: int) -> int | None:
    """A user id that nobody else has, for the worker supervised by process `number`; None if there is none."""
    if FIRST_UID + number < available:
        return FIRST_UID + number
    return 30_000 + number % 30_000 if available > 60_000 else None


def count_ids() -> int:
    """How many user ids exist here: all 2³² on a host, often 65,536 in a container."""
    with open("/proc/self/uid_map") as lines:
        return max(int(inside) + int(count) for inside, _, count in map(str.split, lines))


def become(uid: int):
    """From root to a user without a name, for ever."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def forget_capabilities():
    """None can be gained any more; before the user changes, since that needs one."""
    for capability in range(64):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails past the last one


def drop_capabilities():
    """None is left, and none can be gained: not by a set-uid file, not in a user namespace."""
    header, none = struct.pack("Ii", CAPABILITY_VERSION_3, 0), bytes(24)
    if libc.capset(header, none) < 0 or libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "cannot drop the capabilities")


def die_with_parent():
    """After a change of user, which forgets it."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit_resources(limits: Limits):
    """The kernel's own limits for this process."""
    seconds = int(limits.cpu_seconds_in_total) + 5  # the trusted side looks first
    for what, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NPROC, limits.processes + limits.threads),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        _lower(what, value)


def _lower(what: int, value: int):
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, value))
