"""Nobody reads on and on without a picture: at most four screens of a desk between two, and five of a phone.

The first stands in the first screen.
"""

import pytest

SCREENS = {(1280, 800): 4.0, (390, 844): 5.0}
# From the top of the page over every picture to the summary, behind which lie the exercises' table and the references.
LONGEST = """() => {
  const article = document.querySelector("article");
  const summary = [...article.querySelectorAll("h2")].find((heading) => heading.textContent.startsWith("Summary"));
  const end = summary.getBoundingClientRect().top;
  const pictures = [...article.querySelectorAll("figure.ravine-plot, .ravine-digits, img")]
    .map((picture) => [picture.id || picture.className, picture.getBoundingClientRect()])
    .filter(([, box]) => box.height > 40 && box.top < end);
  let last = article.getBoundingClientRect().top, longest = [0, ""];
  for (const [name, box] of [...pictures, ["the summary", summary.getBoundingClientRect()]]) {
    const stretch = (box.top - last) / innerHeight;
    if (stretch > longest[0]) longest = [stretch, `before ${name}`];
    last = Math.max(last, box.bottom);
  }
  return [...longest, pictures[0][1].top + scrollY];
}"""


@pytest.mark.slow
def test_no_stretch_of_a_chapter_is_without_a_picture(browser, address, chapters, site):
    page, long, seen = browser.new_page(), [], 0
    for name in chapters:
        if 'class="ravine-plot"' not in (site / name).read_text(encoding="utf-8") or name == "book/index.html":
            continue
        page.goto(f"{address}/{name}")
        page.add_style_tag(content="* { content-visibility: visible !important }")
        for (width, height), most in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            stretch, where, first = page.evaluate(LONGEST)
            seen += 1
            if first > height:
                long.append((name, width, "the first picture", round(first)))
            if stretch > most:
                long.append((name, width, round(stretch, 1), where))
    page.close()
    assert seen >= 24 and long == []
