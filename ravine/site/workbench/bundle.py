"""Bundles the exercise boxes' JavaScript: a small script for every page, the rest for whoever opens a box."""

import json
from pathlib import Path

from ravine.plots import bundle as plots
from ravine.site.workbench import box_words, words

SOURCE = Path(__file__).parent / "js"


def build(folder: Path) -> None:
    """Write into `folder` the script `boxes.js`, and the modules that it loads when a box is opened.

    Raises BuildError where the sources are at fault.
    """
    folder.mkdir(parents=True, exist_ok=True)
    said = {"RAVINE_WORDS": box_words.WORDS, "RAVINE_ENGINE_WORDS": words.engine()}
    sentences = [f"--define:{name}={json.dumps(known, ensure_ascii=False)}" for name, known in said.items()]
    (folder / "workbench.css").write_text((SOURCE / "workbench.css").read_text(encoding="utf-8"), encoding="utf-8")
    opened = ["--splitting", "--minify", "--entry-names=[name]-[hash]", *sentences]
    plots.esbuild([SOURCE / "workbench.jsx"], f"--outdir={folder}", *opened)
    (entry,) = folder.glob("workbench-*.js")
    name = f"--define:RAVINE_WORKBENCH={json.dumps(entry.name)}"
    plots.esbuild([SOURCE / "boxes.js"], f"--outfile={folder}/boxes.js", "--format=iife", "--minify", name, *sentences)
