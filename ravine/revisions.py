"""Which version of the code decides a grade: one hash for the engine, and one for each exercise's reference.

What changes no grade changes no revision: comments, layout, docstrings, and the sentences that are shown to people.
An exercise's revision follows from the definitions that it needs, wherever in `solutions` they stand, and from
nothing else: another exercise of the same file may change without it.
"""

import ast
import hashlib
import platform
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path

from platformdirs import user_cache_dir

from ravine.files import write_whole
from ravine.student_part import PACKAGE

ENGINE = ("exercises", "problems", "grading/submission", "grading/worker")  # the folders that decide a grade
ONLY_WORDS = (  # not so these of theirs: what is said of an answer, and why it is wrong
    "exercises/sentences.py",
    "exercises/html.py",
    "exercises/diagnosis/",
    "grading/submission/feedback.py",
)


def engine(package: Path = PACKAGE) -> str:
    """The revision of all that judges, whatever the exercise."""
    files = [path for folder in ENGINE for path in sorted((package / folder).rglob("*.py"))]
    return _of_files(package, (p for p in files if not p.relative_to(package).as_posix().startswith(ONLY_WORDS)))


@cache
def machinery() -> dict[str, str]:
    """What this process judges with besides the course's reference, by name: a revision, and versions.

    Found once, so that it stays true of a process that outlives a change of the files.
    """
    import numpy as np

    return {"Ravine": engine(), "numpy": np.__version__, "Python": platform.python_version()}


def exercise(root: Path | str, assignment: str, name: str) -> str:
    """The revision of the reference of an exercise: its right answer, its cases and its misconceptions.

    root: the course's folder. Raises LookupError where the assignment's reference declares no such exercise.
    """
    if (path := _home_of(root, assignment, name)) is None:
        raise LookupError(f"the reference of {assignment} has no exercise called {name}")
    return hash_of(_needed(Path(root).resolve(), [(path, name)], of=name))


def is_exercise(root: Path | str, assignment: str, name: str) -> bool:
    """Whether an assignment's reference declares this exercise."""
    return _home_of(root, assignment, name) is not None


def reference(root: Path | str) -> str:
    """The revision of the whole course's reference."""
    home = Path(root).resolve() / "solutions" / "reference"
    return _of_files(home, sorted(home.rglob("*.py")))


def _of_files(folder, files):
    """Found once for what the files hold: that takes half a second, and every command would wait for it."""
    sources = {p.relative_to(folder).as_posix(): p.read_bytes() for p in files if "__pycache__" not in p.parts}
    here = Path(__file__).read_bytes()
    held = hashlib.sha256(repr((here, platform.python_version(), sources)).encode()).hexdigest()
    known = Path(user_cache_dir("ravine"), "revisions", held)
    with suppress(OSError):
        if revision := known.read_text():  # and not empty, as where another process has just begun to write it
            return revision
    revision = hash_of(f"{name}\0{meaning(source.decode())}" for name, source in sources.items())
    with suppress(OSError):
        write_whole(known, revision.encode())
    return revision


def hash_of(texts: Iterable[str]) -> str:
    """A short hash of texts in their order."""
    content = b"".join(text.encode("utf-8", "surrogatepass") + b"\0" for text in texts)
    return hashlib.sha256(content).hexdigest()[:16]


def meaning(source: Path | str | ast.AST) -> str:
    """A file's, text's or statement's code, without comments, docstrings and the sentences in `_(…)`.

    Raises SyntaxError for a text that is no Python.
    """
    if isinstance(source, Path):
        source = source.read_text(encoding="utf-8")
    return _text(ast.parse(source) if isinstance(source, str) else source)


def _text(node):
    """A syntax tree as text, the same in every version of Python, without what only people read.

    Lists and tuples of names and values as `repr` shows them; these themselves would be so many that Python's garbage
    collector took most of the time.
    """
    kind = type(node)
    if kind is list:
        return f"[{', '.join(map(_text, node))}]"
    if not isinstance(node, ast.AST):
        return repr(repr(node))
    if kind is ast.Constant:
        return f"('Constant', {repr(node.value)!r})"
    if kind is ast.Call and isinstance(node.func, ast.Name) and node.func.id == "_":
        return _NO_WORDS
    fields = [f", ({name!r}, {text})" for name in node._fields if (text := _field(node, kind, name))]
    return f"({kind.__name__!r}{''.join(fields) or ','})"


def _field(node, kind, name):
    """A part of a node as text; "" where there is none."""
    value = getattr(node, name, None)
    if kind is ast.Call and name == "keywords":
        value = [k for k in value if k.arg != "see"]  # where a misconception says to read on
    elif kind in _WITH_DOCSTRING and name == "body" and value and _is_said(value[0]):
        value = value[1:]
    return "" if value is None or value == [] else _text(value)


_NO_WORDS = "('Constant', \"''\")"
_WITH_DOCSTRING = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _is_said(statement):
    """Whether a statement is a docstring, or a sentence in its place."""
    if not isinstance(statement, ast.Expr):
        return False
    value = statement.value
    return isinstance(value, ast.Constant) and isinstance(value.value, str) or _text(value) == _NO_WORDS


class _Module:
    """The statements of a file, by the names that they bind."""

    def __init__(self, path: Path):
        self.path, self.bound, self.unbound = path, {}, []
        self.imports: dict[str, tuple[ast.ImportFrom, str]] = {}
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.ImportFrom):
                self.imports |= {a.asname or a.name: (statement, a.name) for a in statement.names}
            elif not isinstance(statement, ast.Import) and not _is_text(statement):
                names = list(_bound_by(statement))
                for name in names:
                    self.bound.setdefault(name, []).append(statement)
                if not names:
                    self.unbound.append(statement)

    @staticmethod
    @cache
    def _read(path: Path, _changed: int) -> "_Module":
        return _Module(path)

    @classmethod
    def of(cls, path: Path) -> "_Module":
        return cls._read(path, path.stat().st_mtime_ns)

    @cached_property
    def exercises(self) -> frozenset[str]:
        """The names of right answers: decorated with `exercise`, or given to it."""
        return frozenset(name for name in self.bound if self._declares(name))

    def _declares(self, name):
        decorators = [d for s in self.bound[name] for d in getattr(s, "decorator_list", ())]
        calls = [s.value for s in self.unbound if isinstance(s, ast.Expr) and isinstance(s.value, ast.Call)]
        given = [c for c in calls if c.args and isinstance(c.args[0], ast.Name) and c.args[0].id == name]
        return any("exercise" in _called(d) for d in [*decorators, *given])

    def wrong_answers(self, name: str) -> Iterator[ast.stmt]:
        """The statements that declare misconceptions of an exercise."""
        statements = dict.fromkeys([s for found in self.bound.values() for s in found] + self.unbound)
        ours = {n for s in statements if {"misconception", name} <= _loaded(s) for n in _assigned(s)}  # as by partial
        for statement in statements:
            if any(ours & called or ("misconception" in called and name in used) for called, used in _calls(statement)):
                yield statement


def _home_of(root, assignment, name):
    """The file that declares an exercise, None where none does."""
    home = Path(root).resolve() / "solutions" / "reference"
    files = [*sorted((home / assignment).glob("*.py")), *home.glob(f"{assignment}.py")]
    return next((f for f in files if name in _Module.of(f).exercises), None)


def _needed(root, wanted, of=""):
    """The statements behind names, as text, with all that they need; `of`: also an exercise's misconceptions."""
    seen, texts, waiting = set(), {}, list(wanted)
    while waiting:
        path, name = waiting.pop()
        if (path, name) in seen:
            continue
        seen.add((path, name))
        module = _Module.of(path)
        if name in module.imports:
            waiting += _imported(root, path, *module.imports[name])
        statements = list(module.bound.get(name, ()))
        if (path, name) in wanted:  # and what is done at the top of the file, for all of it
            statements += [s for s in module.unbound if not of or not _is_about_another(module, s, of)]
            statements += module.wrong_answers(of) if of else []
        for statement in statements:
            if (path, statement.lineno) not in texts:
                texts[path, statement.lineno] = _meaning_of(statement)
                waiting += [(path, used) for used in _loaded(statement)]
    return sorted(set(texts.values()))


def _is_about_another(module, statement, name):
    used = _loaded(statement)
    return bool(used & module.exercises) and name not in used


def _imported(root, path, statement, name):
    """Where a name comes from that a file of `solutions` imports from another; nothing for other packages."""
    parts = (statement.module or "").split(".") if statement.module else []
    if statement.level:
        folder = path.parents[statement.level - 1].joinpath(*parts)
    elif parts[:1] == ["solutions"]:
        folder = root.joinpath(*parts)
    else:
        return
    package = folder / "__init__.py"
    if folder.with_suffix(".py").is_file():
        yield folder.with_suffix(".py"), name
    elif package.is_file() and name in _Module.of(package).imports:
        yield package, name
    elif (folder / f"{name}.py").is_file():  # a whole module: all that it binds
        yield from ((folder / f"{name}.py", bound) for bound in _Module.of(folder / f"{name}.py").bound)
    elif folder.is_dir():
        yield from ((file, name) for file in sorted(folder.glob("*.py")) if name in _Module.of(file).bound)


def _is_text(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _assigned(statement):
    return {t.id for t in getattr(statement, "targets", ()) if isinstance(t, ast.Name)}


def _bound_by(statement):
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif not isinstance(statement, ast.Expr):  # its names are of comprehensions
        yield from (n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


@cache
def _meaning_of(statement):
    return meaning(statement)


@cache
def _calls(statement):
    """Of each call in a statement, the names in what is called, and all that it uses."""
    return [(_called(n), _loaded(n)) for n in ast.walk(statement) if isinstance(n, ast.Call)]


@cache
def _loaded(tree):
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _called(node):
    """The names in what is called: "exercise" of `exercise(…)` and of `ravine.exercise(…)`."""
    function = node.func if isinstance(node, ast.Call) else node
    return {n.id for n in ast.walk(function) if isinstance(n, ast.Name)} | {
        n.attr for n in ast.walk(function) if isinstance(n, ast.Attribute)
    }
