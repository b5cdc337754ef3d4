"""The built site, built once and reused while nothing has changed, and a Chromium that reaches nobody else."""

import fcntl
import json
from contextlib import contextmanager
from pathlib import Path

import pytest

from ravine.site.build import build_site
from tests.browser import served
from tests.site.opening import visit

ROOT = Path(__file__).parents[2]
# What a book of a few test pages borrows from the repository.
BORROWED = ("_config.yml", "README.md", "node_modules", "package.json", "package-lock.json", "pyproject.toml")
BORROWED += ("ravine", "requirements.txt", "scripts", "solutions")


@contextmanager
def one_at_a_time(path):
    """Keep the tests' other processes waiting while one builds."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def site():
    """Folder of the built site."""
    with one_at_a_time(ROOT / "_build" / ".lock"):
        return build_site(ROOT).parent


@pytest.fixture(scope="session")
def pages(site):
    """The site's pages, as paths from its folder."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if "_static" not in path.parts)


@pytest.fixture(scope="session")
def chapters(pages):
    """The pages written for readers."""
    return [page for page in pages if page.startswith("book/")]


@pytest.fixture(scope="session")
def address(site):
    """Address of the site on a plain file server, in a subfolder of it."""
    with served(site.parent) as host:
        yield f"{host}/{site.name}"


@pytest.fixture(scope="session")
def visits(browser, address, pages):
    """What each page asked for and showed when it was opened; for tests of the group "visits"."""
    return {name: visit(browser, f"{address}/{name}") for name in pages}


@pytest.fixture(scope="session")
def axe():
    """Source of axe-core, which finds what keeps people out."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def book(tmp_path):
    """Makes the root of a small book from pages by name, with the repository's own machinery."""

    def make(config=None, **pages):
        for name in BORROWED:
            (tmp_path / name).symlink_to(ROOT / name)
        if config:
            (tmp_path / "_config.yml").unlink()
            (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
        (tmp_path / "book").mkdir()
        (tmp_path / "book" / "references.bib").write_text("")
        for name, text in {"install": "# Install\n", **pages}.items():
            (tmp_path / "book" / f"{name}.md").write_text(text, encoding="utf-8")
        chapters = [{"file": f"book/{name}"} for name in {"install": "", **pages} if name != "index"]
        toc = {"format": "jb-book", "root": "book/index", "chapters": chapters}
        (tmp_path / "_toc.yml").write_text(json.dumps(toc))
        return tmp_path

    return make
