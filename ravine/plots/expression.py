"""Expressions that a reader types, such as `tanh(w*x + b)`, read by hand: no text is ever run.

The same grammar as `js/expression.js`, which reads them in the browser:

    sum      = product { (+ | -) product }          factor = - factor | power
    product  = factor { (* | /) factor }            power  = atom [ ^ factor ]       (the exponent a number)
    atom     = number | input | function ( sum ) | ( sum )
"""

import math
import re
from dataclasses import dataclass, field

from ravine.errors import UserError
from ravine.language import _

INPUTS = "awxby"
FUNCTIONS = {
    "tanh": math.tanh,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "relu": lambda a: max(a, 0.0),
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)),
    "sqrt": math.sqrt,
}
LONGEST = 80  # characters
NAMES = ["u", "v", "q", "r", "s", "t", "c", "d", "e", "f", "g", "z"]  # of what is calculated; the result is z

SENTENCES = {
    "formulaEmpty": _("Write an expression of the inputs a, w, x, b and y, such as tanh(w*x + b)."),
    "formulaLong": _("The expression has {count} characters; {most} is the most that the picture has room for."),
    "formulaOperations": _("The expression has {count} operations; {most} is the most that the picture has room for."),
    "formulaSign": _(
        "“{found}” at place {at} is no sign of an expression; there are + - * / ^ ( ) and numbers like 0.5."
    ),
    "formulaName": _(
        "“{found}” at place {at} is neither an input (a, w, x, b, y) nor a function (tanh, exp, log, sin, cos, relu, "
        "sigmoid, sqrt). A product needs its sign, as in w*x."
    ),
    "formulaBegins": _("At place {at} a number, an input or a bracket should begin, and there stands “{found}”."),
    "formulaEnds": _("The expression ends too early: a number, an input or a bracket is missing at its end."),
    "formulaOpen": _("The bracket at place {at} is not closed."),
    "formulaJoined": _("“{found}” at place {at} is joined to nothing: write + - * / or ^ before it."),
    "formulaClosed": _("The bracket “)” at place {at} was never opened."),
    "formulaCalled": _("The function {found} at place {at} needs brackets, as in {found}(x)."),
    "formulaExponent": _("The exponent at place {at} must be a number, as in x^2; for others write exp and log."),
    "formulaNumber": _("What is calculated from numbers alone at place {at} is not a finite number."),
    "formulaNothing": _("There is nothing to differentiate: write an operation on an input, such as 2*x."),
}

TOKEN = re.compile(r"(?P<number>\d+\.?\d*|\.\d+)|(?P<name>[A-Za-z]+)|(?P<sign>\*\*|[-+*/^()])")


class ExpressionError(UserError):
    """An expression that cannot be read: which sentence of SENTENCES says so, and what it says it of."""

    def __init__(self, what: str, **values):
        super().__init__(SENTENCES[what].format(**values))
        self.what, self.values = what, values


def read_expression(text: str) -> list[list]:
    """The nodes of an expression in the order of calculation: `["x"]` for an input, and for a calculation
    `[name, kind, constant or None, *names of what it is calculated from]`; a part written twice is one node.

    Raises ExpressionError, which says what is wrong and where.
    """
    if len(text) > LONGEST:
        raise ExpressionError("formulaLong", count=len(text), most=LONGEST)
    reader = _Reader(_tokens(text.replace("−", "-").replace("·", "*")))
    if not reader.tokens:
        raise ExpressionError("formulaEmpty")
    reader.all()
    if len(reader.calculations) > len(NAMES):
        raise ExpressionError("formulaOperations", count=len(reader.calculations), most=len(NAMES))
    if not reader.calculations:
        raise ExpressionError("formulaNothing")
    return [[name] for name in reader.inputs] + reader.named()


def _tokens(text):
    tokens, at = [], 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        found = TOKEN.match(text, at)
        if not found:
            raise ExpressionError("formulaSign", found=text[at], at=at + 1)
        tokens.append((found.lastgroup, found[0].replace("**", "^"), at + 1))
        at = found.end()
    return tokens


# What two numbers give; "from" is k − a and "into" k/a, where k stands first.
BINARY = {"+": "sum", "-": "difference", "*": "product", "/": "quotient"}
NUMBERS = {
    "sum": lambda a, b: a + b,
    "difference": lambda a, b: a - b,
    "product": lambda a, b: a * b,
    "quotient": lambda a, b: a / b,
    "power": math.pow,
    **FUNCTIONS,
}
FIRST = {"sum": "plus", "difference": "from", "product": "times", "quotient": "into"}  # k ∘ a
SECOND = {"sum": "plus", "difference": "minus", "product": "times", "quotient": "over", "power": "power"}  # a ∘ k


@dataclass
class _Reader:
    """Goes through the tokens once; a part read is a number, the name of an input, or the place of a calculation."""

    tokens: list[tuple[str, str, int]]
    place: int = 0
    inputs: list[str] = field(default_factory=list)
    calculations: list[tuple] = field(default_factory=list)

    def sign(self, *signs):
        """The next token if it is one of these signs, taken."""
        if self.place < len(self.tokens) and self.tokens[self.place][1] in signs:
            self.place += 1
            return self.tokens[self.place - 1]
        return None

    def all(self):
        self.sum()
        if self.place < len(self.tokens):
            _kind, found, at = self.tokens[self.place]
            raise ExpressionError("formulaClosed" if found == ")" else "formulaJoined", found=found, at=at)

    def sum(self):
        left = self.product()
        while sign := self.sign("+", "-"):
            left = self.calculated(BINARY[sign[1]], sign[2], left, self.product())
        return left

    def product(self):
        left = self.factor()
        while sign := self.sign("*", "/"):
            left = self.calculated(BINARY[sign[1]], sign[2], left, self.factor())
        return left

    def factor(self):
        if sign := self.sign("-"):
            return self.calculated("product", sign[2], -1.0, self.factor())
        base = self.atom()
        if not (sign := self.sign("^")):
            return base
        exponent = self.factor()
        if not isinstance(exponent, float):
            raise ExpressionError("formulaExponent", at=sign[2] + 1)
        return self.calculated("power", sign[2], base, exponent)

    def atom(self):
        if self.place == len(self.tokens):
            raise ExpressionError("formulaEnds")
        kind, found, at = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            return float(found)
        if kind == "name":
            return self.name(found, at)
        if found != "(":
            raise ExpressionError("formulaBegins", found=found, at=at)
        return self.bracket(at)

    def name(self, found, at):
        if found in FUNCTIONS:
            if not (bracket := self.sign("(")):
                raise ExpressionError("formulaCalled", found=found, at=at)
            return self.calculated(found, at, self.bracket(bracket[2]))
        if len(found) > 1 or found not in INPUTS:
            raise ExpressionError("formulaName", found=found, at=at)
        if found not in self.inputs:
            self.inputs.append(found)
        return found

    def bracket(self, at):
        inside = self.sum()
        if not self.sign(")"):
            if self.place < len(self.tokens):
                _kind, found, where = self.tokens[self.place]
                raise ExpressionError("formulaJoined", found=found, at=where)
            raise ExpressionError("formulaOpen", at=at)
        return inside

    def calculated(self, kind, at, *parts):
        """A number where all parts are numbers, and else the place of this calculation among the others."""
        if all(isinstance(part, float) for part in parts):
            return _number(kind, at, parts)
        constant, names = None, parts
        if isinstance(parts[0], float):
            kind, constant, names = FIRST[kind], parts[0], parts[1:]
        elif isinstance(parts[-1], float):
            kind, constant, names = SECOND[kind], parts[-1], parts[:-1]
        calculation = (kind, constant, *names)
        if calculation not in self.calculations:
            self.calculations.append(calculation)
        return self.calculations.index(calculation)

    def named(self):
        last = len(self.calculations) - 1
        names = [NAMES[-1] if i == last else NAMES[i] for i in range(last + 1)]
        by_name = [
            [names[i], kind, constant, *(part if isinstance(part, str) else names[part] for part in parts)]
            for i, (kind, constant, *parts) in enumerate(self.calculations)
        ]
        return by_name


def _number(kind, at, parts):
    try:
        value = float(NUMBERS[kind](*parts))
    except (ArithmeticError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise ExpressionError("formulaNumber", at=at)
    return value
