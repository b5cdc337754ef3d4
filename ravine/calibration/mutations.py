"""Every small change of a piece of Python: another operator, number or condition, a loop that is not run."""

import ast
import re
from collections.abc import Iterator

ARITHMETIC = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.RShift: ">>",
    ast.LShift: "<<",
    ast.BitOr: "|",
    ast.BitAnd: "&",
    ast.BitXor: "^",
}
ORDER = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
IDENTITY = {ast.Is: "is", ast.IsNot: "is not"}
SIGNS = {ast.UAdd: "+", ast.USub: "-", ast.Invert: "~", ast.Not: "not "}
LOGIC = {ast.And: "and", ast.Or: "or"}
BEFORE_OPERATOR = re.compile(rb"(?:[\s)\\]|#.*\n)*")  # what may stand between an operand and the operator after it


def mutated(source: str) -> Iterator[str]:
    """The source with one change, for every change there is; its formatting and comments stay.

    The source is formatted as by ruff. Some of the results are not Python: `a * -b` becomes `a * not b`.
    """
    code = source.encode()
    lines = [0, *(line.end() for line in re.finditer(rb"\n", code))]
    for node in _nodes(ast.parse(source)):
        for first, last, texts in _changes(node, _Places(code, lines)):
            for text in texts:
                yield (code[:first] + text.encode() + code[last:]).decode()


def _nodes(tree):
    """All nodes but those within f-strings, whose places Python 3.11 does not know."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if not isinstance(child, ast.JoinedStr):
            yield from _nodes(child)


class _Places:
    """Where nodes and operators lie in the source, in bytes."""

    def __init__(self, code: bytes, lines: list[int]):
        self.code, self.lines = code, lines

    def start(self, node):
        return self.lines[node.lineno - 1] + node.col_offset

    def end(self, node):
        return self.lines[node.end_lineno - 1] + node.end_col_offset

    def after(self, operand):
        """Where the operator after an operand begins."""
        return BEFORE_OPERATOR.match(self.code, self.end(operand)).end()


def _changes(node, places):
    """(first byte, last byte, the texts to put there) for each piece of a node that can be changed."""
    match node:
        case ast.BinOp(left=left, op=op) if type(op) in ARITHMETIC:
            yield _others(places.after(left), ARITHMETIC[type(op)], ARITHMETIC.values())
        case ast.BoolOp(op=op, values=values):
            for left in values[:-1]:
                yield _others(places.after(left), LOGIC[type(op)], LOGIC.values())
        case ast.Compare(left=left, ops=ops, comparators=rights):
            for operand, op, right in zip([left, *rights], ops, rights):
                if symbol := (ORDER | IDENTITY).get(type(op)):
                    yield _others(places.after(operand), symbol, _comparisons(symbol, right))
        case ast.UnaryOp(op=ast.Not()):
            yield _others(places.start(node), "not ", [""])
        case ast.UnaryOp(op=op):
            yield _others(places.start(node), SIGNS[type(op)], [*SIGNS.values(), ""])
        case ast.Constant(value=bool(value)):
            yield places.start(node), places.end(node), [str(not value)]
        case ast.Constant(value=int() | float() | complex() as value):
            yield places.start(node), places.end(node), [str(value + 1), str(value - 1)]
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test) | ast.Assert(test=test):
            yield places.start(test), places.start(test), ["not "]
        case ast.For(iter=things):
            yield places.start(things), places.end(things), ["[]"]
        case ast.Break():
            yield places.start(node), places.end(node), ["continue"]
        case ast.Continue():
            yield places.start(node), places.end(node), ["break"]


def _others(first, symbol, all_symbols):
    return first, first + len(symbol), [other for other in all_symbols if other != symbol]


def _comparisons(symbol, right):
    """What a comparison with this right side may become: a number is nobody's own object, None has no order."""
    number = isinstance(right, ast.Constant) and isinstance(right.value, int | float | complex)
    if isinstance(right, ast.Constant) and right.value is None:
        return ["is not" if symbol in ("is", "==") else "is"]
    return ORDER.values() if number else [*ORDER.values(), *IDENTITY.values()]
