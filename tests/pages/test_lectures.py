"""Nothing of the lectures is lost: their sections are indexed, their footnotes have their papers."""

import re

import pytest

from tests.pages.displayed import PAGES, page

CHAPTERS = {"initialisation", "gradient-descent", "momentum", "adaptive", "adaptive-adam", "adaptive-kin"}
CHAPTERS |= {"lookahead", "backpropagation", "practice", "after", "after-rates"}
P4 = ["the step of gradient descent", "SGD", "Батчи", "Хьюстон, у нас ... проблемы!", "Как катится шар"]
P4 += ["Заглядывание вперед", "Похожий вариант", "RProp", "RProp batches badly", "Adam", "Идея", "α fixed", "the list"]
L3 = {
    2: "План лекции",
    3: "Этапы подготовки модели к обучению",
    4: "Методы инициализации весов нейронной сети",
    5: "Более продвинутые методы инициализации весов нейронной сети",
    6: "Более продвинутые методы инициализации весов нейронной сети",
    7: "Этапы подготовки модели к обучению",
    8: "Методы оптимизации нейронной сети",
    9: "Почему сложно обучать нейронную сеть",
    10: "Методы оптимизации нейронных сетей",
    11: "Достоинства и недостатки градиентного спуска",
    12: "Моментум",
    13: "Градиент Нестерова",
    14: "Adaptive Gradient Algorithm",
    15: "Root Mean Square Propagation",
    16: "Adadelta",
    17: "Adam",
    18: "Adamax",
    19: "Визуализация различных оптимизаторов",
    20: "Прочие подходы и эвристики",
    21: "Граф вычислений",
    22: "Производная сложной функции",
    23: "Метод обратного распространения ошибки",
    24: "Метод обратного распространения ошибки",
    25: "Метод обратного распространения ошибки",
    26: "Заключение",
}
INDEX_OF_P4, INDEX_OF_L3 = page("lecture-index").split("## L3")
# What each numbered footnote of L3 says, by a word of it; those lost in our text are reconstructed or said to be lost.
FOOTNOTES = {
    1: "lecun1998", 2: "glorot2010", 3: "he2015", 4: "orr1999", 5: "robbins1951", 6: "lost", 7: "orr1999",
    8: "polyak1964", 9: "nesterov1983", 10: "duchi2011", 11: "tieleman2012", 12: "zeiler2012", 13: "kingma2015",
    14: "lost", 15: "dozat2016", 16: "smith2017", 17: "liu2020", 18: "zhang2019", 19: "rumelhart1986",
}  # fmt: skip


def rows(text):
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in re.findall(r"^\|.*\|$", text, re.M)][2:]


def test_every_slide_of_p4_is_in_the_index():
    assert len(rows(INDEX_OF_P4)) == len(P4)
    for title, (slide, here) in zip(P4, rows(INDEX_OF_P4)):
        assert title in slide
        assert "{ref}" in here or ".md)" in here, title


def test_every_page_of_l3_is_in_the_index():
    found = {}
    for pages, slide, here in rows(INDEX_OF_L3):
        assert "{ref}" in here or ".md)" in here or here == "this table", slide
        found |= {int(number): slide for number in pages.split(",")}
    assert sorted(found) == sorted(L3)
    assert [number for number, title in L3.items() if not found[number].startswith(title)] == []


def test_the_index_leads_to_sections_that_exist():
    targets = {t for path in PAGES.glob("*.md") for t in re.findall(r"^\(([\w-]+)\)=$", path.read_text("utf-8"), re.M)}
    asked = set(re.findall(r"\{ref\}`(?:[^<`]*<)?([\w-]+)>?`", page("lecture-index")))
    assert len(asked) > 30 and asked <= targets
    pages = set(re.findall(r"\]\(([\w-]+)\.md\)", page("lecture-index")))
    assert pages <= CHAPTERS | {"slips", "race"}


@pytest.mark.parametrize("number", FOOTNOTES)
def test_every_footnote_has_its_paper(number):
    row = next(row for row in rows(page("bibliography")) if row[0] == str(number))
    assert FOOTNOTES[number] in "".join(row)
    if FOOTNOTES[number] != "lost":
        assert re.search(rf"^@\w+\{{{FOOTNOTES[number]},", (PAGES / "references.bib").read_text("utf-8"), re.M)
