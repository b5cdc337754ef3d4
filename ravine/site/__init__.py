"""The website: a Sphinx extension over Jupyter Book and sphinx-book-theme.

`_config.yml` lists it as `ravine.site`. It renders formulas at build time (`formulas`), gathers what the
pages load from `_static` (`assets`), draws the map of the chapters (`chapter_map`), repairs what the theme gets
wrong for people who use a keyboard or a screen reader (`accessibility`), lets search engines and social networks find
the pages (`discovery`), and puts the exercises up for download (`downloads`). `execution` ties the cached pictures to
the code that drew them.
"""

from ravine.site import accessibility, assets, chapter_map, discovery, downloads, execution, formulas


def setup(app):
    """Register every part of the site with Sphinx."""
    app.add_config_value("comments_config", {}, "html")  # Jupyter Book sets it for sphinx_comments, not used here
    for part in (execution, assets, formulas, chapter_map, accessibility, discovery, downloads):
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
