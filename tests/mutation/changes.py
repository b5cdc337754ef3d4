"""Small changes of the product's own words and lists: a sentence lost, a line left out, an edge on the other side."""

import ast
from collections.abc import Iterator
from copy import deepcopy

OTHER = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip


def changes(source: str) -> Iterator[tuple[str, ast.Module]]:
    """Every change of a module, as "its line → what became of it" and the changed tree."""
    tree, lines = ast.parse(source), source.splitlines()
    unread = {n for node in ast.walk(tree) for part in _beside_the_code(node) for n in ast.walk(part)}
    for number, node in enumerate(ast.walk(tree)):
        if node in unread:
            continue
        for what, change in _changes_of(node):
            changed = deepcopy(tree)
            change(next(n for i, n in enumerate(ast.walk(changed)) if i == number))
            yield f"{lines[node.lineno - 1].strip()} → {what}", ast.fix_missing_locations(changed)


def _beside_the_code(node):
    """A node's decorators and annotations: frozen or not, cached or not, of this type or that, it says the same."""
    yield from getattr(node, "decorator_list", ())
    yield from filter(None, (getattr(node, "annotation", None), getattr(node, "returns", None)))


def _changes_of(node):
    """(in words, what to do to the node's copy) for each change of it."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in OTHER:
            yield OTHER[type(op)].__name__, lambda n: n.ops.__setitem__(0, OTHER[type(op)]())
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in OTHER:
            yield OTHER[type(op)].__name__, lambda n: setattr(n, "op", OTHER[type(op)]())
        case ast.UnaryOp(op=ast.Not()):
            yield "without not", lambda n: n.__setattr__("op", ast.UAdd())
        case ast.Constant(value=bool(value)):
            yield str(not value), lambda n: setattr(n, "value", not value)
        case ast.Constant(value=int() | float() as value):
            yield str(value + 1), lambda n: setattr(n, "value", value + 1)
        case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(words))]):
            yield "no words", lambda n: setattr(n.args[0], "value", "")
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.Compare):
            yield "not", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
        case ast.List(elts=[_, *_], ctx=ast.Load()):
            for i in range(len(node.elts)):
                yield f"without [{i}]", lambda n, i=i: n.elts.pop(i)
        case ast.FunctionDef(body=body) | ast.With(body=body) | ast.For(body=body):
            for i, statement in enumerate(body):
                if isinstance(statement, ast.Expr | ast.AugAssign) and not _is_docstring(statement):
                    words = ast.unparse(statement).splitlines()[0][:60]
                    yield f"without {words}", lambda n, i=i: n.body.__setitem__(i, ast.Pass())


def _is_docstring(statement):
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
