"""Sentences that are executed: what a page, a notebook or a plot says is bound to what computes it.

A test computes, and then says what the page must say, word for word, with the computed values in their places:

    says = Claims("momentum")

    def test_the_ball_swings_out_before_it_comes_in():
        distance = ...
        says("the ball swings out to <.1f> times its first distance, at step <d>", distance.max(), distance.argmax())
        says("The loss <> on the way", "rises and falls" if ... else "falls")

`<…>` holds a format, as a replacement field of Python has it behind its colon: `<d>`, `<.2f>`, `<,d>`, `<>`. (Braces
stay free for LaTeX.) So a slip fails wherever it is made: in a word or a number of the page, and in what computes it.
A comparison is best computed as the word that it is; a claim without a value belongs behind an assert that shows it.
The words must stand on the page exactly once, so choose them long enough; line breaks and ** do not count. Write them
as a literal (or an f-string) in the call, for the count reads them off the source.

`Claims("momentum")` is book/momentum.md, `Claims("notebooks/momentum")` the text cells of the chapter's notebook, and
`Claims("the plot's summary", text)` any other text. `python -m tests.pages.claims` counts what is bound on each page,
and with a page's name it shows the numbers of that page which no claim holds yet.
"""

import ast
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat

from tests.pages.displayed import PAGES, page, words

TESTS = PAGES.parent / "tests"
NOTEBOOKS = PAGES.parent / "solutions" / "notebooks"
FIELD = re.compile(r"<((?:[ ,+#]?\d*,?(?:\.\d+)?[degsf%]|,))?>")


@cache
def text_of(name: str) -> str:
    """The words of a page ("momentum") or of a chapter's notebook ("notebooks/momentum"), in one line."""
    if not name.startswith("notebooks/"):
        return words(page(name))
    chapter = name.removeprefix("notebooks/")
    cells = nbformat.read(NOTEBOOKS / chapter / f"{chapter}.ipynb", as_version=4).cells
    return words("\n".join(cell.source for cell in cells if cell.cell_type == "markdown"))


@dataclass(frozen=True)
class Claims:
    """What is claimed in one text: call it with the words that must stand there."""

    name: str
    text: str | Callable[[], str] | None = None

    def __call__(self, claim: str, *values):
        text = self.text() if callable(self.text) else self.text
        said = words(filled(claim, values))
        found = (text_of(self.name) if text is None else words(text)).count(said)
        assert found == 1, f"{self.name} says this {found} times, not once: {said!r}"


def filled(claim: str, values: tuple) -> str:
    """The claim with the values in its fields. Raises ValueError where their numbers differ."""
    if len(FIELD.findall(claim)) != len(values):
        raise ValueError(f"{claim!r} does not have {len(values)} fields")
    rest = iter(values)
    return FIELD.sub(lambda field: format(next(rest), field[1] or ""), claim)


def power(value: float, digits: int = 0) -> str:
    """A number in LaTeX as the pages write it: "5.9\\cdot10^7" with one digit behind the point, "10^{-9}" with none."""
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    exponent = str(int(exponent))
    exponent = exponent if len(exponent) == 1 else f"{{{exponent}}}"
    return f"10^{exponent}" if float(mantissa) == 1 and not digits else f"{mantissa}\\cdot10^{exponent}"


# --- what is bound where


@dataclass(frozen=True)
class Bound:
    """A claim in the tests' source: the text it is about, the test, what that takes, the words between the values."""

    about: str
    file: Path
    test: str
    takes: frozenset[str]
    pieces: tuple[str, ...]

    def find(self, text: str) -> re.Match | None:
        """The claim in a text, whatever its values, its line breaks and its emphasis are there."""
        flexible = (r"\**".join(r"\s+" if sign == " " else re.escape(sign) for sign in piece) for piece in self.pieces)
        return re.search(r"(?:-?\d[\d.,]*\d|[^\n]{1,40}?)".join(flexible), text)


@cache
def bound() -> tuple[Bound, ...]:
    """Every claim that a test makes, read off the tests' source."""
    return tuple(claim for file in sorted(TESTS.rglob("test_*.py")) for claim in _claims_in(file))


def _claims_in(file):
    source = file.read_text(encoding="utf-8")
    if "Claims(" not in source:
        return
    tree = ast.parse(source)
    names = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            if getattr(node.value.func, "id", "") == "Claims" and isinstance(node.value.args[0], ast.Constant):
                names[node.targets[0].id] = node.value.args[0].value
    for test in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        for call in (node for node in ast.walk(test) if isinstance(node, ast.Call) and node.args):
            if getattr(call.func, "id", None) in names and isinstance(call.args[0], ast.Constant | ast.JoinedStr):
                takes = frozenset(argument.arg for argument in test.args.args)
                yield Bound(names[call.func.id], file, test.name, takes, _pieces(call.args[0]))


def _pieces(argument):
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    written = "".join(part.value if isinstance(part, ast.Constant) else "<>" for part in parts)
    return tuple(FIELD.sub("\0", words(written)).split("\0"))


# What is no prose: cells, directives, displayed formulas, targets, headings; and links, whose addresses hold numbers.
NO_PROSE = re.compile(
    r"\A---$.*?^---$|^```.*?^```$|^\$\$$.*?^\$\$[^\n]*$|^(?::|#+ |\([\w-]+\)=$)[^\n]*$|\{[\w:]+\}`[^`]*`",
    re.DOTALL | re.MULTILINE,
)
NUMBER = re.compile(r"(?<![\w^_{.])\d[\d.,]*\d(?!\w)")


def counts(name: str) -> tuple[int, int, int]:
    """Of a page: claims that are bound; numbers of two digits or more in its prose; those of them in a bound claim."""
    claims = sum(claim.about == name for claim in bound())
    numbers = numbers_of(name)
    return claims, len(numbers), sum(held for held, _around in numbers)


def numbers_of(name: str) -> list[tuple[bool, str]]:
    """Each number of two digits or more in a page's prose: whether a bound claim holds it, and the words around it."""
    prose = NO_PROSE.sub(" ", page(name))
    spans = [match.span() for match in (claim.find(prose) for claim in bound() if claim.about == name) if match]
    numbers = [match.span() for match in NUMBER.finditer(prose)]
    return [
        (any(start <= first and last <= end for start, end in spans), words(prose[max(0, first - 60) : last + 40]))
        for first, last in numbers
    ]


def main():
    for name in sys.argv[1:]:
        print(*(around for held, around in numbers_of(name) if not held), sep="\n")
    if sys.argv[1:]:
        return
    print(f"{'page':20}{'claims bound':>14}{'numbers':>10}{'of them bound':>15}")
    for path in sorted(PAGES.glob("*.md")):
        print("{:20}{:14}{:10}{:15}".format(path.stem, *counts(path.stem)))


if __name__ == "__main__":
    main()
