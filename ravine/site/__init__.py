"""The website: a Sphinx extension over Jupyter Book and sphinx-book-theme.

`_config.yml` lists it as `ravine.site`. It renders formulas at build time (`formulas`), gathers what the pages load
from `_static` (`assets`), names each page by its subject (`titles`), draws the map of the chapters (`chapter_map`),
leads old links on to where things have moved (`moved`), keeps pages whole where a chapter is left out (`left_out`),
links the words of the glossary (`glossary`), shows wrong answers with their reasons (`wrong_answers`), lets a text set
a plot (`plot_links`), repairs what the theme gets wrong for people who use a keyboard or a screen reader
(`accessibility`), makes the index of the search (`search`), lets search engines and social networks find the pages
(`discovery`), puts the exercises up for download (`downloads`), and lets them be solved where they are derived, with a
Python for the page (`workbench`). `execution` ties the cached pictures to the code that drew them; `build` builds it
all, and `pdf` prints it as a book.
"""

from ravine.site import (
    accessibility,
    assets,
    chapter_map,
    discovery,
    downloads,
    execution,
    formulas,
    glossary,
    left_out,
    moved,
    plot_links,
    search,
    titles,
    wrong_answers,
)
from ravine.site.workbench import boxes
from ravine.site.workbench import pages as python_in_the_page


def setup(app):
    """Register every part of the site with Sphinx."""
    app.add_config_value("comments_config", {}, "html")  # Jupyter Book sets it for sphinx_comments, not used here
    parts = (
        execution,
        titles,
        assets,
        formulas,
        glossary,
        chapter_map,
        left_out,
        moved,
        wrong_answers,
        plot_links,
        accessibility,
        discovery,
        downloads,
        boxes,
        python_in_the_page,
    )
    for part in (*parts, search):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
