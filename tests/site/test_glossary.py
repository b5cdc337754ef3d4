"""The words of the glossary are linked where a chapter first uses them."""

from docutils import nodes
from sphinx_design.dropdown import dropdown_main

from ravine.site import glossary
from tests.site.conftest import ROOT
from tests.site.test_links import soup_of

TABLE = """# Notation

## Words

| English | Russian | meaning |
|---|---|---|
| fan in, fan out | a | b |
| learning rate | a | b |
| exponential moving average (EMA) | a | b |
| semi-implicit (symplectic) Euler | a | b |
"""


def linked(text):
    known = glossary.words(TABLE)
    parts = list(glossary.first_uses(text, glossary.pattern(known), known, set()))
    assert "".join(words for words, _anchor in parts) == text
    return [part for part in parts if part[1]]


def test_a_word_is_found_in_each_of_its_spellings_and_in_the_plural_once():
    average = "word-exponential-moving-average-ema"
    assert linked("An EMA; exponential moving averages") == [("EMA", average)]
    assert linked("Learning rates, and the learning rate") == [("Learning rates", "word-learning-rate")]
    assert linked("fan out") == [("fan out", "word-fan-in-fan-out")]
    euler = "word-semi-implicit-symplectic-euler"
    assert linked("Symplectic Euler is semi-implicit Euler") == [("Symplectic Euler", euler)]
    assert linked("learning-rate, hyper-learning rate") == []


def test_what_is_shut_stays_without_links():
    text = nodes.Text("gradient")
    dropdown_main("", nodes.paragraph("", "", text))
    assert not glossary.is_open(text)
    nodes.section("", nodes.paragraph("", "", open_text := nodes.Text("gradient")))
    assert glossary.is_open(open_text)


def test_every_chapter_links_the_words_that_it_uses_each_once_and_none_in_a_title(site):
    everywhere = set()
    rows = glossary.words((ROOT / "book" / "notation.md").read_text(encoding="utf-8"))
    for name in (
        "initialisation",
        "gradient-descent",
        "momentum",
        "adaptive",
        "lookahead",
        "backpropagation",
        "practice",
    ):
        article = soup_of(site / "book" / f"{name}.html").article
        places = [link["href"] for link in article.select("a.ravine-word")]
        assert len(places) >= 8 and len(set(places)) == len(places), name
        assert not article.select(":is(h1, h2, h3, details, figure, table) a.ravine-word")
        everywhere |= {place.partition("#")[2] for place in places}
    assert len(everywhere) > 0.6 * len(set(rows.values()))
