"""The site needs no other host: nothing is asked of one, with the network gone all the same."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "use": "href", "object": "data"}
RELS_LOADED = {"stylesheet", "preload", "modulepreload", "icon", "prefetch", "preconnect", "dns-prefetch"}


@pytest.mark.slow
@pytest.mark.xdist_group("visits")
def test_no_page_asks_another_host(visits):
    for name, seen in visits.items():
        assert {urlsplit(url).hostname for url in seen.asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
        assert seen.complaints == [], name


@pytest.mark.slow
def test_no_page_names_another_host_for_what_it_loads(site, pages):
    for name in pages:
        soup = BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")
        loaded = [tag[key] for tag_name, key in LOADED.items() for tag in soup.find_all(tag_name, **{key: True})]
        loaded += [link["href"] for link in soup.find_all("link", href=True) if RELS_LOADED & set(link["rel"])]
        assert [url for url in loaded if urlsplit(url).netloc] == [], name


def test_no_style_names_another_host(site):
    for style in site.rglob("*.css"):
        urls = re.findall(r"(?:url\(|@import)\s*[\"']?(https?:)?//", style.read_text(encoding="utf-8"))
        assert urls == [], style


@pytest.mark.slow
def test_no_machinery_of_others_is_left(site, pages):
    unwanted = re.compile(r"mathjax|require\.js|requirejs|html-manager|thebe|fontawesome\.js|bootstrap\.js", re.I)
    for name in pages:
        soup = BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")
        assert [tag for tag in soup.find_all(["script", "link"]) if unwanted.search(str(tag))] == [], name


@pytest.mark.slow
@pytest.mark.xdist_group("visits")
def test_no_sign_needs_the_icon_font_that_was_left_out(visits):
    """Every icon is drawn by ravine-site.css; a sign from Font Awesome would show as an empty box."""
    assert {name: seen.foreign_icons for name, seen in visits.items() if seen.foreign_icons} == {}
