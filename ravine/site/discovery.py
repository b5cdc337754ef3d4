"""How others find the site: its address book for search engines and the card that social networks show."""

from pathlib import Path

from ravine.course import settings
from ravine.site import preview

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Ravine</title>
<link rel="icon" href="_static/favicon.svg">
<meta http-equiv="refresh" content="0; url={first}">
</head>
<body><main><h1>Ravine</h1><p><a href="{first}">To the course</a></p></main></body>
</html>
"""


def _configure(app, config):
    config.html_baseurl = address = settings.read(app.srcdir).address
    config.sitemap_url_scheme = "{link}"
    config.sitemap_show_lastmod = False
    config.sitemap_excludes = ["search.html", "genindex.html"]
    config.ogp_site_url = address
    config.ogp_site_name = config.html_title
    config.ogp_description_length = 150
    config.ogp_social_cards = {"enable": False}
    config.ogp_image = f"{address}_static/social-preview.png"
    config.ogp_image_alt = preview.DESCRIPTION


def _put_in_address(app, docname, source):
    source[0] = settings.Settings(app.config.html_baseurl).addressed(source[0])


def _write_index(app, error):
    """The site's front door leads to the first page, which stands in the folder of the book."""
    if not error and app.builder.name == "html":
        first = app.builder.get_target_uri(app.config.root_doc)
        Path(app.outdir, "index.html").write_text(INDEX.format(first=first), encoding="utf-8")


def _draw_preview(app, error):
    if not error and app.builder.name == "html":
        preview.draw(Path(app.outdir, "_static", "social-preview.png"))


def setup(app):
    """Register sitemap, social preview and front door."""
    app.setup_extension("sphinx_sitemap")
    app.setup_extension("sphinxext.opengraph")
    app.connect("config-inited", _configure, priority=400)
    app.connect("source-read", _put_in_address)
    app.connect("build-finished", _write_index)
    app.connect("build-finished", _draw_preview)
