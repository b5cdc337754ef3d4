"""The ways in which a sandbox may come about, each with a warm process that all tests share.

As root the ordinary user's way is tried too, with a real user id: the warm process is started as that user.
"""

import atexit
import os
import sys
import textwrap
from functools import cache
from pathlib import Path

from ravine.grading.worker import warm_process
from ravine.grading.worker.handle import SandboxPolicy, Worker
from ravine.grading.worker.warm_process import WarmProcess

USER = 23456
WITHOUT_NAMESPACES = ("landlock", "seccomp", "uid", "rlimits")
AS_ROOT = os.geteuid() == 0
WAYS = (["root", "root-without-namespaces"] if AS_ROOT else []) + ["user", "user-without-namespaces"]


class _AsUser(warm_process._Running):
    def command(self, *arguments):
        script = Path(__file__).with_name("as_user.py")
        return [sys.executable, str(script), str(USER), self.folder, *super().command(*arguments)]


class WarmProcessAsUser(WarmProcess):
    """A warm process of an ordinary user's, whoever runs the tests."""

    running = _AsUser if AS_ROOT else warm_process._Running


@cache
def warm(as_user: bool = False) -> WarmProcess:
    """The process that all tests of one kind share."""
    process = WarmProcessAsUser() if as_user else WarmProcess()
    atexit.register(process.close)
    return process


def policy(way: str) -> SandboxPolicy:
    return SandboxPolicy(WITHOUT_NAMESPACES) if "without" in way else SandboxPolicy()


def start(way: str, **options) -> Worker:
    """A worker that came about in this way."""
    return warm("user" in way).worker(sandbox=policy(way), **options)


def run(worker, source: str) -> str:
    """What a cell prints; its error's type if it has one."""
    result = worker.run_cell(textwrap.dedent(source))
    text = "".join(output.get("text", "") for output in result.outputs)
    return text.strip() if result.ok else result.error.type


def attempt(worker, expression: str) -> str:
    """The errno with which an attempt fails, or "done"."""
    return run(
        worker,
        f"""
        import ctypes, errno, os, socket, subprocess, sys
        libc, GRADER = ctypes.CDLL(None, use_errno=True), {os.getpid()}
        def call(name, *arguments):
            if getattr(libc, name)(*arguments) == -1:
                raise OSError(ctypes.get_errno(), name)
        try:
            {expression}
            print("done")
        except OSError as error:
            print(errno.errorcode.get(error.errno, error.errno))
        """,
    )
