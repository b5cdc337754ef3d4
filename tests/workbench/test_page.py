"""The exercise box in a browser: everything but Python, in whose place a scripted worker answers."""

import json

import pytest

from tests.site.conftest import ROOT

HEAD = "def momentum_step(w, v, grad, lr, beta):\n"
RIGHT, WRONG = "v = beta * v - lr * grad\nreturn w + v, v", "v = -beta * v - lr * grad\nreturn w + v, v"
LOADED = """() => performance.getEntriesByType("resource").map((entry) => entry.name.split("/").pop().split("?")[0])"""


def opened(page, name="momentum_step"):
    """The box, opened, with its editor."""
    box = page.locator(f"#exercise-{name.replace('_', '-')}")
    box.locator("summary").first.click()
    box.locator(".cm-content").wait_for()
    return box


def write(page, box, body, head=HEAD):
    """Type an answer over what stands there; the editor indents."""
    box.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(head + body)


def checked(box):
    """The answer to what stands in the box now."""
    box.get_by_role("button", name="Check").click()
    box.locator(".ravine-answer").filter(has_not_text="earlier text").wait_for()
    return box.locator(".ravine-answer")


def text_of(box):
    return "\n".join(box.locator(".cm-line").all_inner_texts()).replace("\u200b", "")


def test_nothing_of_the_editor_is_loaded_before_the_first_click(reader):
    page = reader()
    page.wait_for_load_state("networkidle")
    before = page.evaluate(LOADED)
    assert "boxes.js" in before and not any("workbench-" in name or "worker" in name for name in before)
    box = opened(page)
    assert any("workbench-" in name for name in page.evaluate(LOADED))
    assert text_of(box).startswith("def momentum_step(w, v, grad, lr, beta):")
    assert "worker.js" not in page.evaluate(LOADED), "opening a box starts no Python"


def test_a_wrong_answer_gets_its_hints_one_by_one(reader):
    page = reader()
    box = opened(page)
    write(page, box, WRONG)
    answer = checked(box)
    assert answer.locator(".ravine-verdict").inner_text() == "✗ momentum_step is not right yet."
    assert answer.locator(".ravine-parts li").all_inner_texts() == ["✓ from rest", "✗ with a velocity"]
    said = [answer.locator(".ravine-hint").all_inner_texts()]
    for name in ("why", "the smallest example", "read on"):
        answer.get_by_role("button", name=f"Next hint: {name}").click()
        said.append(answer.locator(".ravine-hint").all_inner_texts())
    assert [len(hints) for hints in said] == [1, 2, 3, 4]
    assert "the new w[0] should be 5, but is -7." in said[0][0] and "Friction" in said[1][1]
    assert answer.get_by_role("link").get_attribute("href") == "momentum.html#lecture-sign"
    assert "<b>loud</b>" in answer.locator("details pre").text_content(), "what was printed is text, never HTML"
    write(page, box, RIGHT)
    assert "earlier text" in answer.inner_text()


def test_a_right_answer_is_kept_and_marked(reader):
    page = reader()
    box = opened(page)
    write(page, box, RIGHT)
    assert "✓ momentum_step is right" in checked(box).inner_text()
    page.reload()
    assert box.locator(".ravine-state").inner_text() == "✓ solved"
    mark = page.locator(".bd-links .ravine-solved")
    mark.wait_for()
    assert mark.inner_text() == "✓ 1 of 7"
    assert page.locator(".ravine-answer").count() == 0 and "worker.js" not in page.evaluate(LOADED), (
        "a draft never runs"
    )
    opened(page)
    assert "v = beta * v - lr * grad" in text_of(box)
    write(page, box, RIGHT + "  # changed")
    assert box.locator(".ravine-state").inner_text() == "begun"


def test_stop_and_start_over(reader):
    page = reader()
    box = opened(page)
    write(page, box, "while True:\npass")
    box.get_by_role("button", name="Check").click()
    box.get_by_role("button", name="Stop").click()
    assert "was stopped before it had answered" in box.locator(".ravine-answer").inner_text()
    assert "while True:" in text_of(box), "nothing typed is lost"
    box.get_by_role("button", name="Start over").click()
    box.get_by_role("button", name="Throw it away").click()
    assert "raise NotImplementedError" in text_of(box) and "while" not in text_of(box)
    assert box.locator(".ravine-state").inner_text() == ""
    page.keyboard.press("Control+z")
    assert "while True:" in text_of(box), "even that can be undone"


def test_by_keyboard_alone(reader):
    page = reader()
    box = page.locator("#exercise-momentum-step")
    box.locator("summary").focus()
    page.keyboard.press("Enter")
    box.locator(".cm-content").wait_for()
    for _ in range(12):  # through the task's links
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('cm-content')"):
            break
    page.keyboard.press("Control+a")
    page.keyboard.type(HEAD)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("return w, v")
    assert "    return w, v" in text_of(box), "Tab indents"
    page.keyboard.press("Control+Enter")
    box.locator(".ravine-answer").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check", "Escape, then Tab leaves"


def test_where_an_error_is(reader):
    page = reader()
    box = opened(page)
    write(page, box, "1 / 0")
    answer = checked(box)
    assert "Line 2 raised ZeroDivisionError" in answer.inner_text()
    answer.get_by_role("button", name="Go to line 2").click()
    assert page.evaluate("document.activeElement.classList.contains('cm-content')")


def test_an_answer_to_an_earlier_version_is_kept_and_shown(reader):
    page = reader()
    page.evaluate("""localStorage.setItem("ravine:answer:momentum_step:00000000",
        JSON.stringify({ source: "def momentum_step(old): pass", at: 1 }))""")
    box = opened(page)
    assert "earlier version" in box.locator(".ravine-remark").inner_text()
    assert "momentum_step(old)" in text_of(box)


def test_damaged_storage_is_set_aside(reader):
    page = reader()
    version = page.locator("#exercise-momentum-step").get_attribute("data-version")
    page.evaluate(f"""localStorage.setItem("ravine:answer:momentum_step:{version}", "{{half")""")
    page.reload()
    box = opened(page)
    assert "cannot be read" in box.locator(".ravine-remark").inner_text()
    assert "raise NotImplementedError" in text_of(box)
    kept = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('ravine:damaged:'))")
    assert [text for _key, text in kept] == ["{half"]


def test_storage_that_is_not_allowed(reader, browser):
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
    page = reader(context=context)
    box = opened(page)
    assert "keeps nothing for this page" in box.locator(".ravine-remark").inner_text()
    write(page, box, RIGHT)
    assert box.locator(".ravine-state").inner_text() == "begun"
    context.close()


def test_two_tabs_with_one_exercise(reader):
    page = reader()
    box = opened(page)
    write(page, box, "pass  # first")
    other = reader(context=page.context)
    its = opened(other)
    write(other, its, "pass  # second")
    box.get_by_role("button", name="Show the other").wait_for()
    assert "first" in text_of(box), "nothing changes before it is asked"
    write(page, box, "pass  # first, longer")
    assert "second" in other.evaluate(
        "Object.entries(localStorage).find(([key]) => /momentum_step:\\w+$/.test(key))[1]"
    )
    box.get_by_role("button", name="Show the other").click()
    assert "second" in text_of(box)
    box.get_by_role("button", name="Show the other").click()
    assert "first, longer" in text_of(box)


def test_answers_go_along_in_the_notebook_and_come_back(reader, tmp_path):
    page = reader()
    box = opened(page)
    write(page, box, RIGHT)
    derivation = page.locator("#exercise-long-slope")
    derivation.locator("summary").click()
    derivation.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("$v_t = -\\alpha g$")
    hand = page.locator("#your-answers")
    hand.locator("summary").click()
    with page.expect_download() as download:
        hand.get_by_role("button", name="Take my answers along").click()
    path = tmp_path / "momentum.ipynb"
    download.value.save_as(path)
    assert "2 of 8 answers" in hand.locator("[role=status]").inner_text()
    released = json.loads((ROOT / "exercises" / "momentum" / "momentum.ipynb").read_text(encoding="utf-8"))
    taken = json.loads(path.read_text(encoding="utf-8"))
    changed = [(a, b) for a, b in zip(released["cells"], taken["cells"]) if a != b]
    assert [{**a, "source": b["source"]} for a, b in changed] == [b for _, b in changed], "only texts changed"
    assert ["".join(b["source"]) for _, b in changed] == [HEAD + _indented(RIGHT), "$v_t = -\\alpha g$"]
    assert {key: value for key, value in taken.items() if key != "cells"} == {
        k: v for k, v in released.items() if k != "cells"
    }
    other = reader()  # another browser
    hand = other.locator("#your-answers")
    hand.locator("summary").click()
    hand.locator("input[type=file]").set_input_files(path)
    hand.get_by_text("Answers taken over: 2.").wait_for()
    assert "v = beta * v - lr * grad" in text_of(opened(other))


def _indented(body):
    return "\n".join("    " + line for line in body.split("\n"))


def test_all_answers_as_a_file(reader, tmp_path):
    page = reader()
    write(page, opened(page), RIGHT)
    hand = page.locator("#your-answers")
    hand.locator("summary").click()
    with page.expect_download() as download:
        hand.get_by_role("button", name="Save all answers").click()
    path = tmp_path / "ravine-answers.json"
    download.value.save_as(path)
    box = page.locator("#exercise-momentum-step")
    write(page, box, WRONG)
    hand.locator("input[type=file]").set_input_files(path)
    hand.get_by_text("It differs from what is written here: momentum_step.").wait_for()
    hand.get_by_role("button", name="Keep mine").click()
    assert "-beta" in text_of(box)
    hand.locator("input[type=file]").set_input_files(path)
    hand.get_by_role("button", name="Take the file's text").click()
    assert "-beta" not in text_of(box), "an open box shows it at once"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("no json", "it is no JSON"),
        ('{"cells": 3}', "it names no answer"),
        ('{"kind": "ravine answers"}', "it names no answer"),
    ],
)
def test_a_file_that_is_none(reader, tmp_path, content, sentence):
    (tmp_path / "other.json").write_text(content)
    page = reader()
    hand = page.locator("#your-answers")
    hand.locator("summary").click()
    hand.locator("input[type=file]").set_input_files(tmp_path / "other.json")
    hand.get_by_text(
        f"other.json is neither a notebook of this course nor a file of its answers: {sentence}."
    ).wait_for()


def test_drawn_in_the_plot(reader):
    page = reader()
    box = opened(page)
    write(page, box, WRONG)
    box.get_by_role("button", name="Draw it").click()
    drawn = "#rolling-ball .ravine-panel .ravine-yours.ravine-curve"
    curve = page.locator(drawn)
    curve.wait_for()
    legend = page.locator("#rolling-ball .ravine-legend")
    assert "your momentum_step: velocity reversed" in legend.inner_text()
    assert "Drawn in the plot: your momentum_step: velocity reversed." in box.inner_text()
    before = curve.get_attribute("points")
    page.locator("#rolling-ball input[type=range]").nth(1).fill("3")
    page.wait_for_function(
        "([drawn, before]) => document.querySelector(drawn).getAttribute('points') !== before", arg=[drawn, before]
    )


def test_a_step_of_ones_own_in_the_race(reader):
    race = reader("race")
    own = race.locator("details.ravine-own")
    own.locator("summary").click()
    link = own.get_by_role("link", name="adam_step", exact=True)
    assert link.get_attribute("href").endswith("/book/adaptive.html#exercise-adam-step")
    page = reader(context=race.context)
    write(page, opened(page), WRONG)
    race.reload()
    own.locator("summary").click()
    own.get_by_role("button", name="Draw it").click()
    race.locator("#race .ravine-panel .ravine-yours.ravine-curve").first.wait_for()
    assert "your momentum_step: velocity reversed" in race.locator("#race .ravine-legend").inner_text()
    race.locator("#race").get_by_label("cut long gradients").check()
    race.locator("#race .ravine-panel .ravine-yours").first.wait_for(state="detached")
    own.get_by_role("button", name="Draw it").click()
    own.get_by_text("no step of one's own can run").wait_for()


def test_a_link_to_a_box_opens_it(reader):
    page = reader(hash="#exercise-nesterov-step")
    page.locator("#exercise-nesterov-step .cm-content").wait_for()
    assert "worker.js" not in page.evaluate(LOADED), "and runs nothing"


def test_an_exam_has_no_check(reader):
    page = reader(hash="")
    page.context.route(
        "**/exercises.json", lambda asked: asked.continue_(url=asked.request.url.replace("exercises", "exam"))
    )
    box = opened(page)
    assert box.get_by_role("button").all_inner_texts() == ["Start over"]


@pytest.mark.parametrize("options", [{"viewport": {"width": 390, "height": 800}}, {}], ids=["phone", "desktop"])
@pytest.mark.parametrize("name", ["momentum", "momentum-dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(reader, name, options):
    page = reader(name, **options)
    box = opened(page)
    write(page, box, WRONG)
    answer = checked(box)
    while answer.get_by_role("button", name="Next hint").count():
        answer.get_by_role("button", name="Next hint").click()
    page.locator("#your-answers summary").click()
    page.locator("#your-answers button").first.wait_for()
    page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run('#exercise-momentum-step, #your-answers')")["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_opened_from_a_file_the_box_says_what_is_needed(browser, bench):
    page = browser.new_page()
    page.goto((bench / "book" / "momentum.html").as_uri())
    box = page.locator("#exercise-momentum-step")
    box.locator("summary").click()
    said = box.locator("[role=status]")
    assert "Open the site from an address that begins with http" in said.inner_text()
    assert said.get_by_role("link").get_attribute("href") == "../downloads/momentum.ipynb"
    page.close()


def test_where_the_editor_cannot_be_loaded_the_notebook_is_offered(browser, bench_address):
    page = browser.new_page()
    page.route("**/exercises.json", lambda asked: asked.abort())
    page.goto(f"{bench_address}/book/momentum.html")
    box = page.locator("#exercise-momentum-step")
    box.locator("summary").click()
    box.get_by_text("The editor could not be loaded").wait_for()
    assert box.get_by_role("link", name="the notebook").is_visible()
    page.close()


def test_without_a_script_the_task_and_the_notebook_are_there(browser, bench_address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{bench_address}/book/momentum.html")
    box = page.locator("#exercise-momentum-step")
    box.locator("summary").click()
    assert box.locator(".ravine-task").is_visible() and box.locator(".ravine-bench pre").is_visible()
    assert box.get_by_role("link", name="the notebook").is_visible()
    assert not page.locator("#your-answers").is_visible()
    context.close()
