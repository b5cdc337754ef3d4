"""Search engines, social networks and browsers' tabs find what they look for."""

import re
import xml.etree.ElementTree as ET
from functools import cache

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from ravine.site.build import build_site
from tests.site.conftest import ROOT


@cache
def head(site, name):
    before, end, _body = (site / name).read_text(encoding="utf-8").partition("</head>")
    return BeautifulSoup(before + end, "html.parser").head


def properties(site, name):
    return {tag["property"]: tag["content"] for tag in head(site, name).find_all("meta", property=True)}


def test_the_sitemap_lists_the_pages_for_readers(site, chapters):
    tree = ET.parse(site / "sitemap.xml")
    listed = [part.text for part in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(url.split("/", 3)[3] for url in listed) == chapters


def test_every_page_has_a_card_for_social_networks(site, chapters):
    for name in chapters:
        card = properties(site, name)
        assert card["og:title"] and card["og:description"] and card["og:url"].endswith(name)
        assert card["og:image"].endswith("/_static/social-preview.png") and card["og:image:alt"]
    assert Image.open(site / "_static" / "social-preview.png").size == (1200, 630)


def test_every_page_has_an_icon_a_title_of_its_own_and_a_description(site, pages):
    titles = []
    for name in set(pages) - {"index.html"}:
        icon = head(site, name).find("link", rel="icon")["href"]
        assert (site / name).parent.joinpath(icon).resolve().is_file()
        titles.append(head(site, name).title.get_text(strip=True))
    assert len(set(titles)) == len(titles)


SUBJECTS = {"momentum": "momentum", "adaptive-adam": "Adam", "gradient-descent": "gradient descent"}
SUBJECTS |= {"initialisation": "initialising", "backpropagation": "backpropagation", "after": "Muon"}


def test_each_chapters_subject_stands_in_its_title_the_side_bar_and_the_way_on(site):
    side_bar = BeautifulSoup((site / "book" / "race.html").read_text(encoding="utf-8"), "html.parser")
    for name, subject in SUBJECTS.items():
        assert subject in head(site, f"book/{name}.html").title.get_text()
        assert subject in side_bar.select_one(f".bd-sidebar-primary a[href='{name}.html']").get_text()
    way_on = BeautifulSoup((site / "book" / "gradient-descent.html").read_text(encoding="utf-8"), "html.parser")
    assert "momentum" in way_on.select_one("a.right-next").get_text()


def test_a_page_in_the_middle_says_in_its_bar_what_it_is_part_of(site, chapters):
    for name in chapters:
        text = (site / name).read_text(encoding="utf-8")
        named = re.findall(r'<a class="ravine-name" href="index.html">(.*?)</a>', text)
        said = [re.sub("<[^>]+>", "", words) for words in named]
        assert said == ["Ravine: a free course on optimisation"] * (name != "book/index.html"), name


def test_the_front_door_leads_to_the_first_page(site):
    assert head(site, "index.html").find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=book/index.html"


@pytest.mark.slow
@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_links_to_edit_the_source_can_be_switched(book, on):
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    config = config.replace("use_edit_page_button: false", f"use_edit_page_button: {str(on).lower()}")
    config = config.replace('url: ""', "url: https://github.com/example/ravine")
    site = build_site(book(config, index="# Hello\n"), say=lambda line: None).parent
    text = (site / "book" / "index.html").read_text(encoding="utf-8")
    assert ("https://github.com/example/ravine/edit/main/book/index.md" in text) == on
