"""Grade one submission: a pure function of its files, the assignment and the rules, for a pool here or elsewhere."""

import contextlib
import hashlib
import json
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from ravine.exercises.sentences import SITE
from ravine.files import make_importable
from ravine.grading.submission import verdict as say
from ravine.grading.submission.assignment import Assignment, judged_with
from ravine.grading.submission.feedback import feedback
from ravine.grading.submission.record import observed_as_json
from ravine.grading.submission.repair import Repaired, repair, skeleton
from ravine.grading.submission.standing import Standing, standing_of
from ravine.grading.submission.testcell import judge_cell, unchecked, without_hidden
from ravine.grading.submission.verdict import Verdict
from ravine.grading.worker.handle import SandboxPolicy, Worker, WorkerError
from ravine.grading.worker.limits import Limits
from ravine.grading.worker.student import Student, Unanswered
from ravine.grading.worker.warm_process import WarmProcess
from ravine.language import _

_one_at_a_time = threading.Lock()  # in each process: a cluster's workers may have several threads
MORE_WORKERS = 12  # after the first: one that is killed by a call is replaced, so that the other exercises are judged


@dataclass(frozen=True)
class Rules:
    """What decides a grade besides the submission and the assignment."""

    secret: str
    limits: Limits = Limits()
    sandbox: SandboxPolicy = SandboxPolicy()


@dataclass(frozen=True)
class Submission:
    """What a student handed in: the notebook's content (None: there is none), the files beside it, and what was
    found wrong with either before it was read. other_notebooks: hashes of further notebooks by their names."""

    student: str
    content: bytes | None
    files: dict[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""
    other_notebooks: dict[str, str] = field(default_factory=dict)

    @cached_property
    def beside(self) -> str:
        """A hash of the files beside the notebook."""
        h = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            h.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
        return h.hexdigest()

    @property
    def doubts(self) -> list[str]:
        """Why a person should see which notebook counts."""
        if not self.other_notebooks:
            return []
        words = _("Another notebook lies beside the one that was graded: {names}. Delete what does not count.")
        return [words.format(names=", ".join(self.other_notebooks))]

    def digest(self, assignment: Assignment, rules: Rules) -> str:
        """A hash of everything that decides the grade: the same digest, the same grade."""
        h = hashlib.sha256()
        settings = [self.student, assignment.name, assignment.revision, rules.secret, repr(rules.limits)]
        for part in [*settings, repr(rules.sandbox), *self.notes, self.problem]:
            h.update(part.encode("utf-8", "surrogateescape") + b"\0")
        h.update(hashlib.sha256(self.content or b"").digest() + self.beside.encode())
        return h.hexdigest()[:32]


@dataclass(frozen=True)
class Graded:
    """A submission with its verdicts. Plain data.

    notebook: the autograded notebook's JSON. standing, feedback: the marks that follow from it and the student's
    page, which hold unless a person has graded too or the submission is late. replay: what is needed to judge again
    without running anything. final: False where a run on a better day may give another result. doubts: why a person
    should look although everything has a mark.
    """

    student: str
    digest: str
    notebook: str
    verdicts: tuple[Verdict, ...]
    standing: Standing
    feedback: str
    notes: tuple[str, ...] = ()
    problem: str = ""
    replay: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    final: bool = True
    doubts: tuple[str, ...] = ()


def grade_submission(submission: Submission, assignment: Assignment, rules: Rules, site: str = SITE) -> Graded:
    """The verdicts on a submission, and the page for the student, with links to `site`.

    Raises SandboxUnavailable; everything else becomes a verdict.
    """
    started = time.perf_counter()
    repaired = read(submission, assignment, rules.limits)
    with _one_at_a_time, _folder(submission.files) as folder:
        run = grade_notebook(repaired, assignment, rules, submission.student, folder)
    standing = standing_of(repaired.notebook)
    return Graded(
        student=submission.student,
        digest=submission.digest(assignment, rules),
        notebook=nbformat.writes(repaired.notebook) + "\n",
        verdicts=tuple(run.verdicts),
        standing=standing,
        feedback=feedback(repaired.notebook, submission.student, assignment.name, assignment.notebook, standing, site),
        notes=tuple(repaired.notes),
        problem=repaired.problem,
        replay=run.replay,
        seconds=time.perf_counter() - started,
        final=run.final,
        doubts=(*submission.doubts, *repaired.doubts),
    )


def read(submission: Submission, assignment: Assignment, limits: Limits = Limits()) -> Repaired:
    """The submitted notebook as the assignment's, with all that had to be put right."""
    if submission.content is None:
        return Repaired(skeleton(assignment), list(submission.notes), submission.problem)
    repaired = repair(submission.content, assignment, limits)
    repaired.notes[:0], repaired.beside = submission.notes, submission.beside
    return repaired


@contextlib.contextmanager
def _folder(files: dict[str, bytes]) -> Iterator[Path | None]:
    """A folder with these files, for the worker to copy."""
    if not files:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="ravine-") as name:
        for path, content in files.items():
            target = Path(name, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        yield Path(name)


@dataclass
class Run:
    """What came of running a notebook."""

    verdicts: list[Verdict] = field(default_factory=list)
    replay: dict[str, Any] = field(default_factory=dict)
    final: bool = True


def grade_notebook(
    repaired: Repaired, assignment: Assignment, rules: Rules, student: str, folder: Path | None = None
) -> Run:
    """Run the student's cells in the sandbox and judge each test cell; `repaired.notebook` gets all outputs."""
    seed = _seed(repaired, assignment, rules, student)
    facts = {"seed": seed, "revision": assignment.revision, "judge": judged_with(assignment.root), "observed": {}}
    run = Run(replay=facts)
    notebook = repaired.notebook
    notebook.metadata["ravine"] = NotebookNode(notes=[say.clean(n) for n in repaired.notes], problem=repaired.problem)
    make_importable(assignment.root)
    with _Process(rules, folder, seed) as process:
        for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
            cell.execution_count, cell.outputs = number, []
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if test := assignment.tests.get(name):
                verdict = _judge(test, repaired, process, seed, run)
                run.verdicts.append(verdict)
                cell.source, cell.outputs = without_hidden(cell.source), say.outputs(verdict)
                cell.metadata["ravine"] = nbformat.from_dict(json.loads(json.dumps(verdict.as_dict())))
            elif cell.source.strip() and not repaired.problem:
                cell.outputs = process.run_cell(number, cell.source)
        run.replay["layers"] = list(process.layers)
    run.final = not any(v.state == say.UNCHECKED for v in run.verdicts) or bool(repaired.problem)
    return run


def _judge(test, repaired, process, seed, run):
    if repaired.problem:
        return unchecked(test, repaired.problem)
    verdict, judgements = judge_cell(test, process.student, f"{seed}|{test.grade_id}")
    for judgement in judgements:
        run.replay["observed"][f"{test.grade_id}/{judgement.exercise.name}"] = observed_as_json(judgement)
    if verdict.state == say.WRONG and (failure := process.failure_of(verdict.exercise)):
        verdict = replace(verdict, problem=f"{verdict.problem} {failure}".strip())
    return verdict


def _seed(repaired, assignment, rules, student):
    """From the class secret, the assignment and all that was submitted: foreseen by nobody, found again by the
    instructor, and another one for whoever hands in something else."""
    cells = [c.source for c in repaired.notebook.cells if not c.metadata.get("nbgrader", {}).get("locked")]
    parts = [rules.secret, assignment.name, student, repaired.beside, *cells]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


class _Process:
    """The worker of a submission, replaced when it dies by one in which the same cells have run."""

    def __init__(self, rules: Rules, folder: Path | None, seed: str):
        self._rules, self._folder, self._number = rules, folder, int(seed[:8], 16)
        self._worker: Worker | None = None
        self._ran: list[str] = []
        self._started, self._workers, self._cpu_seconds = time.monotonic(), 0, 0.0
        self.student = Student(self.current)
        self._failures: list[tuple[str, str]] = []  # the sources of cells that failed, and how
        self.layers: tuple[str, ...] = ()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._worker:
            self._worker.close()

    def current(self) -> Worker:
        """The living worker. Raises Unanswered where the submission has used up what it may use."""
        if self._worker is None or not self._worker.alive:
            self._worker = self._new()
        return self._worker

    def _new(self):
        limits = self._rules.limits
        self._workers += 1
        if self._workers > 1:  # the last one died of a call or cell, which may have cost all it was allowed
            self._cpu_seconds += max(limits.cpu_seconds_per_call, 1.0)
        spent = self._cpu_seconds + self.student.cpu_seconds
        if self._workers > 1 + MORE_WORKERS or spent >= limits.cpu_seconds_in_total:
            raise Unanswered(say.no_time_left())
        if time.monotonic() - self._started >= limits.wall_seconds_in_total:
            raise Unanswered(say.no_time_left(), decided=False)
        left = replace(limits, cpu_seconds_in_total=limits.cpu_seconds_in_total - spent)
        worker = _warm_process().worker(self._folder, left, self._rules.sandbox, self._number)
        self.layers = worker.layers
        for source in list(self._ran):
            try:
                self._cpu_seconds += worker.run_cell(source).cpu_seconds
            except WorkerError:  # it ran before: then it does not matter to what is judged now
                self._ran.remove(source)
                worker.close()
                return self._new()
        return worker

    def run_cell(self, number: int, source: str) -> list[NotebookNode]:
        """The outputs of the `number`-th code cell."""
        try:
            result = self.current().run_cell(source)
        except (WorkerError, Unanswered) as error:
            self._failures.append((source, say.cell_did_not_run(number, str(error))))
            return [_as_error("Stopped", str(error))]
        self._cpu_seconds += result.cpu_seconds
        self._ran.append(source)
        if result.error:
            self._failures.append((source, say.cell_did_not_run(number, str(result.error))))
        return [nbformat.from_dict(o) for o in result.outputs]

    def failure_of(self, name: str) -> str:
        """How the cell failed that should have defined `name`, or ""."""
        defines = re.compile(rf"\b(def|class)\s+{re.escape(name)}\b")
        return next((failure for source, failure in self._failures if defines.search(source)), "")


def _as_error(name, message):
    message = say.clean(message)
    return NotebookNode(output_type="error", ename=name, evalue=message, traceback=[message])


@cache
def _warm_process() -> WarmProcess:
    """One for each grading process."""
    return WarmProcess()
