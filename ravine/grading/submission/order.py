"""Whether tests that come after all cells find what each would find in its place; then one process does for both.

What a student sees is shown before the first test runs, so that nothing in it can come of hidden inputs. To come in
their places the tests then need a second process, in which the cells run once more. But as a rule the cells after the
first test are as they were given or only define something, and what they bind is named nowhere before them: so they
change nothing for the tests.
"""

import ast
import dis
import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

ONLY_CHECKS = re.compile(r"(\s*check\([\w, ]*\))*\s*")  # a cell that defines nothing
_CALLS = (ast.Call, ast.Await, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.Yield, ast.YieldFrom)
_DECORATORS = {"property", "staticmethod", "classmethod"}
_MAY_BIND_ANYTHING = {"exec", "eval", "globals", "locals", "vars", "get_ipython"}


def tests_may_come_last(cells: Sequence[str | Set[str]], given: Iterable[str]) -> bool:
    """Whether it is all the same to the tests that the cells after the first of them have run already.

    cells: the sources of a notebook's code cells in order; in place of a test, the names that it asks for. given: the
    sources that students were given.
    """
    given, named, after_a_test = frozenset(given), set[str](), False
    for source in cells:
        if not isinstance(source, str):
            after_a_test, named = True, named | source
        elif not ONLY_CHECKS.fullmatch(source):
            cell, is_given = _read(source), source in given
            if cell is None or (after_a_test and (cell.binds & named or not (is_given or cell.only_defines))):
                return False
            named |= set() if is_given else cell.names
    return True


@dataclass(frozen=True)
class _Cell:
    """The names that a cell binds for others, those and the ones that it finds there, and whether it calls nothing."""

    binds: set[str]
    names: set[str]
    only_defines: bool


@lru_cache(maxsize=256)  # of what every student was given
def _read(source: str) -> _Cell | None:
    """None where nobody can tell: IPython's own syntax, what no compiler bears, and what may bind any name."""
    try:
        tree = ast.parse(source)
        code = compile(tree, "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    binds = _operands(code, ("STORE_NAME", "DELETE_NAME"))
    loads = set().union(*(_operands(within, ("LOAD_NAME", "LOAD_GLOBAL")) for within in _all_code(code)))
    if loads & _MAY_BIND_ANYTHING or any(_is_hidden_binding(node) for node in ast.walk(tree)):
        return None
    return _Cell(binds, binds | loads, all(map(_only_defines, tree.body)))


def _operands(code, operations):
    return {i.argval for i in dis.get_instructions(code) if i.opname in operations}


def _all_code(code):
    """A code object and those within it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _all_code(constant)


def _is_hidden_binding(node):
    return isinstance(node, ast.Global) or (isinstance(node, ast.alias) and node.name == "*")


def _only_defines(statement):
    """Whether nothing is called where it runs; the bodies of functions run when somebody calls them."""
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Pass():
            return True
        case ast.FunctionDef():
            return _are_usual(statement.decorator_list) and _call_nothing(statement.args, statement.returns)
        case ast.ClassDef(keywords=[], decorator_list=[]):
            return _call_nothing(*statement.bases) and all(map(_only_defines, statement.body))
        case ast.Assign():
            return all(isinstance(t, ast.Name) for t in statement.targets) and _call_nothing(statement.value)
        case ast.AnnAssign(target=ast.Name()) | ast.Expr():
            return _call_nothing(statement.value)
    return False


def _are_usual(decorators):
    return all(isinstance(d, ast.Name) and d.id in _DECORATORS for d in decorators)


def _call_nothing(*expressions):
    nodes = (node for expression in expressions if expression for node in ast.walk(expression))
    return not any(isinstance(node, _CALLS) for node in nodes)
