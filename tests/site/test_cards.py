"""A link shows where it leads before one follows it, to the pointer and to the keyboard."""

import pytest

CARD = ".ravine-card"


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    yield page
    page.close()


def test_an_equation_a_citation_and_a_word_are_shown_where_they_are_named(page, address):
    page.goto(f"{address}/book/lookahead.html")
    word = "[href='notation.html#word-inner-method']"
    shown = ("[href*='#equation-']", ".math-scroll .katex"), ("[href^='#id']", ".citation, p")
    for kind, shows in (*shown, (word, "p:has-text('the optimiser around which Lookahead is wrapped')")):
        link = page.locator(f".bd-article a.internal{kind}, .bd-article .reference{kind}").first
        link.hover()
        page.locator(CARD).wait_for()
        assert page.locator(CARD).locator(shows).first.is_visible()
        box = page.locator(CARD).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and box["height"] < 500
        page.keyboard.press("Escape")
        assert page.locator(CARD).count() == 0


def test_a_card_comes_to_the_keyboard_too_and_goes_with_it(page, address):
    page.goto(f"{address}/book/lookahead.html")
    link = page.locator(".bd-article a.reference[href*='#equation-']").first
    link.focus()
    page.locator(CARD).wait_for()
    assert link.get_attribute("aria-describedby") == page.locator(CARD).get_attribute("id")
    page.keyboard.press("Tab")
    page.wait_for_function(
        "!document.querySelector('.ravine-card') || !document.activeElement.matches('[href*=equation]')"
    )


def test_a_copied_formula_is_its_tex(page, address):
    page.goto(f"{address}/book/lookahead.html")
    copied = page.evaluate(
        """() => {
             const paragraph = document.querySelector(".bd-article p:has(.katex)");
             getSelection().selectAllChildren(paragraph);
             const data = new DataTransfer();
             document.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true }));
             return [data.getData("text/plain"), paragraph.querySelector("annotation").textContent]; }"""
    )
    text, tex = copied
    assert f"${tex}$" in text and "\n\n" not in text
