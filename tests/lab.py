"""A real JupyterLab with a live kernel, and a notebook of a few cells in it, opened in Chromium."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, TimeoutError

START, RUN = 120, 120  # seconds that the server, and a page's first run, may take
AGAIN, TRIES = 5, 10  # seconds after which cells that have not started are run again, and how often
STARTED = re.compile(r"\[(\*|\d+)\]")  # the prompt of a cell that runs or has run


def notebook(*cells: str) -> str:
    """A notebook's JSON with these code cells."""
    code = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    listed = [{**code, "id": f"cell-{i}", "source": source} for i, source in enumerate(cells)]
    return json.dumps({"cells": listed, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _use_as_kernel(python, folder):
    """Let notebooks run in that Python, by a kernel of the usual name in Jupyter's folder of data."""
    kernel = folder / ".data" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    about = {"argv": command, "display_name": "Python 3", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(about), encoding="utf-8")


@contextmanager
def jupyterlab(folder: Path, python: Path | None = None) -> Iterator[str]:
    """The address of a JupyterLab that serves `folder`; its settings and kernels live there too.

    Notebooks run in `python`, or in ours.
    """
    if python:
        _use_as_kernel(python, folder)
    port = _free_port()
    own = {f"JUPYTER_{name}_DIR": str(folder / f".{name.lower()}") for name in ("CONFIG", "DATA", "RUNTIME")}
    own["JUPYTER_PREFER_ENV_PATH"] = "no"  # the kernel in that folder comes before the environment's
    ours = ("RAVINE_SITE", "PYTEST")  # pytest sets variables by which Jupyter knows that it is being tested
    environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)} | own
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password="]
    with (
        (folder / "lab.log").open("w") as log,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log) as server,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/api", folder / "lab.log", server)
            yield address
        finally:
            server.terminate()
            server.wait()


def _wait_for(url, log, server):
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(url, timeout=2).close()
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start: {log.read_text()[-1500:]}")


def open_notebook(browser: Browser, address: str, name: str) -> Page:
    """The notebook in JupyterLab's plain view, with every cell run."""
    page = browser.new_page(viewport={"width": 1100, "height": 1000})
    page.set_default_timeout(RUN * 1000)
    page.goto(f"{address}/lab/tree/{name}?reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    first = page.locator(".jp-Notebook .jp-Cell").first
    for _try in range(TRIES):  # what is run before the kernel has answered, Lab drops without a word
        first.click()
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        try:
            first.locator(".jp-InputPrompt", has_text=STARTED).wait_for(timeout=AGAIN * 1000)
            break
        except TimeoutError:
            continue
    return page
