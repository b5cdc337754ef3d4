"""The book as one PDF: the pages joined, their links the book's own, and the contents numbered as it was printed."""

import re

import pytest

from ravine.errors import BuildError
from ravine.site import pdf

BASE = "https://ravine.example/"


@pytest.fixture(scope="module")
def chapters(site):
    return [pdf.chapter(site, f"book/{name}.html", BASE) for name in ("index", "lookahead", "install")]


def test_a_joined_page_holds_answers_sentences_and_links_to_the_live_plots(chapters):
    _name, body = chapters[1]
    details = re.findall("<details[^>]*>", body)
    assert len(details) >= 3 and all("open" in tag for tag in details)
    assert 'href="https://ravine.example/book/lookahead.html#lookahead?"' in body
    assert "ravine-summary" in body and "<script" not in body


def test_every_link_within_the_book_leads_to_a_place_in_it(site, pages):
    names = [page for page in pages if page.startswith("book/")]
    whole = pdf.page_of([pdf.chapter(site, page, BASE) for page in names], {})
    ids = re.findall(r' id="([^"]+)"', whole)
    assert len(set(ids)) == len(ids) > 300
    assert {target for target in re.findall(r'href="#([^"]+)"', whole) if target not in set(ids)} == set()


def test_without_a_chromium_one_sentence_says_so(site, tmp_path, monkeypatch):
    monkeypatch.delenv("RAVINE_CHROMIUM", raising=False)
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    with pytest.raises(BuildError, match="none was found"):
        pdf.build_pdf(site, ["book/install.html"], BASE, tmp_path / "book.pdf")


@pytest.mark.slow
def test_the_contents_name_the_pages_on_which_the_sections_begin(site, tmp_path):
    pages = ["book/install.html", "book/lookahead.html"]
    pdf.build_pdf(site, pages, BASE, tmp_path / "book.pdf")
    printed = (tmp_path / "book.pdf").read_bytes()
    numbers = pdf.numbers_in(printed)
    sections = [anchor for anchor, *_rest in pdf.contents([pdf.chapter(site, page, BASE) for page in pages])]
    told = [numbers[anchor] for anchor in sections]
    assert told == sorted(told) and told[0] == 3 and told[-1] > 6  # after the title and the contents
    assert len(re.findall(rb"/Type /Page\n", printed)) >= told[-1]
    assert not (site / "book" / "whole.html").exists()
