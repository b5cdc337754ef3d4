"""A page's displayed formulas, made executable.

The formulas are read from the page's own LaTeX, so that a slip on the page, and not in a copy of it, makes a test
fail. A page's test names its symbols in a table; what the reader does not understand is an error, never passed over.
"""

import re
from pathlib import Path

import sympy
from sympy.parsing.sympy_parser import convert_xor, implicit_multiplication, parse_expr, standard_transformations

PAGES = Path(__file__).parents[2] / "book"

LABELLED = re.compile(r"^\$\$\n(?P<latex>(?:(?!\$\$).)*)\n\$\$ \((?P<label>eq-[\w-]+)\)$", re.DOTALL | re.MULTILINE)
LAYOUT = re.compile(r"\\(begin|end)\{\w+\}|\\(tfrac|bigl|bigr|Bigl|Bigr|left|right)(?![A-Za-z])|&|\\[,;:! ]")
NEXT_LINE = re.compile(r"\\\\(?:\[\w+\])?|\\qquad|\\quad|\\text\{[^}]*\}")
FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
DIGITS_FRACTION = re.compile(r"\\frac(\d)(\d)")
ROOT = re.compile(r"\\sqrt\s*(?:\{([^{}]*)\}|(\w+))")
POWER = re.compile(r"\^\{([^{}]*)\}")
READING = (*standard_transformations, implicit_multiplication, convert_xor)


def page(name: str) -> str:
    """The source of a page of the book, for example "momentum"."""
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def words(source: str) -> str:
    """A page's source in one line, emphasis removed: to look up what its prose claims."""
    return re.sub(r"\s+", " ", source.replace("**", ""))


def formulas(source: str) -> dict[str, str]:
    """LaTeX of the page's labelled formulas, by label. Raises ValueError for a label used twice."""
    found = [(match["label"], match["latex"]) for match in LABELLED.finditer(source)]
    if len(dict(found)) != len(found):
        raise ValueError("a label of a formula is used twice")
    return dict(found)


def lines(latex: str) -> list[tuple[str, str]]:
    """The equations left = right (or ←) of a formula, in order; of a = b = c, the first and the last side."""
    latex = latex.replace(r"\tfrac", r"\frac").replace(r"\leftarrow", "=")
    equations = [LAYOUT.sub(" ", line).strip(" \n.,") for line in NEXT_LINE.split(latex)]
    sides = [equation.split("=") for equation in equations if "=" in equation]
    return [(left.strip(), right[-1].strip()) for left, *right in sides]


def bare(latex: str) -> str:
    """The formula without blanks and layout, to compare word for word: for sums, which `expression` refuses.

    A test that holds a formula against such a text must compute what the text says, too.
    """
    latex = LAYOUT.sub("", re.sub(r"\\\\(?:\[\w+\])?|\\q?quad(?![A-Za-z])", "", latex))
    return re.sub(r"\s+|[.,]$", "", latex.strip())


def expression(latex: str, names: dict[str, str]) -> sympy.Expr:
    """A formula's LaTeX as a sympy expression, with `names` from LaTeX to identifiers.

    A name that stands before a bracket, in LaTeX without a blank, is a function if its identifier ends in "()".
    Raises ValueError where anything but names, numbers, fractions, roots, powers and brackets is left.
    """
    text = _named(" ".join(latex.split()), names)
    while (simpler := _innermost(text)) != text:
        text = simpler
    known = {name.removesuffix("()") for name in names.values()}
    unknown = set(re.findall(r"[^\W\d]\w*", text)) - known - {"sqrt"}
    if unknown or re.search(r"[\\{}_=]", re.sub(r"\w+", "", text)):
        raise ValueError(f"cannot read {latex!r}: got as far as {text!r}, and do not know {sorted(unknown)}")
    functions = {name.removesuffix("()"): sympy.Function(name[:-2]) for name in names.values() if name.endswith("()")}
    symbols = {name: sympy.Symbol(name) for name in known - set(functions)}
    return parse_expr(text, local_dict=symbols | functions, transformations=READING)


def _named(latex, names):
    """The text with its symbols renamed, the longest first, and each only where it stands by itself."""
    longest_first = sorted(names, key=len, reverse=True)
    symbol = "|".join(re.escape(n) if n.startswith("\\") else rf"(?<![A-Za-z\\]){re.escape(n)}" for n in longest_first)
    return re.sub(f"({symbol})(?![A-Za-z])", lambda match: f" {names[match[1]].removesuffix('()')} ", latex)


def _innermost(text):
    """The text with the fractions, roots and powers that hold no braces written out."""
    text = DIGITS_FRACTION.sub(r"((\1)/(\2))", text)
    text = POWER.sub(r"^(\1)", text)
    text = FRACTION.sub(r"((\1)/(\2))", text)
    return ROOT.sub(lambda match: f"sqrt({match[1] or match[2]})", text)


def run(latex: str, names: dict[str, str], values: dict) -> dict:
    """Execute a displayed rule line by line; later lines see the results of earlier ones.

    `values` gives identifiers numbers, arrays or functions. Returns the results by identifier.
    """
    results = {}
    for left, right in lines(latex):
        at_hand = values | results
        wanted = expression(right, names)
        symbols = sorted(map(str, wanted.free_symbols))
        compute = sympy.lambdify(symbols, wanted, modules=[{k: v for k, v in values.items() if callable(v)}, "numpy"])
        results[str(expression(left, names))] = compute(*(at_hand[symbol] for symbol in symbols))
    return results
