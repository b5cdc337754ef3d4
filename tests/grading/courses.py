"""Courses in a folder of their own, for tests: with the repository's configuration, notebooks and reference."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from ravine.course.release import release
from solutions.samples import notebook_of, samples

ROOT = Path(__file__).resolve().parents[2]
SECRET = "0123456789abcdef" * 4  # of the class: the hidden inputs are the same in every run
QUICK = {"cpu_seconds_per_call": 2.0, "cpu_seconds_per_cell": 2.0}  # endless loops cost less, no mark changes


@dataclass(frozen=True)
class CourseFolder:
    """A course, and what a test does with it."""

    root: Path

    @classmethod
    def make(cls, root: Path, *assignments: str, limits: dict | None = None) -> "CourseFolder":
        """A course with these assignments released."""
        shutil.copytree(
            ROOT / "solutions", root / "solutions", ignore=shutil.ignore_patterns("answers", "classes", "__pycache__")
        )
        shutil.copytree(ROOT / "exercises", root / "exercises")
        (root / "class").mkdir()
        (root / "class" / "secret").write_text(SECRET)
        config = (ROOT / "nbgrader_config.py").read_text()
        config += f"\nc.TrustedExecute.limits = {QUICK | (limits or {})}\n"
        (root / "nbgrader_config.py").write_text(config)
        for name in assignments:
            release(name, root, say=lambda _text: None)
        return cls(root)

    def copy(self, root: Path) -> "CourseFolder":
        """The same course with the same class so far."""
        return CourseFolder(Path(shutil.copytree(self.root, root, dirs_exist_ok=True)))

    def released(self, assignment: str) -> str:
        return (self.root / "exercises" / assignment / f"{assignment}.ipynb").read_text()

    def submitted(self, student: str, assignment: str) -> Path:
        """The folder of a submission; it need not exist."""
        return self.root / "class" / "submitted" / student / assignment

    def hand_in(self, student: str, assignment: str, content: str | bytes, name: str = "") -> Path:
        """A submission with this content; the file's path."""
        path = self.submitted(student, assignment) / (name or f"{assignment}.ipynb")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def hand_in_sample(self, student: str, assignment: str, sample: str) -> Path:
        """The sample student `sample`'s answers, handed in as `student`'s."""
        content = notebook_of(samples(assignment)[sample], self.released(assignment))
        return self.hand_in(student, assignment, content)

    def answers(self, assignment: str, **cells: str) -> str:
        """The released notebook with these cells in place of the student's, by grade_id."""
        notebook = nbformat.reads(self.released(assignment), as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            cell.source = cells.get(name, cell.source)
        return nbformat.writes(notebook)

    def run(
        self, *command: str, check: int | None = 0, environment: dict | None = None, **options
    ) -> subprocess.CompletedProcess:
        """Run a command of the environment's in the course, and expect its exit status (None: any)."""
        given = self.process_options()
        given["env"] |= environment or {}
        done = subprocess.run(self.arguments(*command), **given, **options)
        assert check is None or done.returncode == check, f"{command} ended with {done.returncode}\n{done.stdout}"
        return done

    def start(self, *command: str, **options) -> subprocess.Popen:
        return subprocess.Popen(self.arguments(*command), **self.process_options() | options)

    @staticmethod
    def arguments(program: str, *arguments: str) -> list[str]:
        if program == "ravine":
            return [sys.executable, "-m", "ravine.cli", *arguments]
        return [str(Path(sys.executable).with_name(program)), *arguments]

    def process_options(self) -> dict:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
        return {"cwd": self.root, "env": environment, "text": True} | {
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
        }

    @contextmanager
    def gradebook(self, url: str = ""):
        with Gradebook(url or f"sqlite:///{self.root / 'class' / 'gradebook.db'}", "ravine") as gradebook:
            yield gradebook

    def results(self, assignment: str, url: str = "") -> dict:
        """Everything that grading leaves behind for people: the marks, and the files by name."""
        files = [p for step in ("autograded", "feedback", "report") for p in (self.root / "class" / step).rglob("*.*")]
        found = {p.relative_to(self.root).as_posix(): p.read_text() for p in files if p.is_file()}
        return found | {"marks": self.marks(assignment, url)}

    def marks(self, assignment: str, url: str = "") -> dict[str, dict[str, tuple]]:
        """All that the gradebook says of a class: by student and cell, the scores and whether a person is to look."""
        with self.gradebook(url) as gradebook:
            found = {}
            for submission in gradebook.assignment_submissions(assignment):
                (notebook,) = submission.notebooks
                cells = found[submission.student_id] = {}
                for g in notebook.grades:
                    facts = (g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
                    cells[g.cell.name] = facts
                for c in notebook.comments:
                    cells[f"comment on {c.cell.name}"] = (c.auto_comment, c.manual_comment)
                cells["late"] = (notebook.late_submission_penalty,)
            return found

    def feedback(self, student: str, assignment: str) -> str:
        return (self.root / "class" / "feedback" / student / assignment / f"{assignment}.html").read_text()
