"""A chapter that `_toc.yml` does not list: the other pages, the zip and the map stay whole."""

import pytest
from bs4 import BeautifulSoup

from ravine.site import bundle
from ravine.site.build import build_site

GONE = """# The chapter that is gone

(gone-part)=
## A part of it

```{math}
:label: gone-equation
x = 1
```
"""
INDEX = """# Hello

See {ref}`gone-part`, {eq}`gone-equation`, [two](gone.md), [a part](gone.md#gone-part), [](gone.md), {ref}`my own words
<gone-part>`, and <https://ravine-course.example/book/>.
"""


@pytest.mark.slow
def test_what_other_pages_say_of_it_stays_without_a_link(book):
    root = book(index=INDEX)
    (root / "book" / "gone.md").write_text(GONE, encoding="utf-8")
    (root / "course.toml").write_text('address = "https://own.example/here"\n')
    page = build_site(root, say=lambda line: None).parent / "book" / "index.html"
    text = page.read_text(encoding="utf-8")
    said = BeautifulSoup(text, "html.parser").article.get_text(" ", strip=True)
    words = "the chapter “The chapter that is gone”, which this edition leaves out"
    assert said.count(words) == 3 and "gone.html" not in text
    assert "two , a part , " in said and "my own words" in said
    assert 'href="https://own.example/here/book/"' in text
    assert '<link rel="canonical" href="https://own.example/here/book/index.html"' in text
    assert not (page.parent / "gone.html").exists()


def test_its_exercises_leave_the_zip_where_all_its_pages_are_gone(tmp_path):
    for folder in ("book", *(f"exercises/{name}" for name in ("sums", "roots", "extra"))):
        (tmp_path / folder).mkdir(parents=True)
    for page in ("index", "sums", "sums-more", "roots"):
        (tmp_path / "book" / f"{page}.md").write_text(f"# {page}\n")
    for name in ("sums", "roots", "extra"):
        (tmp_path / "exercises" / name / f"{name}.ipynb").write_text("{}")
    toc = tmp_path / "_toc.yml"
    assert set(bundle.notebooks(tmp_path)) == {"sums", "roots", "extra"}
    toc.write_text("format: jb-book\nroot: book/index\nchapters: [{file: book/sums-more}, {file: book/roots}]")
    assert set(bundle.notebooks(tmp_path)) == {"sums", "roots", "extra"}
    toc.write_text("format: jb-book\nroot: book/index\nchapters: [{file: book/roots}]")
    assert set(bundle.notebooks(tmp_path)) == {"roots", "extra"}
