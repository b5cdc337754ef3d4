"""Run one test cell on the trusted side, where the student's names are stand-ins, and say what came of it."""

import ast
import builtins
import contextlib
import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from ravine.exercises.judge import Judgement
from ravine.exercises.observe import NoAnswer
from ravine.grading.submission import verdict as say
from ravine.grading.submission.hearing import hearing
from ravine.grading.submission.verdict import UNCHECKED, WRONG, Verdict, state_of
from ravine.grading.worker.student import AnswerRaised, Missing, Student, Unanswered

_HIDDEN = re.compile(
    r"^[^\n]*BEGIN HIDDEN TESTS[^\n]*\n(?P<inside>.*?)^[^\n]*END HIDDEN TESTS[^\n]*(?:\n|\Z)", re.S | re.M
)


@dataclass(frozen=True)
class TestCell:
    """A test cell of the assignment: its whole source, and the signatures of what the cells before it ask for."""

    grade_id: str
    source: str
    max_points: float
    asked: dict[str, str]  # name → signature, "" where it is no function
    imports: str = ""  # the import statements of the assignment's own cells

    __test__ = False  # not one of pytest's

    @property
    def subject(self) -> str:
        """The name that the cell is about: the first of those asked for that it mentions."""
        return next((n for n in self.asked if re.search(rf"\b{re.escape(n)}\b", self.source)), self.grade_id)


def without_hidden(source: str) -> str:
    """What a student may see of a test cell."""
    return _HIDDEN.sub("", source).rstrip()


@dataclass
class _Trial:
    value: Any = None
    visible: Exception | None = None
    hidden: Exception | None = None
    judgements: list[Judgement] = field(default_factory=list)

    @property
    def failed(self):
        return self.visible or self.hidden


def judge_cell(cell: TestCell, student: Student, seed: str) -> tuple[Verdict, list[Judgement]]:
    """The verdict on a test cell and the judgements it is made of."""
    parts = _parts(cell.source)
    loaded, defined = _used("\n".join(code for _hidden, code in parts))
    environment = _environment(cell, loaded)
    wanted = _wanted(cell, loaded, defined | set(environment))
    try:
        names = {name: student.bind(name, cell.asked.get(name, "")) for name in wanted}
    except Missing as error:
        return _wrong(cell, str(error)), []
    except NoAnswer as reason:
        return _unanswered(cell, reason), []
    trial = _try(parts, environment | names, seed)
    return _verdict(cell, trial), trial.judgements


@lru_cache(maxsize=256)  # of the tests in a course, for every submission
def _parts(source: str) -> list[tuple[bool, str]]:
    """(hidden?, code) in order. A hidden block inside an indented one cannot be cut out: then all is hidden."""
    parts, end = [], 0
    for block in _HIDDEN.finditer(source):
        parts += [(False, source[end : block.start()]), (True, block["inside"])]
        end = block.end()
    parts.append((False, source[end:]))
    try:
        for _hidden, code in parts:
            ast.parse(code)
    except SyntaxError:
        return [(True, source)]
    return [(hidden, code) for hidden, code in parts if code.strip()]


def _wanted(cell, loaded, defined):
    """The names to take from the student: those asked for, and those that nothing else defines."""
    free = loaded - defined - set(vars(builtins))
    return sorted(free | (loaded & set(cell.asked)))


@lru_cache(maxsize=256)
def _used(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names that code loads, and those that it defines."""
    nodes = list(ast.walk(ast.parse(code)))
    loaded = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    stored |= {n.arg for n in nodes if isinstance(n, ast.arg)}
    stored |= {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    stored |= {n.name for n in nodes if isinstance(n, ast.ExceptHandler) and n.name}
    aliases = [a for n in nodes if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names]
    return frozenset(loaded), frozenset(stored | _bound(aliases))


def _bound(aliases):
    """The names that an import binds."""
    return {a.asname or a.name.split(".")[0] for a in aliases}


def _environment(cell, loaded):
    """What the tests need of what is imported; nothing for the student's eyes only, which may take long to import."""
    env = {"__name__": "__main__", "np": np, "print": lambda *_args, **_kwargs: None}
    for bound, statement in _imports(cell.imports):
        if bound & {*loaded, "*"}:
            with contextlib.suppress(Exception):
                exec(statement, env)
    env.pop("__builtins__", None)
    return env


@lru_cache(maxsize=256)
def _imports(source):
    """Each import statement, after the names that it binds."""
    statements = ast.parse(source).body
    return [(_bound(s.names), compile(ast.Module([s], []), "<imports>", "exec")) for s in statements]


def _try(parts, env, seed):
    trial = _Trial()
    with hearing(seed) as heard, np.errstate(all="ignore"):
        for hidden, code in parts:
            if isinstance(trial.failed, NoAnswer) or (trial.failed and not hidden):
                continue
            try:
                trial.value = _run(code, env)
            except Exception as error:
                if hidden:
                    trial.hidden = trial.hidden or error
                else:
                    trial.visible = error
    trial.judgements = heard.judgements
    return trial


def _run(code, env):
    """Execute a part of a cell; the value of its last expression, as a notebook shows it."""
    statements, last = _compiled(code)
    exec(statements, env)
    return eval(last, env) if last else None


@lru_cache(maxsize=256)
def _compiled(code):
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    return compile(tree, "<test>", "exec"), last and compile(ast.Expression(last.value), "<test>", "eval")


def _verdict(cell, trial):
    explained = next((j for j in trial.judgements if not j.right), None)
    judged = explained or next(iter(trial.judgements), None)
    fields = {"exercise": judged.exercise.name if judged else cell.subject}
    error = trial.failed
    gave_up = error if isinstance(error, NoAnswer) else explained.no_answer if explained else None
    if isinstance(gave_up, Unanswered) and not gave_up.decided:
        return _unanswered(cell, gave_up)
    if error and _is_broken_test(error):
        return unchecked(cell, say.test_broken(error))
    if _is_unanswered(error) or (explained and _is_unanswered(explained)):
        return _wrong(cell, say.unanswered())
    if error is None:
        points = _points(trial.value, cell.max_points)
        if points is None:
            return unchecked(cell, say.test_broken(ValueError()))
    else:
        points, fields["problem"] = 0.0, _problem(cell, error, hidden=trial.visible is None)
    if explained:
        fields |= say.explain(explained)
        if explained.example and explained.example.observed.raised == "TypeError":
            fields.setdefault("problem", _called_as(cell, explained.example.observed.message))
    return Verdict(cell.grade_id, state_of(points, cell.max_points), points, cell.max_points, **fields)


def _unanswered(cell, reason):
    decided = getattr(reason, "decided", True)
    return _wrong(cell, str(reason)) if decided else unchecked(cell, str(reason))


def _wrong(cell, problem):
    return Verdict(cell.grade_id, WRONG, 0.0, cell.max_points, exercise=cell.subject, problem=say.clean(problem))


def unchecked(cell: TestCell, problem: str) -> Verdict:
    """The verdict where nothing is known; `problem` says why."""
    return Verdict(cell.grade_id, UNCHECKED, 0.0, cell.max_points, exercise=cell.subject, problem=say.clean(problem))


def _is_unanswered(found):
    """Whether an error or a judgement is of a cell as it was released."""
    if isinstance(found, Judgement):
        seen = found.observed[:1]
        return bool(seen) and seen[0].raised == "NotImplementedError" and "NotImplementedError:" not in seen[0].message
    return isinstance(found, AnswerRaised) and found.type_name == "NotImplementedError" and not str(found)


def _is_broken_test(error):
    return isinstance(error, ImportError | SyntaxError | NameError | LookupError) and not isinstance(
        error, AnswerRaised | IndexError | KeyError
    )


def _points(value, max_points):
    """The points that the cell's last value stands for, as nbgrader reads it; None for NaN."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        return float(max_points)
    return None if math.isnan(value) else min(max(float(value), 0.0), float(max_points))


def _problem(cell, error, hidden):
    if isinstance(error, NoAnswer):
        return say.clean(str(error))
    if isinstance(error, AnswerRaised):
        hint = _called_as(cell, str(error)) if error.type_name == "TypeError" else ""
        return " ".join(filter(None, [say.raised(error.type_name, str(error), error.line, error.source), hint]))
    if hidden:
        return say.hidden_check_failed()
    message = str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
    return say.visible_check_failed(message or _failing_line(cell.source, error))


def _failing_line(source, error):
    """The line of the test in which a bare assert failed; only lines that the student can see."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != "<test>":
        trace = trace.tb_next
    visible = next(code for hidden, code in _parts(source) if not hidden)
    lines = visible.splitlines()
    number = trace.tb_lineno if trace else 0
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _called_as(cell, message):
    """How the function that a TypeError speaks of is called."""
    if "argument" not in message:
        return ""
    signature = next((s for n, s in cell.asked.items() if s and f"{n}()" in message), "")
    return say.called_as(signature) if signature else ""
