"""The front page, as somebody meets it who comes from a search engine: what this is and what to do, at one glance."""

import pytest

FIRST_SCREEN = """(parts) => parts.map((part) => {
  const found = document.querySelector(`.bd-article ${part}`).getBoundingClientRect();
  return found.top >= 0 && found.bottom <= innerHeight && found.height > 10; })"""
NEXT_PICTURE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=lambda size: f"{size[0]} px")
def page(request, browser):
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    yield page
    page.close()


def test_the_first_screen_says_what_this_is_for_whom_that_it_is_free_and_what_to_do(page, address):
    page.goto(f"{address}/book/index.html")
    parts = ["h1", "p.lead", "p.start a:nth-of-type(1)", "p.start a:nth-of-type(2)", "p.start + p"]
    assert page.evaluate(FIRST_SCREEN, parts) == [True] * len(parts)
    lead = page.locator("p.lead").inner_text()
    assert all(word in lead for word in ("free", "course", "train neural networks"))
    assert "students" in page.locator("p.start + p").inner_text()
    too_low = "(rows) => rows.filter((row) => row.firstElementChild.offsetHeight > row.clientHeight).length"
    assert page.locator(".chapter-map li").evaluate_all(too_low) == 0


def test_a_reader_guesses_who_will_be_first_and_is_told(page, address):
    page.goto(f"{address}/book/index.html")
    figure = page.locator("#race")
    figure.scroll_into_view_if_needed()
    page.locator("#race[data-live]").wait_for()
    names, told = page.locator(".ravine-favourite button"), page.locator(".ravine-favourite [role=status]")
    places = figure.locator(".ravine-summary")
    assert names.count() == 4 and told.inner_text() == ""
    answers = {}
    for name in names.all():
        name.click()
        page.evaluate(NEXT_PICTURE)
        answers[name.inner_text()] = told.inner_text()
    page.wait_for_function("document.querySelector('#race .ravine-summary').textContent.startsWith('After 150')")
    order = sorted(answers, key=places.inner_text().index)
    assert answers.pop(order[0]) == f"Right, it is {order[0]}."
    for place, name in enumerate(order[1:], 2):
        assert answers[name] == f"It is {order[0]}; {name} is number {place} of 4."


def test_the_race_waits_for_a_guess_at_its_start_and_then_plays_once(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.clock.install()
    page.goto(f"{address}/book/index.html")
    page.locator("#race[data-live]").wait_for()
    page.wait_for_function("document.querySelector('#race .ravine-count').textContent === '0 / 150'")
    page.clock.fast_forward(3000)
    page.wait_for_function("document.querySelector('#race .ravine-count').textContent === '150 / 150'")
    page.close()
