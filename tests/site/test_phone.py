"""What a phone's width must not hide: formulas, names of exercises, the glossary, the way on."""

import pytest
from docutils import nodes

from ravine.site.accessibility import WORD_END
from ravine.site.formulas import parts

PHONE = {"width": 390, "height": 844}


def displayed(latex, number=None):
    return nodes.math_block(latex, latex, number=number)


def test_a_formula_of_an_exercise_goes_on_below_where_there_is_no_room():
    assert parts(displayed(r"a = b, \qquad c = \frac{d}{e} .")) == [("a = b,", True), (r"c = \frac{d}{e} .", True)]
    for whole in (r"\sqrt{a, \qquad b}", r"a = b \qquad c", r"a = b, \qquad c \\ d"):
        assert len(parts(displayed(whole))) == 1
    assert len(parts(displayed(r"a, \qquad b", number=3))) == 1


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("momentum_from_ball", "momentum_|from_|ball"),
        ("SoftmaxCrossEntropy", "Softmax|Cross|Entropy"),
        ("CosineDecay(1, 4)", "Cosine|Decay(|1, 4)"),
        ("__init__", "__init__"),
        ('<span class="pre_x">a_b</span>', '<span class="pre_x">a_|b</span>'),
    ],
)
def test_a_name_is_broken_between_its_words(name, broken):
    assert WORD_END.sub(r"\1|", name) == broken


@pytest.fixture(scope="module")
def phone(browser):
    page = browser.new_page(viewport=PHONE)
    yield page
    page.close()


def opened(phone, address, name):
    phone.goto(f"{address}/book/{name}.html")
    phone.evaluate("document.documentElement.dataset.whole = ''")  # or what is far off the screen has no size
    return phone


@pytest.mark.slow
def test_no_numbered_formula_is_torn_at_the_edge(phone, address, chapters):
    """Formulas of exercises may scroll, after their parts have been put below each other; those of the text may not."""
    torn, seen = [], 0
    for name in chapters:
        boxes = opened(phone, address, name.removeprefix("book/").removesuffix(".html")).evaluate(
            """[...document.querySelectorAll("article div.math:not(details *) > .math-scroll")]
                 .map((box) => [box.textContent.slice(0, 40), box.scrollWidth - box.clientWidth])"""
        )
        seen += len(boxes)
        torn += [(name, text) for text, wider in boxes if wider > 1]
    assert seen > 100 and torn == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lookahead", "practice", "notation", "install"])
def test_the_way_on_is_whole(phone, address, name):
    links = opened(phone, address, name).locator(".prev-next-area a")
    ends = links.evaluate_all(
        "(all) => all.map((a) => [a.getBoundingClientRect().right, a.scrollWidth - a.clientWidth])"
    )
    assert len(ends) == 2 and all(right <= PHONE["width"] and wider <= 0 for right, wider in ends)


@pytest.mark.slow
def test_the_glossary_shows_what_its_words_mean(phone, address):
    rows = opened(phone, address, "notation").locator("#words tbody tr td:last-child")
    places = rows.evaluate_all("(all) => all.map((td) => td.getBoundingClientRect().right)")
    assert len(places) > 80 and max(places) <= PHONE["width"]
