"""Builds the website: the live plots, the exercises for download, then the pages with Jupyter Book."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ravine.errors import BuildError
from ravine.plots import bundle as plots
from ravine.site import bundle, execution
from ravine.site.workbench import pages, pyodide

# What the built site depends on; while none of it changes, nothing is built again.
INPUTS = ("_config.yml", "_toc.yml", "course.toml", "package-lock.json", "pyproject.toml", "requirements.txt")
INPUTS += ("book/**/*", "exercises/*/*.ipynb", "ravine/**/*", "solutions/reference/**/*.py", "solutions/experiments/*")
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"
PAGE = re.compile(r"(reading sources|writing output)\.\.\. *\[ *(\d+)%\] *(\S+)")
WARNING = re.compile(
    r"(?:(?P<page>[^\s:][^:]*\.(?:md|ipynb|bib|py|yml))(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|CRITICAL): (?P<text>.*)"
)
ERROR_LINE = re.compile(r"^(\w+(?:Error|Exception|Interrupt|Exit)\b.*|.*Timeout.*)$", re.MULTILINE)
MISSING = re.compile(r"No module named '([\w.]+)'")
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def build_site(root, say=print):
    """Build the website of the repository `root` and return the path of its first page.

    `say` is given a line for each step and each page. Raises BuildError with a sentence for each mistake.
    """
    root = Path(root).resolve()
    for name in ("_config.yml", "_toc.yml"):
        if not (root / name).exists():
            raise BuildError(f"{root} has no {name}: run this in the root of the repository.")
    build, stamp = root / "_build", root / "_build" / "html" / ".inputs"
    say("1/3 live plots")
    plots.install_packages()
    plots.build_bundle()
    python = " with Python" if pages.wanted(root) and pyodide.provide(say) else ""
    inputs = execution.fingerprint(root, INPUTS) + python
    if stamp.exists() and stamp.read_text() == inputs:
        say("    nothing has changed since the last build")
        return build / "html" / "index.html"
    say("2/3 exercises for download")
    bundle.build_downloads(root, build / "extra" / "downloads")
    say("3/3 pages")
    _forget_old_caches(root)
    stamp.unlink(missing_ok=True)
    _run_jupyter_book(root, say)
    stamp.write_text(inputs)
    return build / "html" / "index.html"


def _forget_old_caches(root):
    current = execution.cache_path(root)
    for cache in current.parent.glob("*"):
        if cache != current:
            shutil.rmtree(cache)


def _run_jupyter_book(root, say):
    log = []
    with _jupyter_book(root) as process:
        for line in process.stdout:
            log.append(COLOUR.sub("", line).rstrip())
            if page := PAGE.search(log[-1]):
                say(f"    {'read' if page[1].startswith('r') else 'written'}: {page[3]}")
    if process.returncode:
        # A page that is not read again gives no warning again: the next build must read them all.
        shutil.rmtree(root / "_build" / ".doctrees", ignore_errors=True)
        raise BuildError("\n".join(mistakes(root, log)))


def _jupyter_book(root):
    command = [sys.executable, "-c", JUPYTER_BOOK, "build", str(root), "-n", "-W", "--keep-going"]
    environment = os.environ | {"NO_COLOR": "1", "PYTHONUNBUFFERED": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8", "errors": "replace"}
    return subprocess.Popen(command, cwd=root, env=environment, **streams)


def mistakes(root, log):
    """What went wrong, as a list of sentences, from the lines that Jupyter Book printed."""
    found = [_sentence(root, warning) for line in log if (warning := WARNING.match(line))]
    if sentences := [sentence for sentence in dict.fromkeys(found) if sentence]:
        return sentences
    if missing := MISSING.search("\n".join(log)):
        return [f"The Python package {missing[1]} is missing: `make setup` installs what requirements.txt lists."]
    if stopped := next((after for line, after in zip(log, log[1:]) if line.endswith(" error:") and after), None):
        return [f"The site has a mistake: {stopped}"]
    return ["Jupyter Book stopped. Its last words:", *log[-15:]]


def _sentence(root, warning):
    page, line, text = warning["page"], warning["line"], warning["text"]
    if not page:
        return f"The site has a mistake: {text}"
    page = Path(page)
    name = page.relative_to(root) if page.is_relative_to(root) else page
    if "Notebook exception traceback saved" in text:
        return None  # said already
    if "Executing notebook failed" in text:
        report = root / "_build" / "html" / "reports" / Path(name).with_suffix(".err.log")
        return f"{name}: a code cell fails: {_last_error(report) or text}"
    return f"{name}{f', line {line}' if line else ''}: {text}"


def _last_error(report):
    if not report.exists():
        return None
    errors = ERROR_LINE.findall(COLOUR.sub("", report.read_text(encoding="utf-8")))
    return errors[-1] if errors else None
