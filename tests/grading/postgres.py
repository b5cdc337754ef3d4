"""A PostgreSQL server of a test's own: on loopback, with a password, as an ordinary user, for it refuses to be root.

`python -m tests.grading.postgres` ends with status 0 where one is installed.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg2

USER, PASSWORD = "ravine", "a-test's-own"


def programs() -> Path:
    """The folder of the newest server. Raises FileNotFoundError."""
    beside = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    for folder in [*debian, *beside][::-1]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise FileNotFoundError("PostgreSQL's server is not installed: scripts/postgresql installs it")


def ordinary_user() -> dict:
    """How a process is started that is not root's."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


@contextmanager
def server():
    """The address of a new database, as nbgrader's `db_url` has it."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        folder = Path(name)
        (folder / "password").write_text(PASSWORD)
        if ordinary_user():
            shutil.chown(folder, "nobody", "nogroup")
            folder.chmod(0o755)
        options = {"cwd": folder, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} | ordinary_user()
        make = ["-D", folder / "data", "-U", USER, "--pwfile", folder / "password", "--auth=scram-sha-256", "-N"]
        subprocess.run([programs() / "initdb", *make], check=True, **options)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        run = ["-D", folder / "data", "-h", "127.0.0.1", "-p", str(port), "-k", folder, "-F"]
        with subprocess.Popen([programs() / "postgres", *run], **options | {"stdout": subprocess.DEVNULL}) as running:
            try:
                _make_database(port, running)
                yield f"postgresql+psycopg2://{USER}:{PASSWORD}@127.0.0.1:{port}/gradebook"
            finally:
                running.terminate()  # waits for its clients to end


def _make_database(port: int, running: subprocess.Popen):
    for _tenth in range(1200):
        assert running.poll() is None, "PostgreSQL's server ended"
        try:
            connection = psycopg2.connect(host="127.0.0.1", port=port, user=USER, password=PASSWORD, dbname="postgres")
            break
        except psycopg2.OperationalError:
            time.sleep(0.1)
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE gradebook")
    connection.close()


if __name__ == "__main__":
    programs()
