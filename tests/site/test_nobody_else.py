"""The site needs no other host: nothing is asked of one, with the network gone all the same."""

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from tests.site.opening import wake_plots

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "use": "href", "object": "data"}
GIVEN_UP = "net::ERR_ABORTED"  # by the browser itself: the icon of a page that leads to another at once
RELS_LOADED = {"stylesheet", "preload", "modulepreload", "icon", "prefetch", "preconnect", "dns-prefetch"}


def opened(browser, url):
    """Open a page, scroll through it, and return it with what it asked for and what it complained of."""
    page = browser.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: request.failure == GIVEN_UP or complaints.append(f"failed: {request.url}"))
    page.on("response", lambda answer: answer.status < 400 or complaints.append(f"{answer.status}: {answer.url}"))
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda message: message.type != "error" or complaints.append(message.text))
    page.goto(url, wait_until="load")
    wake_plots(page)
    return page, asked, complaints


def test_no_page_asks_another_host(browser, address, pages):
    for name in pages:
        page, asked, complaints = opened(browser, f"{address}/{name}")
        hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
        assert hosts == {"127.0.0.1"}, name
        assert complaints == [], name
        page.close()


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


def test_no_machinery_of_others_is_left(site, pages):
    unwanted = re.compile(r"mathjax|require\.js|requirejs|html-manager|thebe|fontawesome\.js|bootstrap\.js", re.I)
    for name in pages:
        soup = BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")
        assert [tag for tag in soup.find_all(["script", "link"]) if unwanted.search(str(tag))] == [], name


def test_no_sign_needs_the_icon_font_that_was_left_out(browser, address, chapters):
    """Every icon is drawn by ravine-site.css; a sign from Font Awesome would show as an empty box."""
    for name in chapters:
        page = browser.new_page()
        page.goto(f"{address}/{name}")
        boxes = page.evaluate(
            """() => [...document.querySelectorAll("*")].flatMap((element) => ["::before", "::after"].filter((part) => {
                 const style = getComputedStyle(element, part);
                 return style.fontFamily.includes("Awesome") && !["none", "normal", '""'].includes(style.content);
               }).map((part) => element.className + part))"""
        )
        assert boxes == [], name
        page.close()
