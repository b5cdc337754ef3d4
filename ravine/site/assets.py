"""What the pages load: styles, fonts, icons and scripts, all from `_static`, and no more than they need."""

import re
import shutil
from fnmatch import fnmatch
from pathlib import Path

import pydata_sphinx_theme
from sphinx.errors import ExtensionError

from ravine.plots import bundle as plots
from ravine.site import node

HERE = Path(__file__).parent
# Every style sheet of the theme, the extensions and our own, in the order in which a later one may overrule.
STYLES = (
    "basic.css",
    "styles/pydata-sphinx-theme.css",
    "pygments.css",
    "styles/sphinx-book-theme.css",
    "copybutton.css",
    "mystnb.*.css",
    "sphinx-design.min.css",
    "katex/katex.min.css",
    "ravine/ravine-plots.css",
    "ravine-site.css",
    "workbench/workbench.css",
)
# Scripts of Sphinx and its extensions for what no page has: marking words of its own search, tabs.
UNUSED = ("doctools.js", "sphinx_highlight.js", "design-tabs.js")
THEME_SCRIPT = Path("scripts", "pydata-sphinx-theme.js")
# The last step of the theme's script: it measures every block of code, which lays out the whole page at once.
MEASURES_ALL = re.compile(r',"complete"===document\.readyState\?(\w+)\(\):window\.addEventListener\("load",\1\)')
FIGURE = re.compile(r"<figure[^>]*\bravine-plot\b")


def copy_katex(root, static):
    """Put KaTeX's style and its woff2 fonts into `static/katex`; every browser of today reads woff2."""
    source, target = node.package(root, "katex") / "dist", static / "katex"
    style = (source / "katex-swap.min.css").read_text()
    style = re.sub(r",url\([^)]*\.(woff|ttf)\) format\(\"\w+\"\)", "", style)
    (target / "fonts").mkdir(parents=True)
    (target / "katex.min.css").write_text(style)
    for font in (source / "fonts").glob("*.woff2"):
        shutil.copy(font, target / "fonts")


def copy_plots(static):
    """Put the live plots' scripts and style, built by `ravine.plots.bundle`, into `static/ravine`."""
    built = plots.build_bundle()
    shutil.copytree(built / "site", static / "ravine")
    shutil.copy(built / "ravine-plots.css", static / "ravine")


def copy_theme_script(static):
    """Put the theme's script into `static` without the step in whose place ravine-site.js looks at what is seen.

    Raises ExtensionError where the theme's script has no such step, as another version's might not.
    """
    theme = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
    script, found = MEASURES_ALL.subn("", (theme / THEME_SCRIPT).read_text(encoding="utf-8"))
    if found != 1:
        raise ExtensionError(f"{THEME_SCRIPT.name} of this version of the theme does not end as it did")
    (static / THEME_SCRIPT.parent).mkdir()
    (static / THEME_SCRIPT).write_text(script, encoding="utf-8")


def _gather(app, config):
    root, static = Path(app.srcdir), Path(app.outdir).parent / "static"
    shutil.rmtree(static, ignore_errors=True)
    static.mkdir(parents=True)
    copy_katex(root, static)
    copy_plots(static)
    copy_theme_script(static)
    config.html_static_path += [str(HERE / "static"), str(static)]
    config.templates_path.append(str(HERE / "templates"))
    for script in ("ravine-site.js", "ravine-cards.js"):
        app.add_js_file(script, loading_method="defer")


def _load_plots(app, pagename, templatename, context, doctree):
    """Have the template load the plots' scripts on the pages that hold a live plot, and only there."""
    if FIGURE.search(context.get("body", "")):
        context["plots_version"] = (plots.STATIC / "sources.sha256").read_text()[:8]


def _say_once(app, pagename, templatename, context, doctree):
    """Leave out docutils' own viewport, which the theme gives too."""
    context["metatags"] = re.sub(r'<meta[^>]*name="viewport"[^>]*>\n?', "", context.get("metatags", ""))


def _link_one_style(app, pagename, templatename, context, doctree):
    """Leave out of a page's links the style sheets that `_join_styles` puts into one; the template links that."""
    context["css_files"] = [style for style in context["css_files"] if not _is_joined(style.filename)]


def _leave_out_scripts(app, pagename, templatename, context, doctree):
    """Leave out what no page needs."""
    unused = tuple(f"_static/{name}" for name in UNUSED)
    context["script_files"] = [s for s in context["script_files"] if not str(s.filename).startswith(unused)]


def _is_joined(filename):
    name = str(filename).split("?")[0].removeprefix("_static/")
    return any(fnmatch(name, pattern) for pattern in STYLES)


def _join_styles(app, error):
    """Join the style sheets into one and drop what no page uses: most of Bootstrap, 1400 of Font Awesome's icons."""
    if error or app.builder.name != "html":
        return
    static = Path(app.outdir) / "_static"
    names = [path.relative_to(static).as_posix() for pattern in STYLES for path in sorted(static.glob(pattern))]
    node.package(app.srcdir, "purgecss")
    node.run(app.srcdir, HERE / "join-styles.mjs", app.outdir, *names)


def setup(app):
    """Register the collection of assets."""
    app.connect("config-inited", _gather)
    app.connect("html-page-context", _load_plots)
    app.connect("html-page-context", _link_one_style, priority=900)
    app.connect("html-page-context", _say_once, priority=900)
    app.connect("html-page-context", _leave_out_scripts, priority=900)
    app.connect("build-finished", _join_styles, priority=900)
