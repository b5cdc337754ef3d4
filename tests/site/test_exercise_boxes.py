"""In the site as it is built, a box finds all that it loads when it is opened."""

import json

from ravine.site.workbench.tasks import tasks
from tests.site.conftest import ROOT


def test_the_list_of_exercises_is_there_and_holds_them_all(site):
    listing = json.loads((site / "_static" / "workbench" / "exercises.json").read_text(encoding="utf-8"))
    for name, task in tasks(ROOT).items():
        assert name in json.dumps(listing), f"{name} of {task.assignment}"


def test_an_opened_box_has_an_editor_with_the_notebooks_cell(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/book/momentum.html")
    box = page.locator("#exercise-momentum-step")
    box.locator("summary").first.click()
    box.locator(".cm-content").wait_for()
    assert "def momentum_step(w, v, grad, lr, beta):" in box.locator(".cm-content").inner_text()
    page.close()
