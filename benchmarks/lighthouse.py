"""Lighthouse's points for every page, as a mid-range phone on a slow net: the median of five runs.

`python -m benchmarks.lighthouse [page …]` after `make site`; without names all pages, five runs each, some two minutes
a page. Prints a line a page: the median of its performance points and their spread, from 0 to 100, with the medians of
LCP (s), TBT (ms) and CLS; and what is below the limits, 95 points and a CLS of 0.01. The other three categories are the
same in every run and are counted once. Points depend on what else the machine does, so this is no test: run it on a
quiet one. Lighthouse comes from npm with the other tools (`make setup`, node_modules/lighthouse).
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from ravine.plots.bundle import node
from tests.browser import chromium_path, served

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
FLAGS = "--headless=new --no-sandbox --disable-gpu"
TRIES, LEAST, MOST_SHIFT = 5, 95, 0.01
OTHERS = ("accessibility", "best-practices", "seo")
MEASURES = {"LCP": "largest-contentful-paint", "TBT": "total-blocking-time", "CLS": "cumulative-layout-shift"}


def lighthouse(url, categories):
    """Lighthouse's report on a page, as a mid-range phone on a slow 4G net would have it."""
    only = f"--only-categories={','.join(categories)}"
    command = [LIGHTHOUSE, url, "--quiet", "--output=json", only, f"--chrome-flags={FLAGS}"]
    environment = os.environ | ({"CHROME_PATH": path} if (path := chromium_path()) else {})
    done = node(*command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)


def points(report):
    """Points of each category, from 0 to 100."""
    return {name: round(100 * category["score"]) for name, category in report["categories"].items()}


def measured(url):
    """Five runs' performance points, the medians of what they are made of, and the points of the other categories."""
    reports = [lighthouse(url, ["performance", *([] if run else OTHERS)]) for run in range(TRIES)]
    medians = {
        short: median(report["audits"][audit]["numericValue"] for report in reports)
        for short, audit in MEASURES.items()
    }
    others = {name: score for name, score in points(reports[0]).items() if name != "performance"}
    return sorted(points(report)["performance"] for report in reports), medians, others


def line(page, runs, medians, others):
    """What is printed of a page."""
    shown = f"LCP {medians['LCP'] / 1000:.2f} s, TBT {medians['TBT']:.0f} ms, CLS {medians['CLS']:.4f}"
    rest = ", ".join(f"{name} {score}" for name, score in others.items())
    low = "" if median(runs) >= LEAST and medians["CLS"] <= MOST_SHIFT else "   BELOW THE LIMIT"
    return f"{page:20} {median(runs):3.0f} ({runs[0]}…{runs[-1]})  {shown}; {rest}{low}"


def main(names):
    """Print a line for each page."""
    with served(SITE.parent, compressed=True) as host:
        for page in sorted((SITE / "book").glob("*.html")):
            if not names or page.stem in names:
                print(line(page.stem, *measured(f"{host}/{SITE.name}/book/{page.name}")), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
