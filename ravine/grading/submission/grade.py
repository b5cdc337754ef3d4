"""Grade one submission: a pure function of its files, the assignment and the rules, for a pool here or elsewhere."""

import contextlib
import hashlib
import json
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbformat.v4.rwbase import split_lines, strip_transient

from ravine.exercises.exercise import exercises_in
from ravine.exercises.kinds.training import observe_training
from ravine.exercises.sentences import SITE
from ravine.files import make_importable
from ravine.grading.submission import verdict as say
from ravine.grading.submission.assignment import Assignment
from ravine.grading.submission.feedback import feedback
from ravine.grading.submission.order import ONLY_CHECKS, tests_may_come_last
from ravine.grading.submission.record import observed_as_json
from ravine.grading.submission.repair import Repaired, grade_id, repair, skeleton
from ravine.grading.submission.standing import Standing, standing_of
from ravine.grading.submission.testcell import judge_cell, unchecked, without_hidden
from ravine.grading.submission.verdict import Verdict
from ravine.grading.worker.handle import SandboxPolicy, Worker, WorkerError
from ravine.grading.worker.limits import Limits
from ravine.grading.worker.outputs import Total
from ravine.grading.worker.student import Student, Unanswered
from ravine.grading.worker.warm_process import warm_process
from ravine.language import _

_one_at_a_time = threading.Lock()  # in each process: a cluster's workers may have several threads
NEXT_TO_NOTHING = 0.05  # of the time that a submission may take
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
    should look although everything has a mark. release: the digest of the release that it was graded against.
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
    slept: bool = False
    release: str = ""


def grade_submission(submission: Submission, assignment: Assignment, rules: Rules, site: str = SITE) -> Graded:
    """The verdicts on a submission, and the page for the student, with links to `site`.

    Raises SandboxUnavailable; everything else becomes a verdict.
    """
    started = time.perf_counter()
    repaired = read(submission, assignment, rules.limits)
    assignment = repaired.release or assignment
    with _one_at_a_time, _folder(submission.files) as folder:
        run = grade_notebook(repaired, assignment, rules, submission.student, folder)
    standing = standing_of(repaired.notebook)
    return Graded(
        student=submission.student,
        digest=submission.digest(assignment, rules),
        notebook=_written(repaired.notebook),
        verdicts=tuple(run.verdicts),
        standing=standing,
        feedback=feedback(repaired.notebook, submission.student, assignment.name, assignment.notebook, standing, site),
        notes=tuple(repaired.notes),
        problem=repaired.problem,
        replay=run.replay,
        seconds=time.perf_counter() - started,
        final=run.final,
        slept=run.slept,
        doubts=(*submission.doubts, *repaired.doubts),
        release=assignment.digest,
    )


def _written(notebook: NotebookNode) -> str:
    """A notebook's JSON, as nbformat writes it, which would copy every part of it first, and validate it."""
    copied = NotebookNode(notebook, metadata=NotebookNode(notebook.metadata))
    copied["cells"] = [_copied(cell) for cell in notebook.cells]
    content = strip_transient(split_lines(copied))
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")) + "\n"


def _copied(cell):
    """A cell whose lines may be split without the given one's changing."""
    own = {"metadata": NotebookNode(cell.metadata)}
    if "attachments" in cell:
        own["attachments"] = deepcopy(cell.attachments)
    if "outputs" in cell:
        own["outputs"] = [
            NotebookNode(o, data=NotebookNode(o.data)) if "data" in o else NotebookNode(o) for o in cell.outputs
        ]
    return NotebookNode(cell, **own)


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
    slept: bool = False


def grade_notebook(
    repaired: Repaired, assignment: Assignment, rules: Rules, student: str, folder: Path | None = None
) -> Run:
    """Run the student's cells in the sandbox and judge each test cell; `repaired.notebook` gets all outputs."""
    seed = _seed(repaired, assignment, rules, student)
    facts = {"seed": seed, "revision": assignment.revision, "judge": assignment.judge, "observed": {}}
    run = Run(replay=facts)
    notebook = repaired.notebook
    notebook.metadata["ravine"] = NotebookNode(notes=[say.clean(n) for n in repaired.notes], problem=repaired.problem)
    make_importable(assignment.root)
    if _trains(assignment.name, assignment.root):
        rules = replace(rules, limits=rules.limits.where_one_trains)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    asked = tuple(test.subject for test in assignment.tests.values())
    for cell in (c for c in notebook.cells if c.cell_type != "code" and grade_id(c) in assignment.unjudged):
        cell.metadata["ravine"] = _said(_left_to_a_person(assignment, grade_id(cell)))
    with _Process(rules, folder, seed, asked) as process:
        ran = _show(code, assignment, process, not repaired.problem)
        in_place = not (process.is_fresh and _tests_may_come_last(code, assignment))
        if in_place:
            process.begin_again()
        for cell in code:
            if test := assignment.tests.get(grade_id(cell)):
                verdict = _judge(test, assignment, repaired, process, seed, run)
                run.verdicts.append(verdict)
                cell.source, cell.outputs = without_hidden(cell.source), say.outputs(verdict)
                cell.metadata["ravine"] = _said(verdict)
            elif in_place and any(cell is other for other in ran):
                process.define(cell.source)
    run.replay["layers"], run.slept = list(process.layers), process.slept
    tried = [v for v in run.verdicts if v.grade_id not in assignment.unjudged]
    run.final = not any(v.state == say.UNCHECKED for v in tried) or bool(repaired.problem)
    return run


@cache
def _trains(name, _root):
    """Whether an answer trains a network, or nobody knows; then to try it in a cell takes long, too."""
    try:
        reference = import_module(f"solutions.reference.{name}")
    except Exception:  # an assignment with tests of its own, or a broken reference, of which its test cells will tell
        return True
    return any(exercise.observe is observe_training for exercise in exercises_in(reference))


def _said(verdict):
    """A verdict as a cell's metadata has it."""
    return nbformat.from_dict(json.loads(json.dumps(verdict.as_dict())))


def _left_to_a_person(assignment, name):
    """The verdict on a cell that only a person can grade for who has an earlier release."""
    why = say.clean(assignment.unjudged[name])
    return Verdict(name, say.UNCHECKED, 0.0, assignment.cell[name].points, exercise=name, problem=why)


def _show(code, assignment, process, readable):
    """Run the student's cells and no test, so that nothing they show can come of hidden inputs; those that ended.

    Nor is a cell run that only checks: the test of the same exercise says what it would say.
    """
    ran = []
    for number, cell in enumerate(code, start=1):
        cell.execution_count, cell.outputs = number, []
        if readable and grade_id(cell) not in assignment.tests and not ONLY_CHECKS.fullmatch(cell.source):
            cell.outputs, ended = process.run_cell(number, cell.source)
            ran += [cell] if ended else []
    return ran


def _tests_may_come_last(code, assignment):
    """Whether no cell has to run once more, before or after a test."""
    tests = [assignment.tests.get(grade_id(cell)) for cell in code]
    cells = [test.asked.keys() if test else cell.source for test, cell in zip(tests, code)]
    return tests_may_come_last(cells, assignment.code_cells)


def _judge(test, assignment, repaired, process, seed, run):
    if test.grade_id in assignment.unjudged:
        return replace(_left_to_a_person(assignment, test.grade_id), exercise=test.subject)
    points = assignment.cell[test.grade_id].points
    return _tried(test, repaired, process, seed, run).worth(points)


def _tried(test, repaired, process, seed, run):
    if repaired.problem:
        return unchecked(test, repaired.problem)
    verdict, judgements = judge_cell(test, process.student, f"{seed}|{test.grade_id}")
    for judgement in judgements:
        run.replay["observed"][f"{test.grade_id}/{judgement.exercise.name}"] = observed_as_json(judgement)
    if verdict.state == say.WRONG and (failure := process.failure_of(verdict.exercise)):
        problem = f"{verdict.problem} {failure.told}".strip()
        return replace(verdict, problem=problem) if failure.decided else unchecked(test, problem)
    return verdict


def _seed(repaired, assignment, rules, student):
    """From the class secret, the assignment and all that was submitted: foreseen by nobody, found again by the
    instructor, and another one for whoever hands in something else."""
    cells = [c.source for c in repaired.notebook.cells if not c.metadata.get("nbgrader", {}).get("locked")]
    parts = [rules.secret, assignment.name, student, repaired.beside, *cells]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


class _Process:
    """The worker of a submission, replaced when it dies by one in which the same cells have run."""

    def __init__(self, rules: Rules, folder: Path | None, seed: str, asked: tuple[str, ...]):
        self._rules, self._folder, self._seed, self._asked = rules, folder, seed, asked
        self._failures: list[_Failure] = []
        self.layers: tuple[str, ...] = ()
        self.slept = False
        self._begin()

    def _begin(self):
        self._worker: Worker | None = None
        self._ran: list[str] = []
        self._workers, self._cpu_seconds, self._idle_seconds = 0, 0.0, 0.0
        self.student = Student(self.current)
        self._shown = Total(self._rules.limits)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._worker:
            self.slept |= self._worker.slept
            self._worker.close()

    def begin_again(self) -> None:
        """Let nothing have run yet, but know what failed."""
        self.__exit__()
        self._begin()

    @property
    def is_fresh(self) -> bool:
        """Whether it is the first worker, and has used next to nothing of its time."""
        limits, worker = self._rules.limits, self._worker
        if self._workers != 1 or worker is None or not worker.alive:
            return False
        cpu, idle = self._cpu_seconds / limits.cpu_seconds_in_total, worker.idle_seconds / limits.wall_seconds_in_total
        return max(cpu, idle) < NEXT_TO_NOTHING

    def current(self) -> Worker:
        """The living worker. Raises Unanswered where the submission has used up what it may use."""
        if self._worker is None or not self._worker.alive:
            self._worker = self._new()
        return self._worker

    def _new(self):
        limits = self._rules.limits
        self._workers += 1
        if self._worker:
            self._charge(self._worker)
            self._worker = None
        spent = self._cpu_seconds + self.student.cpu_seconds
        cpu_left, idle_left = limits.cpu_seconds_in_total - spent, limits.wall_seconds_in_total - self._idle_seconds
        if idle_left <= 0:
            raise Unanswered(say.no_time_left(), decided=False)
        if self._workers > 1 + MORE_WORKERS or cpu_left <= 0:
            raise Unanswered(say.no_time_left())
        left = replace(limits, cpu_seconds_in_total=cpu_left, wall_seconds_in_total=idle_left)
        worker = warm_process().worker(
            self._folder, left, self._rules.sandbox, seed=int(self._seed[:8], 16), exercises=self._asked
        )
        self.layers = worker.layers
        for source in list(self._ran):
            try:
                self._cpu_seconds += worker.run_cell(source, shown=False).cpu_seconds
            except WorkerError:  # it ran before: then it does not matter to what is judged now
                self._ran.remove(source)
                worker.close()
                self._worker = worker
                return self._new()
        return worker

    def _charge(self, worker):
        """For a worker that died of a call or cell: that may have cost all it was allowed, but not while it slept."""
        self._idle_seconds += worker.idle_seconds
        self.slept |= worker.slept
        if not worker.slept:
            self._cpu_seconds += max(self._rules.limits.cpu_seconds_per_call, 1.0)

    def run_cell(self, number: int, source: str) -> tuple[list[NotebookNode], bool]:
        """The outputs of the `number`-th code cell, and whether it came to an end."""
        try:
            result = self.current().run_cell(source)
        except (WorkerError, Unanswered) as error:
            self._failures.append(_Failure(source, say.cell_did_not_run(number, str(error)), error.decided))
            return [_as_error("Stopped", str(error))], False
        self._cpu_seconds += result.cpu_seconds
        self._ran.append(source)
        if result.error:
            self._failures.append(_Failure(source, say.cell_did_not_run(number, str(result.error))))
        return [nbformat.from_dict(o) for o in self._shown.fitting(result.outputs)], True

    def define(self, source: str) -> None:
        """Run a cell for what it defines."""
        with contextlib.suppress(WorkerError, Unanswered):  # it ran in another process: then this one is replaced
            self._cpu_seconds += self.current().run_cell(source, shown=False).cpu_seconds
            self._ran.append(source)

    def failure_of(self, name: str) -> "_Failure | None":
        """How the cell failed that should have defined `name`, if it did."""
        defines = re.compile(rf"\b(def|class)\s+{re.escape(name)}\b")
        return next((failure for failure in self._failures if defines.search(failure.source)), None)


@dataclass(frozen=True)
class _Failure:
    """A cell that did not run to its end. decided: whether that settles the mark, as it does unless it slept."""

    source: str
    told: str
    decided: bool = True


def _as_error(name, message):
    message = say.clean(message)
    return NotebookNode(output_type="error", ename=name, evalue=message, traceback=[message])


def get_ready(rules: Rules) -> None:
    """Let this process start what it needs to grade by these rules, which takes a while, and go on meanwhile."""
    warm_process().start(rules.sandbox)
