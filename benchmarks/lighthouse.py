"""Lighthouse's performance points for every page with a live plot, as a phone on a slow net: best of three.

`python -m benchmarks.lighthouse` after `make site`. Points depend on what else the machine does, so this is no test.
"""

import json
import os
import subprocess
from pathlib import Path

from ravine.plots.bundle import node
from tests.browser import chromium_path, served

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
FLAGS = "--headless=new --no-sandbox --disable-gpu"
TRIES = 3  # whatever else runs on the machine only makes a measurement worse


def lighthouse(url):
    """Lighthouse's report on a page, as a mid-range phone on a slow 4G net would have it."""
    command = [LIGHTHOUSE, url, "--quiet", "--output=json", "--only-categories=performance", f"--chrome-flags={FLAGS}"]
    environment = os.environ | ({"CHROME_PATH": path} if (path := chromium_path()) else {})
    done = node(*command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def main():
    """Print the best score of each page, from 0 to 1."""
    with served(SITE.parent, compressed=True) as host:
        for page in sorted((SITE / "book").glob("*.html")):
            if "ravine-plot" in page.read_text(encoding="utf-8"):
                url = f"{host}/{SITE.name}/book/{page.name}"
                scores = [lighthouse(url)["categories"]["performance"]["score"] for _try in range(TRIES)]
                print(f"{page.stem:20} {max(scores):.2f}", flush=True)


if __name__ == "__main__":
    main()
