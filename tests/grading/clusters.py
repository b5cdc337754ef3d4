"""A dask scheduler and workers as an instructor starts them, on loopback and on ports that the system chooses."""

import json
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.grading.courses import CourseFolder

HERE = ("--host", "127.0.0.1", "--no-dashboard")


@dataclass
class Machines:
    """A scheduler, and the workers that were started for it. environment: what all of them are given besides."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    address: str = ""
    scheduler: subprocess.Popen | None = None
    workers: list[subprocess.Popen] = field(default_factory=list)

    def start_scheduler(self, *options: str) -> None:
        file = self.folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(file), *options)
        for _tenth in range(1200):
            if file.exists() and file.read_text().endswith("}"):
                break
            assert self.scheduler.poll() is None, self.said()
            time.sleep(0.1)
        self.address = json.loads(file.read_text())["address"]

    def start_worker(self, *options: str) -> None:
        name = f"worker-{len(self.workers)}"
        self.workers.append(self._start("worker", self.address, "--nthreads", "1", "--name", name, *options))

    def _start(self, *command):
        options = CourseFolder(self.folder).process_options()
        number = len(list(self.folder.glob("*.log")))
        with open(self.folder / f"{number}-{command[0]}.log", "w") as log:
            options |= {"stdout": log, "env": options["env"] | self.environment}
            return subprocess.Popen(CourseFolder.arguments("dask", *command, *HERE), **options)

    def said(self) -> str:
        """What scheduler and workers wrote."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        for process in filter(None, [*self.workers, self.scheduler]):  # workers first: they would wait for a scheduler
            process.terminate()
        for process in filter(None, [*self.workers, self.scheduler]):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def cluster(folder: Path, workers: int, *options: str, protocol: str = "tcp", environment: dict | None = None):
    """A scheduler with so many workers; options: of each of them."""
    folder.mkdir(parents=True, exist_ok=True)
    machines = Machines(folder, environment or {})
    try:
        machines.start_scheduler("--protocol", protocol)
        for _worker in range(workers):
            machines.start_worker(*options)
        yield machines
    finally:
        machines.stop()
