"""What the live plots compute, run under Node from their own sources."""

import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from ravine.plots import bundle
from ravine.plots.plot import Plot

SCRIPT = Path(__file__).with_name("compute.mjs")


@cache
def _script() -> tuple[Path, tempfile.TemporaryDirectory]:
    """The script with all figures in one module, in a folder that lives as long as this process."""
    bundle.install_packages()
    folder = tempfile.TemporaryDirectory()
    built = Path(folder.name) / "compute.mjs"
    bundle._esbuild([SCRIPT], f"--outfile={built}", "--platform=node")
    return built, folder


def computed(plots: list[Plot], *keep: str) -> list[dict[str, Any]]:
    """The fields `keep` (dots lead inwards) of what each plot computes from its parameters."""
    work = [
        {"figure": plot.figure, "p": {name: getattr(plot, name) for name in plot.parameters}, "keep": keep}
        for plot in plots
    ]
    built, _folder = _script()
    done = bundle.node(built, input=json.dumps(work), stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return json.loads(done.stdout)
