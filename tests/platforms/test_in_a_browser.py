"""What an instructor opens, used in a real Chromium: formgrader by the documented way, reports and other pages."""

import pytest

from ravine import cli
from ravine.course.course import Course
from ravine.grading.by_hand import folder as tables
from ravine.grading.report import report_path
from tests.browser import served
from tests.lab import jupyterlab

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graded class")]
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


def mark_of(folder, student):
    return folder.marks("momentum")[student]["long_slope"]


def test_a_derivation_is_graded_in_formgrader_as_the_page_says(folder, browser):
    with jupyterlab(folder.root) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/lab?reset")
        page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
        page.get_by_role("menuitem", name="Formgrader", exact=True).click()
        inside = page.frame_locator("iframe").first
        inside.get_by_role("link", name="Manual Grading").click()
        inside.get_by_role("link", name="momentum").first.click()
        inside.get_by_role("link", name="momentum").first.click()
        inside.get_by_role("link", name="Submission #1").click()
        rubric = inside.get_by_role("heading", name="Model answer and rubric")
        rubric.scroll_into_view_if_needed()
        box = inside.locator("input.score#long_slope")
        with page.expect_response(lambda r: "/api/grade/" in r.url and r.request.method == "PUT") as answer:
            box.fill("3.5")
            box.press("Tab")
        assert answer.value.ok
        assert inside.get_by_text("1 point: closed formula, from the geometric sum.").is_visible()
        page.close()
    given = [s for s in folder.marks("momentum") if mark_of(folder, s)[1] == 3.5 and not mark_of(folder, s)[3]]
    assert len(given) == 1
    folder.run("ravine", "report", "momentum")
    assert "long_slope</strong>, graded by hand: 3.5 / 4" in folder.feedback(given[0], "momentum")


def test_a_table_of_a_report_is_sorted_by_a_click(folder, browser, monkeypatch):
    course = Course.find(folder.root)
    monkeypatch.chdir(folder.root)
    assert cli.main(["report", "--all"]) == 0
    with served(course.class_folder) as address:
        page = browser.new_page()
        for name, heading in (("momentum", "Points"), ("index", "momentum")):
            page.goto(f"{address}/report/{name}.html")
            table = page.locator("#students table")
            points = table.get_by_role("columnheader", name=heading)
            seen = []
            for _press in range(2):
                points.get_by_role("button").click()
                cells = table.locator("tbody td:nth-child(2)").all_inner_texts()
                seen.append([float(cell.split("/")[0].split()[0]) for cell in cells if "–" not in cell])
                assert "–" in cells[-1], "the notebook that could not be read comes last"
            assert seen[0] == sorted(seen[0]) and seen[1] == seen[0][::-1] and len(set(seen[0])) > 1
            assert points.get_attribute("aria-sort") == "descending"
        page.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_pages_of_a_class_fit_and_lead_on(folder, browser, monkeypatch, size, colours):
    course = Course.find(folder.root)
    monkeypatch.chdir(folder.root)
    for command in (("report", "--all"), ("byhand", "momentum"), ("similar", "momentum")):
        assert cli.main([*command]) == 0
    places = [report_path(course, name) for name in ("index", "momentum", "momentum-slides")]
    places += [tables(course) / "momentum.html", course.class_folder / "similar" / "momentum.html"]
    with served(course.class_folder) as address:
        width, height = SIZES[size]
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
        said = []
        page.on("console", lambda message: said.append(message.text))
        for place in places:
            page.goto(f"{address}/{place.relative_to(course.class_folder).as_posix()}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{place.name} scrolls sideways"
        page.goto(f"{address}/report/index.html")
        page.get_by_role("link", name="momentum").first.click()
        page.get_by_role("link", name="Late and missing").click()
        assert page.evaluate("location.hash") == "#late"
        page.get_by_role("link", name="Slides to show").click()
        assert page.get_by_role("heading").first.is_visible()
        assert not [text for text in said if "favicon" not in text and "404" not in text]
        page.close()
