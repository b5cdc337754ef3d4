"""Every link within the site leads to a file that exists and to an anchor on it."""

import re
from functools import cache
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup

from ravine.course.release import assignments, read_reference
from ravine.exercises.exercise import exercises_in
from tests.site.conftest import ROOT


def test_internal_links_and_anchors_resolve(site, pages):
    broken = [f"{page}: {target}" for page in pages for target in broken_links(site, page)]
    assert broken == []


def test_no_id_stands_twice_on_a_page(site, pages):
    for page in pages:
        ids = [tag["id"] for tag in soup_of(site / page).find_all(id=True)]
        assert sorted({name for name in ids if ids.count(name) > 1}) == [], page


def broken_links(site, page):
    """Targets of the page's links and loaded files that do not exist within the site."""
    soup = soup_of(site / page)
    targets = [tag[key] for key in ("href", "src") for tag in soup.find_all(**{key: True})]
    return [target for target in targets if not resolves(site, page, target)]


def resolves(site, page, target):
    """Whether a link leads somewhere; links to other hosts are not followed."""
    url = urlsplit(target)
    if url.scheme or url.netloc:
        return True
    path = (site / page).parent / unquote(url.path) if url.path else site / page
    if not path.is_file() or site not in path.resolve().parents:
        return False
    place = unquote(url.fragment).partition("?")[0]  # what follows is the state of a plot
    return not place or path.suffix != ".html" or place in anchors(path)


@cache
def soup_of(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@cache
def anchors(path):
    return {tag["id"] for tag in soup_of(path.resolve()).find_all(id=True)}


def test_every_misconceptions_section_stands_on_its_page(site):
    lost = []
    for name in assignments(ROOT):
        for exercise in exercises_in(read_reference(name, ROOT)):
            for each in exercise.misconceptions:
                page, _hash, anchor = each.see.partition("#")
                path = site / "book" / page
                if not path.is_file() or (anchor and anchor not in anchors(path)):
                    lost.append(f"{name}.{each.name}: {each.see}")
    assert lost == []


def test_every_link_from_a_notebook_to_the_site_leads_somewhere(site):
    links = {
        (path.name, *link)
        for path in (ROOT / "exercises").glob("*/*.ipynb")
        for link in re.findall(r"https://[\w.-]+/(book/[\w-]+\.html)(?:#([\w-]+))?", path.read_text(encoding="utf-8"))
    }
    lost = []
    for notebook, page, anchor in sorted(links):
        if not (site / page).is_file() or (anchor and anchor not in anchors(site / page)):
            lost.append(f"{notebook}: {page}#{anchor}")
    assert links and lost == []
