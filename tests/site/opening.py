"""How the tests open a page: through to its last plot."""


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
