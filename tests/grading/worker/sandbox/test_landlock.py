"""Landlock by itself: what the kernel refuses to a process that nothing else confines."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ravine.grading.worker.sandbox import landlock
from tests.grading.courses import ROOT

pytestmark = pytest.mark.skipif(not landlock.is_available(), reason="this kernel has no Landlock, or an old one")

CONFINED = """
import ctypes, os, signal, socket, sys
from pathlib import Path
from ravine.grading.worker.sandbox import landlock

readable, listed, writable, outside = map(Path, sys.argv[1:5])
ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
landlock.restrict([readable], [listed], [writable])

def attempt(name, action):
    try:
        action()
        print(name, "done")
    except OSError as error:
        print(name, type(error).__name__)

attempt("read", lambda: (readable / "file").read_text())
attempt("write to what is read", lambda: (readable / "file").write_text("changed"))
attempt("list", lambda: os.listdir(listed))
attempt("read what is listed", lambda: (listed / "file").read_text())
attempt("write", lambda: (writable / "new").write_text("mine"))
attempt("make a pipe", lambda: os.mkfifo(writable / "pipe"))
attempt("read outside", lambda: (outside / "file").read_text())
attempt("truncate outside", lambda: os.truncate(outside / "file", 0))
attempt("list outside", lambda: os.listdir(outside))
attempt("a device", lambda: Path("/dev/null").write_text("away"))
attempt("TCP", lambda: socket.socket().bind(("127.0.0.1", 0)))
attempt("an abstract socket", lambda: socket.socket(socket.AF_UNIX).connect(chr(0) + sys.argv[5]))
attempt("a signal to the parent", lambda: os.kill(os.getppid(), 0))
"""
ALWAYS = {
    "read": "done",
    "write to what is read": "PermissionError",
    "list": "done",
    "read what is listed": "PermissionError",
    "write": "done",
    "make a pipe": "PermissionError",
    "read outside": "PermissionError",
    "truncate outside": "PermissionError",
    "list outside": "PermissionError",
    "a device": "done",
}
SINCE = {"TCP": 4, "an abstract socket": 6, "a signal to the parent": 6}


def test_what_is_not_allowed_is_refused(tmp_path):
    folders = [tmp_path / name for name in ("readable", "listed", "writable", "outside")]
    for folder in folders:
        folder.mkdir()
        (folder / "file").write_text("text")
    name = f"ravine-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind("\0" + name)
        abstract.listen()
        command = [sys.executable, "-c", CONFINED, *folders, name]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    said = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert {name: said[name] for name in ALWAYS} == ALWAYS
    assert [(f / "file").read_text() for f in folders] == ["text"] * 4
    for name, version in SINCE.items():
        if landlock._version() >= version:
            assert said[name] == "PermissionError", name


@pytest.mark.parametrize(
    "version, files, network, scopes",
    [(3, 15, 0, 0), (4, 15, 2, 0), (6, 16, 2, 2), (9, 17, 2, 2), (11, 17, 4, 2)],
)
def test_each_version_refuses_all_that_it_knows(version, files, network, scopes):
    rights = (landlock.FILE_RIGHTS, landlock.NETWORK_RIGHTS, landlock.SCOPES)
    known = [landlock._known(table, version) for table in rights]
    assert known == [2**files - 1, 2**network - 1, 2**scopes - 1]


def test_rights_are_the_bits_of_the_kernels_header():
    header = Path("/usr/include/linux/landlock.h")
    if not header.exists():
        pytest.skip("the kernel's headers are not installed")
    bits = dict(re.findall(r"#define LANDLOCK_ACCESS_FS_(\w+)\s+\(1ULL << (\d+)\)", header.read_text()))
    for name, bit in bits.items():
        assert vars(landlock).get(name, vars(landlock).get(f"_{name}")) == 1 << int(bit), name
