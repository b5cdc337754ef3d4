"""How the tests open a page: through to its last plot."""

import gzip
from dataclasses import dataclass, field

GIVEN_UP = "net::ERR_ABORTED"  # by the browser itself: the icon of a page that leads to another at once
FOREIGN_ICONS = """() => [...document.querySelectorAll("*")].flatMap((element) =>
    ["::before", "::after"].filter((part) => {
        const style = getComputedStyle(element, part);
        return style.fontFamily.includes("Awesome") && !["none", "normal", '""'].includes(style.content);
    }).map((part) => element.className + part))"""


@dataclass
class Visit:
    """What a page asked for, with the packed bytes of each answer, what it complained of, and what it showed."""

    asked: list[str] = field(default_factory=list)
    bytes: dict[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    foreign_icons: list[str] = field(default_factory=list)


def visit(browser, url: str) -> Visit:
    """Open a page and scroll through it."""
    page, seen = browser.new_page(), Visit()

    def answered(answer):
        seen.bytes[answer.url] = len(gzip.compress(answer.body()))
        if answer.status >= 400:
            seen.complaints.append(f"{answer.status}: {answer.url}")

    def failed(request):
        if request.failure != GIVEN_UP:
            seen.complaints.append(f"failed: {request.url}")

    page.on("request", lambda request: seen.asked.append(request.url))
    page.on("response", answered)
    page.on("requestfailed", failed)
    page.on("pageerror", lambda error: seen.complaints.append(f"script: {error}"))
    page.on("console", lambda message: message.type != "error" or seen.complaints.append(message.text))
    page.goto(url, wait_until="load")
    wake_plots(page)
    seen.foreign_icons = page.evaluate(FOREIGN_ICONS)
    page.close()
    return seen


def wake_plots(page):
    """Scroll to each live plot of an opened page until it lives; returns how many there are."""
    figures = page.locator("figure.ravine-plot")
    for index in range(figures.count()):
        figures.nth(index).scroll_into_view_if_needed()
        page.locator("figure.ravine-plot[data-live]").nth(index).wait_for()
    page.wait_for_load_state("networkidle")
    return figures.count()


def show_all(page):
    """Lay out also what is far off the screen, and open everything that opens."""
    still = "content-visibility: visible !important; transition: none !important; animation: none !important"
    page.add_style_tag(content=f"* {{ {still} }}")
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
