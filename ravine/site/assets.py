"""What the pages load: styles, fonts, icons and scripts, all from `_static`, and no more than they need."""

import re
import shutil
from pathlib import Path

from ravine.plots import bundle as plots
from ravine.site import node

HERE = Path(__file__).parent
FIGURE = re.compile(r"<figure[^>]*\bravine-plot\b")


def copy_katex(root, static):
    """Put KaTeX's style and its woff2 fonts into ``static/katex``; every browser of today reads woff2."""
    source, target = node.package(root, "katex") / "dist", static / "katex"
    style = (source / "katex-swap.min.css").read_text()
    style = re.sub(r",url\([^)]*\.(woff|ttf)\) format\(\"\w+\"\)", "", style)
    (target / "fonts").mkdir(parents=True)
    (target / "katex.min.css").write_text(style)
    for font in (source / "fonts").glob("*.woff2"):
        shutil.copy(font, target / "fonts")


def copy_plots(static):
    """Put the live plots' script and style, built by `ravine.plots.bundle`, into ``static/ravine``."""
    (static / "ravine").mkdir()
    for name in ("ravine-plots.js", "ravine-plots.css"):
        shutil.copy(plots.build_bundle() / name, static / "ravine")


def _gather(app, config):
    root, static = Path(app.srcdir), Path(app.outdir).parent / "static"
    shutil.rmtree(static, ignore_errors=True)
    static.mkdir(parents=True)
    copy_katex(root, static)
    copy_plots(static)
    config.html_static_path += [str(HERE / "static"), str(static)]
    config.templates_path.append(str(HERE / "templates"))
    app.add_css_file("katex/katex.min.css")
    app.add_css_file("ravine-site.css", priority=900)
    app.add_js_file("ravine-site.js", loading_method="defer")


def _load_plots(app, pagename, templatename, context, doctree):
    """Load the plots' shared module on the pages that hold a live plot, and only there."""
    if FIGURE.search(context.get("body", "")):
        app.add_css_file("ravine/ravine-plots.css")
        app.add_js_file("ravine/ravine-plots.js", type="module")


def _purge_styles(app, error):
    """Drop from the theme's styles what no page uses: most of Bootstrap and of Font Awesome's 1400 icons."""
    if error or app.builder.name != "html":
        return
    root, out = Path(app.srcdir), Path(app.outdir)
    node.package(root, "purgecss")
    node.run(root, HERE / "purge-styles.mjs", out)


def setup(app):
    """Register the collection of assets."""
    app.connect("config-inited", _gather)
    app.connect("html-page-context", _load_plots)
    app.connect("build-finished", _purge_styles)
