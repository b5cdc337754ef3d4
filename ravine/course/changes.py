"""Small changes of a reference as students slip: a sign, a lost factor, the old value for the new, each in words.

Unlike `ravine.calibration.mutations`, which leaves nothing untried so that the checks may be sharp, these are changes
that can be told a student in half a sentence: "without the factor `lr`".
"""

import ast
import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from ravine.language import _

LONGEST = 48  # characters of a formula in a sentence
WHOLE_NUMBERS = (-1, 1)  # by which a constant may be off
OPPOSITE = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
TURNED = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
EXCHANGED = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "maximum": "minimum", "minimum": "maximum",
             "floor": "ceil", "ceil": "floor"}  # fmt: skip
OLD = "_given_"  # before the name of an argument: as it came in


@dataclass(frozen=True)
class Change:
    """A node of the tree, by its number in `ast.walk`, what to put in its place, and the words for it.

    unlikely: 0 for what students do most often, more for what they do less.
    """

    number: int
    words: str
    unlikely: int
    new: Callable[[ast.AST], ast.AST]


def changed(source: str, changes: list[Change]) -> ast.Module:
    """The tree of a source with these changes."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    parents = {id(child): node for node in nodes for child in ast.iter_child_nodes(node)}
    for change in sorted(changes, key=lambda c: -c.number):  # from the inside out
        node = nodes[change.number]
        _put(parents[id(node)], node, change.new(node))
    return ast.fix_missing_locations(tree)


def _put(parent, old, new):
    """Put a new node in the place of an old one."""
    for field, value in ast.iter_fields(parent):
        if value is old:
            setattr(parent, field, new)
        elif isinstance(value, list):
            setattr(parent, field, [new if v is old else v for v in value])


def with_old_values(source: str) -> str:
    """The source with a copy of each argument that gets a new value, so that a change can speak of the old one."""
    tree = ast.parse(source)
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            kept = [ast.parse(f"{OLD}{name} = {name}").body[0] for name in _rebound(function)]
            function.body[:0] = kept
    return ast.unparse(ast.fix_missing_locations(tree))


def _rebound(function):
    arguments = [a.arg for a in function.args.args]
    stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return [name for name in arguments if name in stored]


def changes(tree: ast.Module, kinds: dict[str, str]) -> Iterator[Change]:
    """Every small change of a tree that words can be found for. kinds: of the arguments, "number" or "array"."""
    shown = _Shown(tree, kinds)
    for number, node in enumerate(ast.walk(tree)):
        for words, unlikely, new in _of(node, shown, kinds):
            if words:
                yield Change(number, words, unlikely, new)


def _of(node, shown, kinds):
    if shown.hidden(node):
        return iter(())
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return chain(_of_a_sum(node, shown), _other_operators(node, shown))
        case ast.BinOp(op=ast.Mult() | ast.Div() | ast.Pow() | ast.MatMult()):
            return chain(_of_a_product(node, shown), _other_operators(node, shown))
        case ast.If() | ast.While():
            return _of_a_condition(node, shown)
        case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
            return iter([(_("without the minus before {x}").format(x=shown(operand)), 0, lambda n: n.operand)])
        case ast.Call():
            return _of_a_call(node, shown)
        case ast.Compare(ops=[op]):
            return _of_a_comparison(node, op, shown)
        case ast.IfExp():
            return _of_a_choice(node, shown)
        case ast.Attribute(attr="T"):
            return iter([(_("without transposing {x}").format(x=shown(node.value)), 0, lambda n: n.value)])
        case ast.Name(ctx=ast.Load()) if node.id in kinds:
            return _of_a_name(node, shown, kinds)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return _of_a_number(node, value, shown)
        case ast.Assign(targets=[ast.Name(id=name)]) if not name.startswith(OLD):
            return _of_an_update(name, kinds)
    return iter(())


def _of_a_sum(node, shown):
    left, right = shown(node.left), shown(node.right)
    if isinstance(node.op, ast.Add):
        yield _("with − in place of + before {x}").format(x=right), 0, _with(op=ast.Sub())
        yield _("without the term {x}").format(x=left), 0, lambda n: n.right
        yield _("without the term {x}").format(x=right), 0, lambda n: n.left
        yield from _moved_brackets(node, shown)
    else:
        yield _("with + in place of − before {x}").format(x=right), 0, _with(op=ast.Add())
        yield _("without taking off {x}").format(x=right), 0, lambda n: n.left
        yield _("without the term {x}").format(x=left), 1, lambda n: ast.UnaryOp(ast.USub(), n.right)
        yield (
            _("with {x} and {y} exchanged around the minus").format(x=left, y=right), 0,
            lambda n: ast.BinOp(n.right, ast.Sub(), n.left),
        )  # fmt: skip


def _other_operators(node, shown):
    """The operators that nobody confuses, but a finger."""
    for op, sign in _SIGNS.items():
        if not isinstance(node.op, op):
            yield _OTHER.format(new=sign, old=_SIGNS[type(node.op)], x=shown(node.right)), 3, _with(op=op())


_OTHER = _("with {new} in place of {old} before {x}")
_SIGNS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "·", ast.Div: "/", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%"}
_SIGNS |= {ast.MatMult: "@"}


def _of_a_condition(node, shown):
    test = shown(node.test)
    turned = _("with the condition {x} turned round").format(x=test)
    yield turned, 1, lambda n: _replaced(n, test=ast.UnaryOp(ast.Not(), n.test))
    yield _("as if {x} never held").format(x=test), 0, _with(test=ast.Constant(False))
    if isinstance(node, ast.If):
        yield _("as if {x} always held").format(x=test), 0, _with(test=ast.Constant(True))


def _moved_brackets(node, shown):
    """a + b·c as (a + b)·c, a + b/c as (a + b)/c, √a + b as √(a + b)."""
    left, right = node.left, node.right
    if isinstance(right, ast.BinOp) and isinstance(right.op, ast.Mult | ast.Div):
        op = "·" if isinstance(right.op, ast.Mult) else "/"
        words = _("with brackets around {x} + {y}, before {op} {z}")
        words = words.format(x=shown(left), y=shown(right.left), op=op, z=shown(right.right))
        yield words, 1, lambda n: ast.BinOp(ast.BinOp(n.left, n.op, n.right.left), n.right.op, n.right.right)
    if isinstance(left, ast.Call) and getattr(left.func, "attr", "") == "sqrt":
        words = _("with {y} under the root of {x}").format(x=shown(left.args[0]), y=shown(right))
        yield words, 0, lambda n: _replaced(n.left, args=[ast.BinOp(n.left.args[0], n.op, n.right)])


def _of_a_product(node, shown):
    left, right = shown(node.left), shown(node.right)
    match node.op:
        case ast.Mult():
            yield _("without the factor {x}").format(x=left), 0, lambda n: n.right
            yield _("without the factor {x}").format(x=right), 0, lambda n: n.left
            yield _("divided by {x} where it should be multiplied").format(x=right), 1, _with(op=ast.Div())
            yield _("with the square of {x}").format(x=right), 2, lambda n: _replaced(n, right=_square(n.right))
            yield _("with the square of {x}").format(x=left), 2, lambda n: _replaced(n, left=_square(n.left))
        case ast.Div():
            yield _("without dividing by {x}").format(x=right), 0, lambda n: n.left
            yield _("multiplied by {x} where it should be divided").format(x=right), 1, _with(op=ast.Mult())
            yield _("with // for / before {x}").format(x=right), 1, _with(op=ast.FloorDiv())
            if isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Add | ast.Sub):
                words = _("without the brackets around {x}, which is divided by").format(x=right)
                yield words, 1, lambda n: _replaced(n.right, left=ast.BinOp(n.left, ast.Div(), n.right.left))
            if isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Mult):
                words = _("without the brackets around {x}, which is divided by").format(x=right)
                yield words, 1, lambda n: _replaced(n.right, left=ast.BinOp(n.left, ast.Div(), n.right.left))
            turned = _("with {x} over {y}: numerator and denominator exchanged").format(x=right, y=left)
            yield turned, 1, lambda n: ast.BinOp(n.right, ast.Div(), n.left)
            yield _("with the root of {x}").format(x=right), 2, lambda n: _replaced(n, right=_root(n.right))
            yield _("with the square of {x}").format(x=right), 2, lambda n: _replaced(n, right=_square(n.right))
        case ast.Pow():
            power = _("without the square of {x}") if right == "`2`" else _("without the power {y} of {x}")
            yield power.format(x=left, y=right), 0, lambda n: n.left
            yield _("with {x} times {y} for the power").format(x=left, y=right), 1, _with(op=ast.Mult())
        case ast.MatMult():
            yield (
                _("with {x} and {y} in the other order").format(x=left, y=right), 0,
                lambda n: ast.BinOp(n.right, ast.MatMult(), n.left),
            )  # fmt: skip
            yield _("with × entry by entry in place of @ before {x}").format(x=right), 1, _with(op=ast.Mult())


_WITHOUT = {
    "sqrt": _("without the root of {x}"),
    "abs": _("without the absolute value of {x}"),
    "exp": _("without exp of {x}"),
    "log": _("without the logarithm of {x}"),
    "sign": _("without the sign of {x}"),
    "clip": _("without clipping {x}"),
    "maximum": _("without the maximum of {x} and {y}: with {x} alone"),
    "minimum": _("without the minimum of {x} and {y}: with {x} alone"),
}


def _of_a_call(node, shown):
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if words := _WITHOUT.get(name if node.args else ""):
        others = [shown(a) for a in node.args[1:]]
        yield words.format(x=shown(node.args[0]), y=", ".join(others)), 0, lambda n: n.args[0]
        if name in ("maximum", "minimum"):
            yield words.format(x=others[0], y=shown(node.args[0])), 0, lambda n: n.args[1]
    if name in EXCHANGED and isinstance(node.func, ast.Attribute):
        words = _("with {new} in place of {old}").format(new=EXCHANGED[name], old=name)
        yield words, 0, lambda n: _replaced(n, func=ast.Attribute(n.func.value, EXCHANGED[name], ast.Load()))
    if name == "where" and len(node.args) == 3:
        yield (
            _("with {x} and {y} exchanged").format(x=shown(node.args[1]), y=shown(node.args[2])), 0,
            lambda n: _replaced(n, args=[n.args[0], n.args[2], n.args[1]]),
        )  # fmt: skip
        for i in (1, 2):
            yield _("with {x} in every case").format(x=shown(node.args[i])), 0, lambda n, i=i: n.args[i]
    for i, keyword in enumerate(node.keywords):
        if keyword.arg == "axis":
            words = _("without the axis of {name}").format(name=name)
            yield words, 0, lambda n, i=i: _replaced(n, keywords=[k for k in n.keywords if k.arg != "axis"])


def _of_a_comparison(node, op, shown):
    left, right = shown(node.left), shown(node.comparators[0])
    for table, unlikely in ((OPPOSITE, 0), (TURNED, 1)):
        if type(op) in table:
            new = table[type(op)]
            test = ast.unparse(ast.Compare(ast.Name("x"), [new()], [ast.Name("y")]))[2:-2]
            yield _("with the test {x} {op} {y}").format(x=left, op=test, y=right), unlikely, _with(ops=[new()])


def _of_a_choice(node, shown):
    test = shown(node.test)
    yield _("as if {test} always held").format(test=test), 0, lambda n: n.body
    yield _("as if {test} never held").format(test=test), 0, lambda n: n.orelse


def _of_a_name(node, shown, kinds):
    around = shown.around(node)
    where = _(" in {x}").format(x=around) if around else ""
    if shown.has_old(node):
        words = _("with the old {x} in place of the new one").format(x=f"`{node.id}`")
        yield words + where, 0, lambda n: ast.Name(OLD + n.id, ast.Load())
    for other, kind in kinds.items():
        if other != node.id and kind == kinds[node.id]:
            words = _("with {y} in place of {x}").format(x=f"`{node.id}`", y=f"`{other}`")
            yield words + where, 1, lambda n, other=other: ast.Name(other, ast.Load())


def _of_a_number(node, value, shown):
    around = shown.around(node)
    where = _(" in {x}").format(x=around) if around else ""
    for other in dict.fromkeys([*(value + d for d in WHOLE_NUMBERS), value * 2, value / 2, -value]):
        if other != value:
            words = _("with {y} in place of {x}").format(x=f"{value:g}", y=f"{other:g}")
            yield words + where, 2, lambda n, other=other: ast.Constant(other)


def _of_an_update(name, kinds):
    if name in kinds:
        words = _("with the old {x} throughout: its new value is never used").format(x=f"`{name}`")
        yield words, 0, lambda n: ast.Pass()


def _with(**fields):
    return lambda node: _replaced(node, **fields)


def _replaced(node, **fields):
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _square(node):
    return ast.BinOp(node, ast.Pow(), ast.Constant(2))


def _root(node):
    return ast.BinOp(node, ast.Pow(), ast.Constant(0.5))


class _Shown:
    """Pieces of the reference as a student would write them: in the names of the arguments, without ours."""

    def __init__(self, tree: ast.Module, kinds: dict[str, str]):
        self.kinds = kinds
        self.parents = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        self.meaning, self.rebound = {}, {}
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name not in kinds:
                    self.meaning[name] = None if name in self.meaning else value
                case ast.Assign(targets=[ast.Name(id=name)]) if not name.startswith(OLD):
                    self.rebound.setdefault(name, node.lineno)
        self.known = {*kinds, "np", "self", "x", "dy"}

    def hidden(self, node) -> bool:
        """Whether a node is of what we added."""
        parent = self.parents.get(id(node))
        return isinstance(parent, ast.Assign) and getattr(parent.targets[0], "id", "").startswith(OLD)

    def has_old(self, name: ast.Name) -> bool:
        """Whether an argument has a new value where it is used."""
        return name.id in self.rebound and name.lineno > self.rebound[name.id]

    def around(self, node) -> str:
        """The term that a node stands in, "" where it is too long."""
        parent = self.parents.get(id(node))
        if not isinstance(parent, ast.BinOp | ast.Call | ast.Compare | ast.UnaryOp):
            return ""
        text = self._text(parent)
        return f"`{text}`" if 0 < len(text) <= LONGEST else ""

    def __call__(self, node: ast.AST) -> str:
        text = self._text(node)
        return f"`{text if len(text) <= LONGEST else text[: LONGEST - 2] + ' …'}`"

    def _text(self, node):
        node = _Expanded(self.meaning, self.known).visit(copy.deepcopy(node))
        text = ast.unparse(node).replace("np.", "").replace("math.", "").replace("self.", "")
        return re.sub(r"\b_given_", "", text)


class _Expanded(ast.NodeTransformer):
    """Our own names replaced by what they stand for."""

    def __init__(self, meaning, known):
        self.meaning, self.known = meaning, known

    def visit_Name(self, node):
        value = self.meaning.get(node.id)
        if node.id in self.known or value is None or len(ast.unparse(value)) > LONGEST:
            return node
        return copy.deepcopy(value)


def likely(found: list[Change], most: int) -> Iterator[tuple[Change, Change]]:
    """Pairs of changes, the likeliest first."""
    ranked = sorted(found, key=lambda c: c.unlikely)
    pairs = ((a, b) for i, a in enumerate(ranked) for b in ranked[:i] if a.number != b.number)
    return iter(sorted(pairs, key=lambda pair: pair[0].unlikely + pair[1].unlikely)[:most])
