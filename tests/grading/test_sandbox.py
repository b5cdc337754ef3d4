"""Every layer of the sandbox, proven by trying to break it from inside, in every way it may come about."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from ravine.grading.worker.handle import Limits, WorkerDied
from ravine.grading.worker.sandbox import SandboxPolicy, SandboxUnavailable, is_safe, seccomp
from ravine.grading.worker.warm_process import WarmProcess
from tests.grading.ways import AS_ROOT, WAYS, attempt, policy, run, start, warm

ROOT = Path(__file__).parents[2]
FULL = ("namespaces", "landlock", "seccomp", "uid", "rlimits")


@pytest.fixture(scope="module", params=WAYS)
def way(request):
    return request.param


@pytest.fixture(scope="module")
def worker(way):
    with start(way) as worker:
        yield worker


def test_the_layers_that_are_in_force_are_said(way, worker):
    absent = set() if way == "root" else {"uid"} if way == "user" else {"namespaces"}
    assert set(worker.layers) | {"uid"} == set(FULL) - absent | {"uid"}
    assert ("uid" in worker.layers) == (way == "root") or way == "root-without-namespaces"
    assert is_safe(worker.layers)


# Files

HIDDEN = [
    "/etc/passwd",
    "/etc/shadow",
    "/etc/hostname",
    "/proc/1/environ",
    "/proc/self/environ",
    "/proc/self/mem",
    "/proc/self/maps",
    "/dev/mem",
    "/dev/tty",
    "/sys/kernel",
    "/var/log",
    "/usr/bin/env",
    "/bin/sh",
    "/boot",
    "/var/lib/dpkg/status",
]
HIDDEN += [
    str(ROOT / name)
    for name in (
        "pyproject.toml",
        "nbgrader_config.py",
        "solutions",
        "tests",
        "book",
        "ravine/grading/worker/handle.py",
    )
]


@pytest.mark.parametrize("path", HIDDEN)
def test_nothing_of_the_host_can_be_read(worker, path):
    assert attempt(worker, f"os.listdir({path!r}) if os.path.isdir({path!r}) else open({path!r}).read(1)") in (
        "EACCES",
        "ENOENT",
        "EPERM",
    )


def test_no_file_of_other_people_can_be_read(worker, tmp_path_factory):
    planted = tmp_path_factory.mktemp("other") / "planted"
    planted.write_text("planted-secret")
    for folder in planted.parents:
        assert attempt(worker, f"open({str(planted)!r})") in ("EACCES", "ENOENT")
        assert folder == Path("/") or planted.name not in run(worker, f"import os; print(os.listdir({str(folder)!r}))")


@pytest.mark.parametrize(
    "path",
    [
        "/x",
        "/usr/x",
        "/etc/x",
        "/var/tmp/x",
        str(ROOT / "x"),
        str(ROOT / "ravine/x"),
        os.path.dirname(os.__file__) + "/x",
        "/proc/x",
        "../x",
        "/dev/x",
    ],
)
def test_nothing_can_be_written_outside_the_folder(worker, path):
    assert attempt(worker, f"open({path!r}, 'w')") in ("EACCES", "EROFS", "ENOENT", "EPERM")
    assert not Path("/", path).exists()


def test_the_library_cannot_be_changed(worker):
    assert attempt(worker, "import numpy; open(numpy.__file__, 'r+')") in ("EACCES", "EROFS", "EPERM")
    assert attempt(worker, "import numpy; os.unlink(numpy.__file__)") in ("EACCES", "EROFS", "EPERM")
    assert attempt(worker, "import numpy; os.chmod(numpy.__file__, 0o777)") in ("EACCES", "EROFS", "EPERM")


def test_attributes_of_the_graders_files_cannot_be_changed(worker, tmp_path):
    (tmp_path / "file").write_text("text")
    before = (tmp_path / "file").stat()
    for code in (
        "os.chmod({0!r}, 0o777)",
        "os.utime({0!r}, (1, 1))",
        "os.truncate({0!r}, 0)",
        "os.setxattr({0!r}, 'user.x', b'x')",
        "os.open({0!r}, os.O_RDONLY | os.O_TRUNC)",
        "os.unlink({0!r})",
        "os.rename({0!r}, 'x')",
        "os.link({0!r}, 'x')",
    ):
        assert attempt(worker, code.format(str(tmp_path / "file"))) in ("EACCES", "ENOENT", "EPERM", "ENOSYS", "EXDEV")
    after = (tmp_path / "file").stat()
    assert (after.st_mode, after.st_mtime, after.st_size) == (before.st_mode, before.st_mtime, before.st_size)


def test_the_folder_can_be_written(worker):
    assert (
        run(
            worker,
            """
        import os, tempfile
        os.makedirs("a/b"); open("a/b/c", "w").write("text"); os.rename("a/b/c", "d"); print(open("d").read())
        with tempfile.TemporaryFile() as file: file.write(b"x")
        os.remove("d"); os.removedirs("a/b"); print(os.listdir("."))
        """,
        )
        == "text\n[]"
    )


@pytest.mark.parametrize(
    "kind",
    [
        "symlink('/etc/passwd', 'link'); open('link')",
        "link('/dev/null', 'hard')",
        "mkfifo('fifo')",
        "mknod('device', 0o20666, os.makedev(1, 1))",
    ],
)
def test_links_and_devices_lead_nowhere(worker, kind):
    assert attempt(worker, f"os.{kind}") in ("EACCES", "ENOENT", "EPERM", "EXDEV", "EROFS")


def test_modules_that_solve_the_exercises_are_not_there(worker):
    for name in (
        "scipy",
        "sklearn",
        "sympy",
        "nbgrader",
        "sphinx",
        "solutions",
        "ravine.grading",
        "ravine.course",
        "ravine.calibration",
        "ravine.site",
        "pip",
    ):
        assert run(worker, f"import {name}") in ("ModuleNotFoundError", "PermissionError")
        assert run(
            worker,
            f"""
            import sys
            finders, sys.meta_path[:] = sys.meta_path[:], [f for f in sys.meta_path if isinstance(f, type)]
            try:
                import {name}
            finally:
                sys.meta_path[:] = finders
            """,
        ) in ("ModuleNotFoundError", "PermissionError"), "the sandbox alone must hide it"


def test_a_missing_module_can_be_done_without(worker):
    assert run(worker, "try: import seaborn_or_torch, torch\nexcept ImportError: print('without')") == "without"
    message = run(worker, "try: import scipy.optimize\nexcept ImportError as error: print(error)")
    assert message.startswith("No module named")


def test_what_exercises_hand_out_can_be_imported(worker):
    assert (
        run(
            worker,
            """
        import asyncio, concurrent.futures, json, math, numpy, matplotlib.pyplot, ipywidgets, anywidget, sqlite3, ssl
        import numpy.testing, numpy.polynomial, matplotlib.animation, mpl_toolkits.mplot3d, PIL.Image
        import ravine.problems, ravine.plots, ravine.check
        print("imported")
        """,
        )
        == "imported"
    )


def test_the_environment_says_nothing(worker, monkeypatch):
    monkeypatch.setenv("PLANTED", "planted-secret")
    with start(WAYS[0]) as later:
        for one in (worker, later):
            assert "planted" not in run(one, "import os; print(dict(os.environ))").lower()
            assert run(one, "import os; print(os.environ.get('SSH_AUTH_SOCK'), 'USER' in os.environ)") == "None False"


def test_no_descriptor_is_inherited_but_the_wire(worker):
    assert (
        run(
            worker,
            """
        import os, stat
        def kind(number):
            try:
                return stat.S_IFMT(os.fstat(number).st_mode)
            except OSError:
                return None
        print([kind(n) for n in range(3)] == [stat.S_IFCHR] * 3)
        print([kind(n) for n in range(3, 200) if kind(n)] == [stat.S_IFSOCK])
        """,
        )
        == "True\nTrue"
    )


# Other processes


@pytest.mark.parametrize("victim", ["os.getppid()", "-1", "0", "1", "GRADER"])
def test_nobody_can_be_killed(way, worker, victim):
    if way == "root" and victim in ("1", "0", "os.getppid()"):
        victim = "2"  # process 1 is itself
    assert attempt(worker, f"os.kill({victim}, 9)") == "EPERM"
    assert run(worker, "print('alive')") == "alive"


@pytest.mark.parametrize(
    "code",
    [
        "os.fork()",
        "subprocess.run([sys.executable, '-c', ''])",
        "call('vfork')",
        "os.execv(sys.executable, ['x'])",
        "os.posix_spawn(sys.executable, ['x'], {})",
        "os.setsid()",
    ],
)
def test_no_process_is_started(worker, code):
    assert attempt(worker, code) in ("EPERM", "ENOSYS", "ENOENT")


@pytest.mark.parametrize(
    "code",
    [
        "call('ptrace', 16, os.getppid(), 0, 0)",
        "call('process_vm_readv', GRADER, None, 0, None, 0, 0)",
        "call('mount', b'x', b'/tmp', b'tmpfs', 0, None)",
        "call('umount2', b'/tmp', 2)",
        "call('unshare', 0x10000000)",
        "call('setns', 0, 0)",
        "os.chroot('.')",
        "call('pivot_root', b'.', b'.')",
        "os.setuid(0)",
        "os.setgid(0)",
        "os.setgroups([0])",
        "call('personality', 0x40000)",
        "os.memfd_create('x')",
        "call('shmget', 0, 4096, 0o1600)",
        "os.setpriority(os.PRIO_USER, 0, 19)",
        "import resource; resource.prlimit(GRADER, resource.RLIMIT_CPU, (1, 1))",
        "os.sched_setaffinity(1, {0})",
        "os.pidfd_open(1)",
        "call('acct', None)",
        "os.nice(-5)",
        "call('swapon', b'x', 0)",
        "call('prctl', 4, 1, 0, 0, 0)",
        "call('prctl', 1, 0, 0, 0, 0)",
        "call('sethostname', b'x', 1)",
        "os.chown('.', 0, 0)",
    ],
)
def test_system_calls_that_reach_out_are_refused(worker, code):
    assert attempt(worker, code) in ("EPERM", "ENOSYS", "EACCES")


NUMBERS = {
    "io_uring_setup": 425,
    "pidfd_open": 434,
    "clone3": 435,
    "pidfd_getfd": 438,
    "process_madvise": 440,
    "mount_setattr": 442,
    "memfd_secret": 447,
}  # the same on all machines
NUMBERS |= {
    "x86_64": {
        "clone": 56,
        "fork": 57,
        "vfork": 58,
        "ptrace": 101,
        "keyctl": 250,
        "unshare": 272,
        "perf_event_open": 298,
        "bpf": 321,
        "userfaultfd": 323,
    },
    "aarch64": {
        "unshare": 97,
        "ptrace": 117,
        "keyctl": 219,
        "clone": 220,
        "perf_event_open": 241,
        "bpf": 280,
        "userfaultfd": 282,
    },
}.get(os.uname().machine, {})


@pytest.mark.parametrize("name", NUMBERS)
def test_raw_system_calls_are_refused(worker, name):
    assert attempt(worker, f"call('syscall', {NUMBERS[name]}, 0, 0, 0, 0, 0)") in ("EPERM", "ENOSYS")


@pytest.mark.parametrize("interface", ["x32"] if os.uname().machine == "x86_64" else [])
def test_calls_of_a_second_interface_are_refused(way, interface):
    """A second set of numbers for the same calls, which a filter of the first would let through."""
    with start(way) as worker:
        try:
            answer = attempt(worker, "call('syscall', 0x40000000 | 39)")  # getpid, which is allowed
        except WorkerDied as error:
            assert error.reason == "crashed"
        else:
            assert answer in ("ENOSYS", "EPERM")


def test_the_filter_is_whole_on_aarch64():
    """Each call that is allowed exists there, or is an older form of one that does and is allowed."""
    import pyseccomp

    newer = {
        "access": "faccessat",
        "alarm": "setitimer",
        "arch_prctl": "prctl",
        "creat": "openat",
        "dup2": "dup3",
        "epoll_create": "epoll_create1",
        "epoll_wait": "epoll_pwait",
        "eventfd": "eventfd2",
        "open": "openat",
        "getdents": "getdents64",
        "getpgrp": "getpgid",
        "link": "linkat",
        "lstat": "newfstatat",
        "mkdir": "mkdirat",
        "pause": "ppoll",
        "pipe": "pipe2",
        "poll": "ppoll",
        "readlink": "readlinkat",
        "rename": "renameat",
        "rmdir": "unlinkat",
        "select": "pselect6",
        "stat": "newfstatat",
        "symlink": "symlinkat",
        "time": "clock_gettime",
        "unlink": "unlinkat",
    }
    allowed = {*seccomp.ALLOWED, *(name for name, _position in seccomp.ARGUMENTS)}
    lacking = {name for name in allowed if pyseccomp.resolve_syscall(pyseccomp.Arch.AARCH64, name) < 0}
    assert lacking <= set(newer)
    assert {newer[name] for name in lacking} <= allowed - lacking


def test_no_capability_is_left(worker):
    assert run(
        worker,
        """
        import ctypes, struct
        header, data = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0)), ctypes.create_string_buffer(24)
        print(ctypes.CDLL(None).capget(header, data), data.raw == bytes(24), ctypes.CDLL(None).prctl(39, 0, 0, 0, 0))
        """,
    ) in ("0 True 1", "-1 True 1")  # -1: the question itself is refused


def test_workers_are_strangers(way):
    with start(way) as one, start(way) as other:
        run(one, "open('mine', 'w').write('secret')")
        folder = run(one, "import os; print(os.getcwd())")
        assert attempt(other, f"open({folder + '/mine'!r})") in ("EACCES", "ENOENT")
        beside = attempt(other, f"os.listdir({os.path.dirname(folder)!r})")
        assert folder == "/student" or beside in ("EACCES", "ENOENT")
        if "uid" in one.layers:
            assert run(one, "import os; print(os.getuid())") != run(other, "import os; print(os.getuid())") != "0"


# Network


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_ALG", "AF_VSOCK"])
def test_there_is_no_socket(worker, family):
    kind = "SOCK_RAW" if family == "AF_PACKET" else "SOCK_STREAM"
    assert attempt(worker, f"socket.socket(socket.{family}, socket.{kind})") in ("EPERM", "EACCES")


def test_nothing_listens_where_the_host_does(worker):
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        assert attempt(worker, f"socket.create_connection({address!r}, 1)") in ("EPERM", "EACCES")
        url = f"http://127.0.0.1:{address[1]}"
        assert attempt(worker, f"import urllib.request; urllib.request.urlopen({url!r})") != "done"


# How it ends


@pytest.mark.parametrize(
    "code",
    [
        "import signal; [signal.signal(s, signal.SIG_IGN) for s in (2, 15, 14, 24)]; 1/0",
        "import atexit, time; atexit.register(time.sleep, 60)",
    ],
)
def test_it_ends_when_it_is_closed(way, code):
    worker = start(way)
    worker.run_cell(code)
    pid = worker._clock.pid
    began = time.monotonic()
    worker.close()
    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    "code,reason",
    [
        ("import os; os._exit(0)", "exited"),
        ("import ctypes; ctypes.string_at(0)", "crashed"),
        ("import os; os.abort()", "crashed"),
    ],
)
def test_how_a_process_ended_is_told(way, code, reason):
    with start(way) as worker:
        with pytest.raises(WorkerDied) as error:
            worker.run_cell(code)
        assert error.value.reason == reason
        with pytest.raises(WorkerDied):
            worker.run_cell("1")


def test_nothing_stays_behind(way):
    start(way).close()
    running = warm("user" in way)._running[policy(way)]
    before = set(Path(running.folder).glob("student-*"))
    with start(way) as worker:
        run(worker, "open('left', 'w')")
        run(worker, "import threading, time; threading.Thread(target=time.sleep, args=(60,)).start()")
        assert "namespaces" in worker.layers or set(Path(running.folder).glob("student-*")) > before
    assert set(Path(running.folder).glob("student-*")) == before


GRADER = """
import os, sys
from ravine.grading.worker.warm_process import WarmProcess
warm = WarmProcess()
worker = warm.worker()
print(next(iter(warm._running.values())).process.pid, worker._clock.pid, flush=True)
worker.run_cell("while True: pass")
"""


def test_everything_dies_with_the_grader():
    grader = subprocess.Popen([sys.executable, "-c", GRADER], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    pids = [int(word) for word in grader.stdout.readline().split()]
    assert len(pids) == 2 and all(map(_exists, pids))
    grader.kill()
    grader.wait()
    deadline = time.monotonic() + 120
    while any(map(_exists, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_exists, pids))


def _exists(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


# What is copied beside the notebook


def test_plain_files_are_copied_and_nothing_else(way, tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "points.txt").write_text("1 2 3")
    (tmp_path / "helper.py").write_text("def twice(x): return 2 * x")
    (tmp_path / "momentum.ipynb").write_text("hidden tests")
    (tmp_path / "passwd").symlink_to("/etc/passwd")
    (tmp_path / "course").symlink_to(ROOT)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "huge").write_bytes(bytes(2**20))
    with start(way, folder=tmp_path, limits=Limits(copied_size=2**19)) as worker:
        assert (
            run(worker, "import os; print(sorted(os.listdir('.')), os.listdir('data'))")
            == "['data', 'helper.py'] ['points.txt']"
        )
        assert run(worker, "print(open('data/points.txt').read())") == "1 2 3"
        assert run(worker, "import helper; print(helper.twice(4)); open('helper.py', 'w').write('')") == "8"
    assert (tmp_path / "helper.py").read_text().startswith("def twice")


def test_at_most_so_many_files_are_copied(way, tmp_path):
    tmp_path.chmod(0o755)
    for number in range(30):
        (tmp_path / f"{number:02d}").write_text("")
    with start(way, folder=tmp_path, limits=Limits(copied_files=7)) as worker:
        assert run(worker, "import os; print(len(os.listdir('.')))") == "7"


# Where layers are missing


def test_without_a_safe_layer_nothing_is_run():
    with WarmProcess() as process:
        for _asked_again in range(2):
            with pytest.raises(SandboxUnavailable) as refusal:
                process.worker(sandbox=SandboxPolicy(layers=("rlimits", "uid", "seccomp")))
            assert "--no-sandbox" in str(refusal.value) and "Linux" in str(refusal.value)


def test_no_sandbox_runs_and_says_so():
    with WarmProcess() as process, process.worker(sandbox=SandboxPolicy.none()) as worker:
        assert worker.layers == ("rlimits",)
        assert run(worker, "print(6 * 7)") == "42"


def test_layers_that_are_safe():
    assert is_safe(FULL) and is_safe(("namespaces", "rlimits")) and is_safe(("landlock", "seccomp", "rlimits"))
    assert not is_safe(("landlock", "rlimits")) and not is_safe(("seccomp", "uid", "rlimits")) and not is_safe(())


SEPARATELY = """
from ravine.grading.worker.warm_process import WarmProcess
with WarmProcess() as warm, warm.worker() as worker:
    print(worker.layers, worker.run_cell("1/0").error)
"""


def test_the_whole_grader_works_as_an_ordinary_user(tmp_path):
    as_user = [sys.executable, Path(__file__).with_name("as_user.py"), "34567", tmp_path] if AS_ROOT else []
    done = subprocess.run(
        [*as_user, sys.executable, "-c", SEPARATELY],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
    )
    layers = "('namespaces', 'landlock', 'seccomp', 'rlimits')"
    assert done.stdout == f"{layers} ZeroDivisionError: division by zero\n", done.stderr


LIBRARY_BENEATH_TMP = """
import os, sys
from pathlib import Path
from ravine.grading.worker.sandbox.library import Library
from ravine.grading.worker.sandbox.namespaces import Room

seen, folder = Path(sys.argv[1]), Path(sys.argv[2])
room = Room(Library((seen,), (), ()), folder)
room.enter()
room.leave_for_own()
if os.fork() == 0:
    room.furnish(2**20, 100, 0)
    print((seen / "module.py").read_text(), flush=True)
    for place in ("/student", "/dev/shm", "/tmp", str(seen)):
        try:
            Path(place, "x").touch()
        except OSError as error:
            print(place, error.strerror, flush=True)
    os._exit(0)
os.wait()
"""


def test_a_library_beneath_tmp_stays_to_be_seen(tmp_path):
    with tempfile.TemporaryDirectory(dir="/tmp") as beneath:
        (Path(beneath) / "module.py").write_text("here")
        answer = subprocess.run(
            [sys.executable, "-c", LIBRARY_BENEATH_TMP, beneath, tmp_path],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    assert answer.stdout.splitlines() == ["here", "/tmp Read-only file system", f"{beneath} Read-only file system"]
