"""One course, not seven: every chapter is built alike, every symbol and term is explained, every pointer is a link."""

import re

import pytest

from ravine.course.release import read_reference
from ravine.exercises.exercise import exercises_in
from ravine.site import bundle
from tests.pages.claims import Claims
from tests.pages.displayed import PAGES, formulas, page
from tests.pages.test_formulas import CHAPTERS

SLIPS, NOTATION = page("slips"), page("notation")
SYMBOLS, WORDS = NOTATION.split("## Words")


def table_rows(source):
    """The cells of all tables' rows, without the heads."""
    rows = [line.strip("| ").split(" | ") for line in re.findall(r"^\|.*\|$", source, re.MULTILINE)]
    rules = [i for i, row in enumerate(rows) if set("".join(row)) <= set("-| ")]
    return [row for i, row in enumerate(rows) if i not in rules and i + 1 not in rules]


def targets(source):
    """The names that links of this page can end at."""
    return re.findall(r"^\(([\w-]+)\)=$", source, re.MULTILINE)


def assignment_of(chapter):
    return bundle.assignment_of(chapter, bundle.notebooks(PAGES.parent))


def anchors():
    return {t for path in PAGES.glob("*.md") for t in targets(path.read_text("utf-8"))}


# --- chapters


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_has_its_parts_in_order(chapter):
    source = page(chapter)
    parts = [
        ":::{admonition} After this chapter you can\n:class: tip\n- ",
        "You need ",
        "## Summary\n\n- ",
        f"({chapter}-exercises)=\n## What the exercises ask for\n",
        f"{{exercises}}`notebook of this chapter <{assignment_of(chapter)}>`",
        "| exercise | write | from |",
        "## References\n",
        f":keyprefix: {chapter}-\n",
    ]
    places = [source.index(part) for part in parts]
    assert places == sorted(places)
    if not chapter.startswith("after"):  # which opens with a list of what it takes up
        assert "from ravine.plots import" in source.partition("\n## ")[0]  # beside the question
    assert re.findall(r"^## (.*)$", source, re.MULTILINE)[-3:] == [
        "Summary", "What the exercises ask for", "References",
    ]  # fmt: skip


# Chapters for what they explain, and for the pages of one chapter each other.
LEANS_ON = {"gradient-descent": ["initialisation"], "backpropagation": ["initialisation"]}
LEANS_ON |= dict.fromkeys(("adaptive", "adaptive-adam", "adaptive-kin"), ["adaptive", "adaptive-adam", "adaptive-kin"])
LEANS_ON |= dict.fromkeys(("after", "after-rates"), ["after", "after-rates", "adaptive", "adaptive-adam"])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_misconception_links_to_a_section(chapter):
    exercises = exercises_in(read_reference(assignment_of(chapter), PAGES.parent))
    wanted = {wrong.see for exercise in exercises for wrong in exercise.misconceptions}
    pages = [chapter, *LEANS_ON.get(chapter, [])]
    assert wanted and wanted <= {f"{name}.html#{target}" for name in pages for target in targets(page(name))}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_citations_are_references(chapter):
    cited = re.findall(r"\{cite:[pt]\}`([\w-]+)", page(chapter))
    listed = re.findall(r"^@\w+\{([\w-]+),", (PAGES / "references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited and set(cited) <= {f"{chapter}-{key}" for key in listed}


POINTER = re.compile(
    r"[^.!?]*\b(?:(?:next|last|later|earlier|previous) chapters?|chapters? (?:on|about))\b[^.!?]*(?:[.!?]|$)"
)
LINK = re.compile(r"\{ref\}`|\]\((?:[\w-]+\.md|#[\w-]+|[\w-]+)\)")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_sentence_that_points_to_another_chapter_links_there(chapter):
    prose = re.sub(r"```.*?```|^\|.*\|$", "", page(chapter), flags=re.DOTALL | re.MULTILINE)
    paragraphs = [re.sub(r"\s+", " ", part).replace(".md", "\0") for part in re.split(r"\n\s*\n", prose)]
    pointing = [match[0].replace("\0", ".md") for part in paragraphs for match in POINTER.finditer(part)]
    pointing = [sentence for sentence in pointing if "parts are those of the earlier chapters" not in sentence]
    assert [sentence.strip() for sentence in pointing if not LINK.search(sentence)] == []


# --- notation

GREEK = r"alpha|beta|gamma|delta|Delta|varepsilon|eta|lambda|mu|nu|xi|rho|sigma|tau|phi|varphi|Phi|psi|kappa|zeta|ell"
DIFFERENTIAL = re.compile(r"(?<![A-Za-z\\])d(?=[a-zA-Z](?![a-z]))|\bd(?=\\)")


def symbols(latex):
    """The letters of a formula, Greek ones as commands; words, numbers and the differential's d left out."""
    latex = re.sub(r"\\(?:text|operatorname|mathrm|mathsf|mathbb)\s*(?:\{[^{}]*\}|\w)", " ", latex)
    latex = re.sub(r"\\(?:begin|end)\{\w+\}|\\\\\[\w+\]|_\{?label\}?|\[j=label\]", " ", latex)
    greek = set(re.findall(rf"\\(?:{GREEK})(?![A-Za-z])", latex))
    return greek | set(re.sub(r"[^A-Za-z]", "", re.sub(r"\\[A-Za-z]+", " ", latex)))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_symbol_is_in_the_notation(chapter):
    """Of the numbered formulas and of those within the text; letters that only a lecture uses stand in its column."""
    named = [cell for row in table_rows(SYMBOLS) for cell in re.findall(r"\$[^$]+\$", row[0] + row[-1])]
    explained = set().union(*map(symbols, named))
    source = page(chapter)
    within = re.findall(r"(?<!\$)\$(?!\$)([^$]+)\$", re.sub(r"```.*?```", "", source, flags=re.DOTALL))
    used = set().union(*map(symbols, [*formulas(source).values(), *within]))
    assert used - explained - {"d", "e"} == set()  # the differential, and Euler's number


# Terms that a reader of only one language must find, by the chapter that introduces them.
TERMS = {
    "initialisation": "activation, bias, fan in, initialisation, orthogonal matrix, pre-activation, truncated normal",
    "gradient-descent": "condition number, epoch, gradient descent, Hessian, learning rate, loss, mini-batch, "
    "noise ball, overfitting, ravine, saddle, stochastic gradient descent, unbiased",
    "momentum": "coefficient of friction, critically damped, explicit Euler, heavy ball, look-ahead, momentum, "
    "rolling ball, semi-implicit, velocity, effective learning rate, rate of convergence",
    "adaptive": "accumulator, adaptive method, exponential moving average, half-life, normalised gradient, step length",
    "adaptive-adam": "bias correction, regret",
    "lookahead": "fast weights, inner method, Lookahead, slow weights, directional derivative",
    "backpropagation": "reverse-mode automatic differentiation, backpropagation, chain rule, computational graph, "
    "cross-entropy, difference quotient, Jacobian, logit, sigmoid, softmax",
    "practice": "accuracy, bootstrap, confidence interval, cyclical learning rate, range test, schedule, seed, "
    "standard error, validation set",
    "after": "dual norm, Newton–Schulz iteration, nuclear norm, orthogonalising, preconditioning, singular value, "
    "spectral norm, steepest descent",
    "after-rates": "clipping, critical batch size, decoupled weight decay, edge of stability, schedule-free method, "
    "warm-up, weight averaging, weight decay",
}


def test_glossary_has_every_term_in_both_languages():
    rows = table_rows(WORDS)
    missing = [t for terms in TERMS.values() for t in terms.split(", ") if not any(r[0].startswith(t) for r in rows)]
    assert missing == []
    assert len({english for english, *_ in rows}) == len(rows)
    for english, russian, meaning in rows:
        assert re.search("[а-яё]", russian), english
        assert len(meaning) > 5, english


# --- slips

# What the lectures print otherwise, with where: a part of the heading, a part of the row.
KNOWN = [
    ("P4, *How the ball rolls*", r"$v^{t+1} = -\alpha\nabla L(w^t) - \beta v^t$"),
    ("P4, *How the ball rolls*", r"$w^{t+1} = w^t + v^t$"),
    ("P4, *How the ball rolls*", r"$\partial v/\partial t$"),
    ("P4, *How the ball rolls*", r"= (v^{t+1}-v^t)/\Delta t$"),
    ("P4, *How the ball rolls*", "the law in $x$, the step in $w$"),
    ("P4, *Looking ahead*", r"$-\beta v^t$"),
    ("P4, *Looking ahead*", "gradient at $w^t+v^t$"),
    ("P4, on RProp and RMSprop", "factors 1.2 and 0.6"),
    ("P4, on RProp and RMSprop", r"$(\nabla L_0+\dots+\nabla L_n)^2$"),
    ("P4, on RProp and RMSprop", r"no $\varepsilon$"),
    ("P4, *Adam*", r"$\beta_1\nabla L^t+(1-\beta_1)\,\mathrm{EMA}^{t-1}$"),
    ("P4, *Adam*", "no bias correction"),
    ("L3, pages 12 and 13", r"$\omega$ beside $w$"),
    ("L3, pages 12 and 13", r"$O(1/\mathrm{sqr}(k))$"),
    ("L3, pages 14 to 16", r"$\sqrt{g[t]+\varepsilon}$ in Adagrad, RMSprop and Adadelta"),
    ("L3, page 21", "such a tree"),
    ("L3, page 21", "the leaves hold the input data"),
    ("L3, page 20", "footnote 16"),
    ("L3, pages 3 to 7", r"$N(0,\sqrt{2/n_i})$"),
    ("P4, *SGD* and *Batches*", r"$L=L_1+\dots+L_S$"),
]
BY_PLACE = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##|\Z)", SLIPS, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("place, printed", KNOWN)
def test_known_slip_is_listed_where_it_stands(place, printed):
    (section,) = [text for heading, text in BY_PLACE.items() if heading.startswith(place)]
    (row,) = [row for row in table_rows(section) if printed in row[0]]
    assert len(row) == 3


def test_every_slip_says_where_what_instead_and_why():
    for place, section in BY_PLACE.items():
        assert re.match(r"L3, pages? \d|P4, ", place)
        for row in table_rows(section):
            assert len(row) == 3 and all(cell.strip() for cell in row), row
    assert len(table_rows(SLIPS)) == sum(len(table_rows(section)) for section in BY_PLACE.values())


def test_links_of_the_chapters_lead_somewhere():
    known = anchors()
    for chapter in CHAPTERS:
        asked = set(re.findall(r"\{ref\}`(?:[^<`]*<)?([\w-]+)>?`", page(chapter)))
        assert asked <= known, (chapter, asked - known)


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.md")))
def test_no_bar_of_a_formula_ends_a_cell(name):
    """A bar ends a table's cell in a formula, too: sizes need \\lvert and \\rvert there."""
    for table in re.findall(r"(?:^\|.*\|$\n?)+", page(name), re.MULTILINE):
        bars = [len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()]
        assert len(set(bars)) == 1, table


LIST = re.compile(r"([0-9]+[.)]|[-+*]) ")


def test_no_line_of_a_paragraph_begins_a_list_by_chance():
    """“… an interval of length / 1. So” is a list for Markdown."""
    begun = []
    for name in sorted(path.stem for path in PAGES.glob("*.md")):
        lines = page(name).splitlines()
        begun += [
            (name, line)
            for before, line in zip(lines, lines[1:])
            if LIST.match(line) and re.match(r"[^\s:|`#(]", before) and not LIST.match(before)
        ]
    assert begun == []


def test_the_front_page_counts_the_chapters():
    says = Claims("index")
    says("what came after it: <> chapters of derivations with live plots", {10: "ten", 11: "eleven"}[len(CHAPTERS)])


SIDE = re.compile(
    r"\b(?:[Bb]elow|[Aa]bove) (?:left|right)\b|\b[Tt]o the (?:left|right)\b|(?:^|[.:?!] )(?:Left|Right)[ ,]"
)


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.md")))
def test_no_picture_is_said_to_stand_on_a_side(name):
    """On a phone there are no sides: what stands beside it on a desk stands above or below."""
    assert SIDE.findall(page(name)) == []
    assert SIDE.search("Below left, a gradient.") and SIDE.search("To the right you look")


def test_what_a_cell_prints_on_a_line_it_prints_at_once():
    """Pieces of a line that come one after the other stand on lines of their own in the page."""
    pieces = re.compile(r"^ *print\(.*\bend=", re.MULTILINE)
    assert [path.name for path in PAGES.glob("*.md") if pieces.search(path.read_text(encoding="utf-8"))] == []
