"""What the live plots compute and draw, run under Node from their own sources."""

import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from ravine.plots import bundle
from ravine.plots.plot import Plot

HERE = Path(__file__).parent


@cache
def _folder() -> tempfile.TemporaryDirectory:
    """A folder that lives as long as this process."""
    bundle.install_packages()
    return tempfile.TemporaryDirectory()


@cache
def _bundled(script: str) -> Path:
    """The script with all figures in one module."""
    built = Path(_folder().name) / script
    bundle.esbuild([HERE / script], f"--outfile={built}", "--platform=node")
    return built


def answer(script: str, work: Any) -> Any:
    """What a script of this folder answers to `work`, both as JSON."""
    text = json.dumps(work)
    done = bundle.node(_bundled(script), input=text, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def computed(plots: list[Plot], *keep: str) -> list[dict[str, Any]]:
    """The fields `keep` (dots lead inwards) of what each plot computes from its parameters."""
    parameters = [{name: getattr(plot, name) for name in plot.parameters} for plot in plots]
    return answer("compute.mjs", [{"figure": plot.figure, "p": p, "keep": keep} for plot, p in zip(plots, parameters)])


def drawn(plots: list[Plot]) -> list[dict[str, str]]:
    """Each plot's still picture with its data as {"html": …}, or {"error": why it cannot be drawn}."""
    return answer("draw.mjs", [{"figure": plot.figure, "state": plot.state()} for plot in plots])
