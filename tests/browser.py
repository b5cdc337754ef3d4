"""A real Chromium for tests that look at pages."""

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKED = ("font/", "image/png", "application/zip")  # kinds of files that are compressed already
PATIENCE = 120_000  # ms, for whatever is waited for
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # every other host is out of reach: a page that needs one fails
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def chromium_path() -> str | None:
    """The Chromium of the environment variable RAVINE_CHROMIUM or of the system; None for Playwright's own.

    Raises FileNotFoundError where there is none at all.
    """
    named = os.environ.get("RAVINE_CHROMIUM")
    if found := named or next(filter(None, map(shutil.which, NAMES)), None):
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if not Path(own).exists():
        raise FileNotFoundError("no Chromium found: install the package chromium, or run `playwright install chromium`")
    return None


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """A headless Chromium that reaches nobody but 127.0.0.1, and whose pages have the PATIENCE for a busy machine."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *flags], timeout=PATIENCE)
        for makes in ("new_page", "new_context"):
            setattr(browser, makes, _patient(getattr(browser, makes)))
        yield browser
        browser.close()


def _patient(make):
    def made(**options):
        page = make(**options)
        page.set_default_timeout(PATIENCE)
        return page

    return made


@contextmanager
def served(folder: Path, compressed: bool = False) -> Iterator[str]:
    """The address of a plain file server for a folder; `compressed` sends texts gzipped, as hosts on the net do."""
    handler = partial(_Compressing if compressed else _Quiet, directory=folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class _Compressing(_Quiet):
    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return super().do_GET()
        content, kind = path.read_bytes(), self.guess_type(path)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if not kind.startswith(PACKED):
            content = gzip.compress(content)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(content)


if __name__ == "__main__":  # scripts/chromium asks whether there is one
    chromium_path()
